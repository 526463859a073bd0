"""The gate out of Kick-off, which asks for an archived dossier (S004-85)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from client_mgmt import values
from client_mgmt.client_archive.living import milestones
from client_mgmt.domain.dossier import living
from client_mgmt.domain.workflow.reasons import weight
from client_mgmt.people import team as people
from client_mgmt.settings import setting
from client_mgmt.workflow_policy import ledger
from frappe import _
from frappe.utils import now_datetime

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.gate_waiver.gate_waiver import GateWaiver
	from client_mgmt.client_archive.doctype.project_archive.project_archive import ProjectArchive

MIN_REASON = 5


def check(doc: ProjectArchive) -> None:
	"""Refuse a save that takes a project out of Kick-off before its dossier was archived, by whatever path;
	with the setting Warn it is said and recorded instead."""
	doc.flags.gate_warned = False
	before = values.stored(doc)
	if not living.leaves_kick_off(before.stage if before else None, doc.stage):
		return
	known = "" if doc.is_new() else doc.name
	waived = bool(known) and bool(frappe.db.exists("Gate Waiver", {"project": known}))
	verdict = living.gate(bool(known) and milestones.is_complete(known), waived, setting("kickoff_gate"))
	if verdict == living.BLOCK:
		frappe.throw(
			_(
				"{0} stays in Kick-off: the milestone {1} is open. It takes Review, or a waiver by PMO."
			).format(doc.name or doc.project_name, _("Dossier Complete"))
		)
	doc.flags.gate_warned = verdict == living.WARN


def record(doc: ProjectArchive) -> None:
	"""Says and records that a project has left Kick-off past the open milestone."""
	if doc.flags.gate_warned:
		doc.flags.gate_warned = False
		text = _("{0} has left Kick-off while the milestone {1} is open.").format(
			doc.name, _("Dossier Complete")
		)
		frappe.msgprint(text)
		ledger.append(doc, "Warning", action="Leave Kick-off", reason=text)


def check_waiver(waiver: GateWaiver) -> None:
	"""Given by PMO or Client Mgmt Manager with a reason, never by who leads the project."""
	project = frappe.get_doc("Project Archive", waiver.project)
	user = frappe.session.user
	named = user != "Administrator"  # who is nobody by name
	if not named or not living.may_waive(frappe.get_roles(), _leads(project, user)):
		frappe.throw(
			_("The gate is waived by PMO or Client Mgmt Manager, never by who leads the project."),
			frappe.PermissionError,
		)
	if weight(waiver.reason) < MIN_REASON:
		frappe.throw(_("Say why in at least {0} characters: a waiver needs a reason.").format(MIN_REASON))
	waiver.granted_by, waiver.granted_on = user, now_datetime()


def _leads(project: ProjectArchive, user: str) -> bool:
	seats = {member["project_role"] for member in people.team_of(project.name) if member["user"] == user}
	return user in (project.archive_owner, project.owner) or "Project Manager" in seats


def record_waiver(waiver: GateWaiver) -> None:
	"""Writes a waiver into the ledger of its project."""
	project = frappe.get_doc("Project Archive", waiver.project)
	ledger.append(project, "Waiver", action="Leave Kick-off", reason=waiver.reason)
