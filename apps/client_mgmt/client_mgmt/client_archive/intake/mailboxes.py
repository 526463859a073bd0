"""Mail accounts that are read by IMAP: each mail waits until its receiver confirms its values (S004-92)."""

from __future__ import annotations

import base64
import ssl
from typing import Any

import frappe
from client_mgmt.client_archive.intake import mail_drafts
from client_mgmt.domain.mail import reader as mails
from client_mgmt.domain.workflow.reasons import weight
from client_mgmt.integrations import imap
from client_mgmt.people import staff as people
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.utils import cint, now_datetime

MAILBOX, MAIL = "Dossier Mailbox", "Incoming Mail"
READ = "client_mgmt.client_archive.intake.mailboxes.read"
NEW, ACCEPTED, DISMISSED, UNREADABLE = "New", "Accepted", "Dismissed", "Unreadable"
CONFIG_KEY = "client_mgmt_local_mail_servers"  # of the site's config: a list of host:port
SHOWN = 140  # characters of a Data column


def read_all() -> None:
	"""Has every enabled account read in the background; the scheduler calls it hourly."""
	for name in frappe.get_all(MAILBOX, filters={"enabled": 1}, pluck="name"):
		enqueue(name)


def enqueue(name: str) -> None:
	"""Has one account read after this transaction."""
	frappe.enqueue(READ, queue="default", enqueue_after_commit=True, name=name)


def read(name: str) -> int:
	"""Takes what is new in an account and answers how many mails that were. What hinders it stands in the
	account's `last_error`. Nothing is locked while the server is asked."""
	box = frappe.get_doc(MAILBOX, name)
	seen = (box.uid_validity or "", box.last_uid or "")
	try:
		batch = imap.fetch(_account(box), cint(box.uid_validity), cint(box.last_uid), _trust())
	except imap.MailboxError as error:
		_note(name, seen, {"last_error": _sentence(box, error)})
		return 0
	last = batch.mails[-1].uid if batch.mails else cint(box.last_uid)
	told = {"last_error": "", "uid_validity": str(batch.validity), "last_uid": str(last)}
	if not _note(name, seen, told):
		return 0
	return sum(_keep(box, batch.validity, mail) for mail in batch.mails)


def _account(box: Any) -> imap.Account:
	local = f"{box.host}:{box.port}" in list(frappe.conf.get(CONFIG_KEY) or [])
	return imap.Account(
		box.host, box.port, box.security, box.username, box.get_password("password"), box.folder, local
	)


def _sentence(box: Any, error: imap.MailboxError) -> str:
	"""What hinders, as a person reads it; of a server that refuses, its own words too."""
	sentences = {
		"inside": _("{0} lies inside a network. The site's config names such mail servers: {1}."),
		"certificate": _("The certificate of {0} is not trusted. It was told no password."),
		"unreached": _("{0} does not answer. Check its name and port."),
		"refused": _("{0} refused the user name, the password or the folder."),
		"nonsense": _("{0} does not answer as a mail server does."),
	}
	place = f"{box.host}:{box.port}"
	text = sentences[error.kind].format(place, CONFIG_KEY)
	return f"{text} ({error})" if error.kind == "refused" else text


def _trust() -> ssl.SSLContext:
	"""The machine's certificates, and those of `mailbox_ca_file` in the site config."""
	context = ssl.create_default_context()
	if frappe.conf.get("mailbox_ca_file"):
		context.load_verify_locations(frappe.conf.get("mailbox_ca_file"))
	return context


def _note(name: str, seen: tuple[str, str], told: dict[str, str]) -> bool:
	"""Writes how far an account is read, unless another run has read it meanwhile; whether it wrote."""
	box = frappe.get_doc(MAILBOX, name, for_update=True)
	if (box.uid_validity or "", box.last_uid or "") != seen:
		return False
	box.update({**told, "last_read_on": now_datetime()})
	with engine.acting():
		box.save(ignore_permissions=True)  # the schedule notes it, no person
	return True


def _keep(box: Any, validity: int, mail: imap.Received) -> bool:
	key = f"{box.name}|{validity}|{mail.uid}"
	if frappe.db.exists(MAIL, {"mail_key": key}):
		return False
	facts = {"doctype": MAIL, "mailbox": box.name, "receiver": box.receiver, "mail_key": key}
	facts["received_at"] = mail.at.isoformat() if mail.at else ""
	facts["raw"] = base64.b64encode(mail.source).decode()
	with engine.acting():
		frappe.get_doc({**facts, **_described(mail)}).insert(ignore_permissions=True)  # the schedule keeps it
	return True


def _described(mail: imap.Received) -> dict[str, str]:
	try:
		read = mails.read(base64.b64encode(mail.source).decode())
	except mails.MailError as error:
		sentence, value = error.args[0]
		return {"status": UNREADABLE, "reason": _(sentence).format(value)}
	except Exception as error:  # what no one foresaw in a stranger's mail holds up none of the next ones
		frappe.log_error(title="Dossier mailbox")
		return {"status": UNREADABLE, "reason": type(error).__name__}
	facts = {
		"subject": _shown(read.headers.get("Subject", "")),
		"sender": _shown(read.headers.get("From", "")),
	}
	if mail.cut:
		limit = imap.MAX_BYTES // 1048576
		reason = _("A mail of more than {0} MB is not read: leave its attachments out.").format(limit)
		return {**facts, "status": UNREADABLE, "reason": reason}
	return {**facts, "status": NEW}


def _shown(text: str) -> str:
	"""As a column takes it: a NUL, which not every database does, would stop the account for good."""
	return text.replace("\0", " ")[:SHOWN]


def suggest(name: str) -> dict[str, Any]:
	"""What a mail that waits suggests to the caller, as `mail_drafts.suggest`."""
	mail = _waiting(name)
	return mail_drafts.suggest(mail.raw, mail.received_at)


def accept(name: str, values: Any) -> dict[str, Any]:
	"""Drafts out of confirmed values, as `mail_drafts.accept`; the mail is done with."""
	mail = _waiting(name, for_update=True)
	made = mail_drafts.accept(values)
	_decide(mail, ACCEPTED, project=made["project"])
	return made


def dismiss(name: str, reason: str) -> None:
	"""Says that a mail begins no dossier, and why."""
	if not weight(reason):
		frappe.throw(_("Say why the mail is dismissed."))
	_decide(_waiting(name, for_update=True), DISMISSED, reason=reason.strip())


def _waiting(name: str, for_update: bool = False) -> Any:
	mail = frappe.get_doc(MAIL, name, for_update=for_update)
	mail.check_permission("read")
	if frappe.session.user != mail.receiver and not people.is_manager():
		frappe.throw(_("This mail waits for {0}.").format(mail.receiver), frappe.PermissionError)
	if mail.status != NEW:
		frappe.throw(_("This mail is done with: {0}.").format(_(mail.status)))
	return mail


def _decide(mail: Any, status: str, **more: Any) -> None:
	mail.update({"status": status, "decided_by": frappe.session.user, "decided_on": now_datetime(), **more})
	with engine.acting():
		mail.save(ignore_permissions=True)  # whoever may decide has been checked
