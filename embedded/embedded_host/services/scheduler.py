"""`scheduler_events` of the installed apps: each is due once per slot (an hour, a day, a cron time …), site
time.

The slot that ran last stands in `__Schedule`. Whoever moves it on enqueues the job in the same transaction,
so each event comes once with any number of schedulers, and once after a pause of many slots. A new event
waits for its next slot. How each run ended is a Scheduled Job Log.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from croniter import croniter

from embedded_host.base.apps import get_hooks
from embedded_host.base.context import local
from embedded_host.base.dates import now_datetime
from embedded_host.base.site_facts import system_setting
from embedded_host.model.documents import get_doc
from embedded_host.services import jobs

#: seconds between two looks at the clock; no event comes more often
TICK_SECONDS = 15.0
#: minutes of a slot of `all`, as on a bench
ALL_MINUTES = 4
RUN_EVENT, PURGE = "embedded_host.scheduler.run_event", "embedded_host.jobs.purge"
_FIXED = ("all", "hourly", "daily", "weekly", "monthly")
_BUILT_IN = (("daily", PURGE),)

_STORED = "SELECT `event`, `method`, `slot` FROM `__Schedule`"
_MOVE = (
	"INSERT INTO `__Schedule` (`event`, `method`, `slot`) VALUES (?, ?, ?)"
	" ON CONFLICT (`event`, `method`) DO UPDATE SET `slot` = excluded.`slot`"
)


def events() -> Iterator[tuple[str, str]]:
	"""(event, dotted path) of every scheduled function; the event is a frequency or a cron expression.

	Raises NotImplementedError for a frequency outside the contract.
	"""
	yield from _BUILT_IN
	for frequency, value in get_hooks("scheduler_events", {}).items():
		if frequency == "cron":
			yield from ((expression, path) for expression, paths in value.items() for path in paths)
		elif frequency in _FIXED:
			yield from ((frequency, path) for path in value)
		else:
			raise NotImplementedError(
				f"scheduler event {frequency!r} is outside the contract (docs/waist.md)"
			)


def slot(event: str, now: datetime.datetime) -> str:
	"""The slot that holds the site time `now`: text that differs from slot to slot."""
	if event == "all":
		return now.strftime("%Y-%m-%dT%H:") + f"{now.minute // ALL_MINUTES * ALL_MINUTES:02}"
	if event == "hourly":
		return now.strftime("%Y-%m-%dT%H")
	if event == "daily":
		return now.strftime("%Y-%m-%d")
	if event == "weekly":
		sunday = now.date() - datetime.timedelta(days=now.isoweekday() % 7)
		return f"week of {sunday}"
	if event == "monthly":
		return now.strftime("%Y-%m")
	previous = croniter(event, now + datetime.timedelta(seconds=1)).get_prev(datetime.datetime)
	return str(previous)


def tick() -> int:
	"""Enqueues what is due in the running context; how many jobs that were."""
	now = now_datetime()
	if system_setting("enable_scheduler") == "0" or not any(_moved(now)):
		return 0
	local.db.begin(write=True)
	count = 0
	for event, method, current, is_new in list(_moved(now)):
		local.db.execute(_MOVE, (event, method, current))
		if not is_new:
			jobs.add(RUN_EVENT, {"event": event, "method": method}, queue="scheduled")
			count += 1
	local.db.commit()
	return count


def _moved(now: datetime.datetime) -> Iterator[tuple[str, str, str, bool]]:
	"""(event, method, its slot now, whether it is new) of everything whose stored slot is another."""
	stored = {(event, method): last for event, method, last in local.db.execute(_STORED)}
	for event, method in events():
		current = slot(event, now)
		last = stored.get((event, method))
		if last != current:
			yield event, method, current, last is None


@jobs.own(RUN_EVENT)
def run_event(event: str, method: str) -> None:
	"""The job of one event: calls its function and logs that it ended."""
	jobs.resolve(method)()
	note(event, method, "Complete")


def note(event: str, method: str, status: str, details: str | None = None) -> None:
	"""Writes a Scheduled Job Log in the running transaction; `status` is Complete or Failed."""
	values: dict[str, Any] = {
		"doctype": "Scheduled Job Log",
		"scheduled_job_type": f"{method} ({event})"[:140],
		"status": status,
		"details": details,
	}
	# The framework's own record of its own work: nobody's permission is meant.
	get_doc(values).insert(ignore_permissions=True)
