"""One HTTP POST to an address that people have typed: no private address, no redirect, bounded in time and
size."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from contextlib import suppress
from threading import Timer
from urllib.parse import urlsplit

from client_mgmt.domain.dossier import channels
from client_mgmt.integrations import outward

TIMEOUT = 5.0
WHOLE = 20.0  # seconds for all of it: a receiver that answers byte by byte meets no other limit
MAX_ANSWER = 4096


class NotSent(Exception):
	"""The message did not reach its receiver; the text says why and holds no secret."""


def send(post: channels.Post, local: bool = False) -> tuple[int, str]:
	"""Sends `post` and returns the status and the beginning of the answer.

	The name is resolved once and the connection goes to that very address, which must be public unless the
	receiver is `local`. Raises NotSent.
	"""
	parts = urlsplit(post.url)
	secure = parts.scheme == "https"
	port = parts.port or (443 if secure else 80)
	connection = http.client.HTTPConnection(parts.hostname or "", port, timeout=TIMEOUT)
	query = "&".join(part for part in (parts.query, post.query) if part)
	path = (parts.path or "/") + (f"?{query}" if query else "")
	watch: Timer | None = None
	try:
		connection.sock = connected = _socket(parts.hostname or "", port, secure, local)
		watch = Timer(WHOLE, _cut, [connected])
		watch.start()
		headers = {"Content-Type": "application/json; charset=utf-8"}
		connection.request("POST", path, json.dumps(post.body, ensure_ascii=False).encode(), headers)
		answer = connection.getresponse()
		return answer.status, answer.read(MAX_ANSWER).decode("utf-8", "replace")
	except outward.Inside as error:
		raise NotSent(str(error)) from None
	except (OSError, http.client.HTTPException) as error:
		raise NotSent(type(error).__name__) from None
	finally:
		if watch:
			watch.cancel()
		connection.close()


def _cut(connected: socket.socket) -> None:
	with suppress(OSError):
		connected.shutdown(socket.SHUT_RDWR)


def _socket(host: str, port: int, secure: bool, local: bool) -> socket.socket:
	plain = outward.connect(host, port, local, TIMEOUT)
	if not secure:
		return plain
	try:
		return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
	except OSError:
		plain.close()
		raise
