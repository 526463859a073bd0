"""Versions of the dossier standard: a new draft, and putting one in force (S004-58)."""

from typing import Any

import frappe
from client_mgmt.client_archive.standard import rows as standard_rows
from client_mgmt.people.viewer import staff_only


@frappe.whitelist(methods=["POST"])
def new_version(title: str = "") -> dict[str, Any]:
	"""A draft with the rows of the version in force. Returns the Archive Standard; raises PermissionError for
	who may not create one."""
	staff_only()
	frappe.has_permission("Archive Standard", "create", throw=True)
	return standard_rows.new_version(title).as_dict()


@frappe.whitelist(methods=["POST"])
def put_in_force(name: str) -> dict[str, Any]:
	"""Puts a draft in force and supersedes the version before it. Returns the Archive Standard.

	Raises PermissionError for who is neither Client Mgmt Manager nor System Manager, ValidationError for what
	is no draft, asks for nothing, or is dated later than today.
	"""
	staff_only()
	return standard_rows.put_in_force(name).as_dict()
