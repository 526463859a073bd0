"""What is sent back: status, headers and body, and how JSON is written."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.http import HTTP_STATUS_CODES, parse_accept_header

from embedded_host.base.plain import json_default

#: on every response
SECURITY_HEADERS = [
	("X-Content-Type-Options", "nosniff"),
	("X-Frame-Options", "SAMEORIGIN"),
	("Referrer-Policy", "same-origin"),
]
#: bytes from which compressing saves a packet, and zlib's level for what is sent once
WORTH_IT, QUICK = 1400, 1
#: what the host's own pages may load
PAGE_POLICY = (
	"default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
	"script-src 'self' 'nonce-{nonce}'; object-src 'none'; base-uri 'none'; form-action 'self'; "
	"frame-ancestors 'self'"
)
#: what an uploaded file may do when a browser opens it
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; sandbox"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=json_default).encode


@dataclass(slots=True)
class Reply:
	"""One response; `body` is bytes, or an iterable of bytes for files."""

	status: int = 200
	body: bytes | Iterable[bytes] = b""
	headers: list[tuple[str, str]] = field(default_factory=list)

	def send(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
		"""Answers as WSGI asks; a HEAD request gets the headers alone."""
		self._compress(environ.get("HTTP_ACCEPT_ENCODING", ""))
		headers = self.headers + SECURITY_HEADERS
		if isinstance(self.body, bytes):
			headers.append(("Content-Length", str(len(self.body))))
		start_response(f"{self.status} {HTTP_STATUS_CODES.get(self.status, 'Unknown')}", headers)
		if environ["REQUEST_METHOD"] == "HEAD":
			close = getattr(self.body, "close", None)
			if close:
				close()
			return ()
		return (self.body,) if isinstance(self.body, bytes) else self.body

	def _compress(self, accepted: str) -> None:
		"""Text that is worth it goes compressed to who can read it."""
		known = {name.lower(): value for name, value in self.headers}
		if not is_text(known.get("content-type", "")) or "content-encoding" in known:
			return
		if isinstance(self.body, bytes) and len(self.body) >= WORTH_IT:
			self.headers.append(("Vary", "Accept-Encoding"))
			if takes_gzip(accepted):
				self.headers.append(("Content-Encoding", "gzip"))
				self.body = gzip.compress(self.body, QUICK, mtime=0)


def is_text(kind: str) -> bool:
	"""Whether a content type is one that shrinks."""
	return kind.startswith("text/") or any(word in kind for word in ("json", "javascript", "svg", "xml"))


def takes_gzip(accepted: str) -> bool:
	"""Whether a header Accept-Encoding takes gzip."""
	return parse_accept_header(accepted)["gzip"] > 0


def json_bytes(value: Any) -> bytes:
	"""`value` as UTF-8 JSON; datetimes as `YYYY-MM-DD HH:MM:SS.ffffff`, dates as `YYYY-MM-DD`."""
	return _encode(value).encode("utf-8", "replace")


def json_reply(value: Any, status: int = 200) -> Reply:
	"""A JSON response that no cache keeps."""
	return Reply(
		status, json_bytes(value), [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
	)


def html_reply(text: str, status: int = 200, nonce: str = "") -> Reply:
	"""One of the host's own pages; `nonce` admits its inline script."""
	return Reply(
		status,
		text.encode(),
		[
			("Content-Type", "text/html; charset=utf-8"),
			("Cache-Control", "no-store"),
			("Content-Security-Policy", PAGE_POLICY.format(nonce=nonce)),
		],
	)


def redirect(location: str) -> Reply:
	"""302 to a path of this site."""
	return Reply(302, b"", [("Location", location), ("Cache-Control", "no-store")])
