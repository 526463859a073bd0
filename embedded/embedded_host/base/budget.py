"""What one request may cost: seconds of its thread's processor time. Jobs and commands have no budget.

Asked where the work goes on: at each document event and statement, and by SQLite during a long one.
"""

from __future__ import annotations

import threading
import time

from embedded_host.base.exceptions import ValidationError
from embedded_host.base.messages import throw
from embedded_host.base.translate import _


class OverBudget(ValidationError):
	"""The request asks for more than one request may cost; nothing of it is done."""

	__module__ = "frappe.exceptions"


_of_thread = threading.local()


def begin(seconds: float) -> None:
	"""From here on this thread may take so long."""
	_of_thread.seconds, _of_thread.until = seconds, time.thread_time() + seconds
	_of_thread.earliest = time.monotonic() + seconds


def end() -> None:
	"""This thread has no budget any more."""
	_of_thread.until = None


def exceeded() -> bool:
	"""Whether the budget of this thread is spent."""
	until = getattr(_of_thread, "until", None)
	if until is None or time.monotonic() < _of_thread.earliest:  # no thread works longer than time goes by
		return False
	return time.thread_time() > until


def check() -> None:
	"""Raises OverBudget (417) when it is."""
	if exceeded():
		refuse()


def refuse() -> None:
	"""Raises OverBudget."""
	throw(
		_("This request would take more than {0} seconds: send less at a time.").format(
			f"{_of_thread.seconds:g}"
		),
		OverBudget,
	)
