"""Forms and pages of documents."""

from typing import Any

import frappe
from client_mgmt.interface import answers, forms, pages, saving
from client_mgmt.values import sent


@frappe.whitelist(methods=["GET", "POST"])
def form(doctype: str) -> Any:
	"""A DocType as its forms and lists need it (`interface.shapes.Form`), cut to the caller; with an ETag.

	Raises DoesNotExistError (404) for one that the caller does not see.
	"""
	return answers.tagged(forms.form(doctype))


@frappe.whitelist(methods=["GET", "POST"])
def page(doctype: str, name: str = "") -> Any:
	"""The page of a document: `{doc, titles, fields, actions, path, waiting, round, attachments, comments,
	conversation, history, versions, can, assigned, modified}`; without a name that of a new document. With
	an ETag.

	Raises DoesNotExistError (404) for what is not there and for what is not the caller's.
	"""
	return answers.tagged(pages.page(doctype, name))


@frappe.whitelist(methods=["POST"])
def save(doctype: str, name: str, values: dict[str, Any] | str, modified: str) -> dict[str, Any]:
	"""Saves what a page changed of a document (a JSON object of fields) and answers its values. Of rows only
	the columns that came change: those that the page was not sent stay as they are.

	Raises DoesNotExistError (404) for what is not the caller's, TimestampMismatchError when `modified` is not
	the stored one any more, PermissionError and ValidationError as any save does.
	"""
	return saving.save(doctype, name, sent("values", values), modified)
