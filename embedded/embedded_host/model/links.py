"""Links: they exist, take the stored spelling, bring `fetch_from` values; what points to a document holds
it.
"""

from __future__ import annotations

from typing import Any

from pypika import Parameter

from embedded_host.base import exceptions
from embedded_host.base import html as html_utils
from embedded_host.base.context import local
from embedded_host.base.messages import throw
from embedded_host.base.translate import _
from embedded_host.model.rows import row_prefix
from embedded_host.storage import caches
from embedded_host.storage.ddl import SQLLiteQuery, sql_of, table
from embedded_host.storage.ports import get_meta
from embedded_host.storage.query import get_all


def validate(doc: Any) -> None:
	"""Every Link and Dynamic Link of the document and its rows names a stored document; raises
	LinkValidationError.
	"""
	if doc._action == "cancel":
		return
	invalid: list[str] = []
	cancelled: list[str] = []
	for row in (doc, *doc.get_all_children()):
		_check_row(row, invalid, cancelled)
	if invalid:
		throw(_("Could not find {0}").format(", ".join(invalid)), exceptions.LinkValidationError)
	if cancelled and doc.meta.get("is_submittable"):
		throw(
			_("Cannot link cancelled document: {0}").format(", ".join(cancelled)),
			exceptions.CancelledLinkError,
		)


def _check_row(row: Any, invalid: list[str], cancelled: list[str]) -> None:
	own, plan = row.__dict__, row._plan
	for df in plan.links:
		if own.get(df.fieldname):
			_check(row, df, df.options, invalid, cancelled)
	for df in plan.dynamic_links:
		if own.get(df.fieldname):
			_check_dynamic(row, df, invalid, cancelled)


def _check_dynamic(row: Any, df: Any, invalid: list[str], cancelled: list[str]) -> None:
	doctype = row.get(df.options)
	target = local.db.get_value("DocType", doctype, "name") if doctype else None
	if not target:
		throw(_("{0} must be set first").format(_(row.meta.get_label(df.options))))
	_check(row, df, target, invalid, cancelled)


def _check(row: Any, df: Any, doctype: str, invalid: list[str], cancelled: list[str]) -> None:
	own = row.__dict__
	value = own[df.fieldname]
	plan = _lookup(row._plan, df, doctype)
	if plan is None:
		return
	sql, fetched, submittable = plan
	found = local.db.conn.raw.execute(sql, (value,)).fetchone()
	if found is None:
		invalid.append(_describe(row, df, value))
		return
	own[df.fieldname] = found[0]
	if submittable and found[1] == 2 and df.fieldname != "amended_from":
		cancelled.append(_describe(row, df, value))
	for (target, if_empty), source_value in zip(fetched, found[2:], strict=True):
		if not if_empty or own.get(target) in (None, "", 0):
			own[target] = source_value


def _describe(row: Any, df: Any, value: Any) -> str:
	text = f"{_(df.label or df.fieldname)}: {html_utils.escape_html(str(value))}"
	return f"{row_prefix(row)} {text}" if row_prefix(row) else text


def _lookup(plan: Any, df: Any, doctype: str) -> tuple[str, list[tuple[str, bool]], bool] | None:
	"""(SQL for the link's row, [(field to fill, only if empty)], whether it may be cancelled); None for a
	single.
	"""
	room = caches.room("link lookups")
	key = (plan.doctype, df.fieldname, doctype)
	if key not in room:
		room[key] = _make_lookup(plan, df, doctype)
	return room[key]


def _make_lookup(plan: Any, df: Any, doctype: str) -> tuple[str, list[tuple[str, bool]], bool] | None:
	meta = get_meta(doctype)
	if meta.issingle or meta.get("is_virtual"):
		return None
	sources = [
		(target, source)
		for target, link, source in plan.fetched
		if link == df.fieldname and source in meta.columns
	]
	target = table(doctype)
	query = SQLLiteQuery.from_(target).select(target.name, target.docstatus, *(s for _target, s in sources))
	sql = sql_of(query.where(target.name == Parameter("?")).limit(1))
	fetched = [(field.fieldname, bool(field.get("fetch_if_empty"))) for field, _source in sources]
	return sql, fetched, bool(meta.get("is_submittable"))


# -- what points to a document
# ------------------------------------------------------------------------------------


def pointing_fields(doctype: str) -> list[tuple[str, str, bool]]:
	"""(DocType, field, whether dynamic) of every field that may point to a document of `doctype`."""
	room = caches.room("pointing fields")
	if "static" not in room:
		_collect(room)
	static: dict[str, list[tuple[str, str, bool]]] = room["static"]
	return static.get(doctype.lower(), []) + room["dynamic"]


def _collect(room: dict[Any, Any]) -> None:
	static: dict[str, list[tuple[str, str, bool]]] = {}
	dynamic: list[tuple[str, str, bool]] = []
	for (name,) in local.db.execute("SELECT `name` FROM `tabDocType`").fetchall():
		meta = get_meta(name)
		for df in meta.get_link_fields():
			static.setdefault(df.options.lower(), []).append((name, df.fieldname, False))
		dynamic += [
			(name, df.fieldname, True)
			for df in meta.fields
			if df.fieldtype == "Dynamic Link" and meta.has_field(df.options)
		]
	room["dynamic"] = dynamic
	room["static"] = static


#: hung on a document, gone or kept when it goes, never a reason to keep it
IGNORED = frozenset(
	(
		"Comment",
		"Communication",
		"ToDo",
		"DocShare",
		"Version",
		"File",
		"Error Log",
		"Deleted Document",
		"Activity Log",
		"View Log",
		"Email Queue",
		"User Permission",
		"Notification Log",
		"Tag Link",
		"Document Follow",
	)
)


def first_pointing(doctype: str, name: str) -> tuple[str, str] | None:
	"""(DocType, name) of a document that points to this one, None without; a child row counts as its
	parent.
	"""
	for other, fieldname, dynamic in pointing_fields(doctype):
		if other not in IGNORED and (found := _pointing_in(other, fieldname, dynamic, doctype, name)):
			return found
	return None


def _pointing_in(
	other: str, fieldname: str, dynamic: bool, doctype: str, name: str
) -> tuple[str, str] | None:
	meta = get_meta(other)
	if meta.issingle:
		value = local.db.get_single_value(other, fieldname)
		same = value is not None and str(value).casefold() == name.casefold()
		return (other, other) if same and not dynamic else None
	filters = {fieldname: name}
	if dynamic:
		filters[meta.get_field(fieldname).options] = doctype
	fields = ["name", "docstatus", "parent", "parenttype"] if meta.istable else ["name", "docstatus"]
	for row in get_all(other, filters=filters, fields=fields):
		where = (row.parenttype, row.parent) if meta.istable else (other, row.name)
		itself = where[0] == doctype and str(where[1]).casefold() == name.casefold()
		if row.docstatus != 2 and where[1] and not itself:
			return where
	return None


def refuse_if_pointed_to(doctype: str, name: str) -> None:
	"""Raises LinkExistsError while another document points to this one."""
	found = first_pointing(doctype, name)
	if found is None:
		return
	throw(
		_("Cannot delete or cancel because {0} {1} is linked with {2} {3} {4}").format(
			_(doctype), _anchor(doctype, name), _(found[0]), _anchor(*found), ""
		),
		exceptions.LinkExistsError,
	)


def refuse_cancel_of_linked(doc: Any) -> None:
	"""Raises LinkExistsError when a submitted document points to one that is being cancelled."""
	found = first_pointing(doc.doctype, doc.name)
	if found and local.db.get_value(found[0], found[1], "docstatus") == 1:
		refuse_if_pointed_to(doc.doctype, doc.name)


def _anchor(doctype: str, name: str) -> str:
	name = html_utils.escape_html(name)
	return f'<a href="/app/Form/{doctype}/{name}">{name}</a>'
