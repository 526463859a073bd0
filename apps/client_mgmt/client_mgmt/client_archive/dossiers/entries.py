"""Who entered a dossier, and that they do not review it (S004-71): whoever created or changed facts of the
revision under review, its requirements, its client and contacts, or ever submitted it. What stood in a client
before its dossier began was entered too; what changes there after an archiving belongs to the next one."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt import values
from client_mgmt.client_archive.dossiers import facts, sources
from client_mgmt.domain.dossier import dossier
from client_mgmt.domain.dossier import sources as domain_sources
from client_mgmt.people import staff as people
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

PROJECT, CLIENT, CONTACT, ENTRY = "Project Archive", "Client", "Client Contact", "Dossier Entry"
REVIEWERS = ("Project Assistant", "Quality Administrator")
DELIVERED = "Delivered"
CLOSED = frozenset({"Archived", DELIVERED})


def record_dossier(doc: Document) -> None:
	"""Notes who begins a dossier or changes its facts; live fields are none."""
	before = values.stored(doc)
	if not before or dossier.changed(facts.of(before), facts.of(doc)):
		_record(doc.name, doc.doctype)
	if doc.client and values.changed(doc, ["client"]):
		for user in sorted(_entered(doc.client)):
			_record(doc.name, CLIENT, user)


def _entered(client: str) -> set[str]:
	"""Who gave what a client and its contacts hold."""
	row = frappe.db.get_value(CLIENT, client, ["owner", sources.COLUMN], as_dict=True)
	contacts = frappe.get_all(CONTACT, filters={"client": client}, fields=["owner", "modified_by"])
	told = domain_sources.read(row[sources.COLUMN]).values()
	named = {each["by"] for each in told if each["source"] != domain_sources.SYSTEM}
	return {row.owner, *named, *(user for contact in contacts for user in contact.values())}


def record_part(doc: Document) -> None:
	"""Notes who enters or changes a requirement, client or contact, for each dossier that it is part of."""
	if engine.is_acting() or not values.changed(doc):
		return
	if doc.get("project"):
		_record(doc.project, doc.doctype)
		return
	client = doc.name if doc.doctype == CLIENT else doc.get("client")
	if client:
		record_client(client, doc.doctype)


def record_client(client: str, what: str = CLIENT) -> None:
	"""Notes that the session's user has changed what the dossiers of a client rest on."""
	living = {"client": client, "workflow_state": ("!=", DELIVERED)}
	for name in frappe.get_all(PROJECT, filters=living, pluck="name"):
		_record(name, what)


def _record(project: str, what: str, user: str = "") -> None:
	row = frappe.db.get_value(PROJECT, project, ["workflow_state", "revision"], as_dict=True)
	if engine.is_acting() or not row or row.workflow_state == DELIVERED:
		return
	revision = revision_at_work(row) + (row.workflow_state == "Archived")
	entry = {"project": project, "revision": revision, "user": user or frappe.session.user}
	if frappe.db.exists(ENTRY, entry):
		return
	with engine.acting():
		frappe.get_doc({"doctype": ENTRY, **entry, "what": what, "entered_on": now_datetime()}).insert(
			ignore_permissions=True  # the engine notes it, whoever saves
		)


def revision_at_work(row: Any) -> int:
	"""The revision that an edit belongs to: during a revision the one that Submit will count."""
	return (row.revision or 0) + (row.workflow_state == "Under Revision")


def apart_fault(project: str, what: str) -> str:
	"""Why somebody who entered or submitted the dossier does not take an action (named for the reader); ""
	for others."""
	user = frappe.session.user
	row = frappe.db.get_value(PROJECT, project, ["owner", "workflow_state", "revision"], as_dict=True)
	mine = {"project": project, "revision": revision_at_work(row), "user": user}
	submitted = {"reference_doctype": PROJECT, "reference_name": project, "action": "Submit", "user": user}
	if (
		row.owner != user
		and not frappe.db.exists(ENTRY, mine)
		and not frappe.db.exists("Workflow Event", submitted)
	):
		return ""
	sentence = _("{0} is for somebody who has neither entered nor submitted facts of {1}.")
	return sentence.format(what, project)


def check_apart(project: str, what: str) -> None:
	"""Raises frappe.ValidationError for who entered or submitted the dossier; `what` is for the reader."""
	fault = apart_fault(project, what)
	if fault:
		frappe.throw(fault)


def check_reviewer(project: str, what: str) -> None:
	"""Raises frappe.PermissionError for who is no reviewer on the project's team and does not administer the
	app, and for Administrator, who is nobody by name; ValidationError for who entered or submitted it."""
	frappe.has_permission(PROJECT, "read", project, throw=True)
	named = frappe.session.user != "Administrator"
	if not (named and (people.acts_as(project, *REVIEWERS) or people.is_manager())):
		frappe.throw(
			_("{0} is for a reviewer on the team of {1}.").format(what, project),
			frappe.PermissionError,
		)
	check_apart(project, what)
