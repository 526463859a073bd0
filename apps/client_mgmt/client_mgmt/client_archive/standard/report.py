"""How complete and how fresh a dossier is, what is missing, and who could supply it (S004-101, S004-102)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple, TypedDict

import frappe
from client_mgmt.client_archive.standard import versions as standards
from client_mgmt.client_archive.standard.versions import Gap, Standard
from client_mgmt.domain.dossier import standard as rules
from client_mgmt.domain.dossier.standard import CLIENT, CONTACT, DOSSIER, REQUIREMENT, Ask, Place
from client_mgmt.domain.workflow.team import TEAM_ROLES
from client_mgmt.settings import setting
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, date_diff, getdate, nowdate

MEASURED = (CLIENT, DOSSIER)


class Supplier(TypedDict):
	"""Who may enter a field: roles, and the people at hand who hold one of them."""

	roles: list[str]
	users: list[dict[str, str]]


class Missing(TypedDict):
	"""A field that is not filled. `field` is "" where the document itself is missing; `label` and `section`
	are in the reader's language."""

	doctype: str
	name: str
	field: str
	label: str
	section: str
	compulsory: bool
	who: Supplier


class Report(TypedDict):
	"""`completeness` and `freshness` in per cent, 0 to 100; `standard` is the version measured by."""

	completeness: float
	freshness: float
	standard: str
	missing: list[Missing]


class Person(NamedTuple):
	"""Somebody at hand: the roles held, those held in a project's team, and whether all count everywhere."""

	user: str
	full_name: str
	roles: frozenset[str]
	seats: frozenset[str]
	leads: bool

	def may(self, wanted: Iterable[str], in_project: bool) -> bool:
		"""Whether one of these roles is held where it counts."""
		held = self.roles.intersection(wanted)
		return any(
			not in_project or self.leads or role not in TEAM_ROLES or role in self.seats for role in held
		)


def check_measured(doctype: str) -> None:
	"""Raises ValidationError for a DocType that is no dossier of its own, before anything of it is looked
	up."""
	if doctype not in MEASURED:
		frappe.throw(_("{0} is no dossier: it is measured as part of one.").format(_(doctype)))


def report(doctype: str, name: str, version: str = "") -> Report:
	"""Measures a Client, or a Project Archive with its client, contacts and requirements, by `version` or by
	the one that applies. Looks at no permission. Raises ValidationError for another DocType."""
	check_measured(doctype)
	doc = frappe.get_doc(doctype, name)
	standard = standards.load(version) if version else standards.applied(doc)
	parts = [(doctype, [doc]), *(standards.related(doc) if doctype == DOSSIER else _contacts(doc))]
	kind = standards.client_type_of(doc)
	gaps, asked = _measure(parts, standard, kind)
	return {
		"completeness": rules.share(asked - len(gaps), asked),
		"freshness": _freshness(doc, parts),
		"standard": standard.name,
		"missing": _with_suppliers(doc, gaps),
	}


def _contacts(client: Document) -> list[tuple[str, list[Any]]]:
	where = {"client": client.name}
	return [(CONTACT, frappe.get_all(CONTACT, filters=where, fields=["*"], limit_page_length=0))]


def _measure(
	parts: Iterable[tuple[str, list[Any]]], standard: Standard, client_type: str
) -> tuple[list[Gap], int]:
	"""What is missing in all parts, and how much is asked. A part of which there is none is one thing that
	is missing."""
	gaps: list[Gap] = []
	total = 0
	for doctype, rows in parts:
		found, asked = standards.gaps_in(doctype, rows, standard, client_type)
		if not rows and standard.of(doctype):
			nothing = Ask(doctype, "", "", True, frozenset(), "")
			found, asked = [Gap(doctype, "", nothing, _(doctype), Place("", ""))], 1
		gaps += found
		total += asked
	return gaps, total


def _freshness(doc: Document, parts: Iterable[tuple[str, list[Any]]]) -> float:
	"""By the last update of an archived dossier, else by the last change of anything in it. A finished one
	waits for no update."""
	if doc.get("delivered_on"):
		return 100.0
	last = doc.get("last_update_on")
	latest: date = (
		getdate(last) if last else max(getdate(row.modified) for _kind, rows in parts for row in rows)
	)
	return rules.freshness(date_diff(nowdate(), latest), setting("update_interval_days"))


def _with_suppliers(doc: Document, gaps: list[Gap]) -> list[Missing]:
	at_hand = _people(doc) if gaps else []
	known: dict[tuple[str, str, str], Supplier] = {}
	found: list[Missing] = []
	for gap in gaps:
		key = (gap.doctype, *gap.place)
		if key not in known:
			roles = sorted(roles_for(gap.doctype, gap.ask.field, gap.place))
			in_project = gap.doctype in (DOSSIER, REQUIREMENT)
			people = [p for p in at_hand if p.may(roles, in_project)]
			users = [{"user": person.user, "full_name": person.full_name} for person in people]
			known[key] = {"roles": roles, "users": users}
		found.append(
			{
				"doctype": gap.doctype,
				"name": gap.name,
				"field": gap.ask.path,
				"label": gap.label,
				"section": _(gap.place.section),
				"compulsory": gap.ask.compulsory,
				"who": known[key],
			}
		)
	return found


def roles_for(doctype: str, field: str, place: Place) -> set[str]:
	"""The roles that may enter a field: those of DocPerm, of them those that the standard in force names."""
	meta = frappe.get_meta(doctype)
	df = meta.get_field(field) if field else None
	level = cint(df.permlevel) if df else 0
	writers = {row.role for row in meta.permissions if row.write and cint(row.permlevel) == level}
	named = rules.entry_roles(standards.load().rights.get(doctype, {}), place)
	return writers & named if named else writers


def _people(doc: Document) -> list[Person]:
	"""Our people on the team, and who owns or entered the document; a client's are those of its projects that
	the session's user may see."""
	projects = [doc.name]
	if doc.doctype == CLIENT:
		where = {"client": doc.name}
		projects = frappe.get_list(DOSSIER, filters=where, pluck="name", limit_page_length=0)
	team = frappe.get_all(
		"Project Member",
		filters={"parent": ("in", projects), "parenttype": DOSSIER, "party": "Vendor"},
		fields=["user", "project_role"],
		limit_page_length=0,
	)
	seats: dict[str, set[str]] = {}
	for row in team:
		seats.setdefault(row.user, set()).add(row.project_role)
	leaders = {doc.owner, doc.get("archive_owner")} - {None, "", "Administrator"}
	return _facts(seats, leaders)


def _facts(seats: dict[str, set[str]], leaders: set[str]) -> list[Person]:
	names = sorted({*seats, *leaders})
	where = {"name": ("in", names), "enabled": 1, "user_type": "System User"}
	users = frappe.get_all("User", filters=where, fields=["name", "full_name"], limit_page_length=0)
	roles: dict[str, set[str]] = {}
	held = {"parent": ("in", names), "parenttype": "User"}
	for row in frappe.get_all("Has Role", filters=held, fields=["parent", "role"], limit_page_length=0):
		roles.setdefault(row.parent, set()).add(row.role)
	return [
		Person(
			user=row.name,
			full_name=row.full_name or row.name,
			roles=frozenset(roles.get(row.name, ())),
			seats=frozenset(seats.get(row.name, ())),
			leads=row.name in leaders,
		)
		for row in sorted(users, key=lambda row: row.name)
	]


class Guide(TypedDict):
	"""How to fill in a field, for a form. `client_types` is empty where it is asked of every client."""

	fieldname: str
	label: str
	section: str
	compulsory: bool
	client_types: list[str]
	condition: str
	help_text: str
	roles: list[str]


def guide(doctype: str) -> list[Guide]:
	"""What the version in force asks of one DocType, with the help in the reader's language. Raises
	ValidationError for a DocType that no standard speaks of."""
	if doctype not in rules.DOCUMENT_TYPES:
		frappe.throw(_("The dossier standard says nothing of {0}.").format(_(doctype)))
	standard, where = standards.load(), standards.places_of(doctype)
	asks = [each for each in standard.of(doctype) if standards.field_of(doctype, each)]
	return [
		{
			"fieldname": each.path,
			"label": standards.label_of(doctype, each),
			"section": _(where[each.field].section),
			"compulsory": each.compulsory,
			"client_types": sorted(each.client_types),
			"condition": each.condition,
			"help_text": _help(standard, each),
			"roles": sorted(roles_for(doctype, each.field, where[each.field])),
		}
		for each in asks
	]


def _help(standard: Standard, asked: Ask) -> str:
	chinese, english = standard.help[asked.document_type, asked.path]
	zh = str(frappe.local.lang or "").startswith("zh")
	return (chinese or english) if zh else (english or chinese)
