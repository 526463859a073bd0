"""Bodies of requests, read on the event loop: who sends slowly holds no thread, and not for long.

A body has ten seconds and then has to keep a least rate. One address has a few bodies under way at once; when
it begins more, the one that is nearest to its deadline is given up, which is never one that flows. What is
larger than anybody may send is read only once the application has said who asks, and lies in a file.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from typing import IO, Any

#: bytes that anybody may send: the application is asked about more, and more is not kept in memory
FREE = 64 << 10
#: seconds that every body has; bytes a second that it has to come with afterwards; seconds that none may
#: exceed
GRACE, LEAST_RATE, LONGEST = 10.0, 8 << 10, 600.0
#: bodies under way, of one address and of all; one younger than `SETTLED` seconds is never given up for
#: another
OF_ADDRESS, OF_ALL, SETTLED = 16, 256, 1.0
#: how many bytes a request may send: asked with its environment, once, where it sends more than `FREE`
Most = Callable[[dict[str, Any]], Awaitable[int]]


class Refused(Exception):
	"""A body that is not read to its end: `status` and a sentence for the answer."""

	def __init__(self, status: int, text: str) -> None:
		super().__init__(text)
		self.status, self.text = status, text


class _Body:
	"""One body under way."""

	def __init__(self, address: str, now: float, task: asyncio.Task[Any]) -> None:
		self.address, self.began, self.task, self.received = address, now, task, 0

	def deadline(self) -> float:
		"""When it is given up unless more of it has come."""
		return self.began + min(GRACE + self.received / LEAST_RATE, LONGEST)


class Bodies:
	"""The bodies under way. Of one event loop's thread."""

	def __init__(self, most: Most) -> None:
		self._most = most
		self._under_way: dict[str, set[_Body]] = {}

	async def read(self, chunks: Any, environ: dict[str, Any], address: str) -> IO[bytes]:
		"""The whole body as a file at its beginning; the caller closes it. `chunks` yields its bytes.

		Runs in a task of its own. Raises Refused (400, 408, 413).
		"""
		loop, task = asyncio.get_running_loop(), asyncio.current_task()
		assert task is not None
		body = _Body(address, loop.time(), task)
		self._enter(body)
		timer = loop.call_at(body.deadline(), self._look, body)
		try:
			return await self._fill(body, chunks, environ)
		except asyncio.CancelledError:
			raise Refused(408, "The body came too slowly.") from None
		finally:
			timer.cancel()
			self._leave(body)

	async def _fill(self, body: _Body, chunks: Any, environ: dict[str, Any]) -> IO[bytes]:
		told = int(environ.get("CONTENT_LENGTH") or 0)
		most = await self._admitted(told, FREE, environ)
		file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=FREE)  # noqa: SIM115 - handed on
		try:
			async for chunk in chunks:
				body.received += len(chunk)
				if body.received > most:
					most = await self._admitted(body.received, most, environ)
				file.write(chunk)
			if body.received < told:
				raise Refused(400, "The body ended early.")
			file.seek(0)
		except BaseException:
			file.close()
			raise
		return file

	async def _admitted(self, size: int, most: int, environ: dict[str, Any]) -> int:
		"""How much may come; raises Refused (413) where `size` is more than who asks may send."""
		if size > most == FREE:
			most = max(await self._most(environ), FREE)
		if size > most:
			raise Refused(413, f"The body is larger than the {most >> 10} KB that you may send here.")
		return most

	def _enter(self, body: _Body) -> None:
		own = self._under_way.setdefault(body.address, set())
		own.add(body)
		every = [one for bodies in self._under_way.values() for one in bodies]
		for group, most in ((list(own), OF_ADDRESS), (every, OF_ALL)):
			old = [one for one in group if body.began - one.began >= SETTLED and not one.task.done()]
			if len(group) > most and old:
				min(old, key=_Body.deadline).task.cancel()

	def _leave(self, body: _Body) -> None:
		own = self._under_way[body.address]
		own.discard(body)
		if not own:
			del self._under_way[body.address]

	def _look(self, body: _Body) -> None:
		"""Gives a late body up; looks again later at one that keeps its rate."""
		loop = asyncio.get_running_loop()
		if body not in self._under_way.get(body.address, ()):
			return
		if loop.time() >= body.deadline():
			body.task.cancel()
		else:
			loop.call_at(body.deadline(), self._look, body)
