"""What happens to standard columns before the events: stamps, casts, the docstatus and the `modified`
check.
"""

from __future__ import annotations

from typing import Any, NoReturn

from embedded_host.base import exceptions
from embedded_host.base.casts import expected_format, says, to_int
from embedded_host.base.context import local
from embedded_host.base.dates import now_datetime
from embedded_host.base.html import escape_html
from embedded_host.base.messages import bold, throw
from embedded_host.base.plain import as_json
from embedded_host.base.translate import _
from embedded_host.model import defaults, persistence

_LABELS = {0: "Draft", 1: "Submitted", 2: "Cancelled"}


def prepare_insert(doc: Any) -> None:
	"""Defaults, casts, owner and times of a new document; only 0 and 1 are a docstatus to start with."""
	defaults.set_defaults(doc)
	cast(doc, keep_text=True)
	user, now = local.session.user, _now_text()
	for row in (doc, *doc.get_all_children()):
		own = row.__dict__
		own["owner"] = own["modified_by"] = user
		own["creation"] = own["modified"] = now
	_set_docstatus(doc)
	if doc.docstatus == 2:
		_refuse_docstatus(0, 2)
	doc._action = "submit" if doc.docstatus == 1 else "save"
	if doc.docstatus == 1:
		doc.check_permission("submit")


def prepare_save(doc: Any) -> None:
	"""Reads the stored row, which must be open to the user as well, refuses a stale `modified` and a
	docstatus that cannot follow, stamps the
	rest.
	"""
	doc.load_doc_before_save()
	before = doc.get_doc_before_save()
	if not doc.flags.ignore_permissions:
		before.check_permission("write")
	_check_modified(doc, before)
	for key in ("owner", "creation"):
		if doc.__dict__.get(key) is None:
			doc.__dict__[key] = before.__dict__.get(key)
	defaults.set_defaults_of_new_rows(doc)
	cast(doc, keep_text=True)
	_set_docstatus(doc)
	doc._action = _action(doc, before.docstatus)
	_stamp_all(doc, _now_text())


def _stamp_all(doc: Any, now: Any) -> None:
	user = local.session.user
	for row in (doc, *doc.get_all_children()):
		own = row.__dict__
		own["modified"], own["modified_by"] = now, user
		if not own.get("creation"):
			own["creation"] = doc.__dict__["creation"]
		if not own.get("owner"):
			own["owner"] = user


def settle(doc: Any) -> None:
	"""After the events: rows that they added get defaults, names and stamps; values that they set are
	cast.
	"""
	persistence.set_parent_in_children(doc)
	defaults.set_defaults_of_new_rows(doc)
	_stamp_all(doc, doc.__dict__["modified"])
	for row in doc.get_all_children():
		row.__dict__["docstatus"] = doc.docstatus
	cast(doc)


def _check_modified(doc: Any, before: Any) -> None:
	given, stored = str(doc.__dict__.get("modified")), str(before.modified)
	if given == stored:
		return
	text = _("Error: Document has been modified after you have opened it ({0}, {1}).").format(stored, given)
	throw(text + " " + _("Please refresh to get the latest document."), exceptions.TimestampMismatchError)


#: (docstatus before, after) -> (what is done, the right that it needs beside write)
_ACTIONS = {
	(0, 0): ("save", None),
	(0, 1): ("submit", "submit"),
	(1, 1): ("update_after_submit", "submit"),
	(1, 2): ("cancel", "cancel"),
}


def _action(doc: Any, before: int) -> str:
	if before == 2:
		raise exceptions.ValidationError(_("Cannot edit cancelled document"))
	if (before, doc.docstatus) not in _ACTIONS:
		_refuse_docstatus(before, doc.docstatus)
	action, right = _ACTIONS[(before, doc.docstatus)]
	if right:
		doc.check_permission(right)
	return action


def _refuse_docstatus(before: int, after: int) -> NoReturn:
	raise exceptions.DocstatusTransitionError(
		_("Cannot change docstatus from {0} ({1}) to {2} ({3})").format(
			before, _(_LABELS[before]), after, _(_LABELS[after])
		)
	)


def _set_docstatus(doc: Any) -> None:
	value = to_int(doc.docstatus or 0)
	if value not in _LABELS:
		raise exceptions.ValidationError(_("Invalid docstatus"), value)
	doc.docstatus = value
	for row in doc.get_all_children():
		row.__dict__["docstatus"] = value


def stamp(doc: Any) -> dict[str, Any]:
	"""Sets `modified` and `modified_by` to now and the session's user, and returns them."""
	doc.modified, doc.modified_by = _now_text(), local.session.user
	return {"modified": doc.modified, "modified_by": doc.modified_by}


def _now_text() -> str:
	return now_datetime().isoformat(" ", "microseconds")


def cast(doc: Any, keep_text: bool = False) -> None:
	"""Numbers to numbers, lists refused outside table fields; a date that cannot be read is refused
	(stricter). With `keep_text`, what a cast would change stays: controllers see what was sent.
	"""
	for row in (doc, *doc.get_all_children()):
		own, plan = row.__dict__, row._plan
		for fieldname, to_number in plan.numeric:
			value = own.get(fieldname)
			if not keep_text or says(to_number, value):
				own[fieldname] = to_number(value or 0)
		for df, to_date in plan.dates:
			if own.get(df.fieldname) == "":
				own[df.fieldname] = None
			_check_date(df, own.get(df.fieldname), to_date)
		for fieldname in plan.text_names:
			value = own.get(fieldname)
			if value is not None and type(value) is not str:
				own[fieldname] = _text(plan.by_name[fieldname], value)


def _check_date(df: Any, value: Any, to_date: Any) -> None:
	if value is None:
		return
	try:
		to_date(value)
	except ValueError:
		throw(
			_("{0} must be in the format {1}, not {2}").format(
				bold(_(df.label)), expected_format(df.fieldtype), escape_html(str(value))
			)
		)


def _text(df: Any, value: Any) -> str:
	if isinstance(value, list | dict | tuple):
		if df.fieldtype == "JSON":
			return as_json(value, indent=None)
		kind = _("list") if isinstance(value, list | tuple) else _("dict")
		throw(_("Value for {0} cannot be a {1}").format(_(df.label), kind))
	if isinstance(value, bool):
		return str(int(value))
	return str(value)
