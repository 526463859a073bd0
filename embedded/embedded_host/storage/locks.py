"""The lock that the writers of one process queue at, shared out fairly: among those who wait, each who asks
is let in in turn, however much somebody else has queued.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque

from embedded_host.base import turn
from embedded_host.base.exceptions import QueryTimeoutError

#: writers that wait at once; one more is refused
MOST_WAITING = 48


class SiteBusy(QueryTimeoutError):
	"""Others write and did not let go in time, or too many wait already."""

	__module__ = "frappe.exceptions"
	http_status_code = 503
	#: seconds after which to come again
	retry_after = 2


class WriteLock:
	"""One holder at a time. Who waits leaves the turn that the request has (`base/turn.py`)."""

	def __init__(self) -> None:
		self._mutex = threading.Lock()
		self._held, self._count = False, 0
		self._waiting: OrderedDict[str, deque[threading.Lock]] = OrderedDict()

	def acquire(self, who: str, seconds: float) -> bool:
		"""Takes the lock for `who`; False when it was not to be had in time, or too many wait."""
		with self._mutex:
			if not self._held:
				self._held = True
				return True
			if self._count >= MOST_WAITING:
				return False
			called = threading.Lock()
			called.acquire()
			self._waiting.setdefault(who, deque()).append(called)
			self._count += 1
		turn.leave()
		return called.acquire(timeout=seconds) or not self._give_up(who, called)

	def release(self) -> None:
		"""Lets in whose turn it is."""
		with self._mutex:
			if not self._waiting:
				self._held = False
				return
			who, line = self._waiting.popitem(last=False)
			line.popleft().release()
			self._count -= 1
			if line:
				self._waiting[who] = line

	def _give_up(self, who: str, called: threading.Lock) -> bool:
		"""Leaves the queue; False when the lock came at this very moment."""
		with self._mutex:
			line = self._waiting.get(who)
			if line is None or called not in line:
				return False
			line.remove(called)
			self._count -= 1
			if not line:
				del self._waiting[who]
			return True
