"""Issue 2: "20 concurrent writers that send `modified`: no lost update, no 500, each conflict a 417
`TimestampMismatchError`". The work is counted, not timed; ACCEPTANCE_WRITES changes what each writer does."""

from __future__ import annotations

import itertools
import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
import requests
from tests.acceptance.process import Served
from tests.client import Api, errors
from tests.factory import Factory
from tests.hosts import DEMO_PASSWORD

from client_mgmt.demo import people

WRITERS = 20
WRITES = int(os.environ.get("ACCEPTANCE_WRITES") or 250)
CHANGE, CLIENT = "Change Request", "Client"


@dataclass(frozen=True)
class Target:
	"""A document with a number that everybody raises by one."""

	doctype: str
	name: str
	counter: str


def by_put(api: Api, target: Target, row: dict) -> requests.Response:
	values = {target.counter: row[target.counter], "modified": row["modified"]}
	return api.try_update(target.doctype, target.name, **values)


def by_v2(api: Api, target: Target, row: dict) -> requests.Response:
	values = {target.counter: row[target.counter], "modified": row["modified"]}
	return api.patch(f"/api/v2/document/{target.doctype}/{target.name}", json=values)


def by_save(api: Api, target: Target, row: dict) -> requests.Response:
	return api.try_call("frappe.client.save", doc=row)


@dataclass
class Tally:
	"""What the writers were answered, by document; counted under a lock."""

	confirmed: Counter[str] = field(default_factory=Counter)
	conflicts: int = 0
	wrong: list[str] = field(default_factory=list)
	lock: threading.Lock = field(default_factory=threading.Lock)

	def note(self, target: Target, answer: requests.Response) -> None:
		with self.lock:
			if answer.status_code == 200:
				self.confirmed[target.name] += 1
			elif answer.status_code == 417 and "TimestampMismatchError" in errors(answer):
				self.conflicts += 1
			else:
				self.wrong.append(f"{answer.status_code} {errors(answer)}")


def write(api: Api, target: Target, way: Callable, tally: Tally) -> None:
	"""Reads, raises the number by one, and saves with the `modified` that was read; again and again."""
	for _time in range(WRITES):
		row = api.read(target.doctype, target.name)
		row[target.counter] = (row.get(target.counter) or 0) + 1
		tally.note(target, way(api, target, row))


@pytest.fixture(scope="module")
def targets(make: Factory) -> list[Target]:
	"""Two clients' facts, a draft, and a change in the ledger, whose every edit is an entry of its chain."""
	return [
		Target(CLIENT, make.client(employees=0), "employees"),
		Target(CHANGE, make.change("Draft"), "impact_days"),
		Target(CHANGE, make.change("Under Assessment"), "impact_days"),
	]


def writers_of(target: Target) -> people.Person:
	"""Somebody who may edit the document as it stands."""
	return people.SALES if target.doctype == CLIENT else people.TECH_LEAD


@pytest.mark.timeout(WRITES + 120)
def test_no_update_is_lost(host: Served, admin: Api, targets: list[Target]) -> None:
	turns = itertools.cycle(targets)
	jobs = []
	for number in range(WRITERS):
		target = next(turns)
		way = (by_put, by_save, by_v2)[number // len(targets) % 3]
		jobs.append((Api(host.url, writers_of(target).user, DEMO_PASSWORD), target, way))
	before = {
		target.name: admin.read(target.doctype, target.name).get(target.counter) or 0 for target in targets
	}
	tally = Tally()
	threads = [threading.Thread(target=write, args=(*job, tally)) for job in jobs]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert tally.wrong == []
	after = {target.name: admin.read(target.doctype, target.name)[target.counter] for target in targets}
	assert after == {name: before[name] + tally.confirmed[name] for name in before}
	assert tally.confirmed.total() + tally.conflicts == WRITERS * WRITES
	assert min(tally.confirmed[target.name] for target in targets) > 10
	assert tally.conflicts > WRITERS


def test_the_chain_has_every_edit(admin: Api, targets: list[Target]) -> None:
	"""Each confirmed edit of a change in the ledger is one entry, and the chain holds."""
	name = targets[-1].name
	verdict = admin.verdict(CHANGE, name)
	assert (verdict["valid"], verdict["problems"]) == (True, [])
	edits = [event for event in admin.history(CHANGE, name) if event["event_type"] == "Edit"]
	assert len(edits) == admin.read(CHANGE, name)["impact_days"]


def test_without_modified_the_last_writer_wins(admin: Api, targets: list[Target]) -> None:
	"""As measured on Frappe (behaviour.md, Documents): who sends no `modified` asks for no check."""
	target = targets[0]
	answer = admin.try_update(target.doctype, target.name, **{target.counter: 7})
	assert answer.json()["data"][target.counter] == 7
