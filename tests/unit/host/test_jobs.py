"""Background jobs: transactional, exactly once, retried, never lost."""

from __future__ import annotations

import sys
import threading
import time
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.host.conftest import SITE, run_all

import frappe
from embedded_host.server.workers import Workers
from embedded_host.services import job_runs, jobs
from embedded_host.services.sites import connected
from frappe import enqueue

pytestmark = pytest.mark.usefixtures("workplace")
TARGET = "frappe.target_of_jobs"


@pytest.fixture(autouse=True)
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
	"""What the functions of the module `frappe.target_of_jobs` were called with."""
	made: list[dict[str, Any]] = []
	module = types.ModuleType(TARGET)

	def note(**kwargs: Any) -> str:
		made.append({"user": frappe.session.user, "flags": dict(frappe.flags), **kwargs})
		_write(str(kwargs.get("title", "x")))
		return "answer"

	def fail(**_kwargs: Any) -> None:
		_write("half done")
		raise frappe.ValidationError("no good")

	module.note, module.fail = note, fail  # type: ignore[attr-defined]
	monkeypatch.setitem(sys.modules, TARGET, module)
	return made


def _write(title: str) -> None:
	frappe.get_doc({"doctype": "Error Log", "method": title}).insert(ignore_permissions=True)


def written(title: str) -> int:
	return frappe.db.count("Error Log", {"method": title})


def rows() -> list[tuple[Any, ...]]:
	return frappe.local.db.execute(
		"SELECT `status`, `attempts`, `worker` FROM `__Job` ORDER BY `id`"
	).fetchall()


def make_due() -> None:
	frappe.local.db.execute("UPDATE `__Job` SET `run_after` = 0, `lease` = 0")
	frappe.db.commit()


def lease() -> float:
	return frappe.local.db.execute("SELECT `lease` FROM `__Job`").fetchone()[0]


def test_runs_what_is_committed_as_who_asked(calls: list[dict[str, Any]]) -> None:
	frappe.set_user("Guest")
	frappe.flags.mine = True
	enqueue(f"{TARGET}.note", title="one", when=frappe.utils.getdate("2025-01-02"))
	frappe.db.commit()
	assert jobs.wake.is_set()
	with connected(SITE, frappe.local.sites_path):
		assert run_all() == 1
		assert calls == [{"user": "Guest", "flags": {}, "title": "one", "when": "2025-01-02"}]
		assert (written("one"), rows()) == (1, [("Finished", 1, None)])


def test_what_rolls_back_never_runs(calls: list[dict[str, Any]]) -> None:
	enqueue(f"{TARGET}.note", enqueue_after_commit=True)
	frappe.db.rollback()
	assert (run_all(), calls, rows()) == (0, [], [])


def test_refuses_what_cannot_be_stored() -> None:
	with pytest.raises(TypeError, match="not JSON"):
		enqueue(f"{TARGET}.note", thing=object())
	with pytest.raises(NotImplementedError, match=r"frappe\.enqueue\(is_async, now\)"):
		enqueue(f"{TARGET}.note", now=True, is_async=False)


def test_failure_is_retried_then_reported() -> None:
	enqueue(f"{TARGET}.fail")
	frappe.db.commit()
	for wait in (30, 300, None):
		began = time.time()
		assert run_all() == 1
		due = frappe.local.db.execute("SELECT `run_after` FROM `__Job`").fetchone()[0]
		assert wait is None or began + wait <= due <= time.time() + wait
		make_due()
	assert (rows()[0][:2], run_all(), written("half done")) == (("Failed", 3), 0, 0)
	log = frappe.get_all("Error Log", fields=["method", "error"])
	assert [row.method for row in log] == [f"Job {TARGET}.fail failed"]
	assert "no good" in log[0].error


def test_job_of_a_dead_worker_is_taken_up_and_stored_once(calls: list[dict[str, Any]]) -> None:
	enqueue(f"{TARGET}.note", title="once")
	frappe.db.commit()
	late = job_runs.claim("killed")
	assert late is not None
	assert job_runs.claim("other") is None, "the claim holds while its lease lasts"
	make_due()
	assert job_runs.run_next("other")
	assert not job_runs.run(late, "killed"), "the first worker was only slow: its writes are dropped"
	assert (len(calls), written("once"), rows()) == (2, 1, [("Finished", 2, None)])


def test_job_that_kills_its_worker_is_given_up() -> None:
	enqueue(f"{TARGET}.note")
	frappe.db.commit()
	for number in range(3):
		assert job_runs.claim(f"worker {number}")
		make_due()
	job_runs.run_next("last")
	assert (rows()[0][:2], written(f"Job {TARGET}.note failed")) == (("Failed", 4), 1)


def test_lease_is_renewed_while_a_job_runs(monkeypatch: pytest.MonkeyPatch) -> None:
	enqueue(f"{TARGET}.note")
	frappe.db.commit()
	job = job_runs.claim("steady")
	assert job is not None
	make_due()
	monkeypatch.setattr(job_runs, "LEASE_SECONDS", 3.0)  # renewed after a third of it
	with job_runs.renewing(job, "steady"):
		deadline = time.monotonic() + 20
		while not lease() and time.monotonic() < deadline:
			time.sleep(0.02)
		assert lease() > time.time()
		assert job_runs.claim("thief") is None
		assert job_runs.run(job, "steady")


@pytest.fixture
def workers(workplace: Path) -> Iterator[Workers]:
	made = Workers(SITE, workplace)
	yield made
	made.stop()


def test_threads_run_each_job_once(workers: Workers, calls: list[dict[str, Any]]) -> None:
	for number in range(40):
		enqueue(f"{TARGET}.note", title=f"job {number}")
	frappe.db.commit()
	workers.start(job_threads=3, schedule=False)
	deadline = time.monotonic() + 20
	while {row[0] for row in rows()} != {"Finished"} and time.monotonic() < deadline:
		time.sleep(0.05)
	assert sorted(call["title"] for call in calls) == sorted(f"job {number}" for number in range(40))
	assert sum(written(f"job {number}") for number in range(40)) == 40


def test_stop_lets_the_running_job_end(workers: Workers, calls: list[dict[str, Any]]) -> None:
	began = threading.Event()

	def slow() -> None:
		began.set()
		time.sleep(0.5)
		sys.modules[TARGET].note(title="ended")

	sys.modules[TARGET].slow = slow  # type: ignore[attr-defined]
	enqueue(f"{TARGET}.slow")
	frappe.db.commit()
	workers.start(schedule=False)
	assert began.wait(10)
	workers.stop()
	assert [call["title"] for call in calls] == ["ended"]
	assert (rows()[0][0], written("ended")) == ("Finished", 1)


def test_old_jobs_are_forgotten() -> None:
	for _number in range(2):
		enqueue(f"{TARGET}.note")
	frappe.db.commit()
	run_all()
	frappe.local.db.execute("UPDATE `__Job` SET `ended` = 1 WHERE `id` = 1")
	job_runs.purge()
	assert len(rows()) == 1
