"""The threads that work behind the web server, or in processes of their own: jobs, mail, schedule."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from embedded_host.services import job_runs, jobs, mailer, scheduler, sites
from embedded_host.storage import sqlite

#: seconds after which an idle worker looks for what another process has queued
POLL_SECONDS = 1.0
log = logging.getLogger("client_mgmt.workers")


class Workers:
	"""Threads of one site. `start` them, then `stop` them: each ends what it has begun."""

	def __init__(self, site: str, sites_path: Path) -> None:
		self.site, self.sites_path = site, sites_path
		self._stop = threading.Event()
		self._threads: list[threading.Thread] = []

	def start(self, *, job_threads: int = 1, schedule: bool = True) -> None:
		"""Starts `job_threads` for jobs and one for mail (none of both for 0), and one for the schedule."""
		for number in range(job_threads):
			name = f"{socket.gethostname()}:{os.getpid()}:{number}"
			self._spawn(f"job worker {number}", partial(job_runs.run_next, name), POLL_SECONDS)
		if job_threads:
			self._spawn("mail", mailer.send_next, POLL_SECONDS)
		if schedule:
			self._spawn("schedule", _tick, scheduler.TICK_SECONDS)

	def stop(self, seconds: float = 20.0) -> None:
		"""Lets every thread end its work, up to `seconds` altogether.

		What is cut off is taken up again later.
		"""
		self._stop.set()
		jobs.wake.set()
		for thread in self._threads:
			thread.join(seconds / len(self._threads))

	def _spawn(self, name: str, step: Callable[[], bool], idle_seconds: float) -> None:
		thread = threading.Thread(target=self._loop, args=(name, step, idle_seconds), name=name, daemon=True)
		self._threads.append(thread)
		thread.start()

	def _loop(self, name: str, step: Callable[[], bool], idle_seconds: float) -> None:
		"""Steps at once while there is work; else waits for `jobs.wake`, at most `idle_seconds`."""
		while not self._stop.is_set():
			try:
				with sites.connected(self.site, self.sites_path):
					worked = step()
			except Exception:
				log.exception("%s", name)
				worked = False
			if not worked:
				self._pause(idle_seconds)
		sqlite.close_thread()

	def _pause(self, seconds: float) -> None:
		if seconds > POLL_SECONDS:
			self._stop.wait(seconds)
		elif jobs.wake.wait(seconds):
			jobs.wake.clear()


def _tick() -> bool:
	scheduler.tick()
	return False
