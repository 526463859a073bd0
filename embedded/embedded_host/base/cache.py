"""`frappe.cache`: values kept in this process, with an optional time to live."""

from __future__ import annotations

import threading
import time
from typing import Any

from embedded_host.base.context import local


class Cache:
	"""A key-value store per site. What must survive a restart belongs into a DocType."""

	def __init__(self) -> None:
		self._values: dict[tuple[str | None, str], tuple[Any, float | None]] = {}
		self._lock = threading.Lock()

	def get_value(self, key: str, *, expires: bool = False) -> Any:
		"""The value of `key`, else None; `expires` (it has a time to live) matters on a bench alone."""
		slot = self._slot(key)
		found = self._values.get(slot)
		if found and (found[1] is None or found[1] > time.monotonic()):
			return found[0]
		if found:
			with self._lock:
				self._values.pop(slot, None)
		return None

	def set_value(self, key: str, val: Any, *, expires_in_sec: float | None = None) -> None:
		"""Keeps `val`, for `expires_in_sec` seconds when given."""
		until = time.monotonic() + expires_in_sec if expires_in_sec else None
		with self._lock:
			self._values[self._slot(key)] = (val, until)

	def delete_value(self, key: str) -> None:
		"""Forgets a key."""
		with self._lock:
			self._values.pop(self._slot(key), None)

	def clear(self) -> None:
		"""Forgets everything of this site."""
		site = getattr(local, "site", None)
		with self._lock:
			for slot in [slot for slot in self._values if slot[0] == site]:
				del self._values[slot]

	@staticmethod
	def _slot(key: str) -> tuple[str | None, str]:
		return getattr(local, "site", None), key


#: `frappe.cache`
cache = Cache()
