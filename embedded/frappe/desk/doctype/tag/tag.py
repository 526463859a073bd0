"""Tags: the column `_user_tags`, beside the document's own fields, and a Tag Link each."""

from __future__ import annotations

import frappe


@frappe.whitelist(methods=["POST"])
def add_tag(tag: str, dt: str, dn: str, color: str | None = None) -> str:
	"""Adds a tag to a document that the user may write."""
	_change(dt, dn, lambda tags: tags if tag.strip() in tags else [*tags, tag.strip()])
	link = {"document_type": dt, "document_name": dn, "tag": tag.strip()}
	for doctype, values in (("Tag", {"name": tag.strip()}), ("Tag Link", link)):
		if not frappe.db.exists(doctype, values):
			# the right to write the document was checked above
			frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)
	return tag


def _change(dt: str, dn: str, new: object) -> None:
	frappe.get_doc(dt, dn).check_permission("write")
	stored = frappe.db.get_value(dt, dn, "_user_tags") or ""
	tags = new([t for t in stored.split(",") if t])  # type: ignore[operator]
	frappe.db.set_value(dt, dn, "_user_tags", "".join(f",{t}" for t in tags), update_modified=False)
