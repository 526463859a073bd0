"""Short names for mail, background jobs, logs and expressions."""

from __future__ import annotations

import logging
from typing import Any

from frappe.context import local


def sendmail(*args: Any, **kwargs: Any) -> Any:
	"""Queues a mail in this transaction; see `embedded_host.mailer`."""
	from embedded_host.mailer import sendmail as impl

	return impl(*args, **kwargs)


def enqueue(*args: Any, **kwargs: Any) -> Any:
	"""Queues a job; see `embedded_host.jobs`."""
	from frappe.utils.background_jobs import enqueue as impl

	return impl(*args, **kwargs)


def log_error(
	title: str | None = None,
	message: str | None = None,
	reference_doctype: str | None = None,
	reference_name: str | None = None,
	**_ignored: Any,
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


def logger(module: str | None = None, **_ignored: Any) -> logging.Logger:
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
