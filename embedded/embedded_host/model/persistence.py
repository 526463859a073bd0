"""Between a document and its rows: loading, inserting, updating, with the child rows."""

from __future__ import annotations

from typing import Any

from embedded_host.base.context import _dict, local
from embedded_host.base.exceptions import DoesNotExistError
from embedded_host.base.fieldtypes import TABLE_TYPES
from embedded_host.base.messages import throw
from embedded_host.base.plain import random_name
from embedded_host.base.translate import _
from embedded_host.model import events, secret_fields
from embedded_host.model.base_document import BaseDocument, of_row
from embedded_host.model.controllers import get_controller
from embedded_host.model.defaults import set_defaults
from embedded_host.storage.ports import get_meta


def load(doc: Any) -> None:
	"""Fills `doc` from its row and child rows; raises DoesNotExistError."""
	own = doc.__dict__
	own.pop("_plan", None)
	plan, name = doc._plan, own.get("name")
	if plan.meta.issingle:
		_blank_single(doc, plan)
	row = local.db.get_row(doc.doctype, name, for_update=bool(doc.flags.for_update)) if name else None
	if row is None:
		row = {"name": doc.doctype} if plan.meta.issingle else _missing(doc.doctype, name)
	own.update(row)
	for mark in ("__islocal", "__unsaved", "_doc_before_save"):
		own.pop(mark, None)
	_load_children(doc, plan)


def _blank_single(doc: Any, plan: Any) -> None:
	"""A single is there before it was first saved, with the defaults of its fields."""
	doc.__dict__.update(plan.blank, docstatus=0, idx=0)
	for table in plan.tables:
		doc.__dict__[table] = []
	set_defaults(doc)


def _missing(doctype: str, name: Any) -> Any:
	throw(_("{0} {1} not found").format(_(doctype), name), DoesNotExistError)


def _load_children(doc: Any, plan: Any) -> None:
	own = doc.__dict__
	for table, child_doctype in plan.tables.items():
		rows = local.db.get_children(child_doctype, own["name"], doc.doctype, table)
		if rows:
			controller = get_controller(child_doctype)
			own[table] = [of_row(controller, child_doctype, row) for row in rows]
		else:
			own[table] = []


def stored(doc: Any) -> Any:
	"""The document as it is stored now, read under lock, as a second object of the same class."""
	kind: type[BaseDocument] = type(doc)
	other = kind.__new__(kind)
	other.__dict__.update(doctype=doc.doctype, name=doc.name, flags=_dict(for_update=True))
	load(other)
	return other


def set_parent_in_children(doc: Any) -> None:
	"""Child rows point to the document and are numbered; rows that are new get a name."""
	before = doc.__dict__.get("_doc_before_save")
	for table in doc._plan.tables:
		old = {row.name: row for row in (before.get(table) if before is not None else ())}
		for index, row in enumerate(doc.__dict__.get(table) or (), 1):
			own = row.__dict__
			own["parent"], own["parenttype"], own["parentfield"] = doc.name, doc.doctype, table
			own["idx"] = index
			known = old.pop(own.get("name"), None)
			if known is not None:
				own["owner"], own["creation"] = known.owner, known.creation
			elif not own.get("__named"):
				_name_row(row)


def _name_row(row: Any) -> None:
	row.__dict__["name"] = None
	row.__dict__["__islocal"] = 1
	events.run(row, "before_naming")
	events.run(row, "autoname")
	if not row.__dict__.get("name"):
		row.__dict__["name"] = random_name()
	row.__dict__["__named"] = True


def insert(doc: Any) -> None:
	"""Inserts the row and the child rows; raises DuplicateEntryError, UniqueValidationError."""
	secret_fields.keep(doc)
	local.db.insert_row(doc.doctype, doc.__dict__)
	for table, child_doctype in doc._plan.tables.items():
		for row in doc.__dict__.get(table) or ():
			local.db.insert_row(child_doctype, row.__dict__)


def update(doc: Any) -> None:
	"""Writes the row; updates, inserts and deletes child rows so that they are those of the document."""
	own, plan = doc.__dict__, doc._plan
	secret_fields.keep(doc)
	local.db.update_row(doc.doctype, doc.name, {column: own.get(column) for column in plan.writable})
	before = own["_doc_before_save"]
	for table, child_doctype in plan.tables.items():
		_update_children(before.__dict__.get(table) or (), own.get(table) or (), child_doctype)


def _update_children(old: Any, new: Any, child_doctype: str) -> None:
	gone = {row.name for row in old}
	for row in new:
		values = row.__dict__
		if values["name"] in gone:
			gone.discard(values["name"])
			columns = row._plan.columns[1:]
			local.db.update_row(child_doctype, values["name"], {key: values.get(key) for key in columns})
		else:
			local.db.insert_row(child_doctype, values)
	for name in gone:
		local.db.delete_row(child_doctype, name)


def delete(doctype: str, name: str) -> None:
	"""Deletes the row and its child rows."""
	local.db.delete_row(doctype, name)
	for df in get_meta(doctype).fields:
		if df.fieldtype in TABLE_TYPES:
			local.db.delete_children(df.options, name, doctype)
