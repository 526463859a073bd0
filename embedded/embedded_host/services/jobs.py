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
from embedded_host.base.waist import refuse_options

DEFAULT_TIMEOUT = 300
#: the host's own jobs, by the names under which they are stored
OWN: dict[str, Callable[..., Any]] = {}
#: set when a job or a mail was committed in this process, so that idle workers look at once
wake = threading.Event()
log = logging.getLogger("client_mgmt.jobs")

_INSERT = (
	"INSERT INTO `__Job` (`queue`, `method`, `kwargs`, `user`, `run_after`, `created`, `timeout`)"
	" VALUES (?, ?, ?, ?, ?, ?, ?)"
)
#: Frappe's own options, which would become arguments of the job here
_OTHER_OPTIONS = frozenset(
	"at_front deduplicate event is_async job_id job_name now on_failure on_success".split()
)


def enqueue(
	method: str,
	queue: str = "default",
	timeout: int | None = None,
	enqueue_after_commit: bool = False,
	**kwargs: Any,
) -> str:
	"""Queues a call of `method` (a dotted path) with JSON-able `kwargs` in the running transaction; its id.

	What rolls back never runs, so `enqueue_after_commit` changes nothing. `timeout` is in seconds. Raises
	TypeError for arguments that are not JSON, NotImplementedError for another of Frappe's options.
	"""
	refuse_options("frappe.enqueue", kwargs.keys() & _OTHER_OPTIONS)
	return add(method, kwargs, queue, timeout)


def add(method: str, kwargs: dict[str, Any], queue: str = "default", timeout: int | None = None) -> str:
	"""As `enqueue`, for a method that takes arguments of any name."""
	local.db.ensure_write()
	now = time.time()
	text = json.dumps(kwargs, default=json_default)
	values = (queue, method, text, local.session.user, now, now, timeout or DEFAULT_TIMEOUT)
	row = local.db.execute(_INSERT, values).lastrowid
	local.db.after_commit.add(wake.set)
	return str(row)


def own(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
	"""Decorator: a job of the host itself. Its name is stored, so it stays when the code moves."""

	def register(function: Callable[..., Any]) -> Callable[..., Any]:
		OWN[name] = function
		return function

	return register


def resolve(method: str) -> Callable[..., Any]:
	"""The function at a dotted path of an installed app, or one of the host's own jobs by its name."""
	return OWN[method] if method in OWN else get_attr(method)
