"""Deleting documents."""

from __future__ import annotations

from typing import Any

from embedded_host.base import exceptions
from embedded_host.base.context import local
from embedded_host.base.messages import throw
from embedded_host.base.plain import as_json
from embedded_host.base.translate import _
from embedded_host.model import events, links, persistence
from embedded_host.model.documents import get_doc
from embedded_host.model.plan import plan_of
from embedded_host.services.permissions import explain
from embedded_host.storage.query import get_all
from embedded_host.storage.secrets import delete_all_passwords_for

#: hung on a document: DocType -> (field with the DocType, field with the name)
_HUNG_ON = {
	"Comment": ("reference_doctype", "reference_name"),
	"ToDo": ("reference_type", "reference_name"),
	"DocShare": ("share_doctype", "share_name"),
	"Version": ("ref_doctype", "docname"),
}
#: kept when the document goes, as v15.41 does
_KEPT = frozenset(("Version", "Comment", "ToDo"))
_NO_TRACE = frozenset(
	("Version", "Comment", "Deleted Document", "Error Log", "DocShare", "Email Queue", "Activity Log")
)


def delete_doc(
	doctype: str | None = None,
	name: Any = None,
	force: bool | int = False,
	ignore_permissions: bool = False,
	ignore_missing: bool = True,
) -> bool | None:
	"""Deletes documents by name (one or a list) and leaves a Deleted Document.

	False for one that does not exist (DoesNotExistError unless `ignore_missing`); raises PermissionError,
	LinkExistsError unless `force`, ValidationError for a submitted one.
	"""
	doctype = doctype or local.form_dict.get("dt")
	names = (
		name if isinstance(name, list | tuple) else [name if name is not None else local.form_dict.get("dn")]
	)
	for one in names:
		if not local.db.exists(doctype, one):
			if not ignore_missing:
				raise exceptions.DoesNotExistError
			return False
		doc = get_doc(doctype, one, for_update=True)
		if ignore_permissions:
			doc.flags.ignore_permissions = True
		delete(doc, bool(force))
	return None


def delete(doc: Any, force: bool = False) -> None:
	"""Deletes one document that was read under lock, as `delete_doc`."""
	if plan_of(doc.doctype).meta.issingle:
		throw(_("{0} cannot be deleted").format(_(doc.doctype)))
	check_permission_and_not_submitted(doc)
	events.run(doc, "on_trash")
	events.run(doc, "on_change")
	if not force:
		links.refuse_if_pointed_to(doc.doctype, doc.name)
	persistence.delete(doc.doctype, doc.name)
	_delete_hung_on(doc)
	_forget_secrets(doc)
	events.run(doc, "after_delete")
	if doc.doctype not in _NO_TRACE and not doc._plan.istable:
		_keep_copy(doc)


def check_permission_and_not_submitted(doc: Any) -> None:
	"""Raises PermissionError without the right to delete, ValidationError for a submitted document."""
	if not doc.has_permission("delete"):
		explain(doc.doctype, doc, local.session.user)
		throw(
			_("User not allowed to delete {0}: {1}").format(_(doc.doctype), doc.name),
			exceptions.PermissionError,
		)
	if doc.docstatus == 1 and not doc._plan.istable:
		text = _("{0} {1}: Submitted Record cannot be deleted. You must Cancel it first.")
		throw(text.format(_(doc.doctype), doc.name))


def _delete_hung_on(doc: Any) -> None:
	for other, (type_field, name_field) in _HUNG_ON.items():
		if other not in _KEPT:
			local.db.delete(other, {type_field: doc.doctype, name_field: doc.name})
	filters = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
	for name in get_all("File", filters=filters, pluck="name") if doc.doctype != "File" else ():
		delete_doc("File", name, ignore_permissions=True)  # attachments go with their document


def _forget_secrets(doc: Any) -> None:
	if doc._plan.passwords or doc.doctype == "User":
		delete_all_passwords_for(doc.doctype, doc.name)


def _keep_copy(doc: Any) -> None:
	values = {"doctype": "Deleted Document", "deleted_doctype": doc.doctype, "deleted_name": doc.name}
	values["data"] = as_json(doc.as_dict())
	get_doc(values).insert(ignore_permissions=True)  # the trace is written for whoever deleted
