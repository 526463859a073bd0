"""An import as a chain of short jobs: one reads the file, the others take ten dossiers each (S004-70).

A job's writes are one transaction, so that a dossier is there wholly or not at all, and what comes after a
kill is what had not been stored. Each dossier is written behind a savepoint of its own.
"""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any

import frappe
from client_mgmt.client_archive.workbook import stage, structure, undo
from client_mgmt.client_archive.workbook.stage import IMPORT, UNIT
from client_mgmt.client_archive.workbook.unit import Unit, told
from client_mgmt.domain.workbook.cells import Problem
from client_mgmt.domain.workbook.reader import Row
from client_mgmt.workflow_policy import engine
from frappe.model.document import Document
from frappe.utils import add_to_date, now_datetime

BATCH = 10
SOON = 100  # documents that are undone at once
SILENT_MINUTES = 10
OPEN = ("Queued", "Checking", "Applying", "Undoing")
POINT = "dossier_import"
COUNTS = ("created", "updated", "unchanged", "conflicts", "errors")
RUN = "client_mgmt.client_archive.workbook.jobs.run"


def begin(file_url: str, mode: str, on_error: str) -> Document:
	"""A new import in Queued, and its first job. `mode`: Dry Run or Apply; `on_error`: Refuse or Skip."""
	stage.check(file_url)
	values = {"file_url": file_url, "mode": mode, "on_error": on_error, "heartbeat": now_datetime()}
	with engine.acting():
		job = frappe.get_doc({"doctype": IMPORT, "status": "Queued", **values})
		job.insert(ignore_permissions=True)  # the caller's own import, which the system keeps
	proceed(job.name)
	return job


def proceed(name: str) -> None:
	"""The next job of an import."""
	frappe.enqueue(RUN, queue="long", timeout=1500, enqueue_after_commit=True, name=name)


def resume() -> None:
	"""Takes up imports whose jobs were lost (hook `all`); an embedded host's jobs come back by themselves."""
	silent = add_to_date(now_datetime(), minutes=-SILENT_MINUTES)
	lost = frappe.get_all(IMPORT, filters={"status": ("in", OPEN), "heartbeat": ("<", silent)}, pluck="name")
	for name in lost:
		keep(frappe.get_doc(IMPORT, name, for_update=True))
		proceed(name)


def run(name: str) -> None:
	"""One step of an import, as the person who began it, or who takes it back; harmless where there is
	nothing left to do. Whose login is closed does nothing more."""
	job = frappe.db.get_value(IMPORT, name, ["owner", "status", "undone_by"], as_dict=True)
	if not job or job.status not in OPEN:
		return
	user, status = job.undone_by if job.status == "Undoing" else job.owner, job.status
	if not frappe.db.get_value("User", user, "enabled"):
		_stop(name)
		return
	frappe.set_user(user)
	frappe.local.lang = frappe.db.get_value("User", user, "language") or frappe.local.lang
	frappe.flags.client_mgmt_viewers = {}
	try:
		_step(name, status)
	except stage.BUSY:
		frappe.db.rollback()  # and the step is taken once more
	finally:
		frappe.flags.client_mgmt_viewers = None
	if frappe.db.get_value(IMPORT, name, "status") in OPEN:
		proceed(name)


def _stop(name: str) -> None:
	job = frappe.get_doc(IMPORT, name, for_update=True)
	job.status = "Done" if job.status == "Undoing" else "Failed"
	keep(job)


def _step(name: str, status: str) -> None:
	if status == "Queued":
		_read(name)
		return
	job = frappe.get_doc(IMPORT, name, for_update=True)
	if job.status == "Undoing":
		_undo(job)
	elif job.status in OPEN:
		_work(job)
	keep(job)


def keep(job: Document) -> None:
	"""Stores an import's progress, with a sign of life."""
	job.heartbeat = now_datetime()
	with engine.acting():
		job.save(ignore_permissions=True)  # the import's own record


def _read(name: str) -> None:
	"""Reads the file before anything is locked."""
	url = frappe.db.get_value(IMPORT, name, "file_url")
	problem: Exception | None = None
	try:
		dossiers, issues = stage.load(url)
	except Exception as error:  # whatever it is, the import ends and says so
		dossiers, issues, problem = {}, [], error
	job = frappe.get_doc(IMPORT, name, for_update=True)
	if job.status != "Queued":
		return
	messages = [stage.of_issue(issue) for issue in issues]
	if problem:
		messages.append(stage.message("error", None, *told(problem)))
	job.messages = json.dumps(messages, ensure_ascii=False)
	job.total, job.errors = len(dossiers), sum(row["level"] == "error" for row in messages)
	stage.store(name, dossiers)
	if problem or not job.total:
		job.status = "Failed" if problem else "Done"
	else:
		checks_first = job.mode == "Dry Run" or job.on_error == "Refuse"
		job.status = "Checking" if checks_first else "Applying"
	keep(job)


def _work(job: Document) -> None:
	"""The next dossiers, or the end of a pass over them. Read past the snapshot, which may be older than the
	lock (MariaDB): another job of this import may have committed meanwhile."""
	waiting = "Pending" if job.status == "Checking" or job.on_error == "Skip" else "Checked"
	filters = {"dossier_import": job.name, "status": waiting}
	reading = {"as_dict": True, "for_update": True}
	names = frappe.db.get_values(UNIT, filters, ["name"], order_by="number asc", **reading)[:BATCH]
	records = [frappe.db.get_value(UNIT, row.name, ["name", "payload"], **reading) for row in names]
	fields = structure.fields_by_target()
	for record in records:
		_take(job, record, fields)
		if job.status == "Failed":
			return
	if len(records) < BATCH:
		_end_pass(job)


def _take(job: Document, record: Any, fields: Any) -> None:
	"""One dossier: checked, or written."""
	checking = job.status == "Checking"
	rows, bad = _rows(record)
	unit = Unit(rows or [bad[0]], PurePosixPath(job.file_url).name, fields)
	frappe.db.savepoint(POINT)
	failed = _attempt(unit, rows, bad)
	failed = failed or bool(unit.counts["errors"] and not checking and job.on_error == "Refuse")
	if failed or checking:
		frappe.db.rollback(save_point=POINT)
	if failed:
		unit.counts |= {"created": 0, "updated": 0, "unchanged": 0}
	for name in COUNTS:
		job.set(name, (job.get(name) or 0) + unit.counts[name])
	job.done += 1
	outcome = {
		"status": "Failed" if failed else "Checked" if checking else "Done",
		"messages": json.dumps(unit.messages, ensure_ascii=False),
		"journal": None if failed or checking else unit.journal.text(),
	}
	frappe.db.set_value(UNIT, record.name, outcome)
	if failed and not checking and job.on_error == "Refuse":
		job.status = "Failed"


def _rows(record: Any) -> tuple[list[Row], list[Row]]:
	"""(rows that can be taken, rows with a cell that cannot be read)."""
	rows = [Row(*values) for values in json.loads(record.payload)]
	return [row for row in rows if not row.bad], [row for row in rows if row.bad]


def _attempt(unit: Unit, rows: list[Row], bad: list[Row]) -> bool:
	"""Whether the dossier as a whole was refused."""
	try:
		if not rows or any(row.kind == stage.FACTS for row in bad):
			raise Problem("The dossier was left out, as its row on the first sheet cannot be read.")
		unit.run()
	except stage.BUSY:
		raise
	except Exception as error:
		unit.failed(error)
		return True
	return False


def take_back(job: Document) -> None:
	"""Undoes an import, a large one in a job of its own. Raises frappe.ValidationError with what stands in
	the way."""
	job.undone_by = frappe.session.user
	if job.created + job.updated > SOON:
		job.status = "Undoing"
		proceed(job.name)
	else:
		undo.carry_out(job)


def _undo(job: Document) -> None:
	frappe.db.savepoint(POINT)
	try:
		undo.carry_out(job)
	except frappe.ValidationError as error:
		frappe.db.rollback(save_point=POINT)
		job.status = "Done"
		messages = [*json.loads(job.messages or "[]"), stage.message("error", None, *told(error))]
		job.messages = json.dumps(messages, ensure_ascii=False)


def _end_pass(job: Document) -> None:
	"""After the check comes the writing, unless only a check was asked for or something was found."""
	if job.status == "Checking" and job.mode == "Apply" and not job.errors:
		job.status, job.done = "Applying", 0
		for name in COUNTS:
			job.set(name, 0)
		return
	refused = job.status == "Checking" and job.mode == "Apply"
	if refused:
		for name in ("created", "updated", "unchanged"):
			job.set(name, 0)
	job.status = "Refused" if refused else "Done"
