"""Filling a dossier: what is missing or ambiguous, prose into rows, a mail into a draft. For staff alone."""

from typing import Any, TypedDict

import frappe
from client_mgmt.client_archive.intake import mail_drafts, requirement_rows
from client_mgmt.client_archive.review import ambiguity, contracts
from client_mgmt.client_archive.review.ambiguity import OpenFinding
from client_mgmt.client_archive.standard import report as standard_report
from client_mgmt.client_archive.standard.report import Guide, Report
from client_mgmt.client_archive.workbook import service
from client_mgmt.domain.language.ambiguity import LANGUAGES, MAX_TEXT
from client_mgmt.people.viewer import staff_only
from client_mgmt.values import sent
from frappe import _
from frappe.utils import cint


class Finding(TypedDict):
	"""`text[start:end] == phrase`, in characters (code points) of the text as it was sent. `suggestion` is
	in the text's language, `why` in the caller's."""

	start: int
	end: int
	phrase: str
	rule: str
	kind: str
	suggestion: str
	why: str


@frappe.whitelist(methods=["GET"])
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


@frappe.whitelist(methods=["GET"])
def standard_fields(doctype: str) -> list[Guide]:
	"""What the standard in force asks of a DocType, how to fill it in, and who enters it (S004-61). For
	staff."""
	staff_only()
	frappe.has_permission("Archive Standard", "read", throw=True)
	return standard_report.guide(doctype)


@frappe.whitelist(methods=["GET", "POST"])
def check_text(text: str, language: str = "") -> list[Finding]:
	"""What is ambiguous in a requirement's text (S004-73, S004-74), by position; changes nothing.

	`language`: "zh", "en", or "" for the rules of both. Raises PermissionError for who may not read the
	rules, as nobody on a client's side may; ValidationError for another language, or for a text of more than
	20,000 characters.
	"""
	staff_only()
	frappe.has_permission("Ambiguity Rule", "read", throw=True)
	if language not in ("", *LANGUAGES):
		frappe.throw(_("Texts are checked in zh or en, not in {0}.").format(language))
	if len(text) > MAX_TEXT:
		frappe.throw(_("The text has {0} characters: {1} are the limit.").format(len(text), MAX_TEXT))
	return ambiguity.check(text, language)


@frappe.whitelist(methods=["GET"])
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
def extract_mail(raw: str, received_at: str = "") -> dict[str, Any]:
	"""The values of a mail for a first dossier, as suggestions; stores nothing (S004-92..95).

	`raw`: pasted text, the source of an .eml, or an .eml in base64. `received_at`: ISO date or time, for a
	mail without a Date header of its own; a time without an offset is in the site's time zone. Answers
	`{client_name, project_name, contact_name, contact_title, contact_phone, contact_email, expected_start,
	confirm_by, client, contact}`, each `{value, source, start, end, confidence}` or null, the lists
	`deadlines` and `amounts` (with `currency`), `texts`, `attachments`, `cut`. Raises PermissionError for who
	may not begin a dossier's client, ValidationError for a mail beyond the limits.
	"""
	staff_only()
	return mail_drafts.suggest(raw, received_at)


@frappe.whitelist(methods=["POST"])
def accept_mail(values: dict[str, Any] | str) -> dict[str, Any]:
	"""Drafts of a Client, Client Contact and Project Archive out of values that a person has confirmed one by
	one; never anything final. See `client_archive.mail_drafts.accept`."""
	staff_only()
	return mail_drafts.accept(sent("values", values))


@frappe.whitelist(methods=["GET", "POST"])
def split_text(text: str) -> list[dict[str, Any]]:
	"""Suggested requirement rows `[{feature, priority, acceptance_criteria, kind, start, end, source}]` of a
	text, `source` being `text[start:end]`; stores nothing (S004-40..44). For staff."""
	staff_only()
	return requirement_rows.suggest(text)


@frappe.whitelist(methods=["POST"])
def accept_rows(project: str, source_text: str, rows: list[dict[str, Any]] | str) -> list[str]:
	"""Draft Requirements of confirmed rows, each keeping `source_text`; returns their names. Refused by the
	rules of Requirement: who is on the team, and whether the scope is locked."""
	staff_only()
	return requirement_rows.accept(project, source_text, sent("rows", rows))


@frappe.whitelist(methods=["GET"])
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


@frappe.whitelist(methods=["GET"])
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
