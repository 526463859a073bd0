"""Likes: the column `_liked_by`, beside the document's own fields."""

from __future__ import annotations

import json

import frappe


@frappe.whitelist(methods=["POST"])
def toggle_like(doctype: str, name: str, add: str | bool = False) -> None:
	"""Adds (`Yes`) or takes back the user's like of a document that they may read."""
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	liked = json.loads(frappe.db.get_value(doctype, name, "_liked_by") or "[]")
	others = [user for user in liked if user != frappe.session.user]
	wanted = [*others, frappe.session.user] if add in ("Yes", True, 1, "1") else others
	if wanted != liked:
		frappe.db.set_value(doctype, name, "_liked_by", json.dumps(wanted), update_modified=False)
