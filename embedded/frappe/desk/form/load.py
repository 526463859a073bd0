"""A document and what hangs on it, as a form asks for it."""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.services import permlevels
from embedded_host.services.permissions import get_doc_permissions

_COMMENT_FIELDS = ["name", "creation", "content", "owner", "comment_type", "comment_email", "comment_by"]
#: group of comments in `docinfo` -> types of comments
_COMMENT_GROUPS = {
	"comments": ("Comment",),
	"shared": (),
	"assignment_logs": ("Assignment Completed", "Assigned"),
	"attachment_logs": ("Attachment", "Attachment Removed"),
	"info_logs": ("Info", "Edit", "Label"),
	"like_logs": ("Like",),
	"workflow_logs": ("Workflow",),
}


@frappe.whitelist()
def getdoc(doctype: str, name: str) -> None:
	"""Answers `docs` with a document that the user may read, and `docinfo`."""
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	permlevels.hide(doc)
	frappe.response.docs.append(doc.as_dict())
	add_docinfo(doc)


@frappe.whitelist()
def getdoctype(doctype: str, with_parent: Any = False, cached_timestamp: str | None = None) -> None:
	"""Answers `docs` with a DocType's metadata and that of its child tables."""
	meta = frappe.get_meta(doctype)
	frappe.response.docs.append(meta.as_dict())
	for df in meta.get_table_fields():
		frappe.response.docs.append(frappe.get_meta(df.options).as_dict())


def add_docinfo(doc: Any) -> None:
	"""Answers `docinfo`: comments, versions, attachments, assignments, shares, tags, permissions."""
	info: dict[str, Any] = {"doctype": doc.doctype, "name": doc.name, "user_info": {}}
	info.update(_comments(doc))
	info["shared"] = _rows(
		"DocShare", {"share_doctype": doc.doctype, "share_name": doc.name}, ["user", "read", "write", "share"]
	)
	info["attachments"] = _rows(
		"File",
		{"attached_to_doctype": doc.doctype, "attached_to_name": doc.name},
		["name", "file_name", "file_url", "is_private"],
	)
	info["versions"] = _rows(
		"Version",
		{"ref_doctype": doc.doctype, "docname": doc.name},
		["name", "owner", "creation", "data"],
		10,
	)
	info["assignments"] = _rows(
		"ToDo",
		{"reference_type": doc.doctype, "reference_name": doc.name, "status": "Open"},
		["name", "allocated_to as owner", "description", "status"],
	)
	info["communications"] = []
	info["permissions"] = get_doc_permissions(doc)
	info["tags"] = frappe.db.get_value(doc.doctype, doc.name, "_user_tags") or ""
	frappe.response["docinfo"] = info


def _comments(doc: Any) -> dict[str, list[Any]]:
	filters = {"reference_doctype": doc.doctype, "reference_name": doc.name}
	rows = _rows("Comment", filters, _COMMENT_FIELDS, order_by="creation asc")
	return {
		group: [row for row in rows if row.comment_type in types] for group, types in _COMMENT_GROUPS.items()
	}


def _rows(
	doctype: str, filters: dict[str, Any], fields: list[str], limit: int = 0, order_by: str = "creation desc"
) -> list[Any]:
	"""What hangs on a document may be seen by whoever may read the document (checked by the caller)."""
	return frappe.get_all(doctype, filters=filters, fields=fields, limit=limit or None, order_by=order_by)
