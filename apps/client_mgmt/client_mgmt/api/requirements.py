"""Versions of requirements and of specification documents, and the change file for a dispute."""

from typing import Any

import frappe
from client_mgmt import printing
from client_mgmt.change_control import change_file as file
from client_mgmt.client_archive.requirements import documents as specifications
from client_mgmt.client_archive.requirements import versions as kept
from client_mgmt.client_archive.requirements.versions import FieldDifference
from client_mgmt.domain.language.text_diff import Piece
from client_mgmt.people import team as people
from client_mgmt.people.viewer import staff_only
from frappe import _
from frappe.utils import cint


@frappe.whitelist(methods=["GET", "POST"])
def versions(requirement: str) -> list[dict[str, Any]]:
	"""The versions of a requirement since it was baselined, the oldest first: `[{name, revision, status,
	changed_by, changed_by_name, changed_on, why, change_request, digest}]`, times in the site's zone
	(S004-37). For staff. Raises frappe.PermissionError for who may not read the requirement."""
	staff_only()
	frappe.has_permission("Requirement", "read", requirement, throw=True)
	return kept.of(requirement)


@frappe.whitelist(methods=["GET", "POST"])
def difference(requirement: str, from_revision: int | str, to_revision: int | str) -> list[FieldDifference]:
	"""What differs between two revisions of a requirement: `[{field, label, before, after, pieces: [{op,
	text}]}]`, `op` being equal, delete or insert (S004-37). For staff. Raises frappe.PermissionError for who
	may not read the requirement, frappe.ValidationError for a revision that it does not have."""
	staff_only()
	frappe.has_permission("Requirement", "read", requirement, throw=True)
	return kept.between(requirement, cint(from_revision), cint(to_revision))


@frappe.whitelist(methods=["GET", "POST"])
def log(requirement: str) -> list[dict[str, Any]]:
	"""Every edit of a requirement since its first draft, with old and new values (S004-38): `[{by, on,
	changes: [{field, label, before, after}]}]`, times in the site's zone. For staff. Raises
	frappe.PermissionError for who may not read the requirement."""
	staff_only()
	frappe.has_permission("Requirement", "read", requirement, throw=True)
	frappe.has_permission("Requirement Version", "read", throw=True)
	return kept.log(requirement)


@frappe.whitelist(methods=["POST"])
def release_document(version: str) -> dict[str, Any]:
	"""Releases a draft Requirement Document Version and answers it (S004-29). Raises as
	`client_archive.documents.release` does."""
	staff_only()
	return specifications.release(version).as_dict()


@frappe.whitelist(methods=["GET", "POST"])
def document_difference(from_version: str, to_version: str) -> list[Piece]:
	"""What differs between the files of two released versions of one document: `[{op, text}]` (S004-37).
	Raises frappe.PermissionError for who may not read them, frappe.ValidationError for what is no text."""
	staff_only()
	return specifications.between(from_version, to_version)


@frappe.whitelist(methods=["GET", "POST"])
def documents(project: str) -> list[dict[str, Any]]:
	"""The specification documents of a project: `[{name, title, kind, status, version, versions: [{name,
	version, status, released_on, file_name, content_hash}]}]`. Of the client's side those with
	audience Client, and their released versions. Raises frappe.PermissionError for another's project."""
	return specifications.listed(project)


@frappe.whitelist(methods=["GET", "POST"])
def document_file(version: str) -> None:
	"""Downloads the file of a released version. Raises frappe.PermissionError for who may not read it,
	frappe.ValidationError where its bytes are not those that were released."""
	found = specifications.readable(version)
	frappe.response.filecontent = specifications.file_of(found)
	frappe.response.filename = found.file_name
	frappe.response.type = "download"


@frappe.whitelist(methods=["GET", "POST"])
def change_file(change_request: str, format: str = "html", language: str = "", watermark: str = "") -> None:
	"""Downloads the change file of a Change Request as HTML or PDF (S004-39): the change, what it changes,
	all signatures, the history, the hashes, and whether the evidence holds.

	`language` zh or en (the caller's by default), `watermark` at most 60 characters on every page (S004-44).
	Raises frappe.PermissionError for who may not read the change, frappe.ValidationError for another format,
	or where PDF cannot be made here.
	"""
	change = frappe.get_doc("Change Request", change_request)
	people.check_permission(change, "read")
	if format not in ("html", "pdf"):
		frappe.throw(_("A change file is html or pdf, not {0}.").format(format))
	page = file.html(change, language, watermark)
	frappe.response.filename = f"{change.name}.{format}"
	frappe.response.filecontent = printing.pdf(page) if format == "pdf" else page
	frappe.response.type = "pdf" if format == "pdf" else "download"
