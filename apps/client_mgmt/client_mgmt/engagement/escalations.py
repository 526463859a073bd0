"""Raising an emergency along the escalation path of a dossier (S004-56)."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt import scheduled
from client_mgmt.client_archive.dossiers import dossier
from client_mgmt.domain.dossier import escalation
from client_mgmt.integrations import telling, webhooks
from client_mgmt.integrations.telling import Notice
from client_mgmt.people import words
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.utils import cint, escape_html, get_fullname, now_datetime

ESCALATION = "Escalation"


def raise_(project: str, message: str, step: int) -> Any:
	"""Tells the person of `step` (from 1) and returns the Escalation. The caller has checked who may.

	Raises ValidationError without a path, for a step beyond it and without a message.
	"""
	steps = _steps(project)
	if not steps:
		frappe.throw(_("The dossier {0} has no escalation path yet.").format(project))
	if not 1 <= step <= len(steps):
		frappe.throw(_("The escalation path has {0} steps: there is no step {1}.").format(len(steps), step))
	if not message.strip():
		frappe.throw(_("Say what has happened."))
	doc = frappe.new_doc(ESCALATION)
	doc.update({"project": project, "message": message.strip(), "status": escalation.OPEN})
	doc.raised_by, doc.raised_on = frappe.session.user, now_datetime()
	_call(doc, steps, step)
	with engine.acting():
		doc.insert(ignore_permissions=True)  # whoever is on the team may raise one, nobody writes one by hand
	_tell_later(doc)
	return doc


def acknowledge(doc: Any, note: str) -> None:
	"""The session's user takes an open escalation on: nobody further is told."""
	if doc.status == escalation.ACKNOWLEDGED:
		frappe.throw(_("{0} has taken this on already.").format(get_fullname(doc.acknowledged_by)))
	doc.update({"status": escalation.ACKNOWLEDGED, "acknowledged_by": frappe.session.user, "due_on": None})
	doc.acknowledged_on, doc.note = now_datetime(), note
	doc.calls[-1].outcome = escalation.ACKNOWLEDGED
	with engine.acting():
		doc.save(ignore_permissions=True)  # see raise_


def raise_due(after: str = "") -> None:
	"""Takes every open escalation whose time limit has passed to its next step; the scheduler calls it every
	few minutes, the queue for those behind the name `after`. What goes wrong with one stops no other."""
	due = {"status": escalation.OPEN, "due_on": ("<=", now_datetime()), "name": (">", after)}
	names = frappe.get_all(ESCALATION, filters=due, pluck="name", order_by="name asc")
	title = _("The escalation {0} was not taken further")
	scheduled.in_batches(f"{__name__}.raise_due", names, _go_on, title)


def _go_on(name: str) -> None:
	doc = frappe.get_doc(ESCALATION, name, for_update=True)
	if not escalation.is_late(doc.status, doc.due_on, now_datetime()):
		return
	steps = _steps(doc.project)
	step = escalation.next_step(steps, cint(doc.step))
	doc.calls[-1].outcome = escalation.NO_ANSWER
	if step:
		_call(doc, steps, step)
	else:
		doc.status, doc.due_on = escalation.EXHAUSTED, None
	with engine.acting():
		doc.save(ignore_permissions=True)  # the schedule acts, no person
	_tell_later(doc)


def _steps(project: str) -> list[dict[str, Any]]:
	"""The path in effect: one that a revision is working on calls nobody yet (S004-75)."""
	return dossier.facts_in_effect(project)["escalation"]


def _call(doc: Any, steps: list[dict[str, Any]], step: int) -> None:
	row, now = steps[step - 1], now_datetime()
	doc.step, doc.due_on = step, escalation.due(now, cint(row["time_limit"]))
	doc.append(
		"calls",
		{
			"step": step,
			"person": row["person"],
			"user": row.get("user"),
			"channel": row.get("channel"),
			"told_on": now,
			"due_on": doc.due_on,
			"outcome": escalation.TOLD,
		},
	)


def _tell_later(doc: Any) -> None:
	"""The mail goes by a job after the commit; the groups' messages are queued with the escalation."""
	title, text = _words(doc)
	webhooks.announce(doc.project, title, text, (ESCALATION, doc.name))
	frappe.enqueue(
		"client_mgmt.engagement.escalations.tell", name=doc.name, step=doc.step, enqueue_after_commit=True
	)


def tell(name: str, step: int) -> None:
	"""Mails the person of `step`, or the dossier's owner once the path has ended: our own people alone."""
	doc = frappe.get_doc(ESCALATION, name)
	user = next((call.user for call in doc.calls if call.step == cint(step)), None)
	if doc.status == escalation.EXHAUSTED or not user:
		user = frappe.db.get_value("Project Archive", doc.project, "archive_owner")
	address = user and frappe.db.get_value("User", {"name": user, "enabled": 1}, "email")
	if not address:
		return
	with words.reading_as(user):
		title, text = _words(doc)
		frappe.sendmail(recipients=[address], subject=title, message=f"<p>{escape_html(text)}</p>")
	telling.tell(Notice("escalation", ESCALATION, name, mailed=False), [user])


def _words(doc: Any) -> tuple[str, str]:
	"""Title and text: the project's name, the step and what was typed; no fact of the dossier besides."""
	project = frappe.db.get_value("Project Archive", doc.project, "project_name")
	title = _("Escalation of {0}, step {1}: {2}").format(project, doc.step, doc.calls[-1].person)
	if doc.status == escalation.EXHAUSTED:
		title = _("Escalation of {0}: nobody has answered").format(project)
	return title, doc.message
