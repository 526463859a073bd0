"""Is this client known already, and two records made one. For staff alone."""

from typing import Any

import frappe
from client_mgmt.client_archive.clients import duplicates, merging
from client_mgmt.domain.clients import credit_code
from client_mgmt.domain.clients import duplicates as rules
from client_mgmt.domain.workflow.reasons import weight
from client_mgmt.people.viewer import staff_only
from frappe import _


@frappe.whitelist(methods=["GET", "POST"])
def possible_duplicates(
	client_name: str = "", uscc: str = "", phone: str = "", email: str = ""
) -> dict[str, Any]:
	"""Clients that may be the one that somebody is about to enter (S004-09, -10, -13).

	Answers `{matches: [{client, client_name, score, reasons}], others}`: those that the caller may see, the
	likeliest first, score 70 to 100, and whether there are others, of which nothing is told. Raises
	PermissionError for who may create neither clients nor contacts.
	"""
	staff_only()
	if not any(frappe.has_permission(doctype, "create") for doctype in ("Client", "Client Contact")):
		frappe.throw(_("Who enters clients or contacts may ask for duplicates."), frappe.PermissionError)
	facts = rules.facts(
		"",
		client_name,
		credit_code.normalise(uscc),
		[duplicates.phone_key(phone, None)],
		[rules.mail_key(email)],
	)
	return duplicates.for_caller(duplicates.likely(facts))


@frappe.whitelist(methods=["GET", "POST"])
def merge_preview(source: str, target: str, take: dict[str, str] | str = "") -> dict[str, Any]:
	"""What `merge` would do (S004-09); changes nothing.

	Answers `{source, target, links: [{doctype, field, label, count, names}], fields: [{field, label, source,
	target, stays}], contacts: [{contact, goes_on_as}], refusals, digest}`: what would name the target instead
	(of child rows the documents that they are in; at most 100 names each), the values that differ and whose
	stays ("": say so by `take`), the contacts who go on as one of the target's, and the sentences that stand
	against the merge. Raises PermissionError for who is no Client Mgmt Manager.
	"""
	staff_only()
	merging.check_manager()
	return merging.Merge(source, target, merging.taken(take)).preview()


@frappe.whitelist(methods=["POST"])
def merge(
	source: str, target: str, digest: str, reason: str, take: dict[str, str] | str = ""
) -> dict[str, Any]:
	"""Makes the client `source` part of `target`, all or nothing, as the preview with this `digest` showed.

	`take`: field → "source" or "target", where the preview's choice is not wanted. The source becomes
	Inactive and names the target; both ledgers keep what moved. Answers `{client, moved, contacts}`. Raises
	PermissionError for who is no Client Mgmt Manager, TimestampMismatchError where something has changed
	since the preview, ValidationError with the documents that stand against it.
	"""
	staff_only()
	merging.check_manager()
	if not weight(reason):
		frappe.throw(_("Say why the two clients are one."), frappe.MandatoryError)
	return merging.merge_clients(source, target, digest, reason.strip(), merging.taken(take))
