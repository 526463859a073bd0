"""Documents that tests need, made over REST by the people whose documents they are.

Every function answers the name of what it made. Changes and minutes belong to the demo's bank project unless
told otherwise; what they need (a requirement, a client, a project) is made new, so that tests do not meet.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.client import Api

from client_mgmt.demo import people, texts
from client_mgmt.demo.people import BANK, FREIGHT, Person

CHANGE, MINUTES, PROJECT = "Change Request", "Meeting Minutes", "Project Archive"
FORWARD = tuple(
	"Draft,Submitted,Under Assessment,Awaiting Signatures,Signed,Scheduled,Implemented,Closed".split(",")
)
SIDE = {"Returned": "Return", "Rejected": "Reject", "Withdrawn": "Withdraw"}
_numbers = itertools.count(1)


def unique(word: str) -> str:
	"""A text that no other run has used."""
	return f"{word} {next(_numbers)}-{secrets.token_hex(3)}"


def day(offset: int) -> str:
	"""The ISO date `offset` days from today."""
	return (date.today() + timedelta(days=offset)).isoformat()


class Factory:
	"""Makes documents; `api(person)` gives it the sessions."""

	def __init__(self, api: Callable[[Any], Api]) -> None:
		self.api = api
		self._projects: dict[str, str] = {}

	# What the demo brought
	def project(self, title: str = BANK) -> str:
		"""The name of a demo project by its title."""
		if title not in self._projects:
			self._projects[title] = self.one(PROJECT, project_name=title)
		return self._projects[title]

	def one(self, doctype: str, **filters: Any) -> str:
		"""The oldest document with these values, as Administrator sees it."""
		rows = self.api("Administrator").list(doctype, filters=filters, order_by="creation asc")
		assert rows, f"no {doctype} {filters}"
		return rows[0]["name"]

	def contact_of(self, person: Person) -> str:
		return self.one("Client Contact", user=person.user)

	def requirement(self, feature: str, project: str = BANK) -> str:
		return self.one("Requirement", project=self.project(project), feature=feature)

	# Master data
	def client(self, by: Person = people.SALES, **values: Any) -> str:
		"""A prospect, entered by sales."""
		return self.api(by).create("Client", client_name=unique("客户"), **values)["name"]

	def user(self, *roles: str, user_type: str = "System User") -> Person:
		"""A login with the demo's password."""
		name = f"u{secrets.token_hex(4)}@test.example"
		self.api("Administrator").create(
			"User",
			email=name,
			first_name=name.partition("@")[0],
			user_type=user_type,
			send_welcome_email=0,
			new_password=self.api(people.PM).password,
			roles=[{"role": role} for role in roles],
		)
		return Person(name, name.partition("@")[0], roles)

	def contact(self, client: str, user: Person | None = None, **values: Any) -> str:
		"""A client's contact, linked to a login by the app's manager."""
		facts = {
			"contact_name": unique("联系人"),
			"email": f"{secrets.token_hex(4)}@client.example",
			**values,
		}
		if user:
			facts["user"] = user.user
		return self.api(people.MANAGER).create("Client Contact", client=client, **facts)["name"]

	def dossier(self, by: Person = people.PM, **values: Any) -> str:
		"""A draft dossier of the bank with the leader on its team and a second person to review it."""
		client = self.api("Administrator").read(PROJECT, self.project())["client"]
		facts = {
			"project_name": unique("项目"),
			"client": client,
			"background": "为测试而建的项目，背景说明需要写满二十个字以上才可以提交审核。",
			"reason": "Compliance",
			"planned_start": day(-10),
			"planned_end": day(90),
			"team": self.team(by),
		}
		return self.api(by).create(PROJECT, **{**facts, **values})["name"]

	def team(self, leader: Person) -> list[dict[str, Any]]:
		"""Rows of a team: the leader, the bank's technical lead, reviewer and business owner."""
		contact = self.contact_of(people.BUSINESS_OWNER)
		return [
			{"party": "Vendor", "user": leader.user, "project_role": "Project Manager"},
			{"party": "Vendor", "user": people.TECH_LEAD.user, "project_role": "Technical Lead"},
			{"party": "Vendor", "user": people.QUALITY.user, "project_role": "Quality Administrator"},
			{"party": "Client", "contact": contact, "project_role": "Business Owner"},
		]

	def archived(self, features: int = 1, by: Person = people.PM, **values: Any) -> str:
		"""An archived dossier with `features` baselined requirements and nobody's authority to sign."""
		name = self.dossier(by, **values)
		for _number in range(features):
			self.api(by).create(
				"Requirement",
				project=name,
				feature=unique("功能"),
				priority="High",
				acceptance_criteria="可以演示",
			)
		self.api(by).act(PROJECT, name, "Submit")
		self.api(people.QUALITY).act(PROJECT, name, "Review")
		return name

	def authority(self, person: Person, project: str, **values: Any) -> str:
		"""A Signing Authority from the app's manager, valid since yesterday."""
		client = self.api("Administrator").read(PROJECT, project)["client"]
		who = {"user": person.user} if person.party == "Vendor" else {"contact": self.contact_of(person)}
		facts = {"party": person.party, "client": client, "project": project, "valid_from": day(-1)}
		facts |= {"no_letter": "Other", "no_letter_reason": "为测试授权", **who}
		return self.api(people.MANAGER).create("Signing Authority", **{**facts, **values})["name"]

	# Changes
	def change(self, state: str = "Draft", project: str = BANK, **values: Any) -> str:
		"""A change request brought to `state` by real transitions and signatures; it adds a requirement."""
		contact = people.BUSINESS_OWNER if project == BANK else people.OTHER_CONTACT
		item = {
			"operation": "Add",
			"proposed_feature": unique("新功能"),
			"proposed_priority": "Medium",
			"proposed_acceptance": "可以演示",
		}
		facts = {
			"title": unique("变更"),
			"project": self.project(project),
			"description": texts.CHANGE_DESCRIPTION,
			"reason": texts.CHANGE_REASON,
			"change_items": [item],
		}
		name = self.api(contact).create(CHANGE, **{**facts, **values})["name"]
		self.bring(name, state, project)
		return name

	def bring(self, name: str, state: str, project: str = BANK) -> None:
		"""Takes a change from Draft to `state`."""
		if state in SIDE:
			self.step(name, "Submitted", project)
			pm = people.PM if project == BANK else people.OTHER_PM
			self.api(pm).act(CHANGE, name, SIDE[state], texts.REASONS[SIDE[state]])
			return
		for step in FORWARD[1 : FORWARD.index(state) + 1]:
			self.step(name, step, project)
		found = self.api("Administrator").read(CHANGE, name)["workflow_state"]
		assert found == state, f"{name}: {found} instead of {state}"

	def step(self, name: str, to: str, project: str = BANK) -> None:
		"""Takes a change one step of the usual way further."""
		bank = project == BANK
		contact = people.BUSINESS_OWNER if bank else people.OTHER_CONTACT
		pm = people.PM if bank else people.OTHER_PM
		lead = people.TECH_LEAD if bank else people.OTHER_TECH_LEAD
		acts: dict[str, tuple[Person, str, dict[str, Any]]] = {
			"Submitted": (contact, "Submit", {}),
			"Under Assessment": (pm, "Accept for Assessment", {}),
			"Awaiting Signatures": (lead, "Complete Assessment", texts.ASSESSMENT),
			"Scheduled": (pm, "Schedule", {}),
			"Implemented": (lead, "Complete", {}),
		}
		if to in acts:
			person, action, values = acts[to]
			self.api(person).act(CHANGE, name, action, **values)
		else:
			self.api(contact).sign(CHANGE, name)
			if to == "Signed":
				self.api(pm).sign(CHANGE, name)

	# Minutes
	def minutes(
		self, audience: str = "Client", kind: str = "Review", draft: bool = False, project: str = BANK
	) -> str:
		"""Minutes of the project's manager with its business owner present, circulated unless `draft`."""
		bank = project == BANK
		contact = people.BUSINESS_OWNER if bank else people.OTHER_CONTACT
		writer = self.api(people.PM if bank else people.OTHER_PM)
		attendees = [{"contact": self.contact_of(contact), "present": 1}] if audience == "Client" else []
		name = writer.create(
			MINUTES,
			title=unique("纪要"),
			project=self.project(project),
			meeting_type=kind,
			audience=audience,
			start_time=f"{day(0)} 10:00:00",
			duration=30,
			attendees=[{"user": writer.user, "present": 1}, *attendees],
			discussion="<p>内部讨论内容</p>",
		)["name"]
		if not draft:
			writer.act(MINUTES, name, "Circulate")
		return name


__all__ = ["BANK", "FREIGHT", "Factory", "day", "unique"]
