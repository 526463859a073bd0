"""`frappe.get_doc` and its kin: short names for what the model modules do."""

from __future__ import annotations

from typing import Any


def get_doc(*args: Any, **kwargs: Any) -> Any:
	"""A document by (doctype, name) or of a dict; see `frappe.model.document.get_doc`."""
	from frappe.model.document import get_doc as impl

	return impl(*args, **kwargs)


def new_doc(doctype: str, **values: Any) -> Any:
	"""A new, unsaved document with the defaults of its fields, then `values`."""
	from frappe.model.document import new_doc as impl

	return impl(doctype, values)


def copy_doc(doc: Any, ignore_no_copy: bool = True) -> Any:
	"""An unsaved copy: no name, draft, with `no_copy` fields unless `ignore_no_copy` is False (as v15.41
	does).
	"""
	from frappe.model.document import copy_doc as impl

	return impl(doc, ignore_no_copy)


def delete_doc(doctype: str | None = None, name: Any = None, **kwargs: Any) -> Any:
	"""Deletes a document (several when `name` is a list); see `frappe.model.delete_doc`."""
	from frappe.model.delete_doc import delete_doc as impl

	return impl(doctype, name, **kwargs)


def rename_doc(doctype: str, old: str, new: str, **kwargs: Any) -> str:
	"""Renames a document and every link to it, returns the new name; see `frappe.model.rename_doc`."""
	from frappe.model.rename_doc import rename_doc as impl

	return impl(doctype, old, new, **kwargs)


def get_meta(doctype: str, cached: bool = True) -> Any:
	"""The DocType's metadata; see `frappe.model.meta`."""
	from frappe.model.meta import get_meta as impl

	return impl(doctype)


def get_list(doctype: str, **options: Any) -> Any:
	"""Rows that the session's user may read; see `embedded_host.query`."""
	from embedded_host.query import get_list as impl

	return impl(doctype, **options)


def get_all(doctype: str, **options: Any) -> Any:
	"""Rows without permission checks, all of them unless `limit` is given."""
	from embedded_host.query import get_all as impl

	return impl(doctype, **options)
