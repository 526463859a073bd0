"""What a dossier refuses, whoever saves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from client_mgmt import values
from client_mgmt.client_archive.dossiers import facts
from client_mgmt.domain.dossier import dossier, raci
from client_mgmt.domain.workflow import team
from client_mgmt.people import staff as people
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, getdate

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.project_archive.project_archive import ProjectArchive


def check_locks(doc: ProjectArchive) -> None:
	"""Facts are closed from Submitted on (S004-75); live fields are edited by role in every state."""
	before = values.stored(doc)
	if not before or engine.is_acting():
		return
	fields, live = facts.fields_settled(), facts.live()
	then, now = values.facts(before, fields), values.facts(doc, fields)
	if before.archived_on and then["client"] != now["client"]:
		frappe.throw(_client_stays())
	if dossier.is_locked(before.workflow_state):
		closed = dossier.changed(dossier.facts(then, fields, live), dossier.facts(now, fields, live))
		if closed:
			frappe.throw(_closed(before).format(values.labels(doc, closed)))
	for field in dossier.changed(then, now):
		if field in live and (sentence := _live_lock(before, field)):
			frappe.throw(sentence.format(values.labels(doc, [field])), frappe.PermissionError)


def locks(before: ProjectArchive) -> dict[str, str]:
	"""The fields of a stored dossier, and columns of its rows as `table.column`, that rest for the session's
	user: → sentence with {0} for labels."""
	live, found = facts.live(), {}
	for field in facts.fields_settled():
		if field in live and (sentence := _live_lock(before, field)):
			found[field] = sentence
		elif dossier.is_locked(before.workflow_state):
			found |= dict.fromkeys(_closed_parts(field, live), _closed(before))
	return {**found, "client": _client_stays()} if before.archived_on else found


def _closed_parts(field: str, live: dossier.Live) -> list[str]:
	"""What of a field is closed with the facts: all of it, nothing, or the columns that do not live on."""
	if field not in live:
		return [field]
	if not live[field]:
		return []
	table = frappe.get_meta(facts.PROJECT).get_field(field).options
	return [f"{field}.{column}" for column in values.data_fields(table) if column not in live[field]]


def _client_stays() -> str:
	return _("An archived dossier stays with its client: signatures and authorities hang on it.")


def _closed(before: ProjectArchive | Document) -> str:
	sentence = _("{0} cannot change while the dossier is {1}. Return or revise it first.")
	return sentence.format("{0}", _(before.workflow_state or ""))


def _live_lock(before: ProjectArchive | Document, field: str) -> str:
	"""Why the session's user does not edit a field that lives on ({0} for its label); "" where they do."""
	user = frappe.session.user
	begun_by = before.owner == user and not before.archived_on
	leads = user == before.archive_owner or begun_by or people.is_manager()
	roles = {role for role in dossier.editors(field) if not leads and _holds(before, role)}
	if not dossier.live_edit_fault([field], roles, leads):
		return ""
	return _("{0} is edited by {1} of this project or the archive owner.").format(
		"{0}", _(", ").join(_(role) for role in sorted(dossier.editors(field)))
	)


def _holds(doc: ProjectArchive | Document, role: str) -> bool:
	if role in team.TEAM_ROLES:
		return people.acts_as(doc.name, role)
	return role in frappe.get_roles()


def check_facts(doc: ProjectArchive) -> None:
	"""Dates in order, amounts greater than zero (S004-68), a background that says something (S004-26)."""
	for first, last in (("planned_start", "planned_end"), ("actual_start", "actual_end")):
		start, end = (getdate(doc.get(field)) if doc.get(field) else None for field in (first, last))
		if not dossier.is_ordered(start, end):
			frappe.throw(
				_("{0} lies before {1}.").format(values.labels(doc, [last]), values.labels(doc, [first]))
			)
	for idx in dossier.unpayable({"amount": flt(row.amount)} for row in doc.payment_nodes):
		frappe.throw(_("Payment node {0}: the amount must be greater than zero.").format(idx))
	left_draft = doc.workflow_state and doc.workflow_state != "Draft"
	if left_draft and not dossier.is_background_long_enough(doc.background):
		frappe.throw(
			_("The background must say in at least {0} characters why the project exists.").format(
				dossier.BACKGROUND_LENGTH
			)
		)


def _team_sentence(rule: str) -> str:
	"""The sentence for a broken rule."""
	sentences = {
		"both": _("Team row {0}: name a user for the vendor or a contact for the client, not both."),
		"nobody": _("Team row {0}: name a user for the vendor or a contact for the client."),
		"foreign contact": _("Team row {0}: {1} is no contact of this project's client."),
		"no staff": _("Team row {0}: {1} is no enabled user with desk access."),
		"is a contact": _(
			"Team row {0}: {1} signs in for a client contact and cannot be on the vendor's side."
		),
		"twice": _("Team row {0}: {1} has this role already."),
	}
	return sentences[rule]


def check_team(doc: ProjectArchive) -> None:
	"""Each member is a person of the party that the row says, once a role."""
	if not values.changed(doc, ["team", "client"]):
		return
	rows = [row.as_dict() for row in doc.team]
	people_named = {row["user"]: people.login_facts(row["user"]) for row in rows if row.get("user")}
	for row in rows:
		if row.get("contact"):
			people_named[row["contact"]] = {
				"client": frappe.db.get_value("Client Contact", row["contact"], "client")
			}
	for fault in team.findings(rows, doc.client, people_named):
		frappe.throw(_team_sentence(fault.rule).format(fault.idx, fault.person))
	for row in rows:
		if row.get("contact"):
			values.require_complete(frappe.get_doc("Client Contact", row["contact"]), {"user": "-"})


def _raci_sentence(rule: str) -> str:
	"""The sentence for a broken rule."""
	sentences = {
		"letters": _("RACI, {0}: {1} is none of the letters R, A, C, I."),
		"accountable": _("RACI, {0}: exactly one A is needed, {1} found."),
		"responsible": _("RACI, {0}: at least one R is needed."),
	}
	return sentences[rule]


def check_raci(doc: ProjectArchive) -> None:
	"""S000-27 and S000-29. Letters are kept in the order R, A, C, I."""
	for fault in raci.findings((row.activity or "", row.letters) for row in doc.raci):
		frappe.throw(_raci_sentence(fault.rule).format(fault.activity, fault.value))
	for row in doc.raci:
		row.letters = ",".join(raci.parse(row.letters))
