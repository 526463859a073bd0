"""From a file to waiting dossiers: who may read it, what it holds, one unit a dossier."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

import frappe
from client_mgmt.client_archive.workbook import structure
from client_mgmt.domain.workbook import file as workbook_file
from client_mgmt.domain.workbook.cells import Problem
from client_mgmt.domain.workbook.layout import SHEETS
from client_mgmt.domain.workbook.reader import NAME, Issue, Row, group, read
from client_mgmt.paths import leads_out
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.utils import get_files_path

IMPORT, UNIT = "Dossier Import", "Dossier Import Unit"
PRIVATE = "/private/files/"
FACTS = SHEETS[0].kinds[0].title.en
# Other writers were in the way. A deadlock has taken the whole transaction back, savepoints included.
BUSY = (frappe.QueryDeadlockError, frappe.QueryTimeoutError)


def path_of(file_url: str) -> Path:
	"""Where a private file of this site lies. Raises PermissionError for one that the user may not read,
	as for one that does not exist, ValidationError for a URL that names none."""
	name = str(file_url or "").removeprefix(PRIVATE)
	if (
		not str(file_url).startswith(PRIVATE)
		or leads_out(file_url)
		or not name
		or "/" in name
		or "\\" in name
	):
		frappe.throw(_("{0} is no private file of this site: upload the workbook first.").format(file_url))
	records = frappe.get_all("File", filters={"file_url": file_url, "is_private": 1}, pluck="name")
	path = Path(get_files_path(PurePosixPath(file_url).name, is_private=1))
	if not any(frappe.has_permission("File", "read", record) for record in records) or not path.is_file():
		frappe.throw(_("You have no file {0}.").format(file_url), frappe.PermissionError)
	return path


def check(file_url: str) -> None:
	"""Raises frappe.ValidationError for a file that is not read at all, before anything parses it."""
	path = path_of(file_url)
	try:
		with path.open("rb") as file:
			workbook_file.check(file, path.stat().st_size)
	except Problem as problem:
		frappe.throw(_(problem.sentence).format(*problem.values))


def load(file_url: str) -> tuple[dict[str, list[str]], list[Issue]]:
	"""(dossier → its rows as JSON texts, everything there is to tell). Raises Problem."""
	path = path_of(file_url)
	titles: dict[str, set[str]] = {}

	def kept(row: Row) -> str:
		if row.kind == FACTS and row.values.get(NAME):
			titles.setdefault(str(row.values[NAME]), set()).add(row.key)
		return json.dumps(row, ensure_ascii=False, separators=(",", ":"))

	with path.open("rb") as file:
		dossiers, issues = group(read(file, path.stat().st_size, structure.structure()), kept)
	return _under_their_numbers(dossiers, titles), issues


def _under_their_numbers(dossiers: dict[str, list[str]], titles: dict[str, set[str]]) -> dict[str, list[str]]:
	"""Sheets may name a dossier by its title as well, where that means one."""
	found: dict[str, list[str]] = {}
	for key, rows in dossiers.items():
		numbers = titles.get(key, set())
		own = next(iter(numbers)) if len(numbers) == 1 else key
		found.setdefault(own, []).extend(rows)
	return found


def store(name: str, dossiers: dict[str, list[str]]) -> None:
	"""A waiting unit for each dossier, in the order of the file."""
	with engine.acting():
		for number, (key, rows) in enumerate(dossiers.items(), 1):
			unit = {"doctype": UNIT, "dossier_import": name, "number": number, "dossier": key[:140]}
			payload = f"[{','.join(rows)}]"
			frappe.get_doc({**unit, "payload": payload}).insert(
				ignore_permissions=True  # the import's own record
			)
		dossiers.clear()


def message(
	level: str, row: Row | None, sentence: str, values: Iterable[Any], column: str = ""
) -> dict[str, Any]:
	"""One line of a report, to be translated when it is read."""
	place = {"sheet": row.sheet if row else "", "row": row.number if row else 0, "column": column}
	return {"level": level, **place, "sentence": sentence, "values": [str(value) for value in values]}


def of_issue(issue: Issue) -> dict[str, Any]:
	return issue._asdict() | {"values": list(issue.values)}
