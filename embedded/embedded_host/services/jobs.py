"""Background jobs: rows of `__Job`, written in the transaction that enqueues them.

What rolls back never runs. `job_runs` runs them.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from embedded_host.base.apps import get_attr
from embedded_host.base.context import local
from embedded_host.base.plain import json_default

DEFAULT_TIMEOUT = 300
#: the host's own jobs, by the names under which they are stored
OWN: dict[str, Callable[..., Any]] = {}
#: set when a job or a mail was committed in this process, so that idle workers look at once
wake = threading.Event()
log = logging.getLogger("client_mgmt.jobs")

_INSERT = (
	"INSERT INTO `__Job` (`queue`, `method`, `kwargs`, `user`, `run_after`, `created`, `timeout`, `job_id`)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_WAITING = "SELECT 1 FROM `__Job` WHERE `job_id` = ? AND `status` IN ('Queued', 'Started')"


def enqueue(
	method: str | Callable[..., Any],
	queue: str = "default",
	timeout: int | None = None,
	event: str | None = None,
	is_async: bool = True,
	job_name: str | None = None,
	now: bool = False,
	enqueue_after_commit: bool = False,
	job_id: str | None = None,
	deduplicate: bool = False,
	**kwargs: Any,
) -> str | Any:
	"""Queues a call of `method` (dotted path or module-level function) with JSON-able `kwargs`; the job's id.

	The job is a row of the same transaction: what rolls back never runs, so `enqueue_after_commit` changes
	nothing. `now` or `is_async=False` calls at once and returns the answer. `timeout` is in seconds.
	`deduplicate` with a `job_id` queues nothing while a job of that id waits or runs.
	"""
	if now or not is_async:
		return resolve(method)(**kwargs)
	return add(method, kwargs, queue=queue, timeout=timeout, job_id=job_id, deduplicate=deduplicate)


def add(
	method: str | Callable[..., Any],
	kwargs: dict[str, Any],
	queue: str = "default",
	timeout: int | None = None,
	job_id: str | None = None,
	deduplicate: bool = False,
) -> str | None:
	"""Adds a job to the running transaction and returns its id, None where `deduplicate` found one waiting.

	Raises TypeError for arguments that are not JSON, ValueError for a function without a dotted path.
	"""
	local.db.ensure_write()
	if deduplicate and job_id and local.db.execute(_WAITING, (job_id,)).fetchone():
		return None
	now = time.time()
	text = json.dumps(kwargs, default=json_default)
	values = (queue, dotted(method), text, local.session.user, now, now, timeout or DEFAULT_TIMEOUT, job_id)
	row = local.db.execute(_INSERT, values).lastrowid
	local.db.after_commit.add(wake.set)
	return job_id or str(row)


def dotted(method: str | Callable[..., Any]) -> str:
	"""The dotted path of a module-level function."""
	if isinstance(method, str):
		return method
	if "<" in method.__qualname__ or "." in method.__qualname__:
		raise ValueError(f"{method.__qualname__} is no module-level function: a job needs a dotted path")
	return f"{method.__module__}.{method.__qualname__}"


def own(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
	"""Decorator: a job of the host itself. Its name is stored, so it stays when the code moves."""

	def register(function: Callable[..., Any]) -> Callable[..., Any]:
		OWN[name] = function
		return function

	return register


def resolve(method: str | Callable[..., Any]) -> Callable[..., Any]:
	"""The function at a dotted path of an installed app, or one of the host's own jobs by its name."""
	if not isinstance(method, str):
		return method
	return OWN[method] if method in OWN else get_attr(method)
