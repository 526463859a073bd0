"""The table of the rules: a field of Workflow Policy, as long as the app is there."""

from __future__ import annotations

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

TABLE = {
	"fieldname": "attachment_rules",
	"fieldtype": "Table",
	"options": "Attachment Rule",
	"label": "Attachment Rules",
	"module": "Paper Trail",
}


def after_install() -> None:
	"""Adds the table to the form."""
	create_custom_fields({"Workflow Policy": [TABLE]})


def before_uninstall() -> None:
	"""Takes it away; what the stored versions of policies hold stays."""
	frappe.delete_doc("Custom Field", "Workflow Policy-attachment_rules")
