"""Workbooks for tests: exported, typed, edited, imported to the end."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from openpyxl import Workbook
from tests.client import Api
from tests.hosts import Host

METHOD = "client_mgmt.api.dossier."
FINISHED = ("Done", "Refused", "Failed", "Undone")


class Book:
	"""A workbook in memory, by sheet title and heading."""

	def __init__(self, data: bytes) -> None:
		self.book = openpyxl.load_workbook(io.BytesIO(data))

	def headings(self, sheet: str) -> list[Any]:
		return [cell.value for cell in self.book[sheet][1]]

	def rows(self, sheet: str) -> list[dict[str, Any]]:
		"""The filled rows as heading → value, with their number under "row"."""
		names = self.headings(sheet)
		lines = enumerate(self.book[sheet].iter_rows(min_row=2, values_only=True), 2)
		return [{**dict(zip(names, line, strict=True)), "row": at} for at, line in lines if any(line)]

	def put(self, sheet: str, row: int, heading: str, value: Any) -> None:
		self.book[sheet].cell(row, self.headings(sheet).index(heading) + 1).value = value

	def add(self, sheet: str, **values: Any) -> int:
		"""Appends a row; its number."""
		self.book[sheet].append([values.get(str(name)) for name in self.headings(sheet)])
		return self.book[sheet].max_row

	def data(self) -> bytes:
		buffer = io.BytesIO()
		self.book.save(buffer)
		return buffer.getvalue()


def typed(sheets: dict[str, list[list[Any]]]) -> bytes:
	"""A workbook as somebody types it: sheet → lines."""
	book, buffer = Workbook(write_only=True), io.BytesIO()
	for title, lines in sheets.items():
		page = book.create_sheet(title)
		for line in lines:
			page.append(line)
	book.save(buffer)
	return buffer.getvalue()


def exported(session: Api, project: str) -> bytes:
	answer = session.get(f"/api/method/{METHOD}export_workbook", params={"project": project})
	assert answer.ok, answer.text
	return answer.content


def upload(session: Api, data: bytes, name: str = "客户档案.xlsx", private: int = 1) -> str:
	"""Uploads a file; its URL."""
	answer = session.post(
		"/api/method/upload_file", files={"file": (name, data)}, data={"is_private": private}
	)
	return str(session.ok(answer)["file_url"])


def imported(
	host: Host, session: Api, data: bytes, mode: str = "apply", on_error: str = "refuse"
) -> dict[str, Any]:
	"""The report of an import that has been run to its end."""
	url = upload(session, data)
	job = session.call(f"{METHOD}import_workbook", file_url=url, mode=mode, on_error=on_error)["job"]
	run(host, job)
	return report(session, job)


def report(session: Api, job: str) -> dict[str, Any]:
	return session.query(f"{METHOD}import_report", job=job)


def run(host: Host, job: str) -> None:
	"""Runs an import's jobs as a worker would."""
	from client_mgmt.client_archive.workbook import jobs

	for _step in range(200):
		with host.connected() as frappe:
			if frappe.db.get_value("Dossier Import", job, "status") in FINISHED:
				return
			jobs.run(job)
			frappe.db.commit()
	raise AssertionError(f"{job} does not end")
