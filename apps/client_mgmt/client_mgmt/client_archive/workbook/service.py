"""客户档案.xlsx: export, import, report, undo, for the methods of `api/workbook.py`."""

from __future__ import annotations

import json
from typing import Any

import frappe
from client_mgmt.client_archive.workbook import export, jobs, report
from client_mgmt.client_archive.workbook.stage import IMPORT
from client_mgmt.domain.workbook.layout import FILE_NAME, PROJECT
from client_mgmt.people.viewer import Viewer, staff_only
from frappe import _

MOST_EXPORTED = 1000
MODES = {"dry_run": "Dry Run", "apply": "Apply"}
WAYS = {"refuse": "Refuse", "skip": "Skip"}


def export_workbook(project: str | list[str]) -> None:
	"""`client_mgmt.api.dossier.export_workbook`."""
	staff_only()
	names = _names(project)
	for name in names:
		frappe.has_permission(PROJECT, "read", name, throw=True)
	frappe.response.filename = FILE_NAME
	frappe.response.filecontent = export.workbook(names, str(frappe.local.lang or "en"))
	frappe.response.type = "download"


def _names(project: str | list[str]) -> list[str]:
	"""One name, a list of them, or a list as JSON."""
	try:
		given = json.loads(project) if isinstance(project, str) and project.startswith("[") else project
	except ValueError:
		given = None
	names = given if isinstance(given, list) else [given]
	if not 0 < len(names) <= MOST_EXPORTED or not all(isinstance(name, str) for name in names):
		frappe.throw(_("project names 1 to {0} dossiers.").format(MOST_EXPORTED))
	return list(dict.fromkeys(names))


def import_workbook(file_url: str, mode: str, on_error: str) -> dict[str, Any]:
	"""`client_mgmt.api.dossier.import_workbook`."""
	staff_only()
	frappe.has_permission(IMPORT, "read", throw=True)
	if mode not in MODES or on_error not in WAYS:
		frappe.throw(_("mode is dry_run or apply, on_error is refuse or skip."))
	return report.summary(jobs.begin(file_url, MODES[mode], WAYS[on_error]))


def import_report(job: str) -> dict[str, Any]:
	"""`client_mgmt.api.dossier.import_report`."""
	doc = frappe.get_doc(IMPORT, job)
	doc.check_permission("read")
	return {**report.summary(doc), "rows": report.rows(doc)}


def undo_import(job: str) -> dict[str, Any]:
	"""`client_mgmt.api.dossier.undo_import`."""
	staff_only()
	doc = frappe.get_doc(IMPORT, job, for_update=True)
	doc.check_permission("read")
	if doc.owner != frappe.session.user and not Viewer().firm_wide(reading=False):
		frappe.throw(
			_("Only who began the import undoes it, or a Client Mgmt Manager."), frappe.PermissionError
		)
	if doc.mode != "Apply" or doc.status not in ("Done", "Failed"):
		frappe.throw(_("An import that is {0} has nothing to undo.").format(_(doc.status)))
	jobs.take_back(doc)
	jobs.keep(doc)
	return report.summary(doc)
