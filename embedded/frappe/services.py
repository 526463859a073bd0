"""Short names for mail, background jobs, logs and expressions."""

from __future__ import annotations

import logging
from typing import Any

from embedded_host.waist import refuse_options
from frappe.context import local

#: Frappe's own, which would become arguments of the job here
_OTHER_JOB_OPTIONS = frozenset(
	"at_front deduplicate event is_async job_id job_name now on_failure on_success".split()
)


def sendmail(*args: Any, **kwargs: Any) -> Any:
	"""Queues a mail in this transaction; see `embedded_host.mailer`."""
	from embedded_host.mailer import sendmail as impl

	return impl(*args, **kwargs)


def enqueue(
	method: str,
	queue: str = "default",
	timeout: int | None = None,
	enqueue_after_commit: bool = False,
	**kwargs: Any,
) -> str:
	"""Queues a call of `method` (a dotted path) with JSON-able `kwargs`; the job's id.

	The job is a row of the same transaction: what rolls back never runs, so `enqueue_after_commit` changes
	nothing. `timeout` is in seconds. See `embedded_host.jobs`, which runs what is queued here.
	"""
	from embedded_host.jobs import enqueue as impl

	refuse_options("frappe.enqueue", kwargs.keys() & _OTHER_JOB_OPTIONS)
	return impl(method, kwargs, queue=queue, timeout=timeout)


def log_error(
	title: str | None = None,
	message: str | None = None,
	reference_doctype: str | None = None,
	reference_name: str | None = None,
) -> Any:
	"""Writes an Error Log; `message` defaults to the traceback of the exception being handled."""
	import traceback

	from frappe.documents import get_doc

	trace = message or traceback.format_exc()
	method = str(title or trace.strip().rsplit("\n", 1)[-1])
	logger().error("%s\n%s", method, trace)
	values = {"doctype": "Error Log", "method": method[:140], "error": trace}
	values.update(reference_doctype=reference_doctype, reference_name=reference_name)
	return get_doc(values).insert(ignore_permissions=True)


def logger(module: str | None = None) -> logging.Logger:
	"""The standard library's logger of `module`."""
	return logging.getLogger(module or "frappe")


def get_traceback() -> str:
	"""The traceback of the exception being handled, as text."""
	import traceback

	return traceback.format_exc()


def safe_eval(code: str, eval_globals: dict[str, Any] | None = None, eval_locals: Any = None) -> Any:
	"""The value of a restricted Python expression; see `embedded_host.sandbox`."""
	from embedded_host.sandbox import evaluate

	return evaluate(code, eval_globals, eval_locals)


def clear_cache(user: str | None = None, doctype: str | None = None) -> None:
	"""Makes every process read metadata, roles and workflows again."""
	from embedded_host.site import raise_generation
	from frappe import cache

	cache.clear()
	if getattr(local, "db", None) is not None:
		raise_generation()
