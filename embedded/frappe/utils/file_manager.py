"""Storing a file from code."""

from __future__ import annotations

import base64
from typing import Any

import frappe


def save_file(
	fname: str,
	content: str | bytes,
	dt: str | None,
	dn: str | None,
	folder: str | None = None,
	decode: bool = False,
	is_private: int = 0,
	df: str | None = None,
) -> Any:
	"""Stores `content` (text, bytes, or base64 when `decode`) as a File attached to (`dt`, `dn`); answers the
	File.

	The caller has checked that the user may write the document.
	"""
	if decode:
		content = base64.b64decode(content)
	doc = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": fname,
			"attached_to_doctype": dt,
			"attached_to_name": dn,
			"attached_to_field": df,
			"folder": folder or "Home",
			"is_private": is_private,
		}
	)
	doc.content = content
	return doc.insert(ignore_permissions=True)  # see above
