"""A mail as its reader takes it: who wrote when, where the text and its signature lie."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from client_mgmt.domain.language.dates import find_days
from client_mgmt.domain.mail.blocks import Blocks, Span, blocks
from client_mgmt.domain.mail.people import find_email
from client_mgmt.domain.mail.reader import Mail


class Letter:
	"""A mail, or the forwarded one in it: who sent it when, and where its text and signature lie."""

	def __init__(self, mail: Mail, received: datetime | date | None, own: bool) -> None:
		self.text = mail.text
		self.blocks: Blocks = blocks(mail.text, mail.headers.get("Subject", ""))
		self.own = own and not self.blocks.forwarded
		self.subject = mail.headers.get("Subject", "")
		self.subject_source = "header:Subject"
		self.sender, self.address = mail.address("From")
		self.header = mail.headers.get("From", "")
		self.header_source, self.header_at = "header:From", 0
		self.sent = _sent_on(mail.sent, received)
		self._take_forwarded(own)

	def _take_forwarded(self, own: bool) -> None:
		head = self.blocks.forwarded
		if "From" in head:
			span = head["From"]
			self.header, self.header_source, self.header_at = (
				self.text[span.start : span.end],
				"body",
				span.start,
			)
			found = find_email(self.header, 0, len(self.header))
			self.address = found.value if found else ""
			self.sender = re.sub(r"[<\[(].*|[\"']", "", self.header).strip()
		if "Date" in head:
			days = find_days(self.text[head["Date"].start : head["Date"].end], self.sent)
			self.sent = max(days, key=lambda day: day.confidence).value if days else self.sent

	@property
	def body(self) -> Span:
		"""What is said, without the signature."""
		return Span(self.blocks.own.start, min(self.blocks.signature.start, self.blocks.own.end))


def _sent_on(sent: datetime | None, received: datetime | date | None) -> date | None:
	"""The mail's day where it was written: by its Date header in the header's time zone, unless that lies
	after the day of receipt; else the day of receipt."""
	came = received.date() if isinstance(received, datetime) else received
	if sent and came and (sent.date() - came).days > 1:
		return came
	return sent.date() if sent else came


def value(
	found: Any, source: str, start: int | None, end: int | None, confidence: float, **more: Any
) -> dict[str, Any]:
	"""One value with where it comes from. `source`: "header:From", "header:Subject", "signature", "body" or
	"known record"; `start` and `end` are places in that text (header or body)."""
	return {"value": found, "source": source, "start": start, "end": end, "confidence": confidence, **more}
