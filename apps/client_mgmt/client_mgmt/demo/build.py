"""Builds the demo site from `people.py` and `texts.py`: logins first, then dossiers, changes and minutes."""

from __future__ import annotations

import secrets
from typing import Any

import frappe
from client_mgmt.demo import changes, dossiers, meetings, people
from client_mgmt.demo.kit import insert
from client_mgmt.demo.people import Person


def install(password: str | None = None) -> list[dict[str, Any]]:
	"""Builds the demo site as Administrator; commits nothing itself.

	`password` is everybody's (random ones by default). Answers one row a login, for people to sign in with:
	`{user, password, roles, party, project, project_role, can_sign}`; project and role are those of the first
	seat, "" for those on no team. Raises frappe.DuplicateEntryError where the demo is there already.
	"""
	passwords = {person.user: password or secrets.token_urlsafe(12) for person in people.EVERYBODY}
	for person in people.EVERYBODY:
		_login(person, passwords[person.user])
	projects = dossiers.build()
	changes.build(projects, passwords)
	meetings.build(projects, passwords)
	return [_row(person, passwords[person.user], projects) for person in people.EVERYBODY]


def _login(person: Person, password: str) -> None:
	insert(
		"User",
		email=person.user,
		first_name=person.name,
		user_type="Website User" if person.party == "Client" else "System User",
		send_welcome_email=0,
		new_password=password,
		language=person.language,
		roles=[{"role": role} for role in person.roles],
	)
	# Frappe makes the first System User a System Manager in silence
	frappe.db.delete("Has Role", {"parent": person.user, "role": ("not in", person.roles)})


def _row(person: Person, password: str, projects: dict[str, str]) -> dict[str, Any]:
	seat = person.seats[0] if person.seats else None
	return {
		"user": person.user,
		"password": password,
		"roles": list(person.roles),
		"party": person.party,
		"project": projects[seat.project] if seat else "",
		"project_role": seat.project_role if seat else "",
		"can_sign": any(seat.can_sign for seat in person.seats),
	}
