"""The life cycle of a document: load, insert, save, submit, cancel, delete, with the order of events of
v15.41.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.context import _dict, local
from frappe.model import checks, defaults, events, links, naming, permlevels, storage, transitions, versions
from frappe.model.base_document import BaseDocument, get_controller
from frappe.model.compare import differs
from frappe.model.document_access import DocumentAccess
from frappe.model.plan import plan_of


def get_doc(first: Any, name: Any = None, *, for_update: bool = False) -> Any:
	"""A document by (doctype, name or filters), of a dict, or of a document (itself).

	`for_update` reads the row under lock. Raises DoesNotExistError.
	"""
	if isinstance(first, BaseDocument):
		return first
	if isinstance(first, dict):
		if not first.get("doctype"):
			frappe.throw(_("The document has no {0}").format("doctype"))
		return get_controller(first["doctype"])(first)
	if isinstance(name, dict):
		name = frappe.db.get_value(first, name, "name")
	return get_controller(first)(first, first if name is None else name, for_update=for_update)


def new_doc(doctype: str, values: dict[str, Any] | None = None) -> Any:
	"""A new document with the defaults of its fields, then `values`."""
	doc = get_controller(doctype)({"doctype": doctype})
	doc.owner = local.session.user
	defaults.set_defaults(doc)
	doc.__dict__["__islocal"] = doc.__dict__["__unsaved"] = 1
	return doc.update(values or {})


def copy_doc(doc: Any, ignore_no_copy: bool = True) -> Any:
	"""An unsaved copy without name and state; `no_copy` fields are copied too unless `ignore_no_copy` is
	False.
	"""
	values = doc.as_dict() if isinstance(doc, BaseDocument) else dict(doc)
	copy = get_controller(values["doctype"])(values)
	for row in [copy, *copy.get_all_children()]:
		_make_blank(row, ignore_no_copy)
	copy.__dict__["__islocal"] = 1
	return copy


def _make_blank(row: Any, ignore_no_copy: bool) -> None:
	for key in ("name", "owner", "creation", "modified", "modified_by"):
		row.__dict__[key] = None
	row.docstatus = 0
	row.__dict__["__islocal"] = 1
	for df in () if ignore_no_copy else row.meta.fields:
		if df.get("no_copy") and df.get("fieldname") in row.__dict__:
			row.__dict__[df.fieldname] = [] if df.fieldname in row._plan.tables else None


class Document(DocumentAccess):
	"""A stored or new document of a DocType; controllers inherit from it."""

	def __init__(self, first: Any, name: Any = None, *, for_update: bool = False) -> None:
		if isinstance(first, dict):
			super().__init__(first)
			return
		self.__dict__.update(doctype=first, name=name, flags=_dict(for_update=for_update))
		self.load_from_db()

	# -- reading
	# ------------------------------------------------------------------------------------------------

	def load_from_db(self) -> Any:
		"""Reads the row and its child rows; raises DoesNotExistError."""
		storage.load(self)
		return self

	def reload(self) -> Any:
		"""Reads the document again as it is stored."""
		return self.load_from_db()

	def get_doc_before_save(self) -> Any:
		"""The document as it was stored before this save, None for a new one."""
		return self.__dict__.get("_doc_before_save")

	def load_doc_before_save(self) -> None:
		"""Reads the stored document under lock, for `get_doc_before_save`."""
		self.__dict__["_doc_before_save"] = None if self.is_new() else storage.stored(self)

	def has_value_changed(self, fieldname: str) -> bool:
		"""Whether this save changes a field; always true for a new document."""
		before = self.get_doc_before_save()
		return before is None or differs(self, before, fieldname)

	# -- writing
	# ------------------------------------------------------------------------------------------------

	def insert(self, ignore_permissions: bool | None = None) -> Any:
		"""Stores a new document; raises what a rule, a check or a permission refuses."""
		if ignore_permissions is not None:
			self.flags.ignore_permissions = ignore_permissions
		self.__dict__["__islocal"] = 1
		self.__dict__.pop("_plan", None)
		self.flags.in_insert = True
		transitions.prepare_insert(self)
		if not self.has_permission("create"):
			self.raise_no_permission_to("create")
		links.validate(self)
		events.run(self, "before_insert")
		naming.set_new_name(self)
		storage.set_parent_in_children(self)
		permlevels.reset(self)
		self._before_save()
		storage.insert(self)
		self.flags.in_insert = False
		events.run(self, "after_insert")
		self._after_save()
		self._clear_marks()
		return self

	def save(self, ignore_permissions: bool | None = None) -> Any:
		"""Stores the changes of a document (inserts a new one); raises what is refused."""
		if self.is_new() or not self.__dict__.get("name"):
			return self.insert(ignore_permissions)
		if ignore_permissions is not None:
			self.flags.ignore_permissions = ignore_permissions
		self.__dict__.pop("_plan", None)
		self.check_permission("write")
		transitions.prepare_save(self)
		links.validate(self)
		storage.set_parent_in_children(self)
		permlevels.reset(self)
		self._before_save()
		storage.update(self)
		self._after_save()
		self._clear_marks()
		versions.record(self)
		return self

	def _clear_marks(self) -> None:
		for row in (self, *self.get_all_children()):
			row.__dict__.pop("__islocal", None)
			row.__dict__.pop("__unsaved", None)
			row.__dict__.pop("__named", None)

	def _before_save(self) -> None:
		action = self._action
		if action == "save":
			events.run(self, "before_validate")
			events.run(self, "validate")
			events.run(self, "before_save")
		elif action == "submit":
			events.run(self, "before_validate")
			events.run(self, "validate")
			events.run(self, "before_submit")
		elif action == "cancel":
			events.run(self, "before_cancel")
		else:
			events.run(self, "before_update_after_submit")
		transitions.settle(self)
		checks.run(self)

	def _after_save(self) -> None:
		action = self._action
		if action in ("save", "submit"):
			events.run(self, "on_update")
		if action == "submit":
			events.run(self, "on_submit")
		elif action == "cancel":
			events.run(self, "on_cancel")
			links.refuse_cancel_of_linked(self)
		elif action == "update_after_submit":
			events.run(self, "on_update_after_submit")
		events.run(self, "on_change")

	def submit(self) -> Any:
		"""Makes a draft binding (docstatus 1)."""
		self.docstatus = 1
		return self.save()

	def cancel(self) -> Any:
		"""Cancels a submitted document (docstatus 2)."""
		self.docstatus = 2
		return self.save()

	def db_set(
		self, fieldname: str | dict[str, Any], value: Any = None, *, update_modified: bool = True
	) -> None:
		"""Writes values straight into the row; only `before_change` and `on_change` are told."""
		values = dict(fieldname) if isinstance(fieldname, dict) else {fieldname: value}
		self.update(values)
		if self.__dict__.get("_doc_before_save") is None:
			self.load_doc_before_save()
		if update_modified and not self._plan.istable:
			values.update(transitions.stamp(self))
		if self.name is None:
			return
		events.run(self, "before_change")
		frappe.db.update_row(self.doctype, self.name, values)
		events.run(self, "on_change")

	def delete(self, ignore_permissions: bool = False) -> Any:
		"""Deletes the document; raises LinkExistsError while others point to it."""
		from frappe.model.delete_doc import delete_doc

		return delete_doc(self.doctype, self.name, ignore_permissions=ignore_permissions, flags=self.flags)

	# -- around
	# -------------------------------------------------------------------------------------------------

	def run_method(self, method: str, *args: Any, **kwargs: Any) -> Any:
		"""Calls the controller's method and the `doc_events` of that name."""
		return events.run(self, method, *args, **kwargs)

	def add_comment(self, comment_type: str = "Comment", text: str | None = None) -> Any:
		"""Adds a Comment to this document and returns it."""
		values = {
			"doctype": "Comment",
			"comment_type": comment_type,
			"comment_email": local.session.user,
			"reference_doctype": self.doctype,
			"reference_name": self.name,
			"content": text or comment_type,
		}
		return get_doc(values).insert(ignore_permissions=True)


__all__ = ["BaseDocument", "Document", "copy_doc", "get_controller", "get_doc", "new_doc", "plan_of"]
