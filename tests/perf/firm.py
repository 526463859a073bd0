"""Fills a demo site with the years of a firm: a change a row of `chains.Model`, and what stands around it.

For each 100,000 changes 2,000 projects with their archived dossiers, 5,000 clients with two contacts each,
20,000 requirements with a version, 10,000 minutes with their actions, 10,000 files on the disk, 5,000 surveys
answered and as many visits: a million entries of the ledger. A tenth of the changes is in the bank's project;
its manager leads one project in 40. Every chain verifies; the log of anchors is taken at the end by the app.
"""

from __future__ import annotations

import datetime
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from chains import Model, Row, Writer
from duplicates import names

from client_mgmt.demo import people
from client_mgmt.domain.clients import duplicates as rules

CHANGE, PROJECT, MINUTES = "Change Request", "Project Archive", "Meeting Minutes"
BANK, BANK_CLIENT = "PRJ-2026-0001", "CLI-00001"
_INDEXES = "SELECT `name`, `sql` FROM `sqlite_master` WHERE `type` = 'index' AND `sql` LIKE 'CREATE INDEX%'"
OF_BANK, LED = 10, 40  # every how many is the bank's; every how many projects its manager leads
YEARS = datetime.timedelta(days=4 * 365)  # over which all of it came
WHO = (people.PM.user, people.BUSINESS_OWNER.user)
#: how many of a hundred changes stand where: three quarters were scheduled
STATES = {
	"Closed": 62, "Implemented": 6, "Scheduled": 6, "Signed": 4, "Awaiting Signatures": 6, "Rejected": 4,
	"Under Assessment": 3, "Submitted": 3, "Returned": 2, "Withdrawn": 2, "Draft": 2,
}  # fmt: skip
#: how many a hundred thousand changes come with
PER_CHANGES = {
	PROJECT: 2_000, "Client": 5_000, "Requirement": 20_000, MINUTES: 10_000, "File": 10_000,
	"Survey Response": 5_000, "Client Visit": 5_000,
}  # fmt: skip


class Firm:
	"""What is filled in, one kind after the other."""

	def __init__(self, folder: Path, site: sqlite3.Connection, changes: int) -> None:
		self.folder, self.site, self.to, self.changes = folder, site, Writer(site), changes
		self.many = {doctype: max(1, count * changes // 100_000) for doctype, count in PER_CHANGES.items()}
		self.newest = datetime.datetime.now().replace(microsecond=0) - datetime.timedelta(days=1)

	def fill(self) -> None:
		"""All of it; nobody else may have the site open."""
		for kind in (self.clients, self.projects, self.requirements, self.changes_, self.minutes):
			kind()
			self.to.end()
		for kind in (self.files, self.surveys, self.visits):
			kind()
			self.to.end()

	def project(self, number: int) -> str:
		"""The project of the thing of this number."""
		return BANK if number % OF_BANK == 0 else f"PRJ-F-{number % self.many[PROJECT]:05}"

	def client(self, number: int) -> str:
		"""The client of this number."""
		return f"CLI-F-{number % self.many['Client']:05}"

	def _stamps(self, number: int, of: int) -> Row:
		"""When the thing of this number, of so many, was made: evenly over the same years."""
		at = self.newest - YEARS * (of - number) / of
		return {"creation": at.isoformat(" ", "microseconds"), "modified": at.isoformat(" ", "microseconds")}

	def _model(self, doctype: str, name: str) -> Row:
		found = self.site.execute(f"SELECT * FROM `tab{doctype}` WHERE `name` = ?", (name,)).fetchone()
		return dict(found)

	def clients(self) -> None:
		"""Clients and their contacts."""
		client, contact = self._model("Client", BANK_CLIENT), self._model("Client Contact", "CON-00001")
		plain = {"uscc": None, "tax_number": None, "high_risk": 0, "high_risk_reason": None}
		plain |= {"high_risk_source": None, "value_sources": None}
		count = self.many["Client"]
		for number, name in enumerate(names(count, random.Random(7))):
			key, stamps = rules.name_key(name), self._stamps(number, count)
			words = {"client_name": name, "name_key": key, "name_pinyin": rules.name_sound(key)}
			self.to.add("Client", {**client, **plain, **words, **stamps, "name": self.client(number)})
			for which in range(2):
				phone = f"139{number:07}{which}"
				about = {"contact_name": f"联系人{number}", "phone": phone, "phone_key": f"+86{phone}"}
				about |= {"email": f"c{number}.{which}@firm.example", "user": None, "value_sources": None}
				about |= {"client": self.client(number), "name": f"CON-F-{number:05}-{which}"}
				self.to.add("Client Contact", {**contact, **about, **stamps})

	def projects(self) -> None:
		"""Archived dossiers with what the archive keeps of them."""
		named = ["银行支付结算模块", BANK_CLIENT, "HX-2026-0117", people.PM.user]
		model = Model(self.site, PROJECT, BANK, named)
		revisions = self._rows("Dossier Revision", "project", BANK)
		model.signed |= {row["digest"]: row["content"] for row in revisions}
		count = self.many[PROJECT]
		for number in range(count):
			name = f"PRJ-F-{number:05}"
			manager = people.OTHER_PM.user if number % LED else people.PM.user
			texts = (name, f"项目 {number}", self.client(number), f"HX-F-{number:05}", manager)
			swaps = dict(zip(model.named, texts, strict=True))
			model.copy(self.to, swaps, {**self._course(number, count), "name": name, "client_high_risk": 0})
			for row in revisions:
				model.copy_kept(self.to, "Dossier Revision", row, swaps)

	def _course(self, number: int, of: int) -> Row:
		"""When a project began, and a third of them ended half a year later."""
		stamps = self._stamps(number, of)
		began = datetime.date.fromisoformat(stamps["creation"][:10])
		ended = began + datetime.timedelta(days=180) if number % 3 == 0 else None
		return {**stamps, "actual_start": str(began), "actual_end": str(ended) if ended else None}

	def _rows(self, doctype: str, column: str, value: str) -> list[Row]:
		found = self.site.execute(f"SELECT * FROM `tab{doctype}` WHERE `{column}` = ?", (value,))
		return [dict(row) for row in found]

	def requirements(self) -> None:
		"""Requirements, each with a version."""
		models = self._rows("Requirement", "project", BANK)
		version = self._rows("Requirement Version", "project", BANK)[0]
		count = self.many["Requirement"]
		for number in range(count):
			name, stamps = f"REQ-F-{number:06}", self._stamps(number, count)
			about = {"project": self.project(number), **stamps}
			self.to.add("Requirement", {**models[number % len(models)], **about, "name": name})
			about |= {"requirement": name, "version_key": f"{name}|1|Baselined", "name": f"RV-F-{number:06}"}
			self.to.add("Requirement Version", {**version, **about})

	def changes_(self) -> None:
		"""Change requests with their items, rounds and signatures."""
		models = self._by_state(CHANGE, BANK)
		chance, states = random.Random(7), list(STATES)
		for number, state in enumerate(chance.choices(states, STATES.values(), k=self.changes)):
			name, title = f"CR-F-{number:06}", f"变更 {number}：报表导出增加第 {number % 97} 列"
			project = self.project(number)
			texts = (name, title, project, *self._people(project))
			about = {**self._stamps(number, self.changes), "name": name}
			models[state].copy(self.to, dict(zip(models[state].named, texts, strict=True)), about)

	def _people(self, project: str) -> list[str]:
		"""Who is in another project what `WHO` are in the bank's: elsewhere others sign."""
		led = project == BANK or int(project[-5:]) % LED == 0
		return [WHO[0] if led else people.OTHER_PM.user, WHO[1] if project == BANK else "signer@firm.example"]

	def _by_state(self, doctype: str, project: str) -> dict[str, Model]:
		rows = self._rows(doctype, "project", project)
		titles = [[row["title"], project, *WHO] for row in rows]
		found = zip(rows, titles, strict=True)
		return {
			row["workflow_state"]: Model(self.site, doctype, row["name"], named)
			for row, named in found
			if row["title"]
		}

	def minutes(self) -> None:
		"""Minutes, the demo's in turn, with their actions."""
		models = [*self._by_state(MINUTES, BANK).values()]
		action = self._rows("Action Item", "project", BANK)[0]
		count, chance = self.many[MINUTES], random.Random(7)
		for number in range(count):
			model, name = chance.choice(models), f"MM-F-{number:06}"
			project, stamps = self.project(number), self._stamps(number, count)
			texts = (name, f"例会 {number}", project, *self._people(project))
			swaps = dict(zip(model.named, texts, strict=True))
			model.copy(self.to, swaps, {**stamps, "name": name})
			about = {"name": f"ACT-F-{number:06}", "project": project, "minutes": name, "status": "Done"}
			self.to.add("Action Item", {**action, **stamps, **about})

	def files(self) -> None:
		"""Files of clients, a thousand bytes each: one of a change would be part of its content."""
		model, count = self._rows("File", "is_folder", "1")[0], self.many["File"]
		for number in range(count):
			file = f"附件-{number:06}.txt"
			(self.folder / "private" / "files" / file).write_bytes(f"{number:<999}\n".encode())
			about = {"name": f"file-f-{number:06}", "file_name": file, "file_url": f"/private/files/{file}"}
			about |= {
				"is_folder": 0,
				"is_home_folder": 0,
				"is_private": 1,
				"file_size": 1000,
				"folder": "Home",
			}
			about |= {"attached_to_doctype": "Client", "attached_to_name": self.client(number)}
			self.to.add("File", {**model, **self._stamps(number, count), **about})

	def surveys(self) -> None:
		"""Invitations and their responses."""
		form = self._rows("Survey Form", "docstatus", "0")[0]["name"]
		count = self.many["Survey Response"]
		for number in range(count):
			name, about = f"INV-F-{number:05}", self._asked(number, count)
			kept = {
				"survey_form": form,
				"form_version": 1,
				"status": "Answered",
				"token_digest": f"{number:064}",
			}
			self.to.add("Survey Invitation", {**about, **kept, "name": name, "questions": "[]"})
			told = {"name": f"RES-F-{number:05}", "invitation": name, "status": "Reviewed"}
			self.to.add("Survey Response", {**about, **told, "answered_on": about["creation"]})

	def visits(self) -> None:
		"""Visits with what clients said at them."""
		count = self.many["Client Visit"]
		for number in range(count):
			about = self._asked(number, count)
			day = about["creation"][:10]
			said = {"due_on": day, "visited_on": day, "recommend_score": str(number % 11)}
			key = {"name": f"VIS-F-{number:05}", "visit_key": f"{about['client']}|{day}|{number}"}
			self.to.add("Client Visit", {**about, **said, **key, "visited_by": people.PM.user})

	def _asked(self, number: int, of: int) -> Row:
		by = {"owner": "Administrator", "modified_by": "Administrator", "docstatus": 0, "idx": 0}
		return {
			**self._stamps(number, of),
			**by,
			"client": self.client(number),
			"project": self.project(number),
		}


def fill(site_folder: Path, changes: int) -> dict[str, int]:
	"""Fills the site in this folder, which nobody has open; how many rows of what there are then."""
	with sqlite3.connect(site_folder / "site.db") as site:
		site.row_factory = sqlite3.Row
		site.execute("PRAGMA journal_mode = OFF")  # the host sets WAL again
		site.execute("PRAGMA synchronous = OFF")
		site.execute("PRAGMA cache_size = -200000")
		indexes = site.execute(_INDEXES).fetchall()
		for name, _sql in indexes:
			site.execute(f"DROP INDEX `{name}`")
		Firm(site_folder, site, changes).fill()
		for _name, sql in indexes:
			site.execute(sql)
		counts = dict(_counts(site))
	site.close()
	return counts


def _counts(site: sqlite3.Connection) -> Iterator[tuple[str, int]]:
	for doctype in (CHANGE, "Workflow Event", "Signature Record", *PER_CHANGES):
		yield doctype, site.execute(f"SELECT count(*) FROM `tab{doctype}`").fetchone()[0]
