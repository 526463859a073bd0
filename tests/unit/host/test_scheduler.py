"""Scheduled events: once per slot, whoever looks, and logged."""

from __future__ import annotations

import datetime as dt
import sys
import threading
import types
from typing import Any

import pytest
from tests.unit.host.conftest import SITE, run_all

import frappe
from embedded_host.services import job_runs, jobs, scheduler
from embedded_host.services.sites import connected

pytestmark = pytest.mark.usefixtures("workplace")
TARGET = "frappe.target_of_schedule"
EVENTS = {"hourly": [f"{TARGET}.work"], "cron": {"*/5 * * * *": [f"{TARGET}.work"]}}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[dt.datetime]:
	"""One moment that `tick` takes for now, and two events beside the host's own."""
	now = [dt.datetime(2025, 8, 20, 10, 58)]
	module = types.ModuleType(TARGET)
	module.work, module.fail = lambda: None, lambda: 1 / 0  # type: ignore[attr-defined]
	monkeypatch.setitem(sys.modules, TARGET, module)
	monkeypatch.setattr(scheduler, "now_datetime", lambda: now[0])
	monkeypatch.setattr(scheduler, "_BUILT_IN", ())
	hooks(monkeypatch, EVENTS)
	return now


def hooks(monkeypatch: pytest.MonkeyPatch, events: dict[str, Any]) -> None:
	monkeypatch.setattr(scheduler, "get_hooks", lambda hook=None, default=None: events)


def logged() -> list[tuple[str, str]]:
	found = frappe.get_all("Scheduled Job Log", fields=["scheduled_job_type", "status"], order_by="creation")
	return [(row.scheduled_job_type, row.status) for row in found]


@pytest.mark.parametrize(
	("event", "before", "after"),
	[
		("all", "2025-08-20 10:03:59", "2025-08-20 10:04:00"),
		("hourly", "2025-08-20 10:59:59", "2025-08-20 11:00:00"),
		("daily", "2025-08-20 23:59:59", "2025-08-21 00:00:00"),
		("weekly", "2025-08-23 23:59:59", "2025-08-24 00:00:00"),
		("monthly", "2025-08-31 23:59:59", "2025-09-01 00:00:00"),
		("30 2 * * 1", "2025-08-25 02:29:59", "2025-08-25 02:30:00"),
	],
)
def test_slots(event: str, before: str, after: str) -> None:
	first, second = dt.datetime.fromisoformat(before), dt.datetime.fromisoformat(after)
	assert scheduler.slot(event, first) == scheduler.slot(event, first - dt.timedelta(seconds=90))
	assert scheduler.slot(event, first) != scheduler.slot(event, second)


def test_once_per_slot_and_logged(clock: list[dt.datetime]) -> None:
	assert scheduler.tick() == 0, "a new event waits for its next slot"
	clock[0] = dt.datetime(2025, 8, 20, 11, 0)
	assert [scheduler.tick(), scheduler.tick()] == [2, 0]
	assert run_all() == 2
	assert sorted(logged()) == [
		(f"{TARGET}.work (*/5 * * * *)", "Complete"),
		(f"{TARGET}.work (hourly)", "Complete"),
	]


def test_once_after_a_pause_of_many_slots(clock: list[dt.datetime]) -> None:
	scheduler.tick()
	clock[0] += dt.timedelta(days=3)
	assert [scheduler.tick(), scheduler.tick()] == [2, 0]


def test_once_with_several_schedulers(clock: list[dt.datetime]) -> None:
	scheduler.tick()
	clock[0] += dt.timedelta(hours=1)
	folder, counts, barrier = frappe.local.sites_path, [], threading.Barrier(4)

	def look() -> None:
		with connected(SITE, folder):
			barrier.wait()
			counts.append(scheduler.tick())

	threads = [threading.Thread(target=look) for _number in range(4)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert sorted(counts) == [0, 0, 0, 2]


def test_failure_is_logged_after_the_last_attempt(
	clock: list[dt.datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
	hooks(monkeypatch, {"daily": [f"{TARGET}.fail"]})
	scheduler.tick()
	clock[0] += dt.timedelta(days=1)
	scheduler.tick()
	for _attempt in range(3):
		assert run_all() == 1
		frappe.local.db.execute("UPDATE `__Job` SET `run_after` = 0")
		frappe.db.commit()
	assert logged() == [(f"{TARGET}.fail (daily)", "Failed")]
	assert "ZeroDivisionError" in frappe.get_all("Scheduled Job Log", pluck="details")[0]


def test_scheduler_can_be_switched_off(clock: list[dt.datetime]) -> None:
	scheduler.tick()
	frappe.db.set_value("System Settings", None, "enable_scheduler", 0)
	frappe.local.db.bump_generation()
	frappe.db.commit()
	clock[0] += dt.timedelta(days=1)
	assert scheduler.tick() == 0


def test_unknown_frequency_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
	hooks(monkeypatch, {"hourly_long": [f"{TARGET}.work"]})
	with pytest.raises(NotImplementedError, match="hourly_long"):
		scheduler.tick()


def test_stored_names_of_own_jobs_stay() -> None:
	"""Rows of `__Job` and `__Schedule` that an earlier version wrote still find their functions."""
	assert jobs.resolve("embedded_host.scheduler.run_event") is scheduler.run_event
	assert jobs.resolve("embedded_host.jobs.purge") is job_runs.purge
