"""Receipts: what both parties keep of a completed round, outside our database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt.domain.evidence import verify_evidence
from client_mgmt.domain.evidence.signoff import CLIENT
from client_mgmt.people import team as people
from client_mgmt.workflow_policy import anchor, ledger
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html


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
	"""Mails the receipt to those who signed and, for a party that did not sign, to its team members."""
	records = [
		entry
		for entry in ledger.entries(doctype, name)
		if entry["kind"] == verify_evidence.SIGNATURE and entry["round"] == number
	]
	recipients = _recipients(frappe.get_doc(doctype, name), records)
	if recipients:
		frappe.sendmail(
			recipients=recipients,
			subject=_("Receipt: {0} {1}, round {2}").format(_(doctype), name, number),
			message=_message(doctype, name, records, head, count),
		)


def _recipients(doc: Document, records: list[dict[str, str]]) -> list[str]:
	signers = [record["signer"] for record in records]
	signed = {record["party"] for record in records}
	found = [frappe.db.get_value("User", signer, "email") for signer in signers]
	for member in people.team_of(people.project_of(doc.doctype, doc)):
		if member["party"] not in signed:
			found.append(_address(member))
	return sorted({address for address in found if address})


def _address(member: Mapping[str, Any]) -> str | None:
	held = ("Client Contact", member["contact"]) if member["party"] == CLIENT else ("User", member["user"])
	address: str | None = frappe.db.get_value(*held, "email")
	return address


def _message(doctype: str, name: str, records: list[dict[str, str]], head: str, count: int) -> str:
	lines = [
		_("All signatures of this round are given. Keep this mail: it proves the state of the record."),
		_("Document: {0} {1}").format(_(doctype), name),
	]
	for record in records:
		lines.append(
			_("{0}: {1} for {2}, {3} (UTC)").format(
				_(record["decision"]), record["signer_name"], _(record["party"]), record["signed_at"]
			)
		)
		lines.append(_("Content (SHA-256): {0}").format(record["digest"]))
	lines.append(_("Chain head after entry {0}: {1}").format(count, head))
	key = anchor.public_key()
	lines.append(_("Public key of this site (Ed25519): {0}").format(key))
	lines.append(_("Its fingerprint: {0}").format(verify_evidence.fingerprint(key)))
	return _paragraphs(lines)


def _paragraphs(lines: list[str]) -> str:
	return "".join(f"<p>{escape_html(line)}</p>" for line in lines if line)
