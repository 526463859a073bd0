"""The two clients, their contacts, dossiers, baselined requirements, signing authorities and iterations."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.api import workflow
from client_mgmt.demo import people, texts
from client_mgmt.demo.kit import acting_as, insert
from client_mgmt.demo.people import BANK, FREIGHT, Person
from frappe.utils import add_days, nowdate

LEADERS = {BANK: people.PM, FREIGHT: people.OTHER_PM}
ASSISTANTS = {BANK: people.PRODUCT, FREIGHT: people.OTHER_PM}
STARTED, LENGTH = -120, 240


def build() -> dict[str, str]:
	"""Builds both dossiers up to Archived and returns project title → name."""
	projects = {}
	for title in (BANK, FREIGHT):
		client = _client(title)
		contacts = {person.user: _contact(client, person) for person in _seated(title, "Client")}
		projects[title] = _dossier(title, client, contacts)
		_authorities(title, client, projects[title], contacts)
	_other_authorities(projects[BANK])
	with acting_as(people.PM):
		for number, iteration in enumerate(texts.ITERATIONS):
			_iteration(projects[BANK], number, *iteration)
	return projects


def _seated(title: str, party: str) -> list[Person]:
	return [
		person
		for person in people.EVERYBODY
		if person.party == party and any(seat.project == title for seat in person.seats)
	]


def _client(title: str) -> str:
	with acting_as(people.SALES):
		client = insert("Client", **texts.CLIENTS[title])
	if title == BANK:
		with acting_as(people.MANAGER):
			client = frappe.get_doc("Client", client.name)
			client.update(texts.INTERNAL_FACTS)
			client.save()
	return client.name


def _contact(client: str, person: Person) -> str:
	with acting_as(people.MANAGER):
		contact = insert(
			"Client Contact",
			client=client,
			contact_name=person.name,
			job_title=person.title,
			contact_role=person.contact_role,
			email=person.user,
			phone=person.phone,
			user=person.user,
		)
	return contact.name


def _dossier(title: str, client: str, contacts: dict[str, str]) -> str:
	with acting_as(LEADERS[title]):
		dossier = insert(
			"Project Archive",
			project_name=title,
			client=client,
			planned_start=add_days(nowdate(), STARTED),
			planned_end=add_days(nowdate(), STARTED + LENGTH),
			actual_start=add_days(nowdate(), STARTED),
			contract_signed_on=add_days(nowdate(), STARTED - 10),
			team=_team(title, contacts),
			**texts.PROJECTS[title],
		)
	with acting_as(ASSISTANTS[title]):
		for feature, priority, acceptance in texts.REQUIREMENTS[title]:
			insert(
				"Requirement",
				project=dossier.name,
				feature=feature,
				priority=priority,
				acceptance_criteria=acceptance,
				**texts.serves(feature),
			)
	with acting_as(LEADERS[title]):
		workflow.act("Project Archive", dossier.name, "Submit")
	with acting_as(people.QUALITY):
		workflow.act("Project Archive", dossier.name, "Review")
	_deliver(dossier, LEADERS[title])
	return dossier.name


def _deliver(dossier: Any, leader: Person) -> None:
	"""Out of Kick-off, which takes an archived dossier."""
	with acting_as(leader):
		dossier.reload()
		dossier.stage = "Delivery"
		dossier.save()


def _team(title: str, contacts: dict[str, str]) -> list[dict[str, Any]]:
	return [
		{
			"party": person.party,
			"contact" if person.party == "Client" else "user": contacts.get(person.user, person.user),
			"project_role": seat.project_role,
		}
		for person in people.EVERYBODY
		for seat in person.seats
		if seat.project == title
	]


def _authorities(title: str, client: str, project: str, contacts: dict[str, str]) -> None:
	with acting_as(people.MANAGER):
		for person in people.EVERYBODY:
			for seat in person.seats:
				if seat.project == title and seat.can_sign:
					_grant(client, project, person, contacts.get(person.user), STARTED, STARTED + 2 * LENGTH)


def _grant(client: str, project: str, person: Person, contact: str | None, first: int, last: int) -> Any:
	who = {"contact": contact} if contact else {"user": person.user}
	return insert(
		"Signing Authority",
		party=person.party,
		client=client,
		project=project,
		valid_from=add_days(nowdate(), first),
		valid_to=add_days(nowdate(), last),
		no_letter="Named in the Contract",
		no_letter_reason="合同附件载明双方授权签字人",
		**who,
	)


def _other_authorities(project: str) -> None:
	"""One that has expired (the architect's) and one that was revoked (the decision maker's)."""
	client = frappe.db.get_value("Project Archive", project, "client")
	contact = {
		person.user: frappe.db.get_value("Client Contact", {"user": person.user}, "name")
		for person in (people.ARCHITECT, people.DECISION_MAKER)
	}
	with acting_as(people.MANAGER):
		_grant(client, project, people.ARCHITECT, contact[people.ARCHITECT.user], STARTED, -30)
		revoked = _grant(
			client, project, people.DECISION_MAKER, contact[people.DECISION_MAKER.user], STARTED, LENGTH
		)
		revoked.update({"revoked_on": frappe.utils.now_datetime(), "revoked_reason": "分工调整，授权收回"})
		revoked.save()


def _iteration(
	project: str, number: int, title: str, goal: str, version: str, features: tuple[str, ...]
) -> None:
	insert(
		"Iteration",
		project=project,
		title=title,
		goal=goal,
		version=version,
		status=("Closed", "Active", "Planned")[number],
		start_date=add_days(nowdate(), 14 * (number - 1)),
		iteration_items=[{"requirement": requirement(project, feature)} for feature in features],
	)


def requirement(project: str, feature: str) -> str:
	"""The name of a project's requirement by its feature."""
	return frappe.db.get_value("Requirement", {"project": project, "feature": feature}, "name")
