"""Every archived content is kept; how two of them differ (S004-75)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import frappe
from client_mgmt.client_archive.dossiers import facts
from client_mgmt.domain.dossier import revisions
from client_mgmt.domain.evidence.verify_evidence import digest
from client_mgmt.workflow_policy import engine, ledger
from frappe import _

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.project_archive.project_archive import ProjectArchive

REVISION = "Dossier Revision"


def key(project: str, revision: int) -> str:
	"""The unique key of an archived revision."""
	return f"{project}|{revision}"


def keep(doc: ProjectArchive) -> None:
	"""Keeps what Review has just archived; its digest stands in the ledger."""
	content = doc.archived_content or ""
	record = frappe.get_doc(
		{
			"doctype": REVISION,
			"project": doc.name,
			"revision": doc.revision,
			"archived_by": frappe.session.user,
			"archived_on": doc.archived_on,
			"content": content,
			"digest": digest(content),
			"revision_key": key(doc.name, doc.revision),
		}
	)
	with engine.acting():
		record.insert(ignore_permissions=True)  # archived by the reviewer, kept by the engine
	ledger.append(doc, "Archived Revision", content_digest=record.digest)


def archived(project: str) -> list[int]:
	"""The numbers of the archived revisions, the latest first."""
	filters = {"project": project}
	return frappe.get_all(REVISION, filters=filters, order_by="revision desc", pluck="revision")


def content_of(project: str, revision: int) -> dict[str, Any]:
	"""The facts of an archived revision; raises frappe.ValidationError where there is none, or where it was
	altered."""
	row = frappe.db.get_value(
		REVISION, {"revision_key": key(project, revision)}, ["content", "digest"], as_dict=True
	)
	if not row or digest(row.content) != row.digest:
		frappe.throw(_("Revision {0} of {1} was never archived, or was altered.").format(revision, project))
	return json.loads(row.content)


def difference(project: str, against: int = 0, revision: int = 0) -> dict[str, Any]:
	"""How `revision` (0: the dossier as it stands) differs from `against` (0: of the dossier as it stands,
	the one in effect; of an archived one, the one before it).

	Answers `{project, old, new, fields: [{field, label, old, new} or {field, label, rows}]}`, `old` and `new`
	revision numbers, 0 for a dossier that is being worked on. A first revision differs from nothing.
	"""
	numbers = archived(project)
	if revision:
		against = against or next((number for number in numbers if number < revision), 0)
		new = content_of(project, revision)
	else:
		against = against or next(iter(numbers), 0)
		new = current(frappe.get_doc("Project Archive", project))
	old = content_of(project, against) if against else {}
	found = revisions.differences(old, new)
	return {"project": project, "old": against, "new": revision, "fields": [_labelled(row) for row in found]}


def current(doc: ProjectArchive) -> dict[str, Any]:
	"""The facts of a dossier as Review would archive them now."""
	return facts.of(doc)


def _labelled(found: Mapping[str, Any], doctype: str = "Project Archive") -> dict[str, Any]:
	df = frappe.get_meta(doctype).get_field(found["field"])
	labelled = {**found, "label": _(df.label) if df else found["field"]}
	if "rows" in found:
		child = df.options if df else doctype
		labelled["rows"] = [
			{**row, "cells": [_labelled(cell, child) for cell in row["cells"]]} for row in found["rows"]
		]
	return labelled
