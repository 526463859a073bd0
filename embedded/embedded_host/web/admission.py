"""Before the write lock: who may not write at all does not wait for it, and holds up nobody.

Only what is the same for every document is asked here; the handler asks everything, under the lock.
"""

from __future__ import annotations

import frappe
from embedded_host.services import calls
from embedded_host.web import rpc


def check_resource(right: str, doctype: str) -> None:
	"""Raises PermissionError (403) where no role and no share gives somebody `right` on any document of a
	DocType; DoesNotExistError (404) without such a DocType.

	Rows of a child table are asked about with their document.
	"""
	if not frappe.get_meta(doctype).istable:
		frappe.has_permission(doctype, right, throw=True)


def check_method(command: str) -> None:
	"""Raises what calling a method that is not open to the caller, or not by this verb, raises."""
	path = rpc.path_of(command)
	calls.check_whitelisted(calls.resolve(path), path)
