"""The reviewer's checklist: what was looked at, by whom, in which submission of a dossier (S004-71)."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.client_archive.dossiers import entries
from client_mgmt.settings import setting
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

REVIEW, ITEM = "Dossier Review", "Review Checklist Item"


def items(project: str) -> list[dict[str, Any]]:
	"""The enabled items in their order, each with who ticked it in this submission, when, and the note."""
	review = _review(project)
	ticks = {row.item: row for row in review.ticks}
	rows = frappe.get_all(
		ITEM,
		filters={"enabled": 1},
		fields=["item", "explanation", "compulsory"],
		order_by="position asc, item asc",
	)
	empty: dict[str, Any] = {}
	return [
		{
			**row,
			"ticked_by": ticks.get(row.item, empty).get("ticked_by"),
			"ticked_on": str(ticks[row.item].ticked_on) if row.item in ticks else None,
			"note": ticks.get(row.item, empty).get("note") or "",
		}
		for row in rows
	]


def tick(project: str, item: str, note: str = "") -> None:
	"""Says that the reviewer has looked at an item. Raises frappe.PermissionError for who may not review,
	ValidationError for another item, or where the dossier is not under review."""
	entries.check_reviewer(project, _("Tick"))
	state = frappe.db.get_value(entries.PROJECT, project, "workflow_state", for_update=True)
	if state != "Submitted":
		frappe.throw(
			_("The checklist belongs to a dossier under review; {0} is {1}.").format(project, _(state))
		)
	if not frappe.db.exists(ITEM, {"item": item, "enabled": 1}):
		frappe.throw(_("{0} is no item of the checklist.").format(item))
	review = _review(project)
	review.ticks = [row for row in review.ticks if row.item != item]
	who = {"ticked_by": frappe.session.user, "ticked_on": now_datetime()}
	review.append("ticks", {"item": item, "note": note.strip(), **who})
	_keep(review)


def _submission(project: str) -> int:
	submitted = {"reference_doctype": entries.PROJECT, "reference_name": project, "action": "Submit"}
	return frappe.db.count("Workflow Event", submitted)


def _review(project: str) -> Document:
	"""The review of the present submission, begun with its first tick."""
	number = _submission(project)
	key = f"{project}|{number}"
	name = frappe.db.get_value(REVIEW, {"review_key": key}, "name")
	if name:
		return frappe.get_doc(REVIEW, name)
	revision = frappe.db.get_value(entries.PROJECT, project, "revision")
	facts = {"project": project, "revision": revision, "submission": number, "review_key": key}
	return frappe.get_doc({"doctype": REVIEW, **facts})


def _keep(review: Document) -> None:
	with engine.acting():
		review.save(ignore_permissions=True)  # the engine keeps reviews, no role


def fault(project: str) -> tuple[str, bool]:
	"""The compulsory items that are still open, as a sentence ("" for none), and whether the setting of the
	site refuses to archive for them."""
	waiting = _waiting(project)
	text = _("The checklist of the review is open: {0}.").format(_(", ").join(waiting)) if waiting else ""
	return text, setting("review_checklist") == "Block"


def _waiting(project: str) -> list[str]:
	return [row["item"] for row in items(project) if row["compulsory"] and not row["ticked_by"]]


def keep_reviewed(doc: Any) -> None:
	"""Keeps who has reviewed; says and records what is left open where the setting lets it pass."""
	waiting = _waiting(doc.name)
	if waiting:
		frappe.msgprint(fault(doc.name)[0])
	review = _review(doc.name)
	review.update(
		{"reviewed_by": frappe.session.user, "reviewed_on": now_datetime(), "left_open": "\n".join(waiting)}
	)
	_keep(review)
