"""The definition of the app's DocTypes comes with the app: nobody changes it, or takes it away, on a running
site. Handlers of `doc_events`.

Seen on v15.41: `PUT /api/resource/DocType/<name>` with `custom: 1` is accepted outside developer mode; the
DocType has no controller then, its fields may be taken out, and it may be deleted with all that it holds.
"""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.people.names import folded
from client_mgmt.people.permissions import exact, parent_of
from client_mgmt.workflow_policy import engine, policies
from client_mgmt.workflow_policy.rules import uses
from frappe import _
from frappe.model.document import Document

MODULES = frozenset({"Client Archive", "Change Control", "Engagement", "Workflow Policy"})
INSTALLING = ("in_install", "in_migrate", "in_patch", "in_uninstall")
TABLES = frozenset({"Table", "Table MultiSelect"})


def check_doctype(doctype: Document, event: str | None = None, *_names: Any) -> None:
	"""DocType, before_validate, on_trash and before_rename: the app's own are its files' business, the others
	(`custom`) an administrator's. One under a Workflow Policy keeps its name and its documents."""
	if any(frappe.flags.get(flag) for flag in INSTALLING):
		return
	if is_ours(doctype.name) or (doctype.module in MODULES and not doctype.custom):
		frappe.throw(
			_("The definition of {0} comes with the app; use Customize Form.").format(_(doctype.name))
		)
	if event in ("on_trash", "before_rename") and policies.is_guarded(doctype.name):
		frappe.throw(_("{0} has a Workflow Policy: it is never renamed or deleted.").format(_(doctype.name)))
	if event == "before_validate" and not doctype.is_new():
		_check_lost_fields(doctype)
	_check_tables(doctype)


def is_ours(doctype: str | None) -> bool:
	"""Whether a DocType came with the app, however its name is written."""
	name = exact(doctype)
	row = frappe.db.get_value("DocType", name, ["module", "custom"], as_dict=True) if name else None
	return row is not None and row.module in MODULES and not row.custom


def check_module(module: Document, _event: str | None = None, *_names: Any) -> None:
	"""Module Def, on_trash and before_rename: by the module's name the app's code is found."""
	if folded(module.name) in map(folded, MODULES):
		frappe.throw(_("{0} keeps the name it was given.").format(_(module.name)))


def check_custom_table(field: Document, _event: str | None = None) -> None:
	"""Custom Field, before_validate: the app's rows stand in the tables that the app gave them, where they
	are checked; a second table of team rows would be a second team."""
	parent = parent_of(exact(field.options)) if field.fieldtype in TABLES else None
	if parent:
		frappe.throw(_("Rows of {0} stand in {1} alone.").format(_(field.options), _(parent)))


def check_custom_field_deletion(field: Document, _event: str | None = None) -> None:
	"""Custom Field, on_trash: the engine's columns of a guarded DocType hold the head of its chains; rules
	name others."""
	if folded(field.fieldname) in engine.COLUMNS and policies.is_guarded(field.dt):
		frappe.throw(
			_("{0} of {1} may not be customised.").format(_(field.label or field.fieldname), _(field.dt))
		)
	uses.check_fields(field.dt, {field.fieldname})


def _check_tables(doctype: Document) -> None:
	for field in doctype.get("fields") or []:
		check_custom_table(field)


def _check_lost_fields(doctype: Document) -> None:
	"""What rules name stays in the definition that an administrator writes."""
	if policies.is_guarded(doctype.name):
		kept = {field.fieldname for field in doctype.get("fields") or []}
		stored = {
			field.fieldname for field in frappe.get_meta(doctype.name).fields if not field.is_custom_field
		}
		uses.check_fields(doctype.name, stored - kept)
