"""客户档案.xlsx: export, import, undo. For staff alone."""

from typing import Any

import frappe
from client_mgmt.client_archive.workbook import service
from client_mgmt.people.viewer import staff_only


@frappe.whitelist(methods=["GET", "POST"])
def export_workbook(project: str | list[str]) -> None:
	"""客户档案.xlsx of a dossier, or of a list of at most 1,000 (S004-65, S004-66), in the caller's language.

	Raises PermissionError for who may not read one of them.
	"""
	staff_only()
	service.export_workbook(project)


@frappe.whitelist(methods=["POST"])
def import_workbook(file_url: str, mode: str = "dry_run", on_error: str = "refuse") -> dict[str, Any]:
	"""Begins to import an uploaded private workbook (S004-70); answers as `import_report`, without rows.

	`mode`: "dry_run" or "apply". `on_error`: "refuse" writes nothing while anything is wrong, "skip" leaves
	out the rows that are. Raises PermissionError for who may not read the file, ValidationError for a file
	that is no plain workbook or too large.
	"""
	staff_only()
	return service.import_workbook(file_url, mode, on_error)


@frappe.whitelist(methods=["GET", "POST"])
def import_report(job: str) -> dict[str, Any]:
	"""`{job, status, done, total, created, updated, unchanged, conflicts, errors, rows}`; rows are
	`{level, sheet, row, column, message}` in the reader's language. Raises PermissionError for another's
	import."""
	staff_only()
	return service.import_report(job)


@frappe.whitelist(methods=["POST"])
def undo_import(job: str) -> dict[str, Any]:
	"""Undoes an import as a whole while nothing has built on it; answers as `import_workbook` does.

	Raises PermissionError for another's import, ValidationError naming what has changed since.
	"""
	staff_only()
	return service.undo_import(job)
