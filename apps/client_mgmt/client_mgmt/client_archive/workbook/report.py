"""What an import tells, in the reader's language."""

from __future__ import annotations

import json
from typing import Any, TypedDict

import frappe
from client_mgmt.client_archive.workbook.stage import UNIT
from frappe import _
from frappe.model.document import Document

SUMMARY = tuple("status mode on_error file_url done total created updated unchanged conflicts errors".split())


class ReportRow(TypedDict):
	"""`level`: error, conflict or notice. `sheet` and `column` as the workbook calls them; `row` 0 where the
	whole sheet or file is meant."""

	level: str
	sheet: str
	row: int
	column: str
	message: str


def summary(job: Document) -> dict[str, Any]:
	"""An import's progress and counts."""
	return {"job": job.name, **{field: job.get(field) for field in SUMMARY}}


def rows(job: Document) -> list[ReportRow]:
	"""Everything there is to tell, by sheet and row of the file."""
	texts = [job.messages]
	filters = {"dossier_import": job.name, "messages": ("not in", ["", "[]"])}
	texts += frappe.get_all(UNIT, filters=filters, order_by="number asc", pluck="messages")
	return [_told(message) for text in texts for message in json.loads(text or "[]")]


def _told(message: dict[str, Any]) -> ReportRow:
	return {
		"level": message["level"],
		"sheet": message["sheet"],
		"row": message["row"],
		"column": message["column"],
		"message": _(message["sentence"]).format(*message["values"]),
	}
