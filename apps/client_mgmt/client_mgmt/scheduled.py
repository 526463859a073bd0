"""How the scheduled jobs go through their rows: what fails with one stops no other, and whoever writes never
waits long for a job.

A job acts on `BATCH` rows in its transaction and leaves the others to a job of its own in the queue. Each
batch is right by itself; one that was killed is taken up again by the queue, and finds done what is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import frappe

Item = TypeVar("Item")
SAVEPOINT = "client_mgmt_scheduled"
#: rows in one transaction, at 5 to 15 ms of processor each
BATCH = 20


def each(items: Iterable[Item], act: Callable[[Item], None], title: str) -> None:
	"""Calls `act` with each item; what it raises undoes that item alone and stands in the Error Log under
	`title`, in which {0} is the item's name."""
	for item in items:
		frappe.db.savepoint(SAVEPOINT)
		try:
			act(item)
		except Exception:
			frappe.db.rollback(save_point=SAVEPOINT)
			frappe.log_error(title.format(_name(item)))


def in_batches(method: str, items: Sequence[Item], act: Callable[[Item], None], title: str) -> None:
	"""As `each` with the first `BATCH` of `items`, which are in order of their names; for those that are left
	`method` (a dotted path) is queued, which takes `after`, the name to go on behind."""
	each(items[:BATCH], act, title)
	if items[BATCH:]:
		after = _name(items[BATCH - 1])
		frappe.enqueue(method, queue="long", enqueue_after_commit=True, after=after)


def _name(item: object) -> str:
	return str(getattr(item, "name", item))
