"""Running background jobs: claimed, renewed, ended, tried again.

A worker claims a row for `LEASE_SECONDS` and renews that while it works; the
job's own writes and its end are one transaction that holds only while the claim does. So a job whose worker
was killed is taken up again, and its writes are never stored twice. A failed job runs again after 30 s and
after 5 min, then it stays `Failed` with an Error Log. A thread cannot be stopped: a job beyond its timeout
is logged and goes on.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from embedded_host.base.context import local, set_user
from embedded_host.services import jobs, scheduler
from embedded_host.services.jobs import log
from embedded_host.services.logs import get_traceback, log_error
from embedded_host.services.sites import connected
from embedded_host.storage import sqlite

LEASE_SECONDS = 30.0
RETRY_SECONDS = (30.0, 300.0)
KEEP_SECONDS = 7 * 86400.0

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
		set_user(job.user)
		jobs.resolve(job.method)(**job.kwargs)
		_end(job, worker, "Finished")
		local.db.commit()
	except LeaseLost:
		local.db.rollback()
		log.warning("job %s (%s) was taken up by another worker; this run is dropped", job.id, job.method)
		return False
	except Exception:
		local.db.rollback()
		_fail(job, worker, get_traceback())
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
	set_user("Administrator")
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
	log_error(title=f"Job {job.method} failed", message=trace)
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


@jobs.own(scheduler.PURGE)
def purge() -> None:
	"""Forgets jobs that ended a week ago; runs daily."""
	local.db.execute(_PURGE, (time.time() - KEEP_SECONDS,))
