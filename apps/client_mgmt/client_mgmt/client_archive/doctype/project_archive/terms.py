"""What a dossier refuses of its contract, payment nodes and KPIs (S004-22..24, S004-45..48)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from client_mgmt import values
from client_mgmt.domain.dossier import dossier, terms
from frappe import _
from frappe.utils import flt

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.project_archive.project_archive import ProjectArchive


def check(doc: ProjectArchive) -> None:
	"""A contract number of its own, KPIs of their kind; and payment nodes that make up the contract whenever
	the dossier leaves the states in which it is edited."""
	_check_contract_no(doc)
	_check_positive(doc)
	locked, before = dossier.is_locked(doc.workflow_state), values.stored(doc)
	enters = locked and not (before and dossier.is_locked(before.workflow_state))
	rows = [row.as_dict() for row in doc.kpis]
	faults = terms.kpi_faults(rows, complete=enters)
	if enters:
		faults += terms.payment_faults(doc.contract_amount, [row.as_dict() for row in doc.payment_nodes])
	for fault in faults:
		frappe.throw(_sentence(fault.rule).format(fault.idx, fault.found, fault.expected))


def _sentence(rule: str) -> str:
	"""The sentence for a broken rule; {0} is the row, {1} what was found, {2} what is needed."""
	sentences = {
		"budget": _("KPI {0}: the budget limit must be greater than zero."),
		"coverage": _("KPI {0}: user coverage lies between 0 and 100 %, not at {1}."),
		"sum": _("The payment nodes add up to {1}, the contract amount is {2}."),
		"percents": _("The percentages of the payment nodes add up to {1}, not to 100."),
		"share": _("Payment node {0}: the amount is {1}, its percentage makes {2}."),
	}
	return sentences[rule]


def _check_contract_no(doc: ProjectArchive) -> None:
	"""S004-45: the number names one contract; whose it is else, is not told."""
	if doc.contract_no and values.changed(doc, ["contract_no"]):
		others = {"contract_no": doc.contract_no, "name": ("!=", doc.name or "")}
		if frappe.db.exists("Project Archive", others):
			frappe.throw(
				_("The contract number {0} stands in another dossier already.").format(doc.contract_no),
				frappe.UniqueValidationError,
			)


def _check_positive(doc: ProjectArchive) -> None:
	"""S004-47: greater than zero; an amount once given is not replaced by zero, but by an undone import."""
	before = values.stored(doc)
	given = flt(before.contract_amount) > 0 if before else doc.flags.amount_given
	zeroed = doc.contract_amount is not None and given and not frappe.flags.client_mgmt_taking_back
	if flt(doc.contract_amount) < 0 or (zeroed and not flt(doc.contract_amount)):
		frappe.throw(_("The contract amount must be greater than zero."))
	for row in doc.payment_nodes:
		if not flt(row.amount) > 0:
			frappe.throw(_("Payment node {0}: the amount must be greater than zero.").format(row.idx))
		if flt(row.percent) < 0 or flt(row.percent) > 100:
			frappe.throw(_("Payment node {0}: the percentage lies between 0 and 100.").format(row.idx))
		if flt(row.received_amount) < 0:
			frappe.throw(_("Payment node {0}: the amount received is not negative.").format(row.idx))
	_check_received(doc)


def _check_received(doc: ProjectArchive) -> None:
	"""No node receives more than it asks for; a row that is stored so is left alone until it is edited."""
	before = values.stored(doc)
	kept = (
		{row.name: (flt(row.amount), flt(row.received_amount)) for row in before.payment_nodes}
		if before
		else {}
	)
	for row in doc.payment_nodes:
		amounts = (flt(row.amount), flt(row.received_amount))
		if amounts[1] > amounts[0] and kept.get(row.name) != amounts:
			frappe.throw(_("Payment node {0}: more is received than the node asks for.").format(row.idx))
