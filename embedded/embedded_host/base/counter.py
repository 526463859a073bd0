"""Counting events in a window of time. Counters live in this process."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import Any


class Counter:
	"""Counts events of a key inside a fixed window of seconds; keeps the latest 20,000 keys."""

	def __init__(self) -> None:
		self._lock = threading.Lock()
		self._windows: OrderedDict[Any, list[float]] = OrderedDict()

	def add(self, key: Any, seconds: float) -> int:
		"""Counts one event and returns the number in the current window."""
		now = time.monotonic()
		with self._lock:
			window = self._windows.get(key)
			if window is None or window[0] <= now:
				window = self._windows[key] = [now + seconds, 0]
				while len(self._windows) > 20_000:
					self._windows.popitem(last=False)
			window[1] += 1
			return int(window[1])

	def count(self, key: Any) -> int:
		"""Events of `key` in its current window."""
		window = self._windows.get(key)
		return int(window[1]) if window and window[0] > time.monotonic() else 0

	def forget(self, key: Any) -> None:
		"""Starts `key` anew."""
		with self._lock:
			self._windows.pop(key, None)
