"""Reads a mail: headers, text, day (S004-92). An .eml as bytes, or text as it was pasted.

Bounded before and while parsing: a mail over the limits is refused with MailError, whatever it holds.
Attachments are named, never opened.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from client_mgmt.domain.mail.html_text import text_of_html

MAX_BYTES = 15 * 1024 * 1024
MAX_PARTS = 100
MAX_DEPTH = 10
MAX_DASHED_LINES = 5000
MAX_TEXT = 50_000  # characters read of a text
MAX_HEADER = 2000  # characters read of a header
TOO_LARGE = ("A mail of more than {0} MB is not read: leave its attachments out.", MAX_BYTES // 1048576)
TOO_MANY = ("A mail of more than {0} parts is not read.", MAX_PARTS)
TOO_DEEP = ("A mail whose parts nest deeper than {0} levels is not read.", MAX_DEPTH)
HEADERS = ("From", "To", "Cc", "Subject", "Reply-To", "Organization")
BULK = ("List-Unsubscribe", "List-Id", "Auto-Submitted", "X-Campaign-Id")
CHINESE = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "hz-gb-2312", "gb18030"})
HEAD = re.compile(
	r"\A(?:(?:From|To|Cc|Subject|Date|Received|Message-ID|MIME-Version|Content-Type|Return-Path|X-[\w-]+"
	r"|DKIM-Signature|Reply-To|Sender): ?[^\n]*\n(?:[ \t]+[^\n]*\n)*){2,}",
	re.IGNORECASE,
)


class MailError(ValueError):
	"""A mail that is not read: its argument is a pair of a sentence with `{0}` and its value."""


@dataclass
class Mail:
	"""What was read: `headers` and `text` decoded, `sent` the Date header with the sender's time zone,
	`bulk` for mail that machines send to many, `cut` where the text was longer than is read."""

	text: str
	headers: dict[str, str] = field(default_factory=dict)
	sent: datetime | None = None
	bulk: bool = False
	cut: bool = False
	attachments: list[str] = field(default_factory=list)

	def address(self, header: str) -> tuple[str, str]:
		"""(display name, address in lower case) of the first address in a header; blanks where none is."""
		found = getaddresses([self.headers.get(header, "")])
		return (found[0][0].strip(), found[0][1].strip().lower()) if found else ("", "")


def read(raw: str) -> Mail:
	"""A mail from pasted text, from the source of an .eml, or from an .eml in base64 (a data URL as well).

	Raises MailError for what is empty, larger than 15 MB, or of more than 100 parts or 10 levels.
	"""
	if len(raw) > MAX_BYTES * 4 // 3 + 1000:
		raise MailError(TOO_LARGE)
	content = _from_base64(raw)
	if content is not None:
		return read_eml(content)
	pasted = raw.replace("\r\n", "\n").strip()
	if not pasted:
		raise MailError(("The mail is empty.", ""))
	if HEAD.match(pasted):
		return read_eml(pasted.encode("utf-8", "surrogateescape"))
	return Mail(text=pasted[:MAX_TEXT], cut=len(pasted) > MAX_TEXT)


def read_eml(content: bytes) -> Mail:
	"""A mail from the bytes of an .eml. Raises MailError beyond the limits."""
	_check_size(content)
	try:
		message = message_from_bytes(content)
		parts = list(_leaves(message))
	except (MessageError, RecursionError) as error:
		raise MailError(("This is no mail that can be read: {0}.", type(error).__name__)) from error
	headers = {name: value for name in HEADERS if (value := _header(message, name))}
	text, cut = _text(parts)
	return Mail(
		text=text,
		headers=headers,
		sent=_sent(message),
		bulk=any(name in message for name in BULK)
		or _header(message, "Precedence").lower() in ("bulk", "list", "junk"),
		cut=cut,
		attachments=[name for part in parts if (name := _file_name(part))],
	)


def _from_base64(raw: str) -> bytes | None:
	"""The bytes behind `raw` where it is base64 of something that begins like a mail."""
	body = re.sub(r"\Adata:[\w/+.-]*;base64,", "", raw.strip()[:100]) + raw.strip()[100:]
	compact = re.sub(r"\s", "", body)
	if len(compact) < 16 or len(compact) % 4 or not re.fullmatch(r"[A-Za-z0-9+/_-]+={0,2}", compact):
		return None
	try:
		content = base64.b64decode(compact.replace("-", "+").replace("_", "/"), validate=True)
	except (binascii.Error, ValueError):
		return None
	return content if re.match(rb"\s*[A-Za-z][A-Za-z0-9-]*:|\s*From ", content) else None


def _check_size(content: bytes) -> None:
	"""Counts what would become parts before anything is built from it."""
	if len(content) > MAX_BYTES:
		raise MailError(TOO_LARGE)
	counts = (
		(rb"(?im)^content-type[ \t]*:", MAX_PARTS),
		(rb"(?i)boundary[ \t]*=", MAX_PARTS),
		(rb"(?m)^--[^\s-]", MAX_DASHED_LINES),
	)
	for pattern, most in counts:
		for number, _match in enumerate(re.finditer(pattern, content), 1):
			if number > most:
				raise MailError(TOO_MANY)


def _leaves(message: Message) -> Iterator[Message]:
	"""The parts that hold something, in order; what an attached mail holds stays closed."""
	stack, seen = [(message, 0)], 0
	while stack:
		part, depth = stack.pop()
		seen += 1
		if seen > MAX_PARTS:
			raise MailError(TOO_MANY)
		if depth > MAX_DEPTH:
			raise MailError(TOO_DEEP)
		payload = part.get_payload()
		if part.get_content_maintype() == "message":
			continue
		if isinstance(payload, list):
			stack.extend((child, depth + 1) for child in reversed(payload) if isinstance(child, Message))
		else:
			yield part


def _text(parts: list[Message]) -> tuple[str, bool]:
	"""The text of a mail: its plain parts, or else its HTML read as text; and whether it was cut."""
	bodies = [part for part in parts if not _file_name(part)]
	plain = [_decoded(part) for part in bodies if part.get_content_type() == "text/plain"]
	text = "\n".join(plain).strip()
	if not text:
		text = "\n".join(
			text_of_html(_decoded(part)) for part in bodies if part.get_content_type() == "text/html"
		)
	clean = re.sub(
		r"[\x00-\x08\x0b-\x1f\x7f\u200b\ufeff]", "", text.replace("\r\n", "\n").replace("\xa0", " ")
	).strip()
	return clean[:MAX_TEXT], len(clean) > MAX_TEXT


def _decoded(part: Message) -> str:
	payload = part.get_payload(decode=True)
	content = payload[: MAX_TEXT * 6] if isinstance(payload, bytes) else b""
	return decode(content, str(part.get_content_charset() or ""))


def decode(content: bytes, charset: str = "") -> str:
	"""Text of bytes: in the charset that is named (GB2312 and GBK are read as GB18030, which holds both),
	otherwise as UTF-8 or else GB18030; what cannot be read becomes the replacement character."""
	named = "gb18030" if charset.lower() in CHINESE else charset.lower()
	for name in filter(None, (named if named != "us-ascii" else "", "utf-8", "gb18030")):
		try:
			return content.decode(name)
		except (UnicodeDecodeError, LookupError):
			continue
	return content.decode(named if named == "gb18030" else "utf-8", "replace")


def _header(message: Message, name: str) -> str:
	"""A header on one line, encoded words and raw 8-bit text decoded."""
	for key, value in message.raw_items():
		if key.lower() == name.lower():
			return re.sub(r"\s+", " ", decode_words(str(value)[:MAX_HEADER])).strip()
	return ""


def decode_words(value: str) -> str:
	"""A header's text with its encoded words (=?GB18030?B?…?=) read; text where they are malformed."""
	try:
		raw = value.encode("ascii", "surrogateescape")
	except UnicodeEncodeError:
		return value
	if b"=?" not in raw:
		return decode(raw)
	try:
		pieces = decode_header(decode(raw))
	except (HeaderParseError, ValueError):
		return decode(raw)
	return "".join(
		piece if isinstance(piece, str) else decode(piece, charset or "") for piece, charset in pieces
	)


def _sent(message: Message) -> datetime | None:
	try:
		return parsedate_to_datetime(_header(message, "Date"))
	except (ValueError, TypeError, IndexError, OverflowError):
		return None


def _file_name(part: Message) -> str:
	"""The name of an attached file; "" for the mail's own text."""
	try:
		name = decode_words(str(part.get_filename() or ""))[:140]
		disposition = part.get_content_disposition()
	except (ValueError, LookupError, TypeError):
		return "?"
	return name or ("?" if disposition == "attachment" else "")
