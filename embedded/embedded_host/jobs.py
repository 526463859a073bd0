"""Background jobs: rows of `__Job`, written in the transaction that enqueues them.

What rolls back never runs. A worker claims a row for `LEASE_SECONDS` and renews that while it works; the
job's own writes and its end are one transaction that holds only while the claim does. So a job whose worker
was killed is taken up again, and its writes are never stored twice. A failed job runs again after 30 s and
after 5 min, then it stays `Failed` with an Error Log. A thread cannot be stopped: a job beyond its timeout
is logged and goes on.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import frappe
from embedded_host import site as sites
from embedded_host import sqlite
from frappe.context import local
from frappe.plain import json_default

LEASE_SECONDS = 30.0
RETRY_SECONDS = (30.0, 300.0)
DEFAULT_TIMEOUT = 300
KEEP_SECONDS = 7 * 86400.0

#: set when a job or a mail was committed in this process, so that idle workers look at once
wake = threading.Event()
log = logging.getLogger("client_mgmt.jobs")

_DUE = (
	"SELECT `id`, `queue`, `method`, `kwargs`, `user`, `attempts`, `timeout` FROM `__Job` WHERE"
	" (`status` = 'Queued' AND `run_after` <= :now) OR (`status` = 'Started' AND `lease` <= :now)"
	" ORDER BY `run_after`, `id` LIMIT 1"
)
_CLAIM = (
	"UPDATE `__Job` SET `status` = 'Started', `worker` = ?, `lease` = ?, `started` = ?,"
	" `attempts` = `attempts` + 1 WHERE `id` = ?"
)
_RENEW = "UPDATE `__Job` SET `lease` = ? WHERE `id` = ? AND `worker` = ? AND `status` = 'Started'"
_END = (
	"UPDATE `__Job` SET `status` = ?, `ended` = ?, `error` = ?, `run_after` = ?, `worker` = NULL"
	" WHERE `id` = ? AND `worker` = ? AND `status` = 'Started'"
)
_INSERT = (
	"INSERT INTO `__Job` (`queue`, `method`, `kwargs`, `user`, `run_after`, `created`, `timeout`)"
	" VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_PURGE = "DELETE FROM `__Job` WHERE `status` IN ('Finished', 'Failed') AND `ended` < ?"


class Job(NamedTuple):
	"""A claimed row; `attempts` counts this run."""

	id: int
	queue: str
	method: str
	kwargs: dict[str, Any]
	user: str
	attempts: int
	timeout: int


class LeaseLost(Exception):
	"""Another worker has taken the job up since: this run's writes must not be stored."""


@contextlib.contextmanager
def connected(site: str, sites_path: Any) -> Iterator[None]:
	"""The context of `site` with its database, as Administrator, for the body."""
	sites.init(site, sites_path)
	try:
		sites.connect()
		yield
	finally:
		sites.destroy()


def enqueue(
	method: str,
	kwargs: dict[str, Any],
	queue: str = "default",
	timeout: int | None = None,
) -> str:
	"""Adds a job to the running transaction and returns its id.

	Raises TypeError for arguments that are not JSON.
	"""
	local.db.ensure_write()
	now = time.time()
	text = json.dumps(kwargs, default=json_default)
	values = (queue, method, text, local.session.user, now, now, timeout or DEFAULT_TIMEOUT)
	row = local.db.execute(_INSERT, values).lastrowid
	local.db.after_commit.add(wake.set)
	return str(row)


def resolve(method: str) -> Callable[..., Any]:
	"""The function at a dotted path of an installed app or of the host itself."""
	if method.startswith("embedded_host."):
		module, _dot, name = method.rpartition(".")
		found: Callable[..., Any] = getattr(importlib.import_module(module), name)
		return found
	return frappe.get_attr(method)


def claim(worker: str) -> Job | None:
	"""Takes the job that is due first, or one whose worker stopped renewing its claim; None without one."""
	now = {"now": time.time()}
	if local.db.execute(_DUE, now).fetchone() is None:
		return None
	local.db.begin(write=True)
	row = local.db.execute(_DUE, now).fetchone()
	if row is not None:
		local.db.execute(_CLAIM, (worker, time.time() + LEASE_SECONDS, time.time(), row[0]))
	local.db.commit()
	if row is None:
		return None
	ident, queue, method, kwargs, user, attempts, timeout = row
	return Job(ident, queue, method, json.loads(kwargs), user or "Administrator", attempts + 1, timeout)


def run(job: Job, worker: str) -> bool:
	"""Runs a claimed job to its end or failure; whether it succeeded.

	It writes alone from its first write on.
	"""
	started = time.monotonic()
	try:
		frappe.set_user(job.user)
		resolve(job.method)(**job.kwargs)
		_end(job, worker, "Finished")
		local.db.commit()
	except LeaseLost:
		local.db.rollback()
		log.warning("job %s (%s) was taken up by another worker; this run is dropped", job.id, job.method)
		return False
	except Exception:
		local.db.rollback()
		_fail(job, worker, frappe.get_traceback())
		return False
	finally:
		_note_overrun(job, time.monotonic() - started)
	return True


def _end(job: Job, worker: str, status: str, error: str | None = None, run_after: float = 0.0) -> None:
	values = (status, time.time(), error, run_after, job.id, worker)
	if local.db.execute(_END, values).rowcount != 1:
		raise LeaseLost


def _fail(job: Job, worker: str, trace: str) -> None:
	"""Sets the next attempt, or after the last one an Error Log.

	Nothing where the job has ended all the same.
	"""
	last = job.attempts > len(RETRY_SECONDS)
	reason = trace.strip().rsplit("\n", 1)[-1]
	log.warning("job %s (%s) failed, attempt %s: %s", job.id, job.method, job.attempts, reason)
	local.flags.clear()
	frappe.set_user("Administrator")
	local.db.begin(write=True)
	try:
		if last:
			_end(job, worker, "Failed", trace)
			_report(job, trace)
		else:
			_end(job, worker, "Queued", trace, time.time() + RETRY_SECONDS[job.attempts - 1])
	except LeaseLost:
		local.db.rollback()
		return
	local.db.commit()


def _report(job: Job, trace: str) -> None:
	from embedded_host import scheduler

	frappe.log_error(title=f"Job {job.method} failed", message=trace)
	if job.method == scheduler.RUN_EVENT:
		scheduler.note(job.kwargs["event"], job.kwargs["method"], "Failed", trace)


def _note_overrun(job: Job, seconds: float) -> None:
	if seconds > job.timeout:
		log.warning("job %s (%s) took %.0f s, its timeout is %s s", job.id, job.method, seconds, job.timeout)


def run_next(worker: str) -> bool:
	"""Claims and runs one job in the running context; whether there was one."""
	job = claim(worker)
	if job is None:
		return False
	if job.attempts > len(RETRY_SECONDS) + 1:
		_fail(job, worker, f"Attempt {job.attempts - 1} ended with its worker process.")
		return True
	with renewing(job, worker):
		run(job, worker)
	return True


@contextlib.contextmanager
def renewing(job: Job, worker: str) -> Iterator[None]:
	"""Renews the claim from a thread of its own while the body runs."""
	name, folder = local.site, local.sites_path
	done = threading.Event()

	def renew() -> None:
		while not done.wait(LEASE_SECONDS / 3):
			try:
				with connected(name, folder):
					local.db.begin(write=True)
					local.db.execute(_RENEW, (time.time() + LEASE_SECONDS, job.id, worker))
					local.db.commit()
			except Exception as error:
				log.warning("the claim on job %s could not be renewed: %r", job.id, error)
		sqlite.close_thread()

	thread = threading.Thread(target=renew, name=f"lease of job {job.id}", daemon=True)
	thread.start()
	try:
		yield
	finally:
		done.set()


def run_all(worker: str = "foreground") -> int:
	"""Runs what is due now in the running context (tests, command line); how many jobs that were."""
	count = 0
	while run_next(worker):
		count += 1
	return count


def purge() -> None:
	"""Forgets jobs that ended a week ago; runs daily."""
	local.db.execute(_PURGE, (time.time() - KEEP_SECONDS,))
