"""What stays as it was stored: constants, and a submitted document."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from embedded_host.base import exceptions
from embedded_host.base import html as html_utils
from embedded_host.base.messages import bold, throw
from embedded_host.base.translate import _
from embedded_host.model.compare import differs
from embedded_host.model.rows import row_prefix

_CONSTANT_STANDARD = {"owner": "Created By", "creation": "Created On"}


def check(doc: Any) -> None:
	"""`set_only_once` fields, and who made the document and when, stay as they were stored."""
	before = doc.__dict__.get("_doc_before_save")
	if before is None or doc.flags.in_insert:
		return
	for df in doc._plan.set_only_once:
		if differs(doc, before, df.fieldname):
			_refuse_constant(df.label)
	for fieldname, label in _CONSTANT_STANDARD.items():
		both = doc.__dict__.get(fieldname) is not None and before.__dict__.get(fieldname) is not None
		if both and differs(doc, before, fieldname):
			_refuse_constant(label)


def _refuse_constant(label: str) -> NoReturn:
	throw(_("Value cannot be changed for {0}").format(bold(_(label))), exceptions.CannotChangeConstantError)


def check_after_submit(doc: Any) -> None:
	"""Of a submitted document only fields with `allow_on_submit` change."""
	before = doc.get_doc_before_save()
	if doc.flags.ignore_validate_update_after_submit:
		return
	for df in doc._plan.fields:
		_check_unchanged(doc, before, df)
	for table in doc._plan.tables:
		new, old = doc.get(table) or [], {row.name: row for row in before.get(table) or []}
		if not doc._plan.by_name[table].get("allow_on_submit") and len(new) != len(old):
			_refuse_after_submit(doc, doc._plan.by_name[table], len(old), len(new))
		for row in new:
			if row.name in old:
				for df in row._plan.fields:
					_check_unchanged(row, old[row.name], df)


def _check_unchanged(row: Any, before: Any, df: Any) -> None:
	if not df.get("allow_on_submit") and differs(row, before, df.fieldname):
		_refuse_after_submit(row, df, before.get(df.fieldname), row.get(df.fieldname))


def _refuse_after_submit(row: Any, df: Any, old: Any, new: Any) -> NoReturn:
	throw(
		_("{0} Not allowed to change {1} after submission from {2} to {3}").format(
			row_prefix(row), *(bold(value) for value in (_(df.label), _shown(old), _shown(new)))
		),
		exceptions.UpdateAfterSubmitError,
		_("Cannot Update After Submit"),
	)


def _shown(value: Any) -> str:
	return html_utils.escape_html(json.dumps(value) if isinstance(value, list | dict) else str(value))
