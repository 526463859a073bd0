"""Between the web server's threads and the application: whole bodies first, then a turn in order of
arrival.

Many threads wait for bodies, so that who sends slowly holds up nobody; a few requests run, since more would
only fight for the interpreter's lock.
"""

from __future__ import annotations

import io
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: requests that run at once
RUNNING = 4
#: bytes of a body that is awaited before the request runs; a larger one is left to the application
AWAITED = 32 << 20


class Turns:
	"""At most `slots` bodies of `with turns.taken():` run at once.

	A freed slot goes to who has waited longest.
	"""

	def __init__(self, slots: int) -> None:
		self._free = slots
		self._mutex = threading.Lock()
		self._waiting: deque[threading.Lock] = deque()

	@contextmanager
	def taken(self) -> Iterator[None]:
		"""Waits for a slot and holds it."""
		self._take()
		try:
			yield
		finally:
			self._give()

	def _take(self) -> None:
		with self._mutex:
			if self._free:
				self._free -= 1
				return
			called = threading.Lock()
			called.acquire()
			self._waiting.append(called)
		called.acquire()

	def _give(self) -> None:
		with self._mutex:
			if self._waiting:
				self._waiting.popleft().release()
			else:
				self._free += 1


class Gate:
	"""The WSGI application that the server calls, around the site's."""

	def __init__(self, application: Callable[..., Any]) -> None:
		self._application, self._turns = application, Turns(RUNNING)

	def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
		told = int(environ.get("CONTENT_LENGTH") or 0)
		if told <= AWAITED and (told or "HTTP_TRANSFER_ENCODING" in environ):
			body = environ["wsgi.input"].read(told or AWAITED)
			if len(body) < told:
				return _refuse(start_response, "400 Bad Request", b"The body ended early.")
			if not told and len(body) == AWAITED:
				return _refuse(start_response, "413 Content Too Large", b"The body is too large.")
			environ["wsgi.input"] = io.BytesIO(body)
		with self._turns.taken():
			return self._application(environ, start_response)


def _refuse(start_response: Callable[..., Any], status: str, text: bytes) -> list[bytes]:
	start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
	return [text]
