"""DocType: forms that administrators make over REST. Saving one changes its table in the same transaction."""

from __future__ import annotations

import re
from typing import Any, NoReturn

import frappe
from embedded_host.base.context import local
from embedded_host.model.doctype_fields import InvalidFieldNameError, prepare_fields, validate_fields
from embedded_host.storage import schema
from embedded_host.storage.ddl import quoted, table_name
from frappe import _
from frappe.model.document import Document

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 _\-]*")
MAX_NAME = 61
_SUBMITTABLE_ONLY = ("submit", "cancel", "amend")


class CannotCreateStandardDoctypeError(frappe.ValidationError):
	"""Standard DocTypes come from the apps' files; over REST a DocType is `custom`."""


class DocType(Document):
	"""A form: its fields, permissions and naming."""

	def before_naming(self) -> None:
		name = str(self.name or self.get("__newname") or "")
		if len(name) > MAX_NAME:
			frappe.throw(
				_("Doctype name is limited to {0} characters ({1})").format(MAX_NAME, name), frappe.NameError
			)
		if name and not _NAME.fullmatch(name):
			frappe.throw(
				_(
					"A DocType's name should start with a letter and can only consist of letters, numbers,"
					" spaces, underscores and hyphens"
				),
				frappe.NameError,
				_("Invalid Name"),
			)

	def validate(self) -> None:
		self.refuse_standard()
		prepare_fields(self)
		validate_fields(self)
		self.validate_naming()
		self.validate_named_fields()
		validate_permissions(self)

	def refuse_standard(self) -> None:
		"""What an app's files describe is changed there, or by Custom Field and Property Setter."""
		before = self.get_doc_before_save()
		if not self.custom or (before is not None and not before.custom):
			frappe.throw(
				_("Not in Developer Mode! Set in site_config.json or make 'Custom' DocType."),
				CannotCreateStandardDoctypeError,
			)
		if self.is_virtual or self.is_tree:
			frappe.throw(_("Virtual and tree DocTypes are outside the embedded host's contract"))

	def validate_naming(self) -> None:
		"""`autoname` names fields that exist; a field that gives the name is unique."""
		rule = self.autoname or ""
		if rule.lower() == "autoincrement" or self.naming_rule == "Autoincrement":
			frappe.throw(_("Autoincrement naming is outside the embedded host's contract"))
		if not rule.startswith("field:"):
			return
		df = next((df for df in self.fields if df.fieldname == rule[6:]), None)
		if df is None:
			frappe.throw(_("Invalid fieldname '{0}' in autoname").format(rule[6:]))
		df.unique = 1

	def validate_named_fields(self) -> None:
		"""Title and search fields exist."""
		names = {df.fieldname for df in self.fields} | {
			"name",
			"owner",
			"modified",
			"creation",
			"modified_by",
		}
		if self.title_field and self.title_field not in names and "{" not in self.title_field:
			frappe.throw(_("Title field must be a valid fieldname"), InvalidFieldNameError)
		for fieldname in filter(None, (part.strip() for part in (self.search_fields or "").split(","))):
			if fieldname not in names:
				frappe.throw(_("Search field {0} is not valid").format(fieldname))

	def on_update(self) -> None:
		local.db.bump_generation()
		schema.sync_table(self.name)

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		if not self.custom or merge:
			frappe.throw(_("Only a custom DocType can be renamed, and none can be merged"))
		self.name = new
		self.before_naming()
		self.name = old

	def after_rename(self, old: str, new: str, merge: bool = False) -> None:
		if not self.issingle:
			schema.rename(old, new)
		for doctype in ("DocField", "Custom Field"):
			local.db.rename_value(doctype, "options", old, new)
		local.db.rename_value("Custom DocPerm", "parent", old, new)
		local.db.bump_generation()
		schema.sync_table(new)

	def on_trash(self) -> None:
		if not self.custom:
			frappe.throw(_("A standard DocType cannot be deleted"))
		for doctype, field in (
			("Custom Field", "dt"),
			("Property Setter", "doc_type"),
			("Custom DocPerm", "parent"),
		):
			frappe.db.delete(doctype, {field: self.name})

	def after_delete(self) -> None:
		if self.issingle:
			local.db.execute("DELETE FROM `tabSingles` WHERE `doctype` = ?", (self.name,))
		else:
			local.db.execute(f"DROP TABLE IF EXISTS {quoted(table_name(self.name))}")
		local.db.bump_generation()


def validate_permissions(doc: Any) -> None:
	"""Raises what is wrong with the rows of `doc.permissions`."""
	seen: set[tuple[Any, ...]] = set()
	level_zero = {perm.role for perm in doc.permissions if not perm.permlevel}
	for perm in doc.permissions:
		key = (perm.role, perm.permlevel or 0, perm.if_owner or 0)
		if key in seen:
			_refuse(doc, perm, _("Only one rule allowed with the same Role, Level and If Owner"))
		seen.add(key)
		_validate_row(doc, perm, level_zero)


def _validate_row(doc: Any, perm: Any, level_zero: set[str]) -> None:
	if perm.permlevel:
		if perm.role not in level_zero:
			_refuse(doc, perm, _("Permission at level 0 must be set before higher levels are set"))
		for right in ("create", "submit", "cancel", "amend", "delete", "if_owner"):
			perm.set(right, 0)
	if not any(perm.get(right) for right in ("select", "read", "write", "submit", "cancel", "create")):
		_refuse(doc, perm, _("No basic permissions set"))
	for right in _SUBMITTABLE_ONLY:
		if perm.get(right) and not doc.is_submittable:
			_refuse(doc, perm, _("Cannot set Assign {0} if not Submittable").format(_(right.title())))
	if perm.get("amend") and not perm.get("write"):
		_refuse(doc, perm, _("Cannot set Amend without Write"))


def _refuse(doc: Any, perm: Any, reason: str) -> NoReturn:
	where = _("For {0} at level {1} in {2} in row {3}:").format(
		perm.role, perm.permlevel or 0, doc.name, perm.idx
	)
	frappe.throw(f"{where} {reason}")
