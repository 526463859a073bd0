"""Dual signature over REST (domain model, "REST methods of the app")."""

from typing import Any

import frappe
from client_mgmt.interface import display
from client_mgmt.people import often
from client_mgmt.people import team as people
from client_mgmt.workflow_policy import credentials, policies, proof, signing
from frappe import _

CODES = (10, 600)  # of one person, in so many seconds


def _readable(doctype: str, name: str) -> Any:
	"""A guarded document that the session's user may read; raises frappe.PermissionError otherwise."""
	if not policies.is_guarded(doctype):  # asked first: of other DocTypes not even a name is told
		frappe.throw(_("{0} has no Workflow Policy.").format(_(doctype)))
	doc = frappe.get_doc(doctype, name)
	people.check_permission(doc, "read")
	return doc


@frappe.whitelist(methods=["GET", "POST"])
def get_package(doctype: str, name: str) -> dict[str, Any]:
	"""What a signer is shown, of the open round or else of the last one: `{digest, revision, round, purpose,
	content, consent_text, my_party, can_sign, cannot_sign_because, signatures, missing_parties,
	changes_since_last_round, display}`; `display` is the content in words, in the order of the form:
	`[{section, rows: [{field, label, text, items: [[{field, label, text, before?}]]}]}]`. Raises
	frappe.ValidationError when no round was ever opened."""
	_readable(doctype, name)
	package = signing.package(doctype, name)
	return {**package, "display": display.of(package["content"])}


@frappe.whitelist(methods=["POST"])
def sign(
	doctype: str, name: str, digest: str, password: str | None = None, comment: str | None = None
) -> dict[str, Any]:
	"""Signs the content with this digest, for the party that the session's user stands for, and returns the
	Signature Record. `password` is the user's password or a one-time code."""
	return signing.sign(doctype, name, digest, password, comment)


@frappe.whitelist(methods=["POST"])
def decline(doctype: str, name: str, digest: str, reason: str) -> dict[str, Any]:
	"""Declines the content with this digest and returns the Signature Record; the document goes back."""
	return signing.decline(doctype, name, digest, reason)


@frappe.whitelist(methods=["POST"])
def request_code(doctype: str, name: str) -> dict[str, str]:
	"""Mails the session's user a one-time code that signs this one document within ten minutes."""
	often.check("code", *CODES)
	_readable(doctype, name)
	credentials.send_code(frappe.session.user, f"{doctype} {name}")
	return {"message": _("A one-time code is on its way to your mail.")}


@frappe.whitelist(methods=["GET", "POST"])
def verify(doctype: str, name: str) -> dict[str, Any]:
	"""Whether the evidence of a document holds: `{valid, in_force, chain_ok, parties, problems}`."""
	return proof.verify(_readable(doctype, name).as_dict())


@frappe.whitelist(methods=["GET", "POST"])
def evidence(doctype: str, name: str, earlier_root: str = "") -> dict[str, Any]:
	"""The evidence pack, which `verify_evidence.py` checks without this server. With the root of an earlier
	pack's anchor it also proves that nothing which that one was signed over has changed (`--earlier`)."""
	return proof.pack(_readable(doctype, name).as_dict(), earlier_root)
