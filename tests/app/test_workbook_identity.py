"""Export → import is the identity for any dossier (S004-70)."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factory import unique
from tests.workbooks import Book

from client_mgmt.demo import people

TEXT = st.text(
	st.sampled_from("=+-@'\"<>&;，。等 \n\t") | st.characters(min_codepoint=0x4E00, max_codepoint=0x4E20),
	min_size=1,
	max_size=30,
).filter(lambda text: bool(re.sub(r"<[^>]*>", "", text).strip()))  # a bench calls "<>" empty
SHORT = TEXT.map(lambda text: " ".join(text.split()))
MONEY = st.decimals("0.01", "9999999", places=2).map(float)
DAY = st.dates().filter(lambda day: day.year >= 1000).map(str)
DOSSIER = st.fixed_dictionaries(
	{
		"background": TEXT,
		"planned_start": st.none() | DAY,
		"contract_amount": st.none() | MONEY,
		"breach_terms": TEXT,
		"freeze_days": st.integers(0, 30),
		"meeting_frequency": st.sampled_from(["", "Weekly", "Two-weekly", "Monthly"]),
		"goals": st.lists(st.fixed_dictionaries({"goal": SHORT, "target": st.just("") | SHORT}), max_size=2),
		"kpis": st.lists(
			st.fixed_dictionaries({"kpi": st.just("Other"), "kpi_name": SHORT, "target_value": MONEY}),
			max_size=2,
		),
		"escalation": st.lists(
			st.fixed_dictionaries({"person": SHORT, "time_limit": st.integers(0, 999)}), max_size=2
		),
	}
)
NEEDS = st.lists(st.fixed_dictionaries({"feature": SHORT, "acceptance_criteria": TEXT}), max_size=2)


@contextlib.contextmanager
def undone(frappe: Any) -> Iterator[None]:
	frappe.db.savepoint("identity")
	try:
		yield
	finally:
		frappe.db.rollback(save_point="identity")


def imported(frappe: Any, data: bytes) -> Any:
	"""The import of a file, run to its end in this transaction."""
	from client_mgmt.client_archive.workbook import jobs

	facts = {"file_name": f"{unique('x')}.xlsx", "content": data, "is_private": 1}
	file = frappe.get_doc({"doctype": "File", **facts}).insert()
	job = jobs.begin(file.file_url, "Apply", "Refuse")
	while job.status in jobs.OPEN:
		jobs.run(job.name)
		job.reload()
	return job


def shown(data: bytes, own: frozenset[str]) -> list[list[dict[str, Any]]]:
	book = Book(data)
	return [
		[{key: value for key, value in row.items() if key not in own} for row in book.rows(sheet)]
		for sheet in book.book.sheetnames
	]


OWN = frozenset({"项目编号", "编号", "客户编号", "项目名称", "客户名称", "~digest", "row"})


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=DOSSIER, needs=NEEDS)
def test_any_dossier_comes_back(
	as_user: Callable[[Any], Any], site: Any, values: dict[str, Any], needs: list[dict[str, Any]]
) -> None:
	"""Into itself it changes nothing; as a new dossier every value is the same."""
	from client_mgmt.client_archive.workbook import export

	with as_user(people.PM), undone(site):
		client = site.get_doc({"doctype": "Client", "client_name": unique("客户")}).insert()
		facts = {"project_name": unique("项目"), "client": client.name, **values}
		doc = site.get_doc({"doctype": "Project Archive", **facts}).insert()
		for need in needs:
			site.get_doc({"doctype": "Requirement", "project": doc.name, **need}).insert()
		data = export.workbook([doc.name], "zh")
		job = imported(site, data)
		assert (job.status, job.created, job.updated, job.conflicts) == ("Done", 0, 0, 0), job.messages
		book = Book(data)
		for sheet in book.book.sheetnames:
			for row in book.rows(sheet):
				book.put(sheet, row["row"], "项目编号", "COPY")
		name, other = unique("副本"), unique("副本客户")
		for heading, value in {"项目名称": name, "客户编号": None, "客户名称": other}.items():
			book.put("基础信息", 2, heading, value)
		job = imported(site, book.data())
		assert job.status == "Done", job.messages
		(copy,) = site.get_all("Project Archive", filters={"project_name": name}, pluck="name")
		assert shown(export.workbook([copy], "zh"), OWN) == shown(data, OWN)
