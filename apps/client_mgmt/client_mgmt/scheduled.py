"""How the scheduled jobs go through their rows: what fails with one stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import frappe

Item = TypeVar("Item")
SAVEPOINT = "client_mgmt_scheduled"


def each(items: Iterable[Item], act: Callable[[Item], None], title: str) -> None:
	"""Calls `act` with each item; what it raises undoes that item alone and stands in the Error Log under
	`title`, in which {0} is the item's name."""
	for item in items:
		frappe.db.savepoint(SAVEPOINT)
		try:
			act(item)
		except Exception:
			frappe.db.rollback(save_point=SAVEPOINT)
			frappe.log_error(title.format(getattr(item, "name", item)))
