"""What a dossier lacks, and what its contract says. For staff alone.

The methods of `texts` and `workbook` answer under this module's path too: it was published first.
"""

from typing import Any

import frappe
from client_mgmt.api.texts import accept_mail, accept_rows, check_text, extract_mail, split_text
from client_mgmt.api.workbook import export_workbook, import_report, import_workbook, undo_import
from client_mgmt.client_archive.dossiers import findings as collected
from client_mgmt.client_archive.dossiers.findings import Finding as Flag
from client_mgmt.client_archive.review import ambiguity, contracts
from client_mgmt.client_archive.review.ambiguity import OpenFinding
from client_mgmt.client_archive.standard import report as standard_report
from client_mgmt.client_archive.standard.report import Guide, Report
from client_mgmt.people.viewer import staff_only
from frappe.utils import cint

__all__ = [
	"accept_mail",
	"accept_rows",
	"ambiguities",
	"check_text",
	"compare_contract",
	"completeness",
	"dismiss_ambiguity",
	"export_workbook",
	"extract_mail",
	"findings",
	"import_report",
	"import_workbook",
	"split_text",
	"standard_fields",
	"undo_import",
]


@frappe.whitelist(methods=["GET", "POST"])
def completeness(doctype: str, name: str, standard: str = "") -> Report:
	"""How much of what the dossier standard asks is filled, how fresh it is, and what is missing (S004-101).

	For a Client, and for a Project Archive together with its client, contacts and requirements. Measured by
	the version that applied, or by the version named `standard`. Raises PermissionError for who may not read
	the document, ValidationError for another DocType.
	"""
	staff_only()
	standard_report.check_measured(doctype)
	frappe.has_permission(doctype, "read", name, throw=True)
	if standard:
		frappe.has_permission("Archive Standard", "read", standard, throw=True)
	return standard_report.report(doctype, name, standard)


@frappe.whitelist(methods=["GET", "POST"])
def standard_fields(doctype: str) -> list[Guide]:
	"""What the standard in force asks of a DocType, how to fill it in, and who enters it (S004-61). For
	staff."""
	staff_only()
	frappe.has_permission("Archive Standard", "read", throw=True)
	return standard_report.guide(doctype)


@frappe.whitelist(methods=["GET", "POST"])
def ambiguities(project: str) -> list[OpenFinding]:
	"""What stands open in a dossier's goals and requirements; Review waits for the `blocking` ones.

	Raises PermissionError for who may not read the dossier.
	"""
	staff_only()
	frappe.has_permission("Project Archive", "read", project, throw=True)
	return ambiguity.open_findings(project)


@frappe.whitelist(methods=["POST"])
def dismiss_ambiguity(
	doctype: str, name: str, field: str, text_digest: str, start: int | str, end: int | str, reason: str
) -> dict[str, Any]:
	"""Says that an open finding, named by the values of its row in `ambiguities`, is none, and why.

	Returns the Ambiguity Dismissal. Raises PermissionError for who may not read the document or dismiss,
	ValidationError without a reason or where no such finding is open.
	"""
	staff_only()
	dismissal = frappe.get_doc(
		{
			"doctype": "Ambiguity Dismissal",
			"reference_doctype": doctype,
			"reference_name": name,
			"reference_field": field,
			"text_digest": text_digest,
			"span_start": cint(start),
			"span_end": cint(end),
			"reason": reason,
		}
	)
	return dismissal.insert().as_dict()


@frappe.whitelist(methods=["POST"])
def compare_contract(project: str, file_url: str = "") -> dict[str, Any]:
	"""The contract's own figures beside the entered ones (S004-72). See `client_archive.contracts.compare`.

	With `file_url`, a private file of this dossier (text, docx, PDF with a text layer), its figures are read
	and put into effect first. Raises PermissionError for who may not read the dossier, or not say what its
	contract says; ValidationError for another file or one that cannot be read.
	"""
	staff_only()
	frappe.has_permission("Project Archive", "read", project, throw=True)
	return contracts.compare(project, contracts.read_file(project, file_url) if file_url else None)


@frappe.whitelist(methods=["GET", "POST"])
def findings(project: str) -> list[Flag]:
	"""The flags of a dossier (S004-18, -21, -28, -53, -88..90): goals without a measure, requirements without
	a goal, missing contacts, a cross-border project without a translator, how a tag wants to be handled.

	Raises PermissionError for a client's side and for who may not read the dossier.
	"""
	staff_only()
	frappe.has_permission("Project Archive", "read", project, throw=True)
	return collected.of_project(project)
