"""Who somebody is to the permission rules: the facts about one login."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import frappe
from client_mgmt.people import asking
from client_mgmt.people.roles import DESK_ROLES
from frappe import _
from frappe.model.document import Document

FIRM_WIDE = frozenset({"System Manager", "Client Mgmt Manager", "PMO"})
FIRM_WIDE_READERS = FIRM_WIDE | {"Project Assistant", "Quality Administrator"}
STAFF_ROLES = FIRM_WIDE | set(DESK_ROLES)


class Viewer:
	"""The facts about one user that predicates ask for, each read once and only when needed."""

	def __init__(self, user: str | None = None) -> None:
		self.user: str = user or frappe.session.user

	@classmethod
	def of_client(cls, project: str) -> Viewer:
		"""Whoever stands on the client's side of a project's team, as no login of their own."""
		viewer = cls("Guest")
		viewer.__dict__.update(client_side=True, roles=frozenset(), projects=frozenset({project}), signed={})
		return viewer

	@cached_property
	def roles(self) -> frozenset[str]:
		return frozenset(frappe.get_roles(self.user))

	@cached_property
	def contacts(self) -> dict[str, str]:
		"""Client Contact → Client, for the contacts that this login stands for."""
		rows = frappe.get_all("Client Contact", filters={"user": self.user}, fields=["name", "client"])
		return {row.name: row.client for row in rows}

	@cached_property
	def client_side(self) -> bool:
		"""A portal login, or any login that a Client Contact names: never treated as staff."""
		if self.user == "Administrator":
			return False
		return frappe.db.get_value("User", self.user, "user_type") != "System User" or bool(self.contacts)

	def firm_wide(self, reading: bool) -> bool:
		if self.user == "Administrator":
			return True
		wide = FIRM_WIDE_READERS if reading else FIRM_WIDE
		return not wide.isdisjoint(self.roles) and not self.client_side

	@cached_property
	def projects(self) -> frozenset[str]:
		"""Projects whose team names this person; for staff also those that they own."""
		return self._client_projects() if self.client_side else self._staff_projects()

	def _client_projects(self) -> frozenset[str]:
		if not self.contacts:
			return frozenset()
		named = _team_projects("Client", "contact", list(self.contacts))
		theirs = {"name": ("in", named), "client": ("in", list(self.contacts.values()))}
		return (
			frozenset(frappe.get_all("Project Archive", filters=theirs, pluck="name"))
			if named
			else frozenset()
		)

	def _staff_projects(self) -> frozenset[str]:
		named = _team_projects("Vendor", "user", [self.user])
		own = {"owner": self.user, "archive_owner": self.user}
		return frozenset(named) | set(frappe.get_all("Project Archive", or_filters=own, pluck="name"))

	@cached_property
	def project_clients(self) -> frozenset[str]:
		"""Clients of those projects."""
		filters = {"name": ("in", list(self.projects))}
		return frozenset(filter(None, frappe.get_all("Project Archive", filters=filters, pluck="client")))

	@cached_property
	def clients(self) -> frozenset[str]:
		"""Clients of those projects and, for staff, those that they entered."""
		return self.project_clients | set(
			frappe.get_all("Client", filters={"owner": self.user}, pluck="name")
		)


def viewer_of(user: str | None = None) -> Viewer:
	"""The facts about a user, within one HTTP request read once for all of its permission checks (saving one
	document asks four times). Outside a request what changes nothing reads them once too,
	and a job that has set the flag; nothing else remembers."""
	if not frappe.request and frappe.flags.client_mgmt_viewers is None:
		return _asked(user or frappe.session.user)
	known = frappe.flags.setdefault("client_mgmt_viewers", {})
	name = user or frappe.session.user
	return known[name] if name in known else known.setdefault(name, Viewer(name))


@asking.remembered
def _asked(user: str) -> Viewer:
	return Viewer(user)


def once(what: str, read: Callable[[], Any]) -> Any:
	"""What `read` returns, asked once by what changes nothing (`asking.asking`) and by a job that remembers
	viewers, so that this is for nothing that such a job changes itself."""
	known = asking.known()
	if known is None and not frappe.request:
		known = frappe.flags.client_mgmt_viewers
	if known is None:
		return read()
	key = ("once", what)
	return known[key] if key in known else known.setdefault(key, read())


def made(doc: Document) -> None:
	"""Adds what this person has just made to what a job remembers of them, so that it is not read again."""
	viewer = (frappe.flags.client_mgmt_viewers or {}).get(frappe.session.user)
	if viewer is None or frappe.request:
		return
	known = viewer.__dict__
	if doc.doctype == "Project Archive":
		known["projects"] = viewer.projects | {doc.name}
		known["project_clients"] = viewer.project_clients | ({doc.client} if doc.client else set())
	if doc.doctype == "Client":
		known["clients"] = viewer.clients | {doc.name}


def staff_only() -> None:
	"""Raises PermissionError for a login of a client's side, and for one with neither a role of ours nor
	System Manager. The first line of every method that is for staff."""
	viewer = viewer_of()
	if viewer.user == "Administrator":
		return
	if viewer.client_side or viewer.roles.isdisjoint(STAFF_ROLES):
		frappe.throw(_("This is for our own staff."), frappe.PermissionError)


def _team_projects(party: str, column: str, names: list[str]) -> list[str]:
	filters = {"parenttype": "Project Archive", "party": party, column: ("in", names)}
	return frappe.get_all("Project Member", filters=filters, pluck="parent")
