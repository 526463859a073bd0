"""Assignments: a ToDo for somebody, about a document."""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.base.messages import clear_messages
from embedded_host.services import arguments
from frappe import _, share
from frappe.utils import nowdate


@frappe.whitelist(methods=["POST", "PUT"])
def add(args: Any = None, *, ignore_permissions: bool = False) -> list[dict[str, Any]]:
	"""Assigns a document to users: `assign_to` (names), `doctype`, `name`, `description`, `priority`, `date`.

	Somebody who may not read the document gets it shared for reading; raises PermissionError when the caller
	may not share it. Answers the document's open assignments.
	"""
	args = arguments.as_object("args", args or dict(frappe.local.form_dict))
	missing = [key for key in ("doctype", "name", "assign_to") if not args.get(key)]
	if missing:
		frappe.throw(_("Missing argument: {0}").format(", ".join(missing)))
	document = frappe.get_doc(args.doctype, args.name)
	if not ignore_permissions:
		document.check_permission("read")
	there = {row.owner for row in get(args)}
	users = list(dict.fromkeys(map(str, arguments.as_list("assign_to", args.assign_to))))
	for user in users:
		if user not in there:
			_assign(document, user, args, ignore_permissions)
	already = [user for user in users if user in there]
	if already:
		frappe.msgprint(
			_("Already in the following Users ToDo list:{0}").format("<br><br>" + "<br>".join(already))
		)
	return get(args)


@frappe.whitelist(methods=["POST", "DELETE"])
def remove(doctype: str, name: str, assign_to: str, ignore_permissions: bool = False) -> list[dict[str, Any]]:
	"""Withdraws an assignment, by the assignee or whoever may write the document; answers those left."""
	if assign_to != frappe.session.user and not ignore_permissions:
		frappe.get_doc(doctype, name).check_permission("write")
	for row in get({"doctype": doctype, "name": name}):
		if row.owner == assign_to:
			todo = frappe.get_doc("ToDo", row.name)
			todo.status = "Cancelled"
			todo.save(ignore_permissions=True)  # the check above is on the document
	return get({"doctype": doctype, "name": name})


def get(args: dict[str, Any]) -> list[Any]:
	"""Open assignments of a document: `owner` (the assignee) and `name` (the ToDo)."""
	return frappe.get_all(
		"ToDo",
		filters={
			"reference_type": args["doctype"],
			"reference_name": args["name"],
			"status": ["not in", ["Cancelled", "Closed"]],
		},
		fields=["allocated_to as owner", "name"],
		order_by="creation asc",
	)


def _assign(document: Any, user: str, args: Any, ignore_permissions: bool) -> None:
	frappe.get_doc(
		{
			"doctype": "ToDo",
			"allocated_to": user,
			"reference_type": document.doctype,
			"reference_name": document.name,
			"description": args.description
			or _("Assignment for {0} {1}").format(_(document.doctype), document.name),
			"priority": args.priority or "Medium",
			"status": "Open",
			"date": args.date or nowdate(),
			"assigned_by": frappe.session.user,
		}
	).insert(ignore_permissions=True)  # whoever may read a document may ask somebody to look at it
	if not frappe.has_permission(document.doctype, "read", doc=document, user=user):
		clear_messages()
		share.add(document.doctype, document.name, user, read=1)
