"""Telling people what has happened, by the bell and by mail (the kinds: `people/notices.py`).

Everybody is told in their own language, nobody of what they did themselves, and nobody of a document that
they may not read. Called in jobs, after the commit of what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

import frappe
from client_mgmt.people import team, words
from client_mgmt.people.notices import (
	ALERT,
	ALWAYS,
	BELL,
	LOG,
	MAIL,
	MESSAGE,
	PRIORITY,
	SIGNING,
	UPDATE,
	wants,
)
from client_mgmt.people.viewer import Viewer
from client_mgmt.settings import setting
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, escape_html, get_fullname, get_url, now_datetime

SAVEPOINT = "client_mgmt_telling"
APP = "/client-mgmt"
PAGES = {"Change Request": "change"}  # DocTypes with a page of their own in the web app
ONCE = frozenset({"action_overdue", UPDATE})  # said of one day once, read or not


@dataclass(frozen=True)
class Notice:
	"""Something that happened to a document. `by` is who did it, "" for the schedule; `more` what the
	sentence says besides; `remark` a line of its own, such as a reason, for our own staff alone when it is
	`internal`; `mailed` False where another mail says it."""

	kind: str
	doctype: str
	name: str
	by: str = ""
	more: str = ""
	remark: str = ""
	internal: bool = False
	mailed: bool = True


def sentence(notice: Notice, what: str) -> str:
	"""What a notice says, in the language of the moment; `what` names the document."""
	texts = {
		SIGNING: _("Your signature is wanted: {0}"),
		"signed": _("{1} has signed: {0}"),
		"declined": _("{1} has declined to sign: {0}"),
		"turn": _("{2} waits for you: {0}"),
		"returned": _("{1} has returned {0}"),
		"rejected": _("{1} has rejected {0}"),
		"circulated": _("{1} has circulated {0}"),
		"disputed": _("{1} has disputed {0}"),
		MESSAGE: _("{1} has written about {0}"),
		PRIORITY: _("{1} has confirmed priorities ({2}): {0}"),
		"action": _("{1} has assigned to you: {0}"),
		"action_overdue": _("Your action was due on {2}: {0}"),
		UPDATE: _("The update was due on {2}: {0}"),
		"escalation": _("Emergency: {0}"),
	}
	by = get_fullname(notice.by) if notice.by else ""
	return texts[notice.kind].format(what, by, _(notice.more) if notice.more else "")


def queue(notice: Notice, users: Iterable[str]) -> None:
	"""Tells after the commit: what cannot be told stops nothing."""
	told = sorted(set(users) - {notice.by, "", None})
	if told:
		frappe.enqueue(
			"client_mgmt.integrations.telling.send",
			notice=asdict(notice),
			users=told,
			enqueue_after_commit=True,
		)


def send(notice: dict[str, Any], users: list[str]) -> None:
	"""The job of `queue`."""
	tell(Notice(**notice), users)


def tell(notice: Notice, users: Iterable[str]) -> None:
	"""Rings and mails at once, whoever may read the document; of one that is gone nobody is told. What fails
	for one, by one way, stands in the Error Log and stops no other."""
	if not frappe.db.exists(notice.doctype, notice.name):
		return
	doc = frappe.get_doc(notice.doctype, notice.name)
	for user in readers(doc, set(users) - {notice.by}):
		for way in (_ring, _mail):
			_each(way, notice, doc, user)


def _each(way: Callable[[Notice, Document, str], None], notice: Notice, doc: Document, user: str) -> None:
	frappe.db.savepoint(SAVEPOINT)
	try:
		with words.reading_as(user):
			way(notice, doc, user)
	except Exception:
		frappe.db.rollback(save_point=SAVEPOINT)
		frappe.log_error(_("{0} was not told of {1} {2}").format(user, _(doc.doctype), doc.name))


def readers(doc: Document, users: Iterable[str]) -> list[str]:
	"""Those of `users` who have a login that is enabled and who may read the document."""
	known = {"name": ("in", sorted(filter(None, users)) or [""]), "enabled": 1}
	found = frappe.get_all("User", filters=known, pluck="name", order_by="name")
	return [user for user in found if team.may(doc, "read", user)]


def _ring(notice: Notice, doc: Document, user: str) -> None:
	"""The same once, as long as it is unread."""
	if not wants(user, notice.kind, BELL):
		return
	subject = escape_html(sentence(notice, what(doc)))  # the Desk shows it as HTML
	about = {"for_user": user, "document_type": doc.doctype, "document_name": doc.name, "subject": subject}
	if frappe.db.exists(LOG, about if notice.kind in ONCE else {**about, "read": 0}):
		return
	log = frappe.get_doc({"doctype": LOG, "type": ALERT, "from_user": notice.by or None, **about})
	log.insert(ignore_permissions=True)  # who causes a notice writes it for somebody else


def _mail(notice: Notice, doc: Document, user: str) -> None:
	address = frappe.db.get_value("User", user, "email")
	if not (notice.mailed and address and _mails_to(user) and wants(user, notice.kind, MAIL)):
		return
	said, link = sentence(notice, what(doc)), address_of(doc, signing=notice.kind == SIGNING)
	remark = "" if notice.internal and Viewer(user).client_side else notice.remark
	lines = [escape_html(line) for line in (said, remark) if line]
	lines.append(f'<a href="{escape_html(link)}">{escape_html(link)}</a>')
	if notice.kind not in ALWAYS:
		lines.append(escape_html(_("Which mails you get: {0}").format(get_url(f"{APP}/notices"))))
	frappe.sendmail(
		recipients=[address],
		sender=setting("reminder_sender") or "",
		subject=said,
		message="".join(f"<p>{line}</p>" for line in lines),
		reference_doctype=doc.doctype,
		reference_name=doc.name,
	)


def _mails_to(user: str) -> bool:
	"""The site's own switch (S000-98): nothing goes to a client by itself without one."""
	who = setting("notice_mails")
	return bool(who == "Everybody" or (who != "Nobody" and not Viewer(user).client_side))


def what(doc: Document) -> str:
	"""A document as sentences name it: what it is, its number and its title."""
	field = doc.meta.get_field(doc.meta.title_field) if doc.meta.title_field else None
	title = str(doc.get(field.fieldname) or "") if field and not field.permlevel else ""
	text = f"{_(doc.doctype)} {doc.name}"
	return f"{text} {' '.join(title.split())}" if title and title != doc.name else text


def address_of(doc: Document, signing: bool = False) -> str:
	"""Where the web app shows a document, or has it signed, beginning with the site's own address."""
	slug = doc.doctype.lower().replace(" ", "-")
	place = f"sign/{slug}" if signing else PAGES.get(doc.doctype, f"doc/{slug}")
	return get_url(f"{APP}/{place}/{quote(doc.name, safe='')}")


def clear_old() -> None:
	"""Deletes what was told longer ago than the setting says, read or not; the scheduler calls it daily. The
	ledger keeps what happened."""
	days = setting("notices_kept_days")
	if days:
		before = add_days(now_datetime(), -days)
		frappe.db.delete(LOG, {"type": ALERT, "creation": ("<", before)})
