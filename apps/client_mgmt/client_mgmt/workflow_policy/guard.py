"""The wall: every document event that can change a guarded document ends here (docs/architecture.md, Guard).

Frappe's Workflow is the map. This compares with the stored row, read under lock, and refuses what no
transition allows; then the plugins have their word, and the ledger its entry, in the same transaction.
"""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt import values
from client_mgmt.domain.evidence import signoff
from client_mgmt.people.viewer import viewer_of
from client_mgmt.workflow_policy import checks, engine, ledger, policies
from client_mgmt.workflow_policy.plugins.base import Move
from client_mgmt.workflow_policy.policies import is_guarded
from client_mgmt.workflow_policy.transitions import check_condition
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

INTERNAL = "Internal"


def before_insert(doc: Document, method: str | None = None) -> None:
	"""Refuses a new document that claims what only the engine writes."""
	if not is_guarded(doc.doctype):
		return
	_refuse_reading_verb()
	if not engine.is_acting():
		checks.refuse_claims(doc)


def validate(doc: Document, method: str | None = None) -> None:
	"""Checks a save: of a new document its first state, of a stored one everything that differs."""
	if not is_guarded(doc.doctype):
		return
	doc.flags.move = doc.flags.guarded_changes = None
	_refuse_reading_verb()
	if doc.is_new():
		checks.check_insert(doc)
	else:
		checks.check_save(doc)


def before_save(doc: Document, method: str | None = None) -> None:
	"""Asks the conditions of a step once more, on the document as it will be stored: its own controller has
	set what it works out by now. What is required where it stands is filled in: Frappe asks
	`mandatory_depends_on` in forms alone."""
	if not is_guarded(doc.doctype):
		return
	values.require_complete(doc)
	if doc.flags.move:
		check_condition(doc, doc.flags.move)


def on_update(doc: Document, method: str | None = None) -> None:
	"""Records what a save did, and lets the plugins act on a state change."""
	if not is_guarded(doc.doctype):
		return
	move: Move | None = doc.flags.move
	changes = doc.flags.guarded_changes or {}
	if move:
		facts = {"from_state": move.from_state, "to_state": move.to_state, "action": move.action}
		more = {"changes": changes} if changes else {}
		ledger.append(doc, "Transition", reason=move.reason, **facts, **more)
		for plugin in policies.plugins():
			plugin.after_transition(
				move.with_rows(policies.of(doc.doctype, move.stored).rows(plugin.rows_field))
			)
	elif changes and cint(doc.get("chain_count")):
		ledger.append(doc, "Edit", changes=changes, **_for_whom(doc))


def _for_whom(doc: Document) -> dict[str, str]:
	"""What our staff change before it is handed over, in a state that is neither being signed nor protected,
	is internal (docs/decisions/014-unfinished-work.md)."""
	rules = policies.of(doc.doctype, doc).rows("sign_off_rules")
	state = doc.get(policies.state_field(doc.doctype))
	handed_over = any(signoff.hands_over(rule, state) for rule in rules)
	return {} if handed_over or viewer_of().client_side else {"audience": INTERNAL}


on_cancel = on_update_after_submit = on_update


def before_submit(doc: Document, method: str | None = None) -> None:
	"""Submitting is a state change like any other: without one of the Workflow's it is refused."""
	if is_guarded(doc.doctype) and not doc.flags.move:
		checks.refuse_docstatus(doc)
	before_save(doc)


def before_cancel(doc: Document, method: str | None = None) -> None:
	"""Cancelling runs no `validate`: the whole check happens here."""
	_check_submitted(doc)


def before_update_after_submit(doc: Document, method: str | None = None) -> None:
	"""Updating a submitted document runs no `validate`: the whole check happens here."""
	_check_submitted(doc)


def before_change(doc: Document, method: str | None = None) -> None:
	"""`db_set` writes past every check: only the engine may."""
	if is_guarded(doc.doctype) and not engine.is_acting():
		frappe.throw(_("{0} {1} is guarded: save it instead.").format(_(doc.doctype), doc.name))


def before_rename(doc: Document, method: str | None = None, *names: Any) -> None:
	"""A document with evidence keeps its name."""
	_refuse_losing_evidence(doc, _("renamed"))


def on_trash(doc: Document, method: str | None = None) -> None:
	"""A document with evidence is never deleted."""
	_refuse_losing_evidence(doc, _("deleted"))


def _refuse_losing_evidence(doc: Document, what: str) -> None:
	if not is_guarded(doc.doctype):
		return
	_refuse_reading_verb()
	if ledger.has_evidence(doc.doctype, doc.name):
		frappe.throw(
			_("{0} {1} cannot be {2}: the ledger holds entries about it.").format(
				_(doc.doctype), doc.name, what
			)
		)


def _refuse_reading_verb() -> None:
	request = frappe.request
	if request and request.method in ("GET", "HEAD") and not engine.is_rehearsing():
		frappe.throw(_("A GET request changes nothing: use POST or PUT."), frappe.PermissionError)


def _check_submitted(doc: Document) -> None:
	if is_guarded(doc.doctype):
		_refuse_reading_verb()
		checks.check_save(doc)
		before_save(doc)
