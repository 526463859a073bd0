"""What a save would say, without saving: the document's own checks run on a copy and nothing is written.

One rule, one place: a page asks the very code that refuses the save. Nothing of it stays: the copy is
dropped, messages are taken back, and the request that asks is a GET, whose transaction is rolled back.
"""

from __future__ import annotations

import frappe
from client_mgmt.people.asking import asking, row_of
from client_mgmt.workflow_policy import engine, policies
from frappe.model.document import Document

EVENTS = ("before_validate", "validate", "before_save")
ANY_REASON = "a reason " * 200  # whether there is one is asked apart


def of_step(doc: Document, workflow: Document | None, action: str, next_state: str, unfilled: bool) -> str:
	"""What the checks of a document say first against taking an action as it stands; "" when they agree.

	`unfilled`: fields of its own are empty and will come with the action, so that what is missing is no
	answer. The reason comes with it in any case."""
	if not workflow:
		return ""
	copy: Document = frappe.get_doc({**row_of(doc), "workflow_reason": ANY_REASON})
	copy.flags.ignore_permissions = False
	policies.enter(copy, workflow, next_state)
	copy._doc_before_save = doc  # as it was just read; a save reads it again, under lock
	with policies.choosing(copy, action):
		return _said(copy, unfilled)


def _said(copy: Document, unfilled: bool) -> str:
	try:
		with asking(), engine.rehearsing():
			for event in EVENTS:
				copy.run_method(event)
	except (frappe.ValidationError, frappe.PermissionError) as refusal:
		return "" if unfilled and isinstance(refusal, frappe.MandatoryError) else str(refusal)
	finally:
		frappe.clear_messages()
	return ""
