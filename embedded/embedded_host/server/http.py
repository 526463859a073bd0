"""The web server: granian's HTTP loop in Rust around the application, in this very process.

Why this one, and why in this process: docs/decisions/001-wsgi-server.md.
"""

from __future__ import annotations

import contextlib
import gc
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mt import MTServer

from embedded_host.server.gate import Application, Gate

#: connections that are open at once; what runs is up to the crew
CONNECTIONS = 8192
#: milliseconds in which a request's headers have to be there; bytes of them, and of a body that wait to be
#: read
HEADERS_MS, BUFFER = 10_000, 64 << 10
#: seconds that running requests have at the end
END_SECONDS = 20.0
#: new objects after which Python looks for cycles among them: documents leave few, and looking costs a tenth
MANY_OBJECTS = 20_000


class PortInUse(Exception):
	"""Somebody else listens there."""


class InProcessServer(MTServer):
	"""Granian's threaded server with one worker thread."""

	def __init__(self, ready: Callable[[], None], **options: Any) -> None:
		super().__init__("client_mgmt", **options)
		self._ready = ready

	def _check_gil(self) -> None:
		"""Nothing: the check wants a build without the interpreter's lock, for several worker threads."""

	def signal_handler_interrupt(self, *_signal: Any) -> None:
		"""Asks the main loop to end, once.

		A terminal and a process manager signal the whole group, the supervisor signals again: the handler
		may meet itself and the main thread's own wait, so it takes no lock; another thread does.
		"""
		if not self.interrupt_signal:
			self.interrupt_signal = True
			threading.Thread(target=self.main_loop_interrupt.set).start()

	def startup(self, spawn_target: Any, target_loader: Any) -> None:
		"""Binds, starts the worker, which listens a moment later, and then says so."""
		super().startup(spawn_target, target_loader)
		if _listens(self.bind_addr, self.bind_port):
			self._ready()


def check_port(host: str, port: int) -> None:
	"""Raises PortInUse when something listens at the address already, or it is not ours to take."""
	family = socket.AF_INET6 if ":" in host else socket.AF_INET
	with socket.socket(family, socket.SOCK_STREAM) as probe:
		probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		try:
			probe.bind((host, port))
		except OSError as error:
			raise PortInUse(f"cannot listen on {host}:{port}: {error.strerror}") from error


def _listens(host: str, port: int, seconds: float = 10.0) -> bool:
	"""Waits until connections are taken."""
	reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
	deadline = time.monotonic() + seconds
	while time.monotonic() < deadline:
		with contextlib.suppress(OSError), socket.create_connection((reachable, port), timeout=1):
			return True
		time.sleep(0.005)
	return False


def serve(
	application: Application,
	host: str,
	port: int,
	ready: Callable[[], None],
) -> None:
	"""Serves until SIGTERM or SIGINT; running requests are ended first. Raises PortInUse.

	`ready` is called once when requests are answered. Must run in the main thread.
	"""
	check_port(host, port)
	server = InProcessServer(
		ready,
		address=host,
		port=port,
		interface=Interfaces.RSGI,
		http=HTTPModes.http1,
		http1_settings=HTTP1Settings(header_read_timeout=HEADERS_MS, max_buffer_size=BUFFER),
		websockets=False,
		backpressure=CONNECTIONS,
		log_level=LogLevels.error,
	)
	gate = Gate(application)
	gc.collect()
	gc.freeze()
	gc.set_threshold(MANY_OBJECTS, 20, 20)
	server.serve(target_loader=lambda: gate, wrap_loader=False)
	gate.crew.end(END_SECONDS)
