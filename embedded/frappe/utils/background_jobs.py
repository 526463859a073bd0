"""`frappe.enqueue`: see embedded_host/jobs.py, which runs what is queued here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


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
	from embedded_host import jobs

	if now or not is_async:
		return jobs.resolve(method)(**kwargs)
	return jobs.enqueue(method, kwargs, queue=queue, timeout=timeout, job_id=job_id, deduplicate=deduplicate)
