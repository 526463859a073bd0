"""The threads that run requests: few at once, since more would only fight for the interpreter's lock, and in
order of arrival. Who waits for the write lock does so without a turn (`base/turn.py`).

The thread that worked last works next, so that few threads keep a database connection and its cache warm.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable
from queue import Empty, SimpleQueue

from embedded_host.base import turn
from embedded_host.storage import sqlite

#: requests that run at once
RUNNING = 4
#: threads, those that wait for the write lock included
THREADS = 64
#: requests that wait for a turn; one more is refused
QUEUED = 1000
#: seconds after which an idle thread ends
IDLE_SECONDS = 30.0
Job = Callable[[], None]


class Crew:
	"""Runs jobs on threads of its own; a job raises nothing."""

	def __init__(self, running: int = RUNNING, threads: int = THREADS, queued: int = QUEUED) -> None:
		self._free, self._to_hire, self._most_queued, self._ending = running, threads, queued, False
		self._mutex = threading.Lock()
		self._queue: deque[Job] = deque()
		self._idle: list[SimpleQueue[Job | None]] = []
		self._threads: set[threading.Thread] = set()

	@property
	def waiting(self) -> int:
		"""Jobs that have no turn yet."""
		return len(self._queue)

	def submit(self, job: Job) -> bool:
		"""Queues a job; False, and it is not, while too many wait."""
		with self._mutex:
			if len(self._queue) >= self._most_queued:
				return False
			self._queue.append(job)
		self._dispatch()
		return True

	def end(self, seconds: float) -> None:
		"""Lets the threads end what they run, up to `seconds` each."""
		with self._mutex:
			self._ending = True
			idle, threads = self._idle, list(self._threads)
			self._idle = []
		for inbox in idle:
			inbox.put(None)
		for thread in threads:
			thread.join(seconds)

	def _dispatch(self) -> None:
		"""A free turn goes to who has waited longest."""
		with self._mutex:
			if not (self._free and self._queue and (self._idle or self._to_hire)):
				return
			self._free -= 1
			job = self._queue.popleft()
			if self._idle:
				self._idle.pop().put(job)
				return
			self._to_hire -= 1
			thread = threading.Thread(target=self._work, args=(job,), name="request", daemon=True)
			self._threads.add(thread)
		thread.start()

	def _give(self) -> None:
		with self._mutex:
			self._free += 1
		self._dispatch()

	def _work(self, first: Job) -> None:
		inbox: SimpleQueue[Job | None] = SimpleQueue()
		job: Job | None = first
		while job is not None:
			turn.take(self._give)
			job()
			turn.leave()
			job = self._next(inbox)
		sqlite.close_thread()
		with self._mutex:
			self._to_hire += 1
			self._threads.discard(threading.current_thread())

	def _next(self, inbox: SimpleQueue[Job | None]) -> Job | None:
		"""The next job of this thread; None when it is to end."""
		with self._mutex:
			if self._free and self._queue:
				self._free -= 1
				return self._queue.popleft()
			if self._ending:
				return None
			self._idle.append(inbox)
		with contextlib.suppress(Empty):
			return inbox.get(timeout=IDLE_SECONDS)
		with self._mutex:
			if inbox in self._idle:
				self._idle.remove(inbox)
				return None
		return inbox.get()
