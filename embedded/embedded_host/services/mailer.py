"""Mail: `frappe.sendmail` writes an Email Queue in the running transaction, a thread sends what is
committed.

With `mail_server` in the site config by SMTP, else as one file per recipient in the site's folder `mail`.
Each recipient gets a copy of their own and is marked as soon as the server has taken it, so a restart sends
nothing again but what was under way at that instant; that copy has the same Message-ID, and a file the same
name.
"""

from __future__ import annotations

import datetime
import logging
import re
import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any

from embedded_host.base.addresses import validate_email_address
from embedded_host.base.app_files import get_site_path
from embedded_host.base.context import local
from embedded_host.base.dates import now_datetime
from embedded_host.base.html import strip_html
from embedded_host.base.numbers import cint
from embedded_host.base.site_facts import system_setting
from embedded_host.base.translate import _
from embedded_host.base.waist import refuse_options
from embedded_host.model.documents import get_doc
from embedded_host.services import jobs
from embedded_host.services.logs import log_error
from embedded_host.storage.secrets import decrypted, encrypt, forget

#: minutes after which a mail that a stopped process had begun to send is taken up again
STALE_MINUTES = 10
RETRY_LIMIT = 3
SMTP_SECONDS = 30
#: under which a mail with a secret is kept until it was sent
WHOLE = "message"
DOTS = "••••••"
_SECRET = re.compile(r'<span class="secret">([^<]+)</span>')
_POLICY = policy.SMTP.clone(max_line_length=78)
log = logging.getLogger("client_mgmt.mail")

_DUE = (
	"SELECT `name` FROM `tabEmail Queue` WHERE (`status` IN ('Not Sent', 'Partially Sent')"
	" AND (`send_after` IS NULL OR `send_after` <= ?)) OR (`status` = 'Sending' AND `modified` < ?)"
	" ORDER BY `priority` DESC, `creation` LIMIT 1"
)
Deliver = Callable[[str, EmailMessage], None]


def sendmail(
	recipients: str | Iterable[str] | None = None,
	sender: str = "",
	subject: str = "",
	message: str = "",
	reference_doctype: str | None = None,
	reference_name: str | None = None,
	**unknown: Any,
) -> Any:
	"""Queues a mail in the running transaction and returns its Email Queue, None without a valid recipient.

	`message` is HTML. The mail goes out as soon as the transaction is committed. What stands in it as
	`<span class="secret">…</span>`, a code or a link with a key, is in the mail alone: the queue shows
	dots, and the mail itself is kept under the site's key until it was sent.
	"""
	refuse_options("frappe.sendmail", unknown)
	addresses = _addresses(recipients)
	if not addresses:
		return None
	mail, shown = _compose(sender, subject, message), _without_secrets(message)
	queued = _queue(
		mail if shown == message else _compose(sender, subject, shown, mail["Message-ID"]),
		addresses,
		reference_doctype=reference_doctype,
		reference_name=reference_name,
	)
	if shown != message:
		encrypt("Email Queue", queued.name, WHOLE, mail.as_string(policy=_POLICY))
	return queued


def _without_secrets(html: str) -> str:
	for secret in set(_SECRET.findall(html)):
		html = html.replace(secret, DOTS)
	return html


def _queue(mail: EmailMessage, addresses: list[str], **values: Any) -> Any:
	queued = get_doc(
		{
			"doctype": "Email Queue",
			"sender": str(mail["From"]),
			"message": mail.as_string(policy=_POLICY),
			"message_id": mail["Message-ID"],
			"recipients": [{"recipient": address, "status": "Not Sent"} for address in addresses],
			**values,
		}
	)
	# Whoever causes a mail need not be allowed to write the queue.
	queued.insert(ignore_permissions=True)
	local.db.after_commit.add(jobs.wake.set)
	return queued


def _addresses(recipients: str | Iterable[str] | None) -> list[str]:
	found: dict[str, None] = {}
	for text in [recipients] if isinstance(recipients, str) else recipients or ():
		found.update(dict.fromkeys(filter(None, validate_email_address(text).split(", "))))
	return list(found)


def _sender(sender: str) -> str:
	"""The sender given, else the site's own; a site's one-word name is no mail domain by itself."""
	domain = local.site if "." in local.site else f"{local.site}.localhost"
	return sender or local.conf.get("auto_email_id") or f"noreply@{domain}"


def _compose(sender: str, subject: str, html: str, message_id: str | None = None) -> EmailMessage:
	mail = EmailMessage(policy=_POLICY)
	mail["Subject"] = " ".join((subject or _("No Subject")).split())
	mail["From"] = _sender(sender)
	mail["Date"] = formatdate(localtime=False)
	mail["Message-ID"] = message_id or make_msgid(domain=local.site)
	mail["Auto-Submitted"] = "auto-generated"
	mail.set_content(strip_html(html.replace("<br>", "\n").replace("</p>", "\n")), cte="base64")
	mail.add_alternative(html, subtype="html", cte="base64")
	return mail


def send_next() -> bool:
	"""Sends the mail that is due first, in the running context; whether there was one."""
	name = _claim()
	if name is None:
		return False
	queued = get_doc("Email Queue", name)
	error = None
	try:
		with _transport() as deliver:
			for row in queued.recipients:
				if row.status != "Sent":
					_send_to(queued, row, deliver)
	except Exception as failure:
		local.db.rollback()
		error = f"{type(failure).__name__}: {failure}"
		log.warning("mail %s was not sent: %s", name, error)
	_finish(queued, error)
	return True


def _claim() -> str | None:
	now = now_datetime()
	values = (now, now - datetime.timedelta(minutes=STALE_MINUTES))
	if local.db.execute(_DUE, values).fetchone() is None:
		return None
	local.db.begin(write=True)
	row = local.db.execute(_DUE, values).fetchone()
	if row is not None:
		local.db.set_value("Email Queue", row[0], "status", "Sending")
	local.db.commit()
	return row[0] if row else None


def _send_to(queued: Any, row: Any, deliver: Deliver) -> None:
	whole = decrypted("Email Queue", queued.name, WHOLE) or queued.message
	mail = message_from_string(whole, policy=_POLICY)
	mail["To"] = row.recipient
	try:
		deliver(f"{queued.name}-{row.idx}", mail)
	except smtplib.SMTPRecipientsRefused as refused:
		row.error = str(refused)
		_store_row(row)
		return
	row.status, row.error = "Sent", None
	_store_row(row)


def _store_row(row: Any) -> None:
	local.db.begin(write=True)
	local.db.set_value("Email Queue Recipient", row.name, {"status": row.status, "error": row.error})
	local.db.commit()


def _finish(queued: Any, error: str | None) -> None:
	"""Sent, or the time of the next attempt, or after the last one an Error Log."""
	sent = [row.status == "Sent" for row in queued.recipients]
	error = error or next((row.error for row in queued.recipients if row.error), None)
	values: dict[str, Any] = {"error": error, "status": "Sent"}
	local.db.begin(write=True)
	if not all(sent):
		retry = cint(queued.retry) + 1
		pause = datetime.timedelta(minutes=5**retry)
		status = "Partially Sent" if any(sent) else "Not Sent"
		values.update(retry=retry, send_after=now_datetime() + pause, status=status)
		if retry >= cint(system_setting("email_retry_limit") or RETRY_LIMIT):
			values["status"] = "Error"
			log_error(f"Mail {queued.name} was not sent", error, "Email Queue", queued.name)
	if values["status"] in ("Sent", "Error"):
		forget("Email Queue", queued.name, WHOLE)
	local.db.set_value("Email Queue", queued.name, values)
	local.db.commit()


@contextmanager
def _transport() -> Iterator[Deliver]:
	if not local.conf.get("mail_server"):
		yield _write_file
		return
	with _smtp() as server:
		yield lambda _key, mail: _send_by(server, mail)


def _send_by(server: smtplib.SMTP, mail: EmailMessage) -> None:
	server.send_message(mail, to_addrs=[mail["To"]])


def _smtp() -> smtplib.SMTP:
	"""A signed-in connection, as the site config says.

	mail_server, mail_port, use_ssl, use_tls, mail_login …
	"""
	conf = local.conf
	host, port = conf["mail_server"], cint(conf.get("mail_port"))
	context = ssl.create_default_context()
	if cint(conf.get("use_ssl")):
		server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=SMTP_SECONDS, context=context)
	else:
		server = smtplib.SMTP(host, port or 587, timeout=SMTP_SECONDS)
		if cint(conf.get("use_tls")):
			server.starttls(context=context)
	if conf.get("mail_login"):
		server.login(conf["mail_login"], conf["mail_password"])
	return server


def _write_file(key: str, mail: EmailMessage) -> None:
	folder = Path(get_site_path("mail"))
	folder.mkdir(mode=0o700, exist_ok=True)
	new = folder / f".{key}.new"
	new.touch(mode=0o600)
	new.write_bytes(mail.as_bytes(policy=_POLICY))
	new.replace(folder / f"{key}.eml")
