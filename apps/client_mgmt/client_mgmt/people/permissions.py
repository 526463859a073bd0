"""Who sees what: one predicate a DocType, read as SQL for lists and on rows for single documents.

A predicate is a list of rules (any may hold), a rule a tuple of terms (all must hold), a term says something
about one column. `[()]` is everything, `[]` nothing. Source: domain.md, "Roles and visibility".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from client_mgmt.people.asking import get_value, remembered
from client_mgmt.people.names import folded
from client_mgmt.people.terms import Empty, Filled, NoneOf, OneOf, SignedBy, column
from client_mgmt.people.viewer import Viewer, viewer_of
from frappe import _

READING = frozenset({None, "", "read", "select", "report", "export", "print", "email"})
CLIENT_MAY = frozenset({None, "", "read", "select", "write", "create"})
TABLES = ("Table", "Table MultiSelect")
# Site and child DocType → the DocType whose rows it holds; what is found comes with the app and stays.
_parents: dict[tuple[str, str], str] = {}
_names: dict[str, dict[str, str]] = {}


@dataclass(frozen=True)
class Inside:
	"""The column names a stored document of `target` that the viewer may see."""

	field: str
	target: str

	def sql(self, doctype: str, viewer: Viewer) -> str:
		inner = _sql(self.target, rules_for(self.target, viewer, reading=True), viewer) or "1=1"
		named = f"`tab{self.target}` where `tab{self.target}`.`name` = {column(doctype, self.field)}"
		return f"exists (select 1 from {named} and ({inner}))"

	def holds(self, row: Mapping[str, Any], viewer: Viewer) -> bool:
		rules = rules_for(self.target, viewer, reading=True)
		target = _stored(self.target, row.get(self.field), rules)
		return target is not None and _any_holds(rules, target, viewer)


Term = OneOf | NoneOf | Empty | Filled | SignedBy | Inside
Rules = list[tuple[Term, ...]]


def _of_project(viewer: Viewer) -> Rules:
	mine = OneOf("project", viewer.projects)
	return [(mine,), (Empty("project"), OneOf("owner", frozenset({viewer.user})))]


def _own(viewer: Viewer, *columns: str) -> Rules:
	return [(OneOf(column, frozenset({viewer.user})),) for column in columns]


def _contacts(viewer: Viewer) -> Rules:
	mine = OneOf("owner", frozenset({viewer.user}))
	return [(OneOf("client", viewer.clients),), (Empty("client"), mine)]


def _authorities(viewer: Viewer) -> Rules:
	of_client = (Empty("project"), OneOf("client", viewer.clients))
	return [(OneOf("project", viewer.projects),), of_client]


STAFF: dict[str, Callable[[Viewer], Rules]] = {
	"Archive Standard": lambda _v: [()],
	"Client": lambda v: [(OneOf("name", v.project_clients),), *_own(v, "owner")],
	"Client Contact": _contacts,
	"Duplicate Candidate": lambda v: [],
	"Project Archive": lambda v: [(OneOf("name", v.projects),), *_own(v, "owner", "archive_owner")],
	"Requirement": _of_project,
	"Dossier Import": lambda v: _own(v, "owner"),
	"Dossier Import Unit": lambda v: [(Inside("dossier_import", "Dossier Import"),)],
	"Project Channel": _of_project,
	"Channel Message": _of_project,
	"Escalation": _of_project,
	"Requirement Version": _of_project,
	"Requirement Document": _of_project,
	"Requirement Document Version": _of_project,
	"Ambiguity Dismissal": _of_project,
	"Signing Authority": _authorities,
	"Value Conflict": _authorities,
	"Lesson Learned": _of_project,
	"Survey Form": lambda v: [()],
	"Survey Invitation": _authorities,
	"Survey Response": _authorities,
	"Dossier Mailbox": lambda v: [],
	"Incoming Mail": lambda v: _own(v, "receiver"),
	"Change Request": _of_project,
	"Internal Estimate": lambda v: [(Inside("change_request", "Change Request"),)],
	"Iteration": _of_project,
	"Signature Record": _of_project,
	"Workflow Event": _of_project,
	"Dossier Revision": _of_project,
	"Dossier Update": _of_project,
	"Dossier Reminder": _of_project,
	"Project Milestone": _of_project,
	"Gate Waiver": _of_project,
	"Contract Facts": _of_project,
	"Review Waiver": _of_project,
	"Dossier Entry": _of_project,
	"Dossier Review": _of_project,
	"Client Visit": _contacts,
	"Standard Suggestion": lambda v: [*_of_project(v), *_own(v, "owner")],
	"Meeting Minutes": _of_project,
	"Client Message": _of_project,
	"Action Item": lambda v: [*_of_project(v), *_own(v, "owner_user")],
	"Approval Delegation": lambda v: [*_of_project(v), *_own(v, "delegator", "delegate")],
	"Notice Preference": lambda v: _own(v, "user"),
}


def _client_project(viewer: Viewer) -> Rules:
	return [(OneOf("project", viewer.projects),)]


def _client_audience(viewer: Viewer) -> Rules:
	return [(OneOf("project", viewer.projects), OneOf("audience", frozenset({"Client"})))]


# The client's side reads no minutes that we are correcting (docs/decisions/014-unfinished-work.md).
HANDED_OVER: dict[str, Term] = {
	"Meeting Minutes": NoneOf("workflow_state", frozenset({"Disputed"})),
}


def _client_minutes(viewer: Viewer) -> Rules:
	return [(*rule, Filled("circulated_on")) for rule in _client_audience(viewer)]


def _client_actions(viewer: Viewer) -> Rules:
	circulated: tuple[Term, ...] = (Empty("minutes"), Inside("minutes", "Meeting Minutes"))
	return [(*rule, minutes) for rule in _client_audience(viewer) for minutes in circulated]


# What both sides write to each other about, and the column of a Client Message that names it.
SHARED = {"Change Request": "change_request", "Meeting Minutes": "minutes", "Requirement": "requirement"}


def _client_messages(viewer: Viewer) -> Rules:
	return [(OneOf("project", viewer.projects), Inside(field, kind)) for kind, field in SHARED.items()]


CLIENT: dict[str, Callable[[Viewer], Rules]] = {
	"Requirement": _client_project,
	"Change Request": _of_project,
	"Iteration": _client_project,
	"Signature Record": _client_audience,
	"Workflow Event": _client_audience,
	"Meeting Minutes": _client_minutes,
	"Action Item": _client_actions,
	"Client Message": _client_messages,
}


def parent_of(doctype: Any) -> str | None:
	"""The DocType of ours whose rows a child DocType holds, as the DocTypes' own definitions say; None for
	whatever is no such child."""
	if not isinstance(doctype, str) or doctype in STAFF:
		return None
	key = (frappe.local.site, doctype)
	if key not in _parents and frappe.db.get_value("DocType", doctype, "istable"):
		filters = {**_our_tables(), "options": doctype}
		for parent in frappe.get_all("DocField", filters=filters, pluck="parent", limit=1):
			_parents[key] = parent
	return _parents.get(key)


def is_scoped(doctype: Any) -> bool:
	"""Whether a DocType is ours, or holds rows of one, however its name is written."""
	name = exact(doctype)
	return name is not None and (name in STAFF or bool(parent_of(name)))


def exact(doctype: Any) -> str | None:
	"""A DocType's name as the site writes it, where it is ours or holds our rows; any other text as it is,
	None for nothing. Another way of writing (`internal estimate`) finds the same rows on MariaDB."""
	if not isinstance(doctype, str) or not doctype:
		return None
	return doctype if doctype in STAFF else _ours().get(folded(doctype), doctype)


def _ours() -> dict[str, str]:
	"""Folded name → name of the DocTypes of ours and of those that hold their rows."""
	known = _names.get(frappe.local.site)
	if known is None:
		tables = frappe.get_all("DocField", filters=_our_tables(), pluck="options", limit_page_length=0)
		known = {folded(name): name for name in (*STAFF, *tables)}
		if tables:
			_names[frappe.local.site] = known
	return known


def scoped() -> list[str]:
	"""All DocTypes of ours, and those that hold their rows."""
	return sorted(_ours().values())


def _our_tables() -> dict[str, Any]:
	return {"parenttype": "DocType", "parent": ("in", list(STAFF)), "fieldtype": ("in", TABLES)}


@remembered
def rules_for(doctype: str, viewer: Viewer, reading: bool) -> Rules:
	"""The predicate of a DocType for a person; one that this module does not name is nobody's but ours."""
	if viewer.firm_wide(reading):
		return [()]
	target = parent_of(doctype)
	if target:
		return [(OneOf("parenttype", frozenset({target})), Inside("parent", target))]
	scope = (CLIENT if viewer.client_side else STAFF).get(doctype)
	if not scope or not reading:
		return scope(viewer) if scope else []
	rules = [*scope(viewer), *_signed(doctype, viewer)]
	finished = HANDED_OVER.get(doctype) if viewer.client_side else None
	return [(*rule, finished) for rule in rules] if finished else rules


def _signed(doctype: str, viewer: Viewer) -> Rules:
	"""Who signed a document keeps reading it and their signature, whoever takes them off the team."""
	if doctype == "Signature Record":
		return [(OneOf("signer", frozenset({viewer.user})),)]
	is_signed = frappe.get_meta(doctype).has_field("round_outcome")
	return [(SignedBy(doctype, viewer.user),)] if is_signed else []


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Hook `permission_query_conditions`: SQL for the rows of `doctype` that `user` may list; "" is all of
	them."""
	viewer, listed = viewer_of(user), doctype or ""
	return _sql(listed, rules_for(listed, viewer, reading=True), viewer)


def has_permission(doc: Any, ptype: str | None = None, user: str | None = None) -> bool:
	"""Hook `has_permission`: may `user` do `ptype` with `doc`? Looks at the row sent and, if there is one, at
	the stored row, so that a request carrying another `project` opens nothing. Always a bool (None is no
	answer in v15)."""
	viewer = viewer_of(user)
	reading = ptype in READING
	if viewer.firm_wide(reading):
		return True
	if viewer.client_side and ptype not in CLIENT_MAY:
		return False
	rules = rules_for(doc.doctype, viewer, reading)
	stored = _stored(doc.doctype, doc.name, rules)
	rows = [doc, stored] if stored else [{**_values(doc, rules), "owner": viewer.user}]
	if stored and not reading and viewer.client_side and not reads(doc.doctype, doc.name, viewer):
		return False  # the answer to a change shows the document
	allowed = all(_any_holds(rules, row, viewer) for row in rows)
	if not allowed and ptype == "create" and not stored:
		_name_hidden(doc, rules, viewer)
	return allowed


def _name_hidden(doc: Any, rules: Rules, viewer: Viewer) -> None:
	"""What is not seen answers as what is not there: a bench looks at links before rights."""
	for field in filter(None, map(doc.meta.get_field, _fields(rules))):
		name = doc.get(field.fieldname) if field.options in STAFF else None
		if name and name not in viewer.projects and not reads(field.options, name, viewer):
			text = _("Could not find {0}").format(f"{_(field.label)}: {name}")
			frappe.throw(text, frappe.LinkValidationError)


def reads(doctype: str, name: str, viewer: Viewer) -> bool:
	"""Whether somebody may read a stored document or row of ours; False where there is none."""
	rules = rules_for(doctype, viewer, reading=True)
	return (stored := _stored(doctype, name, rules)) is not None and _any_holds(rules, stored, viewer)


def is_shared(doc: Any) -> bool:
	"""Whether the client's people on the team of a document's project read it now."""
	viewer = Viewer.of_client(doc.project)
	return _any_holds(rules_for(doc.doctype, viewer, reading=True), doc, viewer)


def _any_holds(rules: Rules, row: Mapping[str, Any], viewer: Viewer) -> bool:
	return any(all(term.holds(row, viewer) for term in rule) for rule in rules)


def _fields(rules: Rules) -> list[str]:
	return sorted({"name", *(term.field for rule in rules for term in rule)})


def _values(doc: Any, rules: Rules) -> dict[str, Any]:
	return {field: doc.get(field) for field in _fields(rules)}


def _stored(doctype: str, name: str | None, rules: Rules) -> Mapping[str, Any] | None:
	return get_value(doctype, name, _fields(rules), as_dict=True) if name else None


def _sql(doctype: str, rules: Rules, viewer: Viewer) -> str:
	if any(not rule for rule in rules):
		return ""
	ways: Iterable[str] = (" and ".join(term.sql(doctype, viewer) for term in rule) for rule in rules)
	return " or ".join(f"({way})" for way in ways).join("()") if rules else "1=0"
