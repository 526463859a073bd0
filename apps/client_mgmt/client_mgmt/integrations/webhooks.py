"""Messages to the groups of a project: written in the transaction that they speak of, sent by a job after it
(S004-55, S000-98)."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

import frappe
from client_mgmt.domain.dossier import channels
from client_mgmt.integrations import transport
from client_mgmt.settings import setting
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.utils import add_to_date, get_datetime, now_datetime

CHANNEL, MESSAGE = "Project Channel", "Channel Message"
CONFIG_KEY = "client_mgmt_local_receivers"
WAITING, SENT, FAILED = "Queued", "Sent", "Failed"
MAX_KEPT = 500
BATCH = 50
GRACE_MINUTES = 5  # for the job that makes the first attempt


def hosts() -> list[str]:
	"""The hosts that an administrator adds to those of the tools (Client Mgmt Settings), one a line."""
	return [line.strip().lower() for line in (setting("webhook_hosts") or "").splitlines() if line.strip()]


def local_receivers() -> list[str]:
	"""Receivers beside this machine as host:port, which the site's config names."""
	return list(frappe.conf.get(CONFIG_KEY) or [])


def check_url(tool: str, url: str) -> None:
	"""Raises ValidationError for an address to which nothing is sent."""
	fault = channels.url_fault(tool, url, hosts(), local_receivers())
	sentences = {
		"form": _("This is no address of a webhook."),
		"scheme": _("A webhook is called by https on its usual port."),
		"host": _("{0} is no host of {1}; an administrator adds hosts in the settings."),
	}
	if fault:
		frappe.throw(sentences[fault].format(urlsplit(url).hostname if fault == "host" else "", _(tool)))


def announce(project: str, title: str, text: str, reference: tuple[str, str] | None = None) -> list[str]:
	"""Queues a message for every channel of `project` that is switched on; names of the Channel Messages."""
	names = frappe.get_all(CHANNEL, filters={"project": project, "enabled": 1}, pluck="name")
	return [queue(name, title, text, reference) for name in names]


def queue(channel: str, title: str, text: str, reference: tuple[str, str] | None = None) -> str:
	"""Logs a message for one channel and sends it after the commit; the name of the Channel Message."""
	of, name = reference or ("", "")
	project = frappe.db.get_value(CHANNEL, channel, "project")
	with engine.acting():
		message = frappe.get_doc(
			{
				"doctype": MESSAGE,
				"channel": channel,
				"project": project,
				"title": title[:140],
				"text": text,
				"status": WAITING,
				"next_attempt_on": add_to_date(now_datetime(), minutes=GRACE_MINUTES),
				"sent_by": frappe.session.user,
				"reference_doctype": of,
				"reference_name": name,
			}
		).insert(ignore_permissions=True)  # a log that the caller may not write otherwise
	_deliver_later(message.name)
	return message.name


def _deliver_later(name: str) -> None:
	frappe.enqueue("client_mgmt.integrations.webhooks.deliver", name=name, enqueue_after_commit=True)


def preview(channel: Any, title: str, text: str) -> dict[str, Any]:
	"""What would be sent, without address and signature; sends nothing."""
	body = channels.post(channel.tool, "", "", title, text, 0).body
	return {"tool": channel.tool, "to": channel.host, "sender": channel.owner_user, "body": body}


def deliver(name: str) -> None:
	"""Claims a waiting message that is due, and has a job of its own send it: two workers send none twice,
	and no row is locked while a tool takes its time."""
	if claim(name):
		frappe.enqueue("client_mgmt.integrations.webhooks.send", name=name, enqueue_after_commit=True)


def claim(name: str) -> bool:
	"""Whether this attempt at a message is the caller's to make; one not finished in time is due again."""
	message = frappe.get_doc(MESSAGE, name, for_update=True)
	first = not message.attempts and not message.claimed
	due = get_datetime(message.next_attempt_on or "9999-12-31") <= now_datetime()
	if message.status != WAITING or not (first or due):
		return False
	message.update({"claimed": 1, "next_attempt_on": add_to_date(now_datetime(), minutes=GRACE_MINUTES)})
	with engine.acting():
		message.save(ignore_permissions=True)  # a job writes its log
	return True


def send(name: str) -> None:
	"""Makes one attempt at a claimed message and logs how it went; what fails comes again (`retry_due`)."""
	message = frappe.get_doc(MESSAGE, name)
	if message.status != WAITING or not message.claimed:
		return
	channel = frappe.get_doc(CHANNEL, message.channel)
	if not channel.enabled:
		_log(message, FAILED, _("The channel is switched off."))
		return
	try:
		status, answer = _post(channel, message)
	except transport.NotSent as error:
		_log(message, WAITING, _("The receiver was not reached: {0}.").format(error))
		return
	except frappe.ValidationError as error:
		_log(message, WAITING, str(error))
		return
	taken = channels.accepted(channel.tool, status, answer)
	_log(message, SENT if taken else WAITING, f"{status} {answer}")


def _post(channel: Any, message: Any) -> tuple[int, str]:
	"""The address is checked anew: hosts may have been taken from the settings since."""
	url, secret = channel.secret("webhook_url"), channel.secret("signing_secret")
	check_url(channel.tool, url)
	parts = urlsplit(url)
	local = f"{parts.hostname}:{parts.port}" in local_receivers()
	now_ms = int(time.time() * 1000)
	return transport.send(
		channels.post(channel.tool, url, secret, message.title, message.text, now_ms), local
	)


def _log(message: Any, status: str, answer: str) -> None:
	attempts = message.attempts + 1
	again = status == WAITING and attempts <= len(channels.RETRY_MINUTES)
	message.attempts, message.claimed = attempts, 0
	message.status = status if status != WAITING or again else FAILED
	message.answer = answer[:MAX_KEPT]
	message.next_attempt_on = (
		add_to_date(now_datetime(), minutes=channels.RETRY_MINUTES[attempts - 1]) if again else None
	)
	message.sent_on = now_datetime() if status == SENT else None
	with engine.acting():
		message.save(ignore_permissions=True)  # a job writes its log


def retry_due() -> None:
	"""Queues again what failed, or was lost on its way to the worker; the scheduler calls it every few
	minutes. Each goes by a job of its own: a tool that hangs holds nothing up."""
	due = {"status": WAITING, "next_attempt_on": ("<=", now_datetime())}
	for name in frappe.get_all(MESSAGE, filters=due, pluck="name", limit_page_length=BATCH):
		_deliver_later(name)
