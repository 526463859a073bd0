"""The life cycle of a document: load, insert, save, submit, cancel, delete, with the order of events of
v15.41.
"""

from __future__ import annotations

from typing import Any

from embedded_host.base.context import _dict, local
from embedded_host.model import checks, events, links, naming, persistence, transitions, versions
from embedded_host.model.compare import differs
from embedded_host.model.documents import get_doc
from embedded_host.services import permlevels
from embedded_host.services.deletion import delete
from embedded_host.services.document_access import DocumentAccess
from embedded_host.services.workflow import validate_workflow


class Document(DocumentAccess):
	"""A stored or new document of a DocType; controllers inherit from it."""

	__module__ = "frappe.model.document"

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
		persistence.load(self)
		return self

	def reload(self) -> Any:
		"""Reads the document again as it is stored."""
		return self.load_from_db()

	def get_doc_before_save(self) -> Any:
		"""The document as it was stored before this save, None for a new one."""
		return self.__dict__.get("_doc_before_save")

	def load_doc_before_save(self) -> None:
		"""Reads the stored document under lock, for `get_doc_before_save`."""
		self.__dict__["_doc_before_save"] = None if self.is_new() else persistence.stored(self)

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
		checks.check_bounds(self)
		self.flags.in_insert = True
		transitions.prepare_insert(self)
		self.check_permission("create")
		links.validate(self)
		events.run(self, "before_insert")
		naming.set_new_name(self)
		persistence.set_parent_in_children(self)
		permlevels.reset(self)
		self._before_save()
		persistence.insert(self)
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
		checks.check_bounds(self)
		self.check_permission("write")
		transitions.prepare_save(self)
		links.validate(self)
		persistence.set_parent_in_children(self)
		permlevels.reset(self)
		self._before_save()
		persistence.update(self)
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
		if action != "cancel":
			validate_workflow(self)

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
		local.db.update_row(self.doctype, self.name, values)
		events.run(self, "on_change")

	def delete(self, ignore_permissions: bool = False) -> None:
		"""Deletes the document; raises LinkExistsError while others point to it."""
		stored = get_doc(self.doctype, self.name, for_update=True)
		stored.flags.update(self.flags)
		if ignore_permissions:
			stored.flags.ignore_permissions = True
		delete(stored)

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
