"""Somebody signs for somebody of the same party: given, seen and ended by who delegates."""

from typing import Any

import frappe
from client_mgmt.domain.evidence.signoff import CLIENT, VENDOR
from client_mgmt.people.viewer import viewer_of
from client_mgmt.workflow_policy import ledger
from frappe import _
from frappe.utils import now_datetime

KIND = "Approval Delegation"
SHOWN = "name party delegator delegate project valid_from valid_to reason revoked_on revoked_reason".split()


@frappe.whitelist(methods=["POST"])
def delegate(
	delegate: str,
	valid_to: str,
	valid_from: str | None = None,
	project: str | None = None,
	reason: str | None = None,
) -> dict[str, str]:
	"""`delegate`, a login of the caller's own party, signs in the caller's place from `valid_from` (today) to
	`valid_to`, days in the site's time zone, both included; in one project or, where none is named, in all.

	Returns the delegation. Raises frappe.PermissionError for a client's person without a Signing Authority,
	frappe.ValidationError for a delegate of another party, whom it does not tell from nobody.
	"""
	viewer = viewer_of()
	if project and not viewer.firm_wide(True) and project not in viewer.projects:
		frappe.throw(
			_("Not permitted: {0} {1}").format(_("Project Archive"), project), frappe.PermissionError
		)
	if not frappe.db.exists("User", {"name": delegate, "enabled": 1}):
		frappe.throw(_("{0} is nobody of your party.").format(delegate))
	values = {"valid_from": valid_from, "valid_to": valid_to, "project": project, "reason": reason}
	doc = frappe.get_doc(
		{
			"doctype": KIND,
			"party": CLIENT if viewer.client_side else VENDOR,
			"delegator": viewer.user,
			"delegate": delegate,
			**{field: value for field, value in values.items() if value},
		}
	)
	doc.insert(ignore_permissions=True)  # who delegates needs no role, only their own authority
	return _shown(doc)


@frappe.whitelist(methods=["GET", "POST"])
def delegations() -> list[dict[str, str]]:
	"""The delegations that the caller has given or received, newest first."""
	mine = {"delegator": frappe.session.user, "delegate": frappe.session.user}
	rows = frappe.get_all(KIND, or_filters=mine, fields=SHOWN, order_by="creation desc")
	return [_shown(row) for row in rows]


@frappe.whitelist(methods=["POST"])
def revoke(name: str, reason: str | None = None) -> dict[str, str]:
	"""Ends a delegation of the caller's own from now on and returns it. Raises frappe.PermissionError for
	anybody else's, and for one that does not exist."""
	if frappe.db.get_value(KIND, name, "delegator") != frappe.session.user:
		frappe.throw(_("Not permitted: {0} {1}").format(_(KIND), name), frappe.PermissionError)
	doc = frappe.get_doc(KIND, name, for_update=True)
	doc.update({"revoked_on": now_datetime(), "revoked_reason": reason})
	doc.save(ignore_permissions=True)  # the delegator's own, asked above
	return _shown(doc)


def _shown(row: Any) -> dict[str, str]:
	return {field: ledger.text(row.get(field)) for field in SHOWN}
