"""Forms and pages of documents."""

from typing import Any

import frappe
from client_mgmt.interface import answers, forms, pages


@frappe.whitelist(methods=["GET"])
def form(doctype: str) -> Any:
	"""A DocType as its forms and lists need it (`interface.shapes.Form`), cut to the caller; with an ETag.

	Raises DoesNotExistError (404) for one that the caller does not see.
	"""
	return answers.tagged(forms.form(doctype))


@frappe.whitelist(methods=["GET"])
def page(doctype: str, name: str = "") -> Any:
	"""The page of a document: `{doc, titles, fields, actions, path, waiting, round, attachments, comments,
	conversation, history, versions, can, assigned, modified}`; without a name that of a new document. With
	an ETag.

	Raises DoesNotExistError (404) for what is not there and for what is not the caller's.
	"""
	return answers.tagged(pages.page(doctype, name))
