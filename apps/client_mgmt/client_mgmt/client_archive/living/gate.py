"""The milestone that Review closes, and the gate out of Kick-off that asks for it (S004-85)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from client_mgmt import values
from client_mgmt.client_archive.settings import setting
from client_mgmt.domain import living
from client_mgmt.workflow_policy import engine, ledger, people
from frappe import _
from frappe.utils import getdate, now_datetime

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.gate_waiver.gate_waiver import GateWaiver
	from client_mgmt.client_archive.doctype.project_archive.project_archive import ProjectArchive

MILESTONE = "Project Milestone"
COMPLETE = "Dossier Complete"
MIN_REASON = 5


def key(project: str, milestone: str = COMPLETE) -> str:
	"""The unique key of a project's milestone."""
	return f"{project}|{milestone}"


def is_complete(project: str) -> bool:
	"""Whether Review has closed the milestone of a project's dossier."""
	return bool(frappe.db.exists(MILESTONE, {"milestone_key": key(project), "closed_on": ["is", "set"]}))


def check(doc: ProjectArchive) -> None:
	"""Refuse a save that takes a project out of Kick-off before its dossier was archived, by whatever path;
	with the setting Warn it is said and recorded instead."""
	doc.flags.gate_warned = False
	before = values.stored(doc)
	if not living.leaves_kick_off(before.stage if before else None, doc.stage):
		return
	known = "" if doc.is_new() else doc.name
	waived = bool(known) and bool(frappe.db.exists("Gate Waiver", {"project": known}))
	verdict = living.gate(bool(known) and is_complete(known), waived, setting("kickoff_gate"))
	if verdict == living.BLOCK:
		frappe.throw(
			_(
				"{0} stays in Kick-off: the milestone {1} is open. It takes Review, or a waiver by PMO."
			).format(doc.name or doc.project_name, _(COMPLETE))
		)
	doc.flags.gate_warned = verdict == living.WARN


def record(doc: ProjectArchive) -> None:
	"""Says and records that a project has left Kick-off past the open milestone."""
	if doc.flags.gate_warned:
		doc.flags.gate_warned = False
		text = _("{0} has left Kick-off while the milestone {1} is open.").format(doc.name, _(COMPLETE))
		frappe.msgprint(text)
		ledger.append(doc, "Warning", action="Leave Kick-off", reason=text)


def keep_milestone(doc: ProjectArchive) -> None:
	"""Opens the milestone with the dossier, due when the project is to start; the archiving closes it."""
	name = frappe.db.exists(MILESTONE, {"milestone_key": key(doc.name)})
	milestone = frappe.get_doc(MILESTONE, name) if name else frappe.new_doc(MILESTONE)
	due = getdate(doc.planned_start) if doc.planned_start else None
	if milestone.closed_on or (name and milestone.due == due and not doc.archived_on):
		return
	milestone.update({"project": doc.name, "milestone": COMPLETE, "due": due, "milestone_key": key(doc.name)})
	if doc.archived_on:
		milestone.update({"closed_on": doc.archived_on, "closed_by": frappe.session.user})
	with engine.acting():
		milestone.save(ignore_permissions=True)  # the engine keeps milestones, no role


def drop_milestone(doc: ProjectArchive) -> None:
	"""The milestone of a draft goes with it."""
	name = frappe.db.exists(MILESTONE, {"milestone_key": key(doc.name)})
	if name:
		with engine.acting():
			frappe.delete_doc(MILESTONE, name, ignore_permissions=True)  # goes with the draft


def check_waiver(waiver: GateWaiver) -> None:
	"""Given by PMO or Client Mgmt Manager with a reason, never by who leads the project."""
	project = frappe.get_doc("Project Archive", waiver.project)
	user = frappe.session.user
	if not living.may_waive(frappe.get_roles(), _leads(project, user)):
		frappe.throw(
			_("The gate is waived by PMO or Client Mgmt Manager, never by who leads the project."),
			frappe.PermissionError,
		)
	if len((waiver.reason or "").strip()) < MIN_REASON:
		frappe.throw(_("Say why in at least {0} characters: a waiver needs a reason.").format(MIN_REASON))
	waiver.granted_by, waiver.granted_on = user, now_datetime()


def _leads(project: ProjectArchive, user: str) -> bool:
	seats = {member["project_role"] for member in people.team_of(project.name) if member["user"] == user}
	return user in (project.archive_owner, project.owner) or "Project Manager" in seats


def record_waiver(waiver: GateWaiver) -> None:
	"""Writes a waiver into the ledger of its project."""
	project = frappe.get_doc("Project Archive", waiver.project)
	ledger.append(project, "Waiver", action="Leave Kick-off", reason=waiver.reason)
