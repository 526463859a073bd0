"""Bodies on the event loop: who sends slowly, or too much, holds up nobody."""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from embedded_host.server import bodies
from embedded_host.server.bodies import Bodies, Refused
from embedded_host.server.gate import Gate, environ_of


async def pieces(*chunks: bytes, pause: float = 0.0, forever: bool = False) -> AsyncIterator[bytes]:
	for chunk in chunks:
		yield chunk
		await asyncio.sleep(pause)
	if forever:
		await asyncio.sleep(60)


def read(chunks: Any, told: str = "", most: int = 0) -> bytes:
	"""What a body is read as, where `most` bytes are admitted."""

	async def admitted(_environ: dict[str, Any]) -> int:
		return most

	async def run() -> bytes:
		environ = {"CONTENT_LENGTH": told} if told else {}
		reading = asyncio.create_task(Bodies(admitted).read(chunks, environ, "a"))
		with await asyncio.wait_for(reading, 30) as file:
			return file.read()

	return asyncio.run(run())


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
	"""Deadlines that a test can wait for."""
	monkeypatch.setattr(bodies, "GRACE", 0.3)
	monkeypatch.setattr(bodies, "SETTLED", 0.05)


@pytest.mark.parametrize(
	("chunks", "told", "most"),
	[
		((b"whole",), "5", 0),
		((b"chu", b"nked"), "", 0),
		((b"x" * 70_000,) * 2, "140000", 1 << 20),
		((), "0", 0),
	],
)
def test_whole_bodies_are_read(chunks: tuple[bytes, ...], told: str, most: int) -> None:
	assert read(pieces(*chunks), told, most) == b"".join(chunks)


@pytest.mark.parametrize(
	("chunks", "told", "most", "status"),
	[
		((b"short",), "10", 0, 400),
		((b"x",), "65537", 0, 413),  # told before a byte is read
		((b"x" * 40_000,) * 2, "", 0, 413),
		((b"x" * 100_000,) * 3, "", 200_000, 413),
	],
)
def test_what_is_not_whole_or_too_large_is_refused(
	chunks: tuple[bytes, ...], told: str, most: int, status: int
) -> None:
	with pytest.raises(Refused) as refused:
		read(pieces(*chunks), told, most)
	assert refused.value.status == status


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("pause", [0.0, 0.05])
def test_a_slow_body_is_given_up(pause: float) -> None:
	"""Whether it stops, or comes a byte at a time."""
	with pytest.raises(Refused) as refused:
		read(pieces(*[b"x"] * 100, pause=pause, forever=True), "1000")
	assert refused.value.status == 408


@pytest.mark.usefixtures("hasty")
def test_a_body_that_keeps_its_rate_has_its_time() -> None:
	body = [b"x" * 8192] * 8
	assert len(read(pieces(*body, pause=0.1), str(8 * 8192), 1 << 20)) == 8 * 8192


def test_one_address_has_few_bodies_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
	"""The one nearest to its deadline is given up for the new one, which is read."""
	monkeypatch.setattr(bodies, "SETTLED", 0.05)

	async def run() -> tuple[list[Any], bytes]:
		async def most(_environ: dict[str, Any]) -> int:
			return 0

		under_way = Bodies(most)
		slow = [
			asyncio.create_task(under_way.read(pieces(b"x" * n, forever=True), {"CONTENT_LENGTH": "99"}, "a"))
			for n in range(1, bodies.OF_ADDRESS + 1)
		]
		await asyncio.sleep(0.1)
		other = under_way.read(pieces(b"elsewhere"), {"CONTENT_LENGTH": "9"}, "b")
		(await asyncio.create_task(other)).close()
		assert not any(task.done() for task in slow)
		new = under_way.read(pieces(b"new", pause=0.05), {"CONTENT_LENGTH": "3"}, "a")
		with await asyncio.create_task(new) as file:
			read = file.read()
		gone = [task for task in slow if task.done()]
		for task in slow:
			task.cancel()
		await asyncio.gather(*slow, return_exceptions=True)
		return [slow.index(task) for task in gone], read

	assert asyncio.run(run()) == ([0], b"new")


def test_large_bodies_lie_in_files() -> None:
	"""Twelve unfinished bodies take no memory but that of their first 64 KB."""

	async def run() -> list[Any]:
		async def most(_environ: dict[str, Any]) -> int:
			return 25 << 20

		under_way = Bodies(most)
		body = pieces(*[b"x" * 65_536] * 3)
		file = await asyncio.create_task(under_way.read(body, {"CONTENT_LENGTH": str(3 * 65_536)}, "a"))
		with contextlib.closing(file):
			return [file._rolled, under_way._under_way]  # type: ignore[attr-defined]

	assert asyncio.run(run()) == [True, {}]


# -- what the application is given


def scope(**more: Any) -> Any:
	headers = SimpleNamespace(items=lambda: more.pop("headers", []))
	usual = {"method": "GET", "path": "/", "query_string": "", "http_version": "1.1", "scheme": "http"}
	usual |= {"server": "127.0.0.1:8000", "client": "10.0.0.1:5"}
	return SimpleNamespace(**{**usual, **more, "headers": headers})


def test_headers_cannot_pass_for_others() -> None:
	"""`X_Forwarded_For` is none, and what a request says twice stays twice."""
	sent = [("x_forwarded_for", "1.1.1.1"), ("x-forwarded-for", "a"), ("x-forwarded-for", "b")]
	environ = environ_of(scope(headers=[*sent, ("cookie", "a=1"), ("cookie", "b=2")], path="/中"))
	assert environ["HTTP_X_FORWARDED_FOR"] == "a,b"
	assert environ["HTTP_COOKIE"] == "a=1; b=2"
	assert environ["PATH_INFO"].encode("latin-1").decode() == "/中"
	assert environ["REMOTE_ADDR"] == "10.0.0.1"


class Protocol:
	"""What granian hands over, remembering the answer."""

	def __init__(self, *body: bytes) -> None:
		self.body, self.answer = body, (0, b"")
		self.sent = io.BytesIO()

	def __aiter__(self) -> Any:
		return pieces(*self.body)

	def response_bytes(self, status: int, _headers: Any, body: bytes) -> None:
		self.answer = (status, body)

	def response_stream(self, status: int, _headers: Any) -> Any:
		self.answer = (status, b"")
		return self

	async def send_bytes(self, piece: bytes) -> None:
		self.sent.write(piece)


class Echo:
	"""An application that answers what it was sent: whole, or in pieces."""

	def __init__(self, failing: bool = False, stream: bool = False) -> None:
		self.failing, self.stream = failing, stream

	def __call__(self, environ: dict[str, Any], start: Any) -> Any:
		if self.failing:
			raise ValueError("a mistake")
		start("200 OK", [])
		body = environ["wsgi.input"].read()
		return iter([body, body]) if self.stream else [body]

	def most(self, _environ: dict[str, Any]) -> int:
		return 1 << 20

	def address(self, _environ: dict[str, Any]) -> str:
		return "a"


@pytest.mark.parametrize(
	("application", "status", "body", "sent"),
	[
		(Echo(), 200, b"ab" * 50_000, b""),
		(Echo(stream=True), 200, b"", b"ab" * 100_000),
		(Echo(failing=True), 500, b"", b""),
	],
)
def test_the_gate_answers(application: Any, status: int, body: bytes, sent: bytes) -> None:
	gate, protocol = Gate(application), Protocol(b"ab" * 50_000)
	asyncio.run(gate(scope(method="POST", headers=[("content-length", "100000")]), protocol))
	gate.crew.end(5)
	assert (protocol.answer, protocol.sent.getvalue()) == ((status, body), sent)
