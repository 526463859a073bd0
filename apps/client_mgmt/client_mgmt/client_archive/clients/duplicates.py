"""Likely duplicates: told when a client or contact is saved, looked for every night (S004-09, -10, -13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from client_mgmt import scheduled, values
from client_mgmt.domain.clients import credit_code, duplicate_scan
from client_mgmt.domain.clients import duplicates as rules
from client_mgmt.domain.clients.duplicates import Facts, Match
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

CANDIDATE = "Duplicate Candidate"
NEIGHBOURS = 20  # clients on either side in the order of sound
LIMIT = 50  # rows that one sign may bring
COLUMNS = ["name", "client_name", "name_key", "uscc", "merged_into"]
News = tuple[str, str, dict[str, Any]]  # both clients, score and signs; without these: no pair any more


def reason(sign: str) -> str:
	"""Why two clients may be one, in the user's language."""
	sentences = {
		rules.SAME_CODE: _("Same credit code"),
		rules.SAME_MAIL: _("Same e-mail address"),
		rules.SAME_PHONE: _("Same telephone number"),
		rules.SAME_NAME: _("Same name"),
		rules.ELSEWHERE: _("Same name, other region"),
		rules.SAME_SOUND: _("Same pronunciation"),
		rules.SHORT: _("One name is the short form of the other"),
		rules.ALIKE: _("Similar name"),
		rules.SOUNDS_ALIKE: _("Similar pronunciation"),
	}
	return sentences[sign]


def set_keys(client: Document) -> None:
	"""For Client's `before_save`: what its name is compared by."""
	client.name_key = rules.name_key(client.client_name)
	client.name_pinyin = rules.name_sound(client.name_key)


def phone_key(phone: str | None, client: str | None) -> str:
	"""What a contact's number is compared by; a number of a foreign client says its country itself."""
	country = frappe.db.get_value("Client", client, "country") if client else None
	return rules.phone_key(phone, "CN" if credit_code.is_chinese(country) else None)


def check_code(client: Document) -> None:
	"""S004-10: one client a credit code. The other is named to who may see it."""
	if not client.uscc or not values.changed(client, ["uscc"]):
		return
	other = frappe.db.get_value("Client", {"uscc": client.uscc, "name": ("!=", client.name or "")}, "name")
	if not other:
		return
	shown = _visible([other])
	who = f"{other} {shown[other]}" if shown else _("another client of the firm, ask a Client Mgmt Manager")
	message = _("The credit code {0} belongs to {1}.").format(client.uscc, escape_html(who))
	frappe.throw(message, frappe.UniqueValidationError)


def note_client(client: Document) -> None:
	"""For Client's `on_update`: a new name or code is compared, the likely pairs are kept and told."""
	if not engine.is_acting() and values.changed(client, ["name_key", "uscc"]):
		found = likely(rules.facts(client.name, client.client_name, client.uscc))
		_keep(client.name, found)
		_warn(found)


def note_contact(contact: Document) -> None:
	"""For Client Contact's `on_update`: a new number or address is compared with those of other clients, and
	with the other contacts of this one."""
	if engine.is_acting() or not values.changed(contact, ["phone_key", "email", "client"]):
		return
	own = rules.facts(contact.client or "", None, None, [contact.phone_key], [rules.mail_key(contact.email)])
	found = likely(own)
	if contact.client:
		_keep(contact.client, found)
	_warn(found)
	_warn_of_contacts(contact)


def likely(own: Facts) -> dict[str, Match]:
	"""The clients that may be the one of these facts, the likeliest first; `own.name` is left out. A merged
	client counts as the one that it went into."""
	reached = _by_contacts(own)
	rows = {row.name: row for row in _rows(own, list(reached))}
	others = [_stored_facts(row, *reached.get(row.name, ((), ()))) for row in rows.values()]
	found: dict[str, Match] = {}
	for name, match in rules.matches(own, others).items():
		final = rows[name].merged_into or name
		if final != own.name:
			found.setdefault(final, match)
	return found


def _stored_facts(row: Any, phones: Iterable[str], mails: Iterable[str]) -> Facts:
	return rules.facts(row.name, row.client_name, row.uscc, phones, mails, row.name_key)


def _by_contacts(own: Facts) -> dict[str, tuple[list[str], list[str]]]:
	"""Clients whose contacts share a number or address: the numbers and addresses that they share."""
	signs = {"phone_key": ("in", sorted(own.phones)), "email": ("in", sorted(own.mails))}
	wanted = {field: value for field, value in signs.items() if value[1]}
	if not wanted:
		return {}
	rows = frappe.get_all(
		"Client Contact", or_filters=wanted, fields=["client", "phone_key", "email"], limit=LIMIT
	)
	found: dict[str, tuple[list[str], list[str]]] = {}
	for row in rows:
		phones, mails = found.setdefault(row.client or "", ([], []))
		phones.append(row.phone_key)
		mails.append(rules.mail_key(row.email))
	found.pop("", None)
	return found


def _rows(own: Facts, reached: list[str]) -> Iterable[Any]:
	"""The clients to compare with: those of equal keys, those next to it in the order of sound, where the
	near ones stand whatever the number of clients, and those reached by their contacts."""
	if reached:
		yield from frappe.get_all("Client", filters={"name": ("in", reached)}, fields=COLUMNS)
	equal: dict[str, Any] = {}
	if own.code:
		equal["uscc"] = own.code
	if own.key:
		equal |= {"name_key": ("in", [own.key, *rules.prefixes(own.key)]), "name_pinyin": own.sound}
	if equal:
		yield from frappe.get_all("Client", or_filters=equal, fields=COLUMNS, limit=LIMIT)
	if own.key:
		for side, order in (">", "asc"), ("<", "desc"):
			yield from frappe.get_all(
				"Client",
				filters={"name_pinyin": (side, own.sound)},
				fields=COLUMNS,
				order_by=f"name_pinyin {order}",
				limit=NEIGHBOURS,
			)


def _visible(names: Iterable[str]) -> dict[str, str]:
	"""Name → client's name of those that the session's user may see."""
	wanted = {"name": ("in", list(names))}
	rows = frappe.get_all("Client", filters=wanted, fields=["name", "client_name"])
	return {row.name: row.client_name for row in rows if frappe.has_permission("Client", "read", row.name)}


def for_caller(found: Mapping[str, Match]) -> dict[str, Any]:
	"""`{matches: [{client, client_name, score, reasons}], others}`: what the caller may see of them, reasons
	in their language, and whether there are others, of which nothing is told."""
	shown = _visible(found) if found else {}
	matches = [
		{
			"client": name,
			"client_name": shown[name],
			"score": match.score,
			"reasons": [reason(sign) for sign in match.reasons],
		}
		for name, match in found.items()
		if name in shown
	]
	return {"matches": matches, "others": len(shown) < len(found)}


def _warn(found: Mapping[str, Match]) -> None:
	told = for_caller(found)
	lines = [
		escape_html(f"{row['client']} {row['client_name']}: {', '.join(row['reasons'])}")
		for row in told["matches"]
	]
	if told["others"]:
		lines.append(_("another client of the firm, ask a Client Mgmt Manager"))
	if lines:
		frappe.msgprint("<br>".join([_("This client may be known already:"), *lines]))


def _warn_of_contacts(contact: Document) -> None:
	signs = {"phone_key": contact.phone_key, "email": contact.email}
	wanted = {field: value for field, value in signs.items() if value}
	if not contact.client or not wanted:
		return
	found = frappe.get_all(
		"Client Contact",
		filters={"client": contact.client, "name": ("!=", contact.name)},
		or_filters=wanted,
		fields=["name", "contact_name"],
		limit=LIMIT,
	)
	rows = [row for row in found if frappe.has_permission("Client Contact", "read", row.name)]
	if rows:
		lines = [escape_html(f"{row.name} {row.contact_name}") for row in rows]
		frappe.msgprint("<br>".join([_("This contact may be known already:"), *lines]))


def _pair(one: str, other: str) -> tuple[str, str]:
	first, second = sorted((one, other))
	return first, second


def _keep(name: str, found: Mapping[str, Match]) -> None:
	keys = ["|".join(_pair(name, other)) for other in found]
	about = {"pair_key": ("in", keys)}
	known = set(frappe.get_all(CANDIDATE, filters=about, pluck="pair_key")) if keys else set()
	for key, (other, match) in zip(keys, found.items(), strict=True):
		if key not in known:
			_insert(_pair(name, other), _facts_of(match))


def _insert(pair: tuple[str, str], facts: dict[str, Any]) -> None:
	values_ = {"client_a": pair[0], "client_b": pair[1], "pair_key": "|".join(pair), **facts}
	with engine.acting():
		candidate = frappe.get_doc({"doctype": CANDIDATE, "status": "Open", **values_})
		candidate.insert(ignore_permissions=True)  # the system notes what it found, no person


def _facts_of(match: Match) -> dict[str, Any]:
	return {"score": match.score, "signs": "\n".join(match.reasons)}


def forget(client: str) -> None:
	"""For Client's `on_trash`: its pairs go with it."""
	for side in ("client_a", "client_b"):
		_delete(frappe.get_all(CANDIDATE, filters={side: client}, pluck="name"))


def _delete(names: Iterable[str]) -> None:
	with engine.acting():
		for name in names:
			frappe.delete_doc(CANDIDATE, name, ignore_permissions=True)  # the system takes back its own note


def scan() -> None:
	"""Scheduled daily: compares all clients, adds new pairs, brings the open ones up to date and takes back
	those that are no more. What somebody has decided stays."""
	found = duplicate_scan.pairs(all_facts())
	fields = ["client_a", "client_b", "pair_key", "status", "score", "signs"]
	known = {row.pair_key: row for row in frappe.get_all(CANDIDATE, fields=fields)}
	news: list[News] = []
	for pair, match in found.items():
		row, facts = known.pop("|".join(pair), None), _facts_of(match)
		if not row or (row.status == "Open" and facts != {"score": row.score, "signs": row.signs}):
			news.append((*pair, facts))
	news += [(row.client_a, row.client_b, {}) for row in known.values() if row.status == "Open"]
	note(news[: scheduled.BATCH])
	for start in range(scheduled.BATCH, len(news), scheduled.BATCH):
		batch = news[start : start + scheduled.BATCH]
		frappe.enqueue(f"{__name__}.note", queue="long", enqueue_after_commit=True, news=batch)


def note(news: list[News]) -> None:
	"""Writes what a scan found of some pairs: a job of its own for each batch."""
	scheduled.each(news, _note, _("The likely duplicates {0} were not noted"))


def _note(pair: News) -> None:
	first, second, facts = pair
	about = {"pair_key": f"{first}|{second}"}
	row = frappe.db.get_value(CANDIDATE, about, ["name", "status"], as_dict=True, for_update=True)
	if not row and facts:
		_insert((first, second), facts)
	elif row and row.status == "Open" and facts:
		frappe.db.set_value(CANDIDATE, row.name, facts)
	elif row and row.status == "Open":
		_delete([row.name])


def all_facts() -> list[Facts]:
	"""What is compared of every client that is not merged, in the order in which they were entered."""
	phones: dict[str, list[str]] = {}
	mails: dict[str, list[str]] = {}
	for row in frappe.get_all("Client Contact", fields=["client", "phone_key", "email"]):
		phones.setdefault(row.client, []).append(row.phone_key)
		mails.setdefault(row.client, []).append(rules.mail_key(row.email))
	return [
		_stored_facts(row, phones.get(row.name, ()), mails.get(row.name, ()))
		for row in frappe.get_all("Client", fields=COLUMNS, order_by="creation asc, name asc")
		if not row.merged_into
	]
