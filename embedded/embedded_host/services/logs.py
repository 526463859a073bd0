"""What went wrong: Error Logs, the log, tracebacks."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from embedded_host.model.documents import get_doc


def log_error(
	title: str | None = None,
	message: str | None = None,
	reference_doctype: str | None = None,
	reference_name: str | None = None,
) -> Any:
	"""Writes an Error Log; `message` defaults to the traceback of the exception being handled."""
	trace = message or traceback.format_exc()
	method = str(title or trace.strip().rsplit("\n", 1)[-1])
	logger().error("%s\n%s", method, trace)
	values: dict[str, Any] = {"doctype": "Error Log", "method": method[:140], "error": trace}
	values.update(reference_doctype=reference_doctype, reference_name=reference_name)
	return get_doc(values).insert(ignore_permissions=True)


def logger(module: str | None = None) -> logging.Logger:
	"""The standard library's logger of `module`."""
	return logging.getLogger(module or "frappe")


def get_traceback() -> str:
	"""The traceback of the exception being handled, as text."""
	return traceback.format_exc()
