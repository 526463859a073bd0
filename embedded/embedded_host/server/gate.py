"""Between the web server's event loop and the application, which is WSGI: the loop reads bodies and sends
long answers, threads of the crew run requests.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from embedded_host.server.bodies import Bodies, Refused
from embedded_host.server.crew import Crew

#: seconds in which a client has to take the next piece of an answer
SEND_SECONDS = 60.0
#: seconds after which to come again when too many wait
RETRY_AFTER = 2
#: status, headers and pieces of an answer that the loop has still to send
Rest = tuple[int, list[tuple[str, str]], Iterable[bytes]]
log = logging.getLogger("client_mgmt.server")


class Application(Protocol):
	"""What is served."""

	def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any], /) -> Iterable[bytes]: ...

	def most(self, environ: dict[str, Any]) -> int:
		"""How many bytes a request's body may have, by who asks; headers alone are known."""

	def address(self, environ: dict[str, Any]) -> str:
		"""Who sends, for counting."""


class Gate:
	"""The RSGI application that the server calls, around the site's. Of one event loop."""

	def __init__(self, application: Application) -> None:
		self._application = application
		self.crew = Crew()
		self._bodies = Bodies(self._most)

	async def __call__(self, scope: Any, protocol: Any) -> None:
		"""Answers one request."""
		environ = environ_of(scope)
		try:
			environ["wsgi.input"] = await self._body(protocol, environ)
			rest = await self._in_crew(lambda: self._answer(environ, protocol))
		except Refused as refused:
			_refuse(protocol, refused)
			return
		if rest is not None:
			await asyncio.get_running_loop().create_task(_send(protocol, *rest))

	async def _body(self, protocol: Any, environ: dict[str, Any]) -> Any:
		if environ.get("CONTENT_LENGTH", "0") == "0" and "HTTP_TRANSFER_ENCODING" not in environ:
			return io.BytesIO()
		address = self._application.address(environ)
		reading = self._bodies.read(protocol, environ, address)
		file = await asyncio.get_running_loop().create_task(reading)
		environ["CONTENT_LENGTH"] = str(file.seek(0, io.SEEK_END))
		file.seek(0)
		return file

	async def _most(self, environ: dict[str, Any]) -> int:
		return int(await self._in_crew(lambda: self._application.most(environ)))

	async def _in_crew(self, job: Callable[[], Any]) -> Any:
		"""What `job` returns on a thread of the crew; raises Refused (503) while too many wait."""
		loop = asyncio.get_running_loop()
		done: asyncio.Future[Any] = loop.create_future()

		def run() -> None:
			try:
				result, error = job(), None
			except BaseException as raised:
				result, error = None, raised
			loop.call_soon_threadsafe(_settle, done, result, error)

		if not self.crew.submit(run):
			raise Refused(503, "Too many requests wait. Please come again.")
		return await done

	def _answer(self, environ: dict[str, Any], protocol: Any) -> Rest | None:
		"""Runs the application and sends what is whole; what comes in pieces is for the loop to send."""
		response = _Response()
		try:
			pieces = self._application(environ, response)
		except Exception:
			log.exception("%s %s", environ["REQUEST_METHOD"], environ["PATH_INFO"])
			response("500 Internal Server Error", [])
			pieces = ()
		finally:
			environ["wsgi.input"].close()
		if isinstance(pieces, list | tuple):
			protocol.response_bytes(response.status, response.headers, b"".join(pieces))
			return None
		return response.status, response.headers, pieces


class _Response:
	"""WSGI's `start_response`."""

	status: int
	headers: list[tuple[str, str]]

	def __call__(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
		self.status, self.headers = int(status[:3]), headers


def _settle(done: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
	if done.done():
		return
	if error is None:
		done.set_result(result)
	else:
		done.set_exception(error)


async def _send(protocol: Any, status: int, headers: list[tuple[str, str]], pieces: Iterable[bytes]) -> None:
	"""Sends an answer piece by piece; a client that does not take them is left."""
	try:
		transport = protocol.response_stream(status, headers)
		for piece in pieces:
			await asyncio.wait_for(transport.send_bytes(piece), SEND_SECONDS)
	except (asyncio.TimeoutError, RuntimeError):
		log.info("a client left before its answer was whole")
	finally:
		close = getattr(pieces, "close", None)
		if close:
			close()


def _refuse(protocol: Any, refused: Refused) -> None:
	"""The connection ends with the answer: what is left of the body is not read."""
	headers = [("Content-Type", "text/plain"), ("Connection", "close"), ("X-Content-Type-Options", "nosniff")]
	headers += [("Retry-After", str(RETRY_AFTER))] if refused.status == 503 else []
	protocol.response_bytes(refused.status, headers, refused.text.encode())


#: what every WSGI environment says
_ALWAYS: dict[str, Any] = {
	"SCRIPT_NAME": "",
	"SERVER_SOFTWARE": "client_mgmt",
	"wsgi.version": (1, 0),
	"wsgi.errors": sys.stderr,
	"wsgi.input_terminated": True,
	"wsgi.multithread": True,
	"wsgi.multiprocess": False,
	"wsgi.run_once": False,
}


def environ_of(scope: Any) -> dict[str, Any]:
	"""The WSGI environment of an RSGI scope. A header of several lines is one; a name with `_` is left out,
	as it would pass for the one with `-`."""
	host, _colon, port = scope.server.rpartition(":")
	environ = {
		**_ALWAYS,
		"REQUEST_METHOD": scope.method,
		"PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
		"QUERY_STRING": scope.query_string,
		"SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
		"SERVER_NAME": host,
		"SERVER_PORT": port,
		"REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
		"wsgi.url_scheme": scope.scheme,
	}
	for name, value in scope.headers.items():
		if "_" in name:
			continue
		key = _PLAIN.get(name) or "HTTP_" + name.upper().replace("-", "_")
		known = environ.get(key)
		environ[key] = value if known is None else f"{known}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
	return environ


_PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
