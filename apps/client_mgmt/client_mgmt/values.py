"""Values of a document as plain data: to compare, to keep from requests, to require."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, TypeVar

import frappe
from client_mgmt.domain.dossier import completeness
from client_mgmt.domain.evidence.signed_content import NO_VALUE, changes, fields_of, plain
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import get_workflow, get_workflow_name

TABLES = frozenset({"Table", "Table MultiSelect"})
NOTHING: tuple[Any, ...] = (None, "", [])
T = TypeVar("T")


def of_meta(read: Callable[[Any], T]) -> Callable[[str], T]:
	"""What `read` makes of the metadata of a DocType by name, kept as long as that is the very same object: a
	changed DocType has another. Nobody changes what it answers; it names nothing of a person or a language,
	and of no other DocType."""
	known: dict[str, tuple[Any, T]] = {}

	@wraps(read)
	def kept(doctype: str) -> T:
		meta = frappe.get_meta(doctype)
		found = known.get(doctype)
		if found is None or found[0] is not meta:
			found = known[doctype] = (meta, read(meta))
		return found[1]

	return kept


def sent(name: str, argument: Any) -> Any:
	"""An argument of a request that may come as JSON text. Raises ValidationError for text that is none."""
	try:
		return frappe.parse_json(argument)
	except (ValueError, RecursionError):
		frappe.throw(_("{0} cannot be read: it is no JSON.").format(name))


def existing(doctype: str, name: str, fields: list[str]) -> Any:
	"""Stored values of a document; raises DoesNotExistError where there is none of this name."""
	row = frappe.db.get_value(doctype, name, fields, as_dict=True) if name else None
	if not row:
		frappe.throw(_("{0} was not found.").format(f"{_(doctype)} {name}"), frappe.DoesNotExistError)
	return row


def stored(doc: Document) -> Document | None:
	"""The row as it was before this save; None for a new document."""
	return None if doc.is_new() else doc.get_doc_before_save()


@of_meta
def data_fields(meta: Any) -> dict[str, str]:
	"""fieldname → fieldtype of the fields that hold something, custom ones included; not to be changed."""
	return {df.fieldname: df.fieldtype for df in meta.fields if df.fieldtype not in NO_VALUE}


def facts(doc: Document, fields: Iterable[str] | None = None) -> dict[str, Any]:
	"""`fields` of `doc` (all by default) as plain values: text, whole numbers, decimal strings, and child
	rows as lists of such."""
	return fields_of(doc, _schema(doc, fields))


def _schema(doc: Document, fields: Iterable[str] | None) -> dict[str, Any]:
	types = data_fields(doc.doctype)
	schema: dict[str, Any] = {}
	meta = doc.meta
	for field in fields if fields is not None else types:
		table = types[field] in TABLES
		schema[field] = data_fields(meta.get_field(field).options) if table else types[field]
	return schema


def changed(doc: Document, fields: Iterable[str] | None = None) -> list[str]:
	"""The fields (of `fields`, all by default) whose value differs from the stored one; of a new document
	those that hold something."""
	before = stored(doc)
	if before:
		return list(changes(before, doc, _schema(doc, fields)))
	# most fields of a new document hold nothing: they are not put into words
	known = data_fields(doc.doctype) if fields is None else fields
	now = facts(doc, [field for field in known if doc.get(field) not in NOTHING])
	return [field for field in now if now[field] not in (None, "", 0, "0", [])]


def entered(doc: Document, fields: Iterable[str]) -> list[str]:
	"""The fields (of `fields`) that this save changes; of a new document those that hold something other than
	their default."""
	found = changed(doc, fields)
	if not doc.is_new() or not found:
		return found
	meta = doc.meta
	return [field for field in found if not _is_default(doc, meta.get_field(field))]


def _is_default(doc: Document, df: Any) -> bool:
	return bool(df.default) and plain(doc.get(df.fieldname), df.fieldtype) == plain(df.default, df.fieldtype)


def labels(doc: Document, fields: Iterable[str]) -> str:
	"""The labels of `fields`, in the user's language, for a message."""
	return _(", ").join(_(doc.meta.get_field(field).label or field) for field in fields)


def require_complete(doc: Document, supposed: Mapping[str, Any] | None = None) -> None:
	"""Refuse `doc` while a field is empty whose `mandatory_depends_on` holds; names all of them.

	`supposed` holds values to judge by instead of the document's own, such as a state to be entered.
	"""
	missing = missing_labels(doc, supposed)
	if missing:
		subject = f"{_(doc.doctype)} {doc.name or ''}".strip()
		message = _("{0}: fill these fields first: {1}.").format(subject, _(", ").join(missing))
		frappe.throw(message, frappe.MandatoryError)


def missing_labels(doc: Document, supposed: Mapping[str, Any] | None = None) -> list[str]:
	"""The labels of the empty fields of `doc` and its child rows that their condition requires."""
	return [field.label for field in missing_fields(doc, supposed)]


def missing_fields(doc: Document, supposed: Mapping[str, Any] | None = None) -> list[completeness.Field]:
	"""As `missing_labels`, the fields themselves; those of rows are named `table.row number.column`."""
	parent = {**doc.as_dict(), **_first_state(doc), **(supposed or {})}
	found = _labelled(completeness.missing_fields(_conditional(doc.doctype), parent))
	for df in doc.meta.get_table_fields():
		rows = doc.get(df.fieldname) or []
		fields = _conditional(df.options) if rows else []
		for row in rows if fields else ():
			place = _("{0}, row {1}").format(_(df.label), row.idx)
			found += [
				field._replace(
					fieldname=f"{df.fieldname}.{row.idx}.{field.fieldname}",
					label=f"{field.label} ({place})",
				)
				for field in _labelled(completeness.missing_fields(fields, row.as_dict(), parent))
			]
	return found


def required_fields(doc: Document, supposed: Mapping[str, Any] | None = None) -> list[str]:
	"""The fields of `doc` that their condition requires, filled or not."""
	parent = {**doc.as_dict(), **_first_state(doc), **(supposed or {})}
	return [
		field.fieldname
		for field in _conditional(doc.doctype)
		if completeness.is_required(field.condition, parent)
	]


def _first_state(doc: Document) -> dict[str, str]:
	"""The state that a new document is about to get: conditions ask for it."""
	if not doc.meta.has_field("workflow_state") or doc.workflow_state or not get_workflow_name(doc.doctype):
		return {}
	return {"workflow_state": get_workflow(doc.doctype).states[0].state}


@of_meta
def _conditional(meta: Any) -> list[completeness.Field]:
	return [
		completeness.Field(df.fieldname, df.label or df.fieldname, df.mandatory_depends_on)
		for df in meta.fields
		if df.get("mandatory_depends_on")
	]


def _labelled(fields: list[completeness.Field]) -> list[completeness.Field]:
	return [field._replace(label=_(field.label)) for field in fields]
