"""Reads a mail account by IMAP over TLS, without changing anything in it."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from typing import Any, NamedTuple

from client_mgmt.integrations import outward

TIMEOUT_SECONDS = 20
MAX_MAILS = 50
MAX_BYTES = 5 * 1024 * 1024
HEADERS = 64 * 1024
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
FOLDER = re.compile(r"[\x20-\x7e]{1,200}")


class Account(NamedTuple):
	"""Where mail lies. `security`: "TLS" from the first byte on, or "STARTTLS"."""

	host: str
	port: int
	security: str
	username: str
	password: str
	folder: str = "INBOX"
	local: bool = False  # the site's config allows this server inside a network


class Received(NamedTuple):
	"""A mail: its number in the folder, when the server received it (UTC), its source, whole unless `cut`:
	of a mail above the limit, the headers alone."""

	uid: int
	at: datetime | None
	source: bytes
	cut: bool


class Batch(NamedTuple):
	"""What was read, oldest first, and the folder's UIDVALIDITY: with another one the numbers start anew."""

	validity: int
	mails: list[Received]


class MailboxError(Exception):
	"""The account could not be read. `kind` is one of inside, certificate, unreached, refused, nonsense; the
	text says more, without the password."""

	def __init__(self, kind: str, text: str) -> None:
		super().__init__(text)
		self.kind = kind


def fetch(
	account: Account, validity: int = 0, after: int = 0, context: ssl.SSLContext | None = None
) -> Batch:
	"""At most 50 mails with a number above `after` (all, where the folder's UIDVALIDITY is not `validity`).

	Raises MailboxError for a server inside a network, and for one that cannot be reached, is not trusted,
	refuses, or answers nonsense.
	"""
	try:
		with _folder(account, context or ssl.create_default_context()) as server:
			now = _validity(server)
			start = after if now == validity else 0
			uids = sorted(uid for uid in _search(server, start + 1) if uid > start)[:MAX_MAILS]
			return Batch(now, [_mail(server, uid) for uid in uids])
	except (imaplib.IMAP4.error, OSError, ValueError, UnicodeError) as error:
		raise MailboxError(_kind(error), _reason(error)) from error


class _Bounded(imaplib.IMAP4_SSL):
	"""Takes no literal above the limit, whatever size a server announces."""

	def __init__(self, account: Account, context: ssl.SSLContext) -> None:
		self.account = account
		super().__init__(account.host, account.port, ssl_context=context, timeout=TIMEOUT_SECONDS)

	def _create_socket(self, timeout: float | None) -> socket.socket:
		return ssl.SSLContext.wrap_socket(self.ssl_context, _socket(self.account), server_hostname=self.host)

	def read(self, size: int) -> bytes:
		if size > MAX_BYTES + HEADERS:
			raise self.abort("a literal above the limit")
		return super().read(size)


class _BoundedPlain(imaplib.IMAP4):
	"""The same before STARTTLS."""

	def __init__(self, account: Account) -> None:
		self.account = account
		super().__init__(account.host, account.port, timeout=TIMEOUT_SECONDS)

	def _create_socket(self, timeout: float | None) -> socket.socket:
		return _socket(self.account)

	def read(self, size: int) -> bytes:
		if size > MAX_BYTES + HEADERS:
			raise self.abort("a literal above the limit")
		return super().read(size)


def _socket(account: Account) -> socket.socket:
	return outward.connect(account.host, account.port, account.local, TIMEOUT_SECONDS)


@contextmanager
def _folder(account: Account, context: ssl.SSLContext) -> Iterator[imaplib.IMAP4]:
	server: imaplib.IMAP4 = (
		_BoundedPlain(account) if account.security == "STARTTLS" else _Bounded(account, context)
	)
	try:
		if account.security == "STARTTLS":
			server.starttls(context)
		server.login(account.username, account.password)
		_expect(server.select(_quoted(account.folder), readonly=True))
		yield server
	finally:
		with suppress(imaplib.IMAP4.error, OSError):
			server.logout()


def _quoted(folder: str) -> str:
	escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
	return f'"{escaped}"'


def _expect(answer: tuple[str, list[Any]]) -> list[Any]:
	status, data = answer
	if status != "OK":
		raise imaplib.IMAP4.error(
			b" ".join(part for part in data if isinstance(part, bytes)).decode("utf-8", "replace")
		)
	return data


def _validity(server: imaplib.IMAP4) -> int:
	_name, data = server.response("UIDVALIDITY")
	return int(data[0]) if data and data[0] else 0


def _search(server: imaplib.IMAP4, first: int) -> list[int]:
	data = _expect(server.uid("SEARCH", f"UID {first}:*"))
	return [int(uid) for uid in (data[0] or b"").split()]


def _mail(server: imaplib.IMAP4, uid: int) -> Received:
	facts = _expect(server.uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)"))
	line = facts[0] if isinstance(facts[0], bytes) else b""
	size = SIZE.search(line)
	cut = not size or int(size[1]) > MAX_BYTES
	part = f"BODY.PEEK[HEADER]<0.{HEADERS}>" if cut else "BODY.PEEK[]"
	data = _expect(server.uid("FETCH", str(uid), f"({part})"))
	source = next((item[1] for item in data if isinstance(item, tuple)), b"")
	return Received(uid, _received(line), source, cut)


def _received(line: bytes) -> datetime | None:
	local = imaplib.Internaldate2tuple(line)
	return datetime(*local[:6]).astimezone(timezone.utc) if local else None


def _kind(error: Exception) -> str:
	kinds: tuple[tuple[type[Exception], str], ...] = (
		(outward.Inside, "inside"),
		(ssl.SSLError, "certificate"),
		(imaplib.IMAP4.abort, "nonsense"),
		(imaplib.IMAP4.error, "refused"),
		(OSError, "unreached"),
	)
	return next((kind for known, kind in kinds if isinstance(error, known)), "nonsense")


def _reason(error: Exception) -> str:
	text = error.args[0] if error.args else ""
	words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(error)
	said = words if isinstance(error, imaplib.IMAP4.error) else f"{type(error).__name__}: {words}"
	return said[:200]
