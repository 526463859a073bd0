"""Passing over a difference by name and with a reason (S004-72)."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.client_archive.dossiers import entries
from client_mgmt.client_archive.review import contracts
from client_mgmt.domain.workflow.reasons import weight
from client_mgmt.workflow_policy import engine, ledger
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

MIN_REASON = 5


def waive(project: str, key: str, digest: str, reason: str) -> Document:
	"""Waives the open difference `key`, whose values the caller was shown as `digest`, for this revision.

	By a reviewer of the project's team or a Client Mgmt Manager, never by who entered or submitted it. Raises
	frappe.PermissionError, or ValidationError where the dossier is not under review, no such difference is
	open, its values have changed, or the reason is short.
	"""
	doc = _under_review(project, reason)
	found = _open(project, key, digest)
	facts = {"project": project, "revision": doc.revision, "rule": key, "digest": digest}
	facts |= {"entered": found["entered"], "contract": found["contract"], "reason": reason.strip()}
	who = {"waived_by": frappe.session.user, "waived_on": now_datetime()}
	with engine.acting():
		waiver = frappe.get_doc({"doctype": contracts.WAIVER, **facts, **who}).insert(
			ignore_permissions=True  # checked above; nobody has a create permission
		)
	ledger.append(doc, "Waiver", action="Review", reason=reason.strip(), rule=key, values=digest)
	return waiver


def _under_review(project: str, reason: str) -> Document:
	entries.check_reviewer(project, _("Waive"))
	doc = frappe.get_doc(contracts.PROJECT, project, for_update=True)
	if doc.workflow_state != "Submitted":
		frappe.throw(
			_("Differences are waived while the dossier is under review, not while it is {0}.").format(
				_(doc.workflow_state)
			)
		)
	if weight(reason) < MIN_REASON:
		frappe.throw(_("Say why in at least {0} characters: a waiver needs a reason.").format(MIN_REASON))
	return doc


def _open(project: str, key: str, digest: str) -> dict[str, Any]:
	differences = contracts.compare(project, None)["differences"]
	found = next((one for one in differences if one["key"] == key and not one["waived"]), None)
	if not found:
		frappe.throw(_("No such difference is open: {0}.").format(key))
	if found["digest"] != digest:
		frappe.throw(
			_("The values have changed meanwhile: look at them again."), frappe.TimestampMismatchError
		)
	return found
