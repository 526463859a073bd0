"""The framework's checks, after `validate`: mandatory, formats, Select, lengths, constants.

Order and wording as measured on v15.41 (tests/contract).
"""

from __future__ import annotations

from typing import Any

from embedded_host.base import bounds, exceptions
from embedded_host.base import html as html_utils
from embedded_host.base.messages import bold, msgprint, throw
from embedded_host.base.translate import _
from embedded_host.model import constants, formats
from embedded_host.model.rows import row_prefix


def run(doc: Any) -> None:
	"""All checks that this save needs; raises the first refusal."""
	action = doc._action
	if action == "cancel":
		return
	if action == "update_after_submit":
		constants.check_after_submit(doc)
	rows = (doc, *doc.get_all_children())
	if action != "update_after_submit" or not doc.flags.ignore_validate_update_after_submit:
		check_mandatory(doc, rows)
	for row in rows:
		formats.check(row)
		check_selects(row)
		check_non_negative(row)
		check_lengths(row)
		sanitise(row)
	constants.check(doc)


def check_bounds(doc: Any) -> None:
	"""Raises ValidationError for more rows or longer texts than one document holds; before anything looks at
	them."""
	for fieldname in doc._plan.tables:
		count = len(doc.__dict__.get(fieldname) or ())
		if count > bounds.MOST_ROWS:
			bounds.refuse_rows(_(doc._plan.by_name[fieldname].label), count)
	for row in (doc, *doc.get_all_children()):
		bounds.check_texts(row, row._plan.bounded)


# -- what must be there
# -------------------------------------------------------------------------------------------


def check_mandatory(doc: Any, rows: tuple[Any, ...]) -> None:
	"""Every required field has a value; all that miss are named at once."""
	if doc.flags.ignore_mandatory:
		return
	missing = [(row, df) for row in rows for df in row._plan.mandatory if is_empty(row.get(df.fieldname), df)]
	if doc._plan.istable:
		missing += [(doc, key) for key in ("parent", "parenttype") if not doc.get(key)]
	if not missing:
		return
	for row, df in missing:
		msgprint(_missing_message(doc, row, df))
	names = ", ".join(getattr(df, "fieldname", df) for _row, df in missing)
	raise exceptions.MandatoryError(f"[{doc.doctype}, {doc.name}]: {names}")


def _missing_message(doc: Any, row: Any, df: Any) -> str:
	label = df if isinstance(df, str) else _(df.label or df.fieldname)
	if row is not doc:
		return _("Error: {0} Row #{1}: Value missing for: {2}").format(bold(_(row.doctype)), row.idx, label)
	return _("Error: Value missing for {0}: {1}").format(_(doc.doctype), label)


def is_empty(value: Any, df: Any) -> bool:
	"""Whether a required field counts as missing: nothing, blanks, HTML without text; a number never is."""
	if value is None or value == "" or value == []:
		return True
	if not isinstance(value, str):
		return False
	if df.fieldtype in ("Text Editor", "HTML Editor") and "<img" in value:
		return False
	text = html_utils.strip_html(value) if "<" in value else value
	return not text.strip()


def check_selects(row: Any) -> None:
	"""A Select holds one of its options (blanks around it are cut off)."""
	for df, options in row._plan.selects:
		value = row.get(df.fieldname)
		if value is None or value == "":
			continue
		value = str(value).strip()
		row.__dict__[df.fieldname] = value
		if value not in options:
			shown = '", "'.join(_(option) for option in options if option)
			throw(
				_('{0} {1} cannot be "{2}". It should be one of "{3}"').format(
					row_prefix(row), _(df.label), html_utils.escape_html(value), shown
				)
			)


def check_non_negative(row: Any) -> None:
	"""Numbers marked `non_negative` are 0 or more."""
	for df in row._plan.non_negative:
		if (row.get(df.fieldname) or 0) >= 0:
			continue
		label = bold(_(df.label))
		if row_prefix(row):
			text = _("{0} Row #{1}: Value cannot be negative for {2}").format(
				bold(_(row.doctype)), row.idx, label
			)
		else:
			text = _("Value cannot be negative for {0}: {1}").format(_(row.doctype), label)
		throw(text, exceptions.NonNegativeError, _("Negative Value"))


def check_lengths(row: Any) -> None:
	"""Text fits its column."""
	own = row.__dict__
	for df, most in row._plan.lengths:
		value = own.get(df.fieldname)
		if value is None or len(value) <= most:
			continue
		where = (
			_("{0}, Row {1}").format(row.doctype, row.idx)
			if row_prefix(row)
			else f"{_(row.doctype)} {row.name}"
		)
		throw(
			_("{0}: '{1}' ({2}) will get truncated, as max characters allowed is {3}").format(
				where, bold(_(df.label)), html_utils.escape_html(value), most
			),
			exceptions.CharacterLengthExceededError,
			_("Value too big"),
		)


def sanitise(row: Any) -> None:
	"""HTML in text fields is made harmless."""
	own = row.__dict__
	for df in row._plan.sanitised:
		value = own.get(df.fieldname)
		if value and "<" in value:
			own[df.fieldname] = html_utils.sanitize_html(value, always_sanitize=df.fieldtype == "Text Editor")
