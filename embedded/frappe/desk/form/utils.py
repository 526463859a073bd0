"""Comments on documents."""

from __future__ import annotations

from typing import Any

import frappe


@frappe.whitelist(methods=["POST", "PUT"])
def add_comment(
	reference_doctype: str,
	reference_name: str,
	content: str,
	comment_email: str | None = None,
	comment_by: str | None = None,
) -> dict[str, Any]:
	"""Adds a comment to a document that the user may read, always in the user's own name; answers it."""
	document = frappe.get_doc(reference_doctype, reference_name)
	document.check_permission("read")
	return document.add_comment("Comment", content).as_dict(no_nulls=True)
