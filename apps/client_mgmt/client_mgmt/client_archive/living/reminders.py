"""Mail to our own people when the update of a dossier is due, once a day (S004-77, S000-98)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt import scheduled
from client_mgmt.client_archive.living.updates import PROJECT, today
from client_mgmt.domain.dossier import living
from client_mgmt.integrations import telling
from client_mgmt.integrations.telling import Notice
from client_mgmt.people import notices, words
from client_mgmt.people import team as people
from client_mgmt.people.viewer import Viewer
from client_mgmt.settings import setting
from client_mgmt.values import existing
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.utils import escape_html, formatdate, getdate

LOG = "Dossier Reminder"
FIELDS = ["name", "project_name", "next_update_due", "archive_owner"]


def send_due(after: str = "") -> None:
	"""Reminds of every update that is due or overdue; the scheduler calls it daily, the queue for the
	dossiers behind the name `after`. A second call on the same day sends nothing. What cannot be sent stands
	in the Error Log and stops no other."""
	if not setting("reminders_enabled"):
		return
	filters = [["next_update_due", "is", "set"], ["next_update_due", "<=", today()], ["name", ">", after]]
	due = frappe.get_all(PROJECT, filters=filters, fields=FIELDS, order_by="name asc")
	scheduled.in_batches(f"{__name__}.send_due", due, _send, _("The reminder for {0} was not sent"))


def preview(project: str) -> list[dict[str, str]]:
	"""The mails that a reminder for `project` consists of today, one a person: `{sender, recipient, subject,
	message}`; sends nothing."""
	row = existing(PROJECT, project, FIELDS)
	users = [user for user in _users(row) if notices.wants(user["name"], notices.UPDATE, notices.MAIL)]
	return [_mail(row, user) for user in users]


def _send(row: Mapping[str, Any]) -> None:
	"""The bell rings once for a due day, mail goes out once a day."""
	_ring(row)
	key = f"{row['name']}|{today()}"
	mails = [] if frappe.db.exists(LOG, {"reminder_key": key}) else preview(row["name"])
	if not mails:
		return
	log = frappe.get_doc(
		{
			"doctype": LOG,
			"project": row["name"],
			"due_on": row["next_update_due"],
			"sent_on": today(),
			"sender": mails[0]["sender"],
			"recipients": "\n".join(mail["recipient"] for mail in mails),
			"reminder_key": key,
		}
	)
	with engine.acting():
		log.insert(ignore_permissions=True)  # the schedule writes it, no person
	for mail in mails:
		frappe.sendmail(
			recipients=[mail["recipient"]],
			sender=mail["sender"],
			subject=mail["subject"],
			message=mail["message"],
			reference_doctype=PROJECT,
			reference_name=row["name"],
		)


def _ring(row: Mapping[str, Any]) -> None:
	due = formatdate(row["next_update_due"])
	notice = Notice(notices.UPDATE, PROJECT, row["name"], more=due, mailed=False)
	telling.tell(notice, [user["name"] for user in _users(row)])


def _users(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
	"""The archive owner and the project managers, where they are enabled and ours: never a client."""
	leads = [
		member["user"]
		for member in people.team_of(row["name"])
		if member["project_role"] == "Project Manager"
	]
	names = [name for name in dict.fromkeys([row["archive_owner"], *leads]) if name]
	found = frappe.get_all(
		"User",
		filters={"name": ("in", names), "enabled": 1, "user_type": "System User"},
		fields=["name", "email"],
		order_by="name",
	)
	return [user for user in found if user.email and not Viewer(user.name).client_side]


def _mail(row: Mapping[str, Any], user: Mapping[str, Any]) -> dict[str, str]:
	due = getdate(row["next_update_due"]) if row["next_update_due"] else None
	with words.reading_as(user["name"]):
		lines = _lines(row, due)
	message = "".join(f"<p>{escape_html(line)}</p>" for line in lines)
	sender = setting("reminder_sender") or ""
	return {"sender": sender, "recipient": user["email"], "subject": lines[0], "message": message}


def _lines(row: Mapping[str, Any], due: datetime.date | None) -> list[str]:
	days = living.days_overdue(due, today())
	subject = _("Dossier update due: {0}").format(row["project_name"])
	if days:
		subject = _("Dossier update {1} days overdue: {0}").format(row["project_name"], days)
	return [
		subject,
		_("Due on {0}.").format(formatdate(due) if due else "–"),
		_("Write down what has changed in the requirements and which acceptance points are new."),
		telling.address_of(frappe.get_doc(PROJECT, row["name"])),
	]
