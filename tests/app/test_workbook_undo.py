"""Undoing an import: as a whole, while nothing has built on it (S004-70)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.app.test_workbook import BASIC, FINANCE, GOALS, NEEDS, new_dossier
from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, unique
from tests.hosts import Host
from tests.workbooks import METHOD, Book, exported, imported, report, run, typed, upload

from client_mgmt.demo import people


@pytest.fixture(scope="module")
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def undo(session: Api, job: str) -> Any:
	return session.try_call(f"{METHOD}undo_import", job=job)


def made(host: Host, admin: Api, session: Api) -> tuple[str, str, str]:
	"""(job, dossier, client) of an imported new dossier."""
	sheets = new_dossier()
	found = imported(host, session, typed(sheets))
	(name,) = admin.names(PROJECT, project_name=sheets["基础信息"][1][1])
	return found["job"], name, admin.read(PROJECT, name)["client"]


def test_workers_at_one_import_do_each_dossier_once(host: Host, pm: Api) -> None:
	"""One that waited for another's lock sees what that one wrote, and takes nothing for missing."""
	url = upload(pm, typed(new_dossier()))
	job = pm.call(f"{METHOD}import_workbook", file_url=url, mode="apply", on_error="refuse")["job"]
	with ThreadPoolExecutor(3) as workers:
		list(workers.map(lambda _worker: run(host, job), range(3)))
	found = report(pm, job)
	assert (found["status"], found["done"], found["created"] > 0) == ("Done", 1, True)
	assert pm.ok(undo(pm, job))["status"] == "Undone"


def exists(admin: Api, doctype: str, name: str) -> bool:
	return bool(admin.names(doctype, name=name))


def test_what_was_made_is_deleted(host: Host, admin: Api, pm: Api) -> None:
	job, name, client = made(host, admin, pm)
	assert pm.ok(undo(pm, job))["status"] == "Undone"
	assert not exists(admin, PROJECT, name) and not exists(admin, "Client", client)
	assert not admin.names("Requirement", project=name) and not admin.names("Client Contact", client=client)
	refuses(undo(pm, job), 417, "ValidationError", "nothing to undo")


@pytest.mark.parametrize("what", ["edit", "comment", "file", "reference"])
def test_nothing_is_undone_once_somebody_has_built_on_it(
	host: Host, admin: Api, api: Callable[..., Api], pm: Api, what: str
) -> None:
	"""All or nothing; the refusal names what stands in the way."""
	job, name, client = made(host, admin, pm)
	if what == "edit":
		pm.update("Client", client, city="上海")
	elif what == "comment":
		whose = {"reference_doctype": PROJECT, "reference_name": name}
		who = {"comment_email": people.PM.user, "comment_by": people.PM.name}
		pm.call("frappe.desk.form.utils.add_comment", content="看过了", **whose, **who)
	elif what == "file":
		assert pm.upload(PROJECT, name).ok
	else:
		pm.create(PROJECT, project_name=unique("另一项目"), client=client)
	named = client if what in ("edit", "reference") else name
	refuses(undo(pm, job), 417, "ValidationError", named)
	assert exists(admin, PROJECT, name) and exists(admin, "Client", client)
	assert admin.names("Requirement", project=name)


def test_what_was_updated_has_its_values_again(host: Host, admin: Api, make: Factory, pm: Api) -> None:
	client = pm.create("Client", client_name=unique("客户"), employees=80)["name"]
	name = make.dossier(client=client, team=[], goals=[{"goal": "快", "baseline": "5"}])
	need = pm.create("Requirement", project=name, feature="登录", priority="High")["name"]
	book = Book(exported(pm, name))
	book.put(BASIC, 2, "Employees", 90)
	book.put(NEEDS, 2, "Priority", "Low")
	goal = next(row["row"] for row in book.rows(GOALS) if row["Type"] == "Goal")
	book.put(GOALS, goal, "Baseline", "6")
	book.add(GOALS, **{"Type": "Goal", "Project No.": name, "Goal": "省"})
	before = exported(pm, name)
	found = imported(host, pm, book.data())
	assert (found["status"], found["updated"]) == ("Done", 3)
	assert len(admin.read(PROJECT, name)["goals"]) == 2
	assert pm.ok(undo(pm, found["job"]))["status"] == "Undone"
	assert admin.read("Client", client)["employees"] == 80
	assert admin.read("Requirement", need)["priority"] == "High"
	titles = Book(before).book.sheetnames
	assert [Book(before).rows(title) for title in titles] == [
		Book(exported(pm, name)).rows(title) for title in titles
	]


def test_a_contract_amount_that_had_not_been_given_is_none_again(host: Host, admin: Api, pm: Api) -> None:
	"""S004-47 refuses an amount of 0 that somebody gives; S004-70 takes back the one of the workbook."""
	name = pm.create(PROJECT, project_name=unique("项目"))["name"]
	book = Book(exported(pm, name))
	book.put(FINANCE, 2, "Contract Amount", "120万")
	found = imported(host, pm, book.data())
	assert (found["status"], admin.read(PROJECT, name)["contract_amount"]) == ("Done", 1200000)
	assert pm.ok(undo(pm, found["job"]))["status"] == "Undone"
	assert not admin.read(PROJECT, name)["contract_amount"]


def test_the_primary_mark_goes_back(host: Host, admin: Api, make: Factory, pm: Api) -> None:
	"""A new contact that took the mark gives it back to whom it came from."""
	client = pm.create("Client", client_name=unique("客户"))["name"]
	first = pm.create("Client Contact", client=client, contact_name="旧主联系人", phone="13800138000")["name"]
	name = make.dossier(client=client, team=[])
	book = Book(exported(pm, name))
	facts = {
		"Type": "Contact",
		"Contact Name": "新主联系人",
		"Phone": "13900139000",
		"Primary Contact": "Yes",
	}
	book.add("Collaboration", **{"Project No.": name, **facts})
	found = imported(host, pm, book.data())
	assert (found["status"], found["created"]) == ("Done", 1)
	assert not admin.read("Client Contact", first)["is_primary"]
	assert pm.ok(undo(pm, found["job"]))["status"] == "Undone"
	assert admin.names("Client Contact", client=client) == {first}
	assert admin.read("Client Contact", first)["is_primary"]


def test_a_large_import_is_undone_by_a_job(host: Host, admin: Api, pm: Api) -> None:
	sheets = new_dossier()
	sheets["需求明细"] += [["N1", f"功能 {number}", "低", "可以演示"] for number in range(110)]
	found = imported(host, pm, typed(sheets))
	(name,) = admin.names(PROJECT, project_name=sheets["基础信息"][1][1])
	assert pm.ok(undo(pm, found["job"]))["status"] == "Undoing"
	assert exists(admin, PROJECT, name)
	run(host, found["job"])
	assert report(pm, found["job"])["status"] == "Undone"
	assert not exists(admin, PROJECT, name)


def test_only_who_imported_undoes_it(host: Host, admin: Api, api: Callable[..., Api], pm: Api) -> None:
	job, name, _client = made(host, admin, pm)
	for person in (people.OTHER_PM, people.SALES, people.QUALITY, people.DEVELOPER, people.BUSINESS_OWNER):
		refuses(undo(api(person), job), (403, 404))
	assert exists(admin, PROJECT, name)
	assert api(people.MANAGER).ok(undo(api(people.MANAGER), job))["status"] == "Undone"


def test_a_likely_duplicate_is_taken_back_too(host: Host, admin: Api, pm: Api) -> None:
	"""What the system itself noted about a new client stands in nobody's way."""
	name = unique("恒泰物流有限公司")
	pm.create("Client", client_name=name)
	sheets = new_dossier(客户名称=f"{name} ")
	sheets["基础信息"][1][2] = f"北京{name}"
	found = imported(host, pm, typed(sheets))
	(client,) = admin.names("Client", client_name=f"北京{name}")
	assert admin.list("Duplicate Candidate", or_filters={"client_a": client, "client_b": client})
	assert pm.ok(undo(pm, found["job"]))["status"] == "Undone"
	assert not exists(admin, "Client", client)


@pytest.mark.parametrize("error", ["QueryDeadlockError", "QueryTimeoutError"])
def test_a_step_that_met_other_writers_is_taken_again(
	host: Host, admin: Api, pm: Api, monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
	"""S004-70: a deadlock is nothing that a dossier is refused for, and half of it is never stored."""
	from client_mgmt.client_archive.workbook import jobs, unit

	sheets = new_dossier()
	url = upload(pm, typed(sheets))
	job = pm.call(f"{METHOD}import_workbook", file_url=url, mode="apply", on_error="skip")["job"]
	with host.connected() as frappe:
		jobs.run(job)
		frappe.db.commit()
	queued: list[str] = []
	for method in ("write", "document"):
		with host.connected() as frappe, monkeypatch.context() as patch:
			patch.setattr(unit.Unit, method, _raising(getattr(frappe, error)))
			patch.setattr(jobs, "proceed", queued.append)
			jobs.run(job)
			frappe.db.commit()
			assert frappe.db.get_value("Dossier Import", job, "status") in jobs.OPEN
	run(host, job)
	found = report(pm, job)
	assert (found["status"], found["errors"], queued) == ("Done", 0, [job, job])
	assert len(admin.names(PROJECT, project_name=sheets["基础信息"][1][1])) == 1


def _raising(error: type[Exception]) -> Callable[..., None]:
	def act(*_arguments: Any) -> None:
		raise error("other writers")

	return act


def test_a_lost_job_is_taken_up_again(host: Host, pm: Api) -> None:
	"""On a bench the scheduler looks for imports that have been silent for ten minutes."""
	from client_mgmt.client_archive.workbook import jobs

	data = typed(new_dossier())
	job = pm.call(f"{METHOD}import_workbook", file_url=upload(pm, data), mode="dry_run")["job"]
	with host.connected() as frappe:
		frappe.db.set_value("Dossier Import", job, "heartbeat", "2026-01-01 00:00:00")
		jobs.resume()
		heartbeat = frappe.db.get_value("Dossier Import", job, "heartbeat")
		assert (frappe.utils.now_datetime() - heartbeat).total_seconds() < 60
		frappe.db.commit()
	run(host, job)
	assert report(pm, job)["status"] == "Done"
	with host.connected() as frappe:
		jobs.run(job)  # a job that comes twice finds nothing to do
		assert frappe.db.get_value("Dossier Import", job, "done") == 1
