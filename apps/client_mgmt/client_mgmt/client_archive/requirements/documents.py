"""Specification documents: releasing a version, reading it, comparing two (S004-29, S004-34..37)."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.domain.dossier import specification
from client_mgmt.domain.language.text_diff import Piece, difference
from client_mgmt.people import staff as people
from client_mgmt.people.viewer import viewer_of
from client_mgmt.workflow_policy import content, engine
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, now_datetime

DOCUMENT, VERSION = "Requirement Document", "Requirement Document Version"
DRAFT, RELEASED, SUPERSEDED = "Draft", "Released", "Superseded"
RELEASING = ("Project Manager", "Technical Lead", "Product Manager")
MAX_COMPARED = 1_000_000  # bytes of a file that is compared
SHOWN = "name document version status released_on file_name content_hash".split()


def next_number(document: str) -> int:
	"""The number of a version that is inserted now; holds the document's row, so that no two get the same."""
	frappe.db.get_value(DOCUMENT, document, "name", for_update=True)
	last = frappe.db.get_values(VERSION, {"document": document}, ["version"], as_dict=True, for_update=True)
	return max((cint(row["version"]) for row in last), default=0) + 1


def release(name: str) -> Document:
	"""Release a draft version: its file is fixed by its SHA-256, and the version released before is
	superseded. Returns the version.

	Raises frappe.PermissionError for who does not lead the project, frappe.ValidationError without exactly
	one file (a Git commit may stand for it), or when a later version is released already.
	"""
	version = frappe.get_doc(VERSION, name, for_update=True)
	frappe.has_permission(VERSION, "write", doc=version, throw=True)
	if not people.acts_as(version.project, *RELEASING):
		frappe.throw(
			_("A version is released by the project's Project Manager, Technical Lead or Product Manager."),
			frappe.PermissionError,
		)
	version.check_attachments()
	document = frappe.get_doc(DOCUMENT, version.document, for_update=True)
	if cint(document.version) > version.version:
		frappe.throw(_("Version {0} of this document is released already.").format(document.version))
	_fix(version)
	_supersede(document.name)
	with engine.acting():
		version.update(
			{"status": RELEASED, "released_by": frappe.session.user, "released_on": now_datetime()}
		)
		version.save()
		engine.write(document, status=RELEASED, version=version.version)
	return version


def _fix(version: Document) -> None:
	files = frappe.get_all(
		"File",
		filters={"attached_to_doctype": VERSION, "attached_to_name": version.name, "is_folder": 0},
		fields=["file_name", "file_url"],
	)
	if len(files) != 1 and (files or not version.git_commit):
		frappe.throw(_("Attach exactly one file to the version (a Git commit may stand for it)."))
	for file in files:
		values = {"file": file.file_url, "file_name": file.file_name}
		version.update({**values, "content_hash": content.file_digest(file.file_url)})


def _supersede(document: str) -> None:
	released = {"document": document, "status": RELEASED}  # under lock: another may have just released one
	for row in frappe.db.get_values(VERSION, released, ["name"], as_dict=True, for_update=True):
		engine.write(frappe.get_doc(VERSION, row["name"], for_update=True), status=SUPERSEDED)


def listed(project: str) -> list[dict[str, Any]]:
	"""The documents of a project with their versions, the newest first: of the client's side those with
	audience Client, and what is or was released. Raises frappe.PermissionError for another's project."""
	theirs = viewer_of().client_side
	if theirs and project not in viewer_of().projects:
		frappe.throw(_("You are not on the team of project {0}.").format(project), frappe.PermissionError)
	if not theirs:
		frappe.has_permission("Project Archive", "read", project, throw=True)
	wanted = {"project": project, **({"audience": "Client"} if theirs else {})}
	fields = ["name", "title", "kind", "status", "version"]
	rows = frappe.get_all(DOCUMENT, filters=wanted, fields=fields, order_by="kind asc, title asc")
	versions = _versions([row.name for row in rows], theirs)
	return [{**row, "versions": versions[row.name]} for row in rows]


def _versions(documents: list[str], theirs: bool) -> dict[str, list[dict[str, Any]]]:
	filters: dict[str, Any] = {"document": ("in", documents)}
	if theirs:
		filters["status"] = ("!=", DRAFT)
	found: dict[str, list[dict[str, Any]]] = {name: [] for name in documents}
	for row in frappe.get_all(VERSION, filters=filters, fields=SHOWN, order_by="version desc"):
		found[row.document].append(row)
	return found


def readable(name: str) -> Document:
	"""A version that the caller may read; raises frappe.PermissionError otherwise."""
	viewer = viewer_of()
	if not viewer.client_side:
		frappe.has_permission(VERSION, "read", name, throw=True)
		return frappe.get_doc(VERSION, name)
	row = frappe.db.get_value(VERSION, name, ["document", "status"], as_dict=True)
	about = row and frappe.db.get_value(DOCUMENT, row.document, ["audience", "project"], as_dict=True)
	open_to = about and about.audience == "Client" and about.project in viewer.projects
	if not open_to or row.status == DRAFT:
		frappe.throw(_("Not permitted: {0} {1}").format(_(VERSION), name), frappe.PermissionError)
	return frappe.get_doc(VERSION, name)


def file_of(version: Document) -> bytes:
	"""The bytes of a released version's file. Raises frappe.ValidationError where there is none, or where
	they are not those that were released."""
	path = content.file_path(version.file or "")
	if not version.file or not path or not path.is_file():
		frappe.throw(_("Version {0} of {1} has no released file.").format(version.version, version.document))
	if content.file_digest(version.file) != version.content_hash:
		frappe.throw(_("The file of version {0} was altered after its release.").format(version.version))
	return path.read_bytes()


def between(from_version: str, to_version: str) -> list[Piece]:
	"""What differs between the files of two versions of one document, as pieces. Raises
	frappe.ValidationError for files that are no text, or larger than a megabyte."""
	before, after = readable(from_version), readable(to_version)
	if before.document != after.document:
		frappe.throw(_("These are versions of two documents."))
	return difference(_text(before), _text(after))


def _text(version: Document) -> str:
	found = file_of(version)
	text = specification.as_text(found) if len(found) <= MAX_COMPARED else None
	if text is None:
		frappe.throw(
			_("{0} is no text of at most one megabyte: it cannot be compared.").format(version.file_name)
		)
	return text
