"""Receipts: what both parties keep of a completed round, outside our database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt.domain.evidence import verify_evidence
from client_mgmt.domain.evidence.signoff import CLIENT
from client_mgmt.people import team as people
from client_mgmt.people import words
from client_mgmt.workflow_policy import anchor, ledger, signers
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_system_timezone

LEAD = "Project Manager"


def queue(doctype: str, name: str, number: str, head: str, count: int) -> None:
	"""Mails the receipt of a round after the commit: what cannot be mailed stops no signature."""
	frappe.enqueue(
		"client_mgmt.workflow_policy.receipts.send",
		doctype=doctype,
		name=name,
		number=number,
		head=head,
		count=count,
		enqueue_after_commit=True,
	)


def queue_mail(recipients: list[str], subject: str, lines: list[str]) -> None:
	"""Mails lines of plain text after the commit."""
	frappe.enqueue(
		"client_mgmt.workflow_policy.receipts.mail",
		recipients=recipients,
		subject=subject,
		lines=lines,
		enqueue_after_commit=True,
	)


def mail(recipients: list[str], subject: str, lines: list[str]) -> None:
	"""The job of `queue_mail`."""
	frappe.sendmail(recipients=recipients, subject=subject, message=_paragraphs(lines))


def send(doctype: str, name: str, number: str, head: str, count: int) -> None:
	"""Mails the receipt to who signed and to the project managers, each in their own language."""
	records = [
		entry
		for entry in ledger.entries(doctype, name)
		if entry["kind"] == verify_evidence.SIGNATURE and entry["round"] == number
	]
	for user in _receivers(frappe.get_doc(doctype, name), records):
		address = frappe.db.get_value("User", user, "email")
		if address:
			with words.reading_as(user):
				_send(address, (doctype, name, number), _lines(doctype, name, records, head, count))


def _send(address: str, about: tuple[str, str, str], lines: list[str]) -> None:
	doctype, name, number = about
	subject = _("Receipt: {0} {1}, round {2}").format(_(doctype), name, number)
	frappe.sendmail(recipients=[address], subject=subject, message=_paragraphs(lines))


def _receivers(doc: Document, records: list[dict[str, str]]) -> list[str]:
	"""Who signed and the project managers; of a client that was not asked, who could sign and may read."""
	team = people.team_of(people.project_of(doc.doctype, doc))
	leads = {member["user"] for member in team if member["project_role"] == LEAD}
	users = {record["signer"] for record in records} | leads
	if CLIENT not in {record["party"] for record in records}:
		users |= _client_signers(doc, team)
	known = {"name": ("in", sorted(filter(None, users)) or [""]), "enabled": 1}
	found: list[str] = frappe.get_all("User", filters=known, pluck="name", order_by="name")
	return found


def _client_signers(doc: Document, team: list[Mapping[str, Any]]) -> set[str]:
	contacts = [member["contact"] for member in team if member["party"] == CLIENT and member["contact"]]
	known = {"name": ("in", contacts or [""]), "user": ("is", "set")}
	asked = {"parties": CLIENT, "signers": "Signing Authority"}
	row = doc.as_dict()
	return {
		user
		for user in frappe.get_all("Client Contact", filters=known, pluck="user")
		if signers.may_sign(row, asked, user) and people.may(doc, "read", user)
	}


def _lines(doctype: str, name: str, records: list[dict[str, str]], head: str, count: int) -> list[str]:
	lines = [
		_("All signatures of this round are given. Keep this mail: it proves the state of the record."),
		_("Document: {0} {1}").format(_(doctype), name),
	]
	zone = get_system_timezone()
	for record in records:
		at = f"{words.site_time(record['signed_at'])} ({zone})"
		said = (_(record["decision"]), record["signer_name"], _(record["party"]), at)
		lines.append(_("{0}: {1} for {2}, {3}").format(*said))
		lines.append(_("Content (SHA-256): {0}").format(record["digest"]))
	lines.append(_("Chain head after entry {0}: {1}").format(count, head))
	key = anchor.public_key()
	lines.append(_("Public key of this site (Ed25519): {0}").format(key))
	lines.append(_("Its fingerprint: {0}").format(verify_evidence.fingerprint(key)))
	return lines


def _paragraphs(lines: list[str]) -> str:
	return "".join(f"<p>{escape_html(line)}</p>" for line in lines if line)
