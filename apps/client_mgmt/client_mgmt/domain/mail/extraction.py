"""A mail's values for a first dossier, each with where it was found (S004-92..95, trap 1).

Nothing is invented: a field without a source stays None. A person whom the mail greets is on our side, the
sender's firm is the client, 我司 is the sender's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from client_mgmt.domain.language.amounts import find_amounts
from client_mgmt.domain.mail import dates as mail_dates
from client_mgmt.domain.mail.letter import Letter, value
from client_mgmt.domain.mail.project import find_in_subject, find_longer, find_project
from client_mgmt.domain.mail.reader import Mail
from client_mgmt.domain.mail.sender import find_people

FIELDS = tuple(
	"client_name project_name contact_name contact_title contact_phone contact_email "
	"expected_start confirm_by".split()
)
LISTS = ("deadlines", "amounts")
PUBLIC = frozenset(
	"163.com 126.com qq.com foxmail.com sina.com sina.cn sohu.com 139.com 189.cn"
	" gmail.com outlook.com hotmail.com yeah.net "
	"aliyun.com icloud.com vip.163.com yahoo.com live.com".split()
)


@dataclass(frozen=True)
class Known:
	"""Records that the reader of the mail may see. `clients`: rows of name, client_name; `contacts`: rows of
	name, contact_name, email, client, client_name; `own` says that the sender is one of us."""

	clients: tuple[dict[str, str], ...] = ()
	contacts: tuple[dict[str, str], ...] = ()
	own: bool = False


def extract(
	mail: Mail, received: datetime | date | None = None, known: Known | None = None
) -> dict[str, Any]:
	"""The values of a mail: each of FIELDS as `value(...)` or None, each of LISTS as a list of such.

	Dates are ISO text, amounts decimal text with `currency` (None where none is written). `client` and
	`contact` name known records. Mail that machines send to many gives nothing.
	"""
	known = known or Known()
	result: dict[str, Any] = {**dict.fromkeys((*FIELDS, "client", "contact")), **{name: [] for name in LISTS}}
	if mail.bulk:
		return result
	letter = Letter(mail, received, known.own)
	result["project_name"] = _project(letter)
	_dues(letter, result)
	result["amounts"] = list(_amounts(letter))
	if not letter.own:
		find_people(letter, result)
		_recognise(letter, result, known)
	_without_client(result)
	return result


def _project(letter: Letter) -> dict[str, Any] | None:
	candidates = []
	if not letter.blocks.forwarded or "Subject" not in letter.blocks.forwarded:
		subject, source, offset = letter.subject, "header:Subject", 0
	else:
		span = letter.blocks.forwarded["Subject"]
		subject, source, offset = letter.text[span.start : span.end], "body", span.start
	within = (letter.text, letter.body.start, letter.body.end)
	body = find_project(*within) or find_longer(subject, *within)
	if body:
		candidates.append((body[1] + 0.01, value(body[0].value, "body", body[0].start, body[0].end, body[1])))
	named = find_in_subject(subject, letter.text[letter.body.start : letter.body.end])
	if named:
		at, sure = named
		candidates.append((sure, value(at.value, source, at.start + offset, at.end + offset, sure)))
	return (
		max(candidates, key=lambda candidate: (_inside(candidates, candidate), candidate[0]))[1]
		if candidates
		else None
	)


def _inside(candidates: list[tuple[float, dict[str, Any]]], candidate: tuple[float, dict[str, Any]]) -> bool:
	"""Whether another candidate is a piece of this one's name."""
	mine = candidate[1]["value"]
	return any(other[1]["value"] in mine and other[1]["value"] != mine for other in candidates)


def _without_client(result: dict[str, Any]) -> None:
	"""A project's name does not begin with its client's."""
	project, client = result["project_name"], (result["client_name"] or {}).get("value")
	if project and client and project["value"].startswith(client) and len(project["value"]) > len(client) + 1:
		project["value"] = project["value"][len(client) :]
		project["start"] += len(client)


def _dues(letter: Letter, result: dict[str, Any]) -> None:
	for due in mail_dates.find_dues(letter.text, letter.body.start, letter.body.end, letter.sent):
		found = value(due.day.value.isoformat(), "body", due.day.start, due.day.end, due.confidence)
		if due.kind == mail_dates.DEADLINE:
			result["deadlines"].append(found)
		elif result[due.kind] is None:
			result[due.kind] = found


def _amounts(letter: Letter) -> Iterator[dict[str, Any]]:
	for amount in find_amounts(letter.text[: letter.body.end]):
		if amount.start >= letter.body.start:
			text = format(amount.value.quantize(Decimal("0.01")), "f")
			yield value(text, "body", amount.start, amount.end, amount.confidence, currency=amount.currency)


def _recognise(letter: Letter, result: dict[str, Any], known: Known) -> None:
	"""The records that the values mean, and what those records add: a name for an address that is known."""
	address = (result["contact_email"] or {}).get("value")
	contact = next(
		(row for row in known.contacts if address and (row.get("email") or "").lower() == address), None
	)
	if contact:
		result["contact"] = value(contact["name"], "known record", None, None, 0.95)
		_fill(result, "contact_name", contact.get("contact_name"), contact["name"], 0.95)
	client = _client_record(result, contact, address, known)
	if client:
		name, label, confidence = client
		result["client"] = value(name, "known record", None, None, confidence)
		_fill(result, "client_name", label, name, confidence)


def _client_record(
	result: dict[str, Any], contact: dict[str, str] | None, address: str | None, known: Known
) -> tuple[str, str, float] | None:
	said = (result["client_name"] or {}).get("value")
	for row in known.clients:
		if said and same_name(said, row["client_name"]):
			return row["name"], row["client_name"], 0.95
	if said:
		return None
	if contact and contact.get("client"):
		return contact["client"], contact.get("client_name") or "", 0.9
	domain = (address or "").rpartition("@")[2]
	of_domain = {
		(row["client"], row.get("client_name") or "")
		for row in known.contacts
		if domain
		and domain not in PUBLIC
		and row.get("client")
		and (row.get("email") or "").lower().endswith("@" + domain)
	}
	return (*of_domain.pop(), 0.7) if len(of_domain) == 1 else None


def _fill(result: dict[str, Any], name: str, known: str | None, record: str, confidence: float) -> None:
	if known and result[name] is None:
		result[name] = value(known, "known record", None, None, confidence, record=record)


def same_name(one: str, other: str) -> bool:
	"""Whether two firm names are the same but for blanks, case and the width of brackets."""
	return _plain(one) == _plain(other)


def _plain(name: str) -> str:
	return re.sub(r"\s", "", name).replace("（", "(").replace("）", ")").lower()
