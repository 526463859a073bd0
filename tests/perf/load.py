"""A load generator of the standard library: keep-alive sockets in processes of their own."""

from __future__ import annotations

import json
import multiprocessing
import random
import socket
import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

#: makes the bytes of request number `i` of client number `c`; None ends the client
MakeRequest = Callable[[int, int], "bytes | None"]


class Failed(Exception):
	"""The server answered a measured request with an error, so the measurement means nothing."""


class Figures(NamedTuple):
	"""What one phase showed; times in milliseconds."""

	clients: int
	requests: int
	median: float
	p95: float
	per_second: float


class Paced(NamedTuple):
	"""What people who open a page now and then meet; milliseconds. `due_p95` counts from when a page was due,
	however late its request went out."""

	people: int
	requests: int
	median: float
	p95: float
	due_p95: float


class Connection:
	"""One HTTP/1.1 connection, opened again when the server closes it; `etag` is the last answer's."""

	def __init__(self, url: str) -> None:
		parts = urlsplit(url)
		self._address = (parts.hostname or "127.0.0.1", parts.port or 80)
		self._socket: socket.socket | None = None
		self.etag = ""

	def ask(self, request: bytes) -> tuple[int, bytes]:
		"""Status and body of the answer."""
		if self._socket is None:
			self._socket = socket.create_connection(self._address, timeout=60)
			self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
		self._socket.sendall(request)
		return self._read(self._socket)

	def _read(self, stream: socket.socket) -> tuple[int, bytes]:
		buffer = b""
		while b"\r\n\r\n" not in buffer:
			block = stream.recv(65536)
			if not block:
				raise Failed("the server closed the connection without an answer")
			buffer += block
		head, _gap, body = buffer.partition(b"\r\n\r\n")
		headers = head.lower()
		length = int(headers.partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0)
		length = 0 if head[9:12] == b"304" else length
		if b"\netag:" in headers:
			self.etag = head[headers.index(b"\netag:") + 6 :].split(b"\r\n", 1)[0].strip().decode()
		while len(body) < length:
			block = stream.recv(65536)
			if not block:
				raise Failed("the server closed the connection within an answer")
			body += block
		if b"connection: close" in headers:
			self.close()
		return int(head[9:12]), body

	def close(self) -> None:
		"""Lets the connection go."""
		if self._socket is not None:
			self._socket.close()
			self._socket = None


def request(
	method: str, url: str, path: str, token: str, body: Any = None, headers: dict[str, str] | None = None
) -> bytes:
	"""The bytes of a request; `path` is already quoted, `body` becomes JSON."""
	content = b"" if body is None else json.dumps(body).encode()
	lines = [
		f"{method} {path} HTTP/1.1",
		f"Host: {urlsplit(url).netloc}",
		f"Authorization: token {token}",
		"Accept: application/json",
		"Content-Type: application/json",
		f"Content-Length: {len(content)}",
		*(f"{name}: {value}" for name, value in (headers or {}).items()),
	]
	return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def measure(url: str, make: MakeRequest, clients: int, seconds: float) -> Figures:
	"""Runs `clients` at once for `seconds` (or until they end); raises Failed at the first error."""
	return _figures(_at_once(clients, lambda number: _run(Connection(url), make, number, seconds)), clients)


def mixed(
	url: str, make: MakeRequest, clients: int, seconds: float, reads: int
) -> tuple[float, float, float]:
	"""p95 of reads and of writes in milliseconds, and requests a second, where each client of several at once
	reads so many times and then writes once."""
	answers = _at_once(clients, lambda number: _run(Connection(url), make, number, seconds, 2 * (reads + 1)))
	begins, ends, lists = zip(*answers, strict=True)
	kinds: tuple[list[float], list[float]] = ([], [])
	for times in lists:
		for number, value in enumerate(times):
			kinds[number % (reads + 1) == reads].append(value * 1000)
	read, write = (_p95(sorted(times)) for times in kinds)
	return read, write, round(sum(map(len, kinds)) / (max(ends) - min(begins)), 1)


def paced(url: str, make: MakeRequest, people: int, every: float, seconds: float) -> Paced:
	"""`people` who each ask once in every `every` seconds, at a moment of their own, for `seconds`."""
	answers = _at_once(people, lambda number: _stroll(Connection(url), make, number, every, seconds))
	times = sorted(value for values, _late in answers for value in values)
	due = sorted(value for _values, late in answers for value in late)
	return Paced(people, len(times), round(statistics.median(times), 2), _p95(times), _p95(due))


def _p95(times: list[float]) -> float:
	return round(times[int(len(times) * 0.95)], 2)


def _at_once(clients: int, work: Callable[[int], Any]) -> list[Any]:
	"""What `work` returns in a process for each client, all begun together."""
	context = multiprocessing.get_context("fork")
	barrier = context.Barrier(clients)
	pipes, processes = [], []
	for number in range(clients):
		ours, theirs = context.Pipe(duplex=False)
		arguments = (theirs, barrier, work, number)
		processes.append(context.Process(target=_client, args=arguments, daemon=True))
		pipes.append(ours)
	for process in processes:
		process.start()
	answers = [pipe.recv() for pipe in pipes]
	for process in processes:
		process.join()
	for answer in answers:
		if isinstance(answer, str):
			raise Failed(answer)
	return answers


def _client(pipe: Any, barrier: Any, work: Callable[[int], Any], number: int) -> None:
	try:
		barrier.wait(30)
		pipe.send(work(number))
	except Exception as error:
		barrier.abort()
		pipe.send(f"{type(error).__name__}: {error}")


def _run(
	connection: Connection, make: MakeRequest, number: int, seconds: float, least: int = 0
) -> tuple[float, float, list[float]]:
	times: list[float] = []
	began = time.perf_counter()
	count = 0
	while time.perf_counter() - began < seconds or count < least:
		wanted = make(number, count)
		if wanted is None:
			break
		sent = time.perf_counter()
		status, body = connection.ask(wanted)
		times.append(time.perf_counter() - sent)
		if status >= 400:
			raise Failed(f"{wanted.splitlines()[0]!r} answered {status}: {body[:400]!r}")
		count += 1
	connection.close()
	return began, time.perf_counter(), times


def _stroll(
	connection: Connection, make: MakeRequest, number: int, every: float, seconds: float
) -> tuple[list[float], list[float]]:
	"""Milliseconds of each answer, and from the moment that it was due."""
	times, late = [], []
	chance = random.Random(number)
	began = time.perf_counter()
	for turn in range(int(seconds / every)):
		due = began + every * (turn + chance.random())
		time.sleep(max(0.0, due - time.perf_counter()))
		sent = time.perf_counter()
		status, body = connection.ask(make(number, turn) or b"")
		now = time.perf_counter()
		if status >= 400:
			raise Failed(f"{status}: {body[:400]!r}")
		times.append((now - sent) * 1000)
		late.append((now - due) * 1000)
	return times, late


def _figures(answers: Iterable[tuple[float, float, list[float]]], clients: int) -> Figures:
	begins, ends, lists = zip(*answers, strict=True)
	times = sorted(value * 1000 for values in lists for value in values)
	return Figures(
		clients,
		len(times),
		round(statistics.median(times), 2),
		_p95(times),
		round(len(times) / (max(ends) - min(begins)), 1),
	)
