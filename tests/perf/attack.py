"""An attack on a served host, for `make perf-hostile` and tests/acceptance: slow connections, hostile bodies.

Bounded in count and time, and aimed at this machine alone: it comes from addresses of 127.0.0.0/8.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import multiprocessing
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SLOW, STREAMS = 100, 4
DEEP = b'{"a":' * 20_000 + b"1" + b"}" * 20_000
LISTS = json.dumps({"title": "x", "description": "<ul><li>" * 20_000}).encode()
ROWS = json.dumps({"title": "x", "change_items": [{"operation": "Add"}] * 20_000}).encode()
CHANGE = "/api/resource/Change%20Request"
#: path, body; each is sent by a guest, and by who is signed in
BODIES: tuple[tuple[str, bytes], ...] = (
	("/api/method/login", b'{"usr": "' + b"x" * 100_000 + b'"}'),
	("/api/method/ping", b"x" * 1_000_000),
	("/api/method/ping", DEEP),
	(
		"/api/method/client_mgmt.api.survey.answer",
		json.dumps({"token": "x", "answers": "[" * 60_000}).encode(),
	),
	(
		"/api/method/frappe.client.get_list",
		b'{"doctype": "User", "limit_page_length": 1' + b"0" * 50_000 + b"}",
	),
	(CHANGE, LISTS),
	(CHANGE, ROWS),
	("/api/method/frappe.client.insert_many", b'{"docs": ' + b"[" * 200 + b"]" * 200 + b"}"),
)


class Attack:
	"""What was sent and what came of it: `dropped` slow connections, `answers` by status (0: none)."""

	def __init__(self, port: int, token: str = "") -> None:
		self.port, self.token = port, token
		self.opened = self.dropped = 0
		self.answers: Counter[int] = Counter()
		self._over = threading.Event()

	def run(self, seconds: float) -> None:
		"""Attacks for so long."""
		threads = [threading.Thread(target=self._slow, args=(number,)) for number in range(SLOW)]
		threads += [threading.Thread(target=self._stream, args=(number,)) for number in range(STREAMS)]
		for thread in threads:
			thread.start()
		self._over.wait(seconds)
		self._over.set()
		for thread in threads:
			thread.join()

	def _slow(self, number: int) -> None:
		"""A body of 10,000 bytes that comes one byte a second; begun anew where it is given up."""
		while not self._over.is_set():
			with contextlib.suppress(OSError), self._connection(number) as stream:
				self.opened += 1
				stream.sendall(
					b"POST /api/method/ping HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10000\r\n\r\n"
				)
				while not self._over.wait(1.0):
					stream.sendall(b"x")
			self.dropped += not self._over.is_set()
			self._over.wait(0.2)

	def _connection(self, number: int) -> socket.socket:
		return socket.create_connection(("127.0.0.1", self.port), 10, (f"127.0.0.{number % 10 + 2}", 0))

	def _stream(self, number: int) -> None:
		"""One hostile body after another; every second stream is signed in."""
		turn = number
		while not self._over.is_set():
			path, body = BODIES[turn % len(BODIES)]
			self.answers[self._answer(number, path, body)] += 1
			turn += 1

	def _answer(self, number: int, path: str, body: bytes) -> int:
		headers = {"Content-Type": "application/json"}
		if number % 2 and self.token:
			headers["Authorization"] = f"token {self.token}"
		source = (f"127.0.0.{number + 20}", 0)
		connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=source)
		try:
			connection.request("POST", path, body, headers)
			return connection.getresponse().status
		except (OSError, http.client.HTTPException):
			return 0  # the server closes on who goes on sending
		finally:
			connection.close()


@contextmanager
def under_attack(port: int, token: str, seconds: float) -> Iterator[Any]:
	"""An attack in a process of its own, for `seconds`; yields what answers (opened, dropped, answers) at its
	end."""
	context = multiprocessing.get_context("fork")
	ours, theirs = context.Pipe(duplex=False)
	process = context.Process(target=_attack, args=(theirs, port, token, seconds), daemon=True)
	process.start()
	time.sleep(1.0)
	try:
		yield ours
	finally:
		process.join(seconds + 60)


def _attack(pipe: Any, port: int, token: str, seconds: float) -> None:
	attack = Attack(port, token)
	attack.run(seconds)
	pipe.send((attack.opened, attack.dropped, dict(attack.answers)))
