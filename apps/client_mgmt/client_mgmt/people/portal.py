"""What a login may call at all: hook `auth_hooks`, which sees every request before the framework routes it.

A client-side login reaches the endpoints named here and nothing else, whatever DocPerms say: Frappe's own
methods show versions, comments, counts and link titles of documents beyond their DocPerm (attack-surface.md).
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import frappe
from client_mgmt import paths
from client_mgmt.people import one_answer, origin
from client_mgmt.people.permissions import CLIENT, is_scoped
from client_mgmt.people.viewer import viewer_of
from frappe import _

READABLE = frozenset(CLIENT)
CREATABLE = frozenset({"Change Request"})
WRITABLE = frozenset({"Change Request", "Meeting Minutes"})
STANDARD_COLUMNS = frozenset({"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx"})
LIST_ARGUMENTS = frozenset(
	"fields filters or_filters order_by limit_start limit_page_length limit start as_dict".split()
)
UPLOAD_ARGUMENTS = frozenset("cmd doctype docname is_private file_name filename folder".split())
FRAMEWORK_METHODS = frozenset(
	"login logout ping frappe.ping frappe.auth.get_logged_user upload_file "
	"frappe.core.doctype.user.user.update_password "
	"frappe.model.workflow.get_transitions frappe.model.workflow.apply_workflow".split()
)
PAGES = frozenset(
	"app assets client-mgmt favicon.ico files index login me portal private update-password".split()
)
NAMING = ("name", "dn", "docname")
FILE_SEARCHES = frozenset(
	f"frappe.core.api.file.get_files_{kind}" for kind in ("in_folder", "by_search_text")
)
READ_VERBS = frozenset({"GET", "HEAD"})
ORDER = re.compile(r"\s*(\w+)(?:\s+(?:asc|desc))?\s*", re.IGNORECASE)


def guard() -> None:
	"""Hook `auth_hooks`. Raises frappe.PermissionError (403) for a call that this login may not make."""
	request, user = frappe.request, frappe.session.user
	if request:
		origin.check(request)
		paths.check_request(frappe.form_dict)
	if not request or user in ("Guest", "Administrator") or request.method == "OPTIONS":
		return
	parts = [part for part in request.path.split("/") if part]
	if viewer_of(user).client_side:
		_named_endpoint(request.method, parts, frappe.form_dict)
	else:
		_staff_call(parts, frappe.form_dict)
	one_answer.check(parts, frappe.form_dict)


def _refuse(what: str) -> NoReturn:
	frappe.throw(_("A portal login may not use {0}.").format(what), frappe.PermissionError)


def _named_endpoint(verb: str, parts: list[str], form: dict[str, Any]) -> None:
	if form.get("cmd"):
		_refuse(form["cmd"])
	match parts:
		case [] if verb in READ_VERBS:
			return
		case ["api", "method", method]:
			_method(method, form)
		case ["api", "resource", doctype, *name] | ["api", "v2", "document", doctype, *name] if len(name) < 2:
			_resource(verb, doctype, bool(name), form)
		case [page, *_rest] if verb in READ_VERBS and page in PAGES:
			return
		case _:
			_refuse("/" + "/".join(parts))


def _resource(verb: str, doctype: str, named: bool, form: dict[str, Any]) -> None:
	reading = verb in READ_VERBS
	if named:
		allowed = READABLE if reading else WRITABLE if verb in ("PUT", "PATCH") else ()
	else:
		allowed = READABLE if reading else CREATABLE if verb == "POST" else ()
	if doctype not in allowed:
		_refuse(f"{verb} {doctype}")
	if reading:
		_arguments(form, frozenset() if named else LIST_ARGUMENTS)
		_query(doctype, form)
	elif form.get("doctype", doctype) != doctype or {"data", "run_method"} & set(form):
		_refuse("doctype, data, run_method")


def _arguments(form: dict[str, Any], allowed: frozenset[str]) -> None:
	unknown = sorted(set(form) - allowed)
	if unknown:
		_refuse(", ".join(unknown))


def _query(doctype: str, form: dict[str, Any]) -> None:
	"""Columns in every clause are plain columns of the DocType that its readers may see: no child or linked
	columns, no functions, no `_comments`, `_assign` and the like, so that nothing hidden answers as an
	oracle."""
	columns = [*_selected(form.get("fields")), *_ordered(form.get("order_by"))]
	for clause in ("filters", "or_filters"):
		columns += _filtered(doctype, form.get(clause))
	hidden = sorted(set(columns) - _visible_columns(doctype))
	if hidden:
		_refuse(", ".join(hidden))


def _visible_columns(doctype: str) -> frozenset[str]:
	meta = frappe.get_meta(doctype)
	tables = {field.fieldname for field in meta.get_table_fields()}
	fields = {field.fieldname for field in meta.fields if not field.permlevel} - tables
	return STANDARD_COLUMNS | (fields & set(meta.get_valid_columns()))


def _parsed(value: Any) -> Any:
	if not isinstance(value, str):
		return value
	try:
		return json.loads(value)
	except (ValueError, RecursionError):
		return value


def _selected(fields: Any) -> list[str]:
	"""`*` stays allowed: it means the columns that the reader's DocPerm opens."""
	parsed = _parsed(fields) or []
	if not isinstance(parsed, list):
		parsed = [parsed]
	return [str(field) for field in parsed if field != "*"]


def _ordered(order_by: Any) -> list[str]:
	if not order_by:
		return []
	found = [(clause, ORDER.fullmatch(clause)) for clause in str(order_by).split(",")]
	return [match.group(1) if match else clause for clause, match in found]


def _filtered(doctype: str, filters: Any) -> list[str]:
	parsed = _parsed(filters) or []
	if isinstance(parsed, dict):
		return [str(column) for column in parsed]
	if not isinstance(parsed, list):
		return [str(parsed)]
	return [_filter_column(doctype, item) for item in parsed]


def _filter_column(doctype: str, item: Any) -> str:
	match item:
		case [str(column), str(), _value]:
			return column
		case [own, str(column), str(), _value] if own == doctype:
			return column
		case _:
			return str(item)


def _method(method: str, form: dict[str, Any]) -> None:
	if method not in FRAMEWORK_METHODS and method not in frappe.get_hooks("client_portal_methods"):
		_refuse(method)
	if method == "upload_file":
		_upload(form)
	elif method.startswith("frappe.model.workflow."):
		doc = _parsed(form.get("doc"))
		if not isinstance(doc, dict) or str(doc.get("doctype")) not in WRITABLE:
			_refuse(method)


def _upload(form: dict[str, Any]) -> None:
	_arguments(form, UPLOAD_ARGUMENTS)
	doctype, name = form.get("doctype"), form.get("docname")
	if str(doctype) not in WRITABLE or not name or not frappe.has_permission(doctype, "write", name):
		_refuse("upload_file")


def _staff_call(parts: list[str], form: dict[str, Any]) -> None:
	"""What Frappe lets members of staff ask about documents that they may not see (seen on v15.41)."""
	methods = one_answer.methods_of(parts, form)
	searches = ", ".join(sorted(methods & FILE_SEARCHES))
	if searches and "System Manager" not in frappe.get_roles():
		frappe.throw(_("{0} lists the files of everybody.").format(searches), frappe.PermissionError)
	for key in NAMING:
		if isinstance(form.get(key), dict | list):
			frappe.throw(
				_("{0} is the name of one document: filters tell what they do not show.").format(key)
			)
	if "frappe.client.get" in methods and not form.get("name") and is_scoped(form.get("doctype")):
		_find(form)


def _find(form: dict[str, Any]) -> None:
	"""`frappe.client.get` looks for its filters among all documents: we look among those that the caller
	sees."""
	found = frappe.get_list(
		form["doctype"],
		filters=_parsed(form.pop("filters", None)) or {},
		parent_doctype=form.get("parent"),
		pluck="name",
		limit_page_length=1,
	)
	if not found:
		frappe.throw(_("{0} {1} not found").format(_(form["doctype"]), ""), frappe.DoesNotExistError)
	form["name"] = found[0]
