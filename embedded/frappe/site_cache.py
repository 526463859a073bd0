"""`frappe.cache`: values kept in this process, with an optional time to live."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from frappe.context import local


class Cache:
	"""A key-value store per site. What must survive a restart belongs into a DocType."""

	def __init__(self) -> None:
		self._values: dict[tuple[str | None, str], tuple[Any, float | None]] = {}
		self._lock = threading.Lock()

	def __call__(self) -> Cache:
		return self

	def get_value(
		self, key: str, generator: Callable[[], Any] | None = None, user: str | None = None, **_ignored: Any
	) -> Any:
		"""The value of `key`, else what `generator` returns (which is then kept), else None."""
		slot = self._slot(key, user)
		found = self._values.get(slot)
		if found and (found[1] is None or found[1] > time.monotonic()):
			return found[0]
		if found:
			with self._lock:
				self._values.pop(slot, None)
		if generator is None:
			return None
		value = generator()
		self.set_value(key, value, user=user)
		return value

	def set_value(
		self,
		key: str,
		val: Any,
		user: str | None = None,
		expires_in_sec: float | None = None,
		**_ignored: Any,
	) -> None:
		"""Keeps `val`, for `expires_in_sec` seconds when given."""
		until = time.monotonic() + expires_in_sec if expires_in_sec else None
		with self._lock:
			self._values[self._slot(key, user)] = (val, until)

	def delete_value(self, keys: str | list[str], user: str | None = None, **_ignored: Any) -> None:
		"""Forgets one key or several."""
		with self._lock:
			for key in [keys] if isinstance(keys, str) else keys:
				self._values.pop(self._slot(key, user), None)

	def clear(self) -> None:
		"""Forgets everything of this site."""
		site = getattr(local, "site", None)
		with self._lock:
			for slot in [slot for slot in self._values if slot[0] == site]:
				del self._values[slot]

	@staticmethod
	def _slot(key: str, user: str | None) -> tuple[str | None, str]:
		return (getattr(local, "site", None), f"{user}:{key}" if user else key)
