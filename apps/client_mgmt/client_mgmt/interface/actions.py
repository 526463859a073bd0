"""The steps out of a document's state: which are open to this reader, what each needs, why not the rest."""

from __future__ import annotations

from client_mgmt import values
from client_mgmt.client_archive.standard import checks as standard
from client_mgmt.interface.shapes import Action
from client_mgmt.workflow_policy import policies, rehearsal, standing
from client_mgmt.workflow_policy.plugins.base import REASON
from client_mgmt.workflow_policy.plugins.reasons import Reasons
from client_mgmt.workflow_policy.standing import Standing
from frappe import _


def of(at: Standing, write: bool) -> list[Action]:
	"""The actions in the Workflow's order, without those that the engine takes itself. The first open one
	that asks for no reason is `primary`. `write`: whether the reader may write the document at all."""
	names = dict.fromkeys(step.action for step in at.steps)
	found = [_action(at, name, write) for name in names if name not in at.by_engine]
	for action in found:
		if action["allowed"] and not action["reason_needed"]:
			action["primary"] = True
			break
	return found


def _action(at: Standing, name: str, write: bool) -> Action:
	next_state, refusal = standing.step_or_refusal(at, name)
	why = [refusal] if refusal else []
	if not write:
		why.insert(0, no_write(at.doc.doctype))
	needs = standing.needs(at, name, next_state)
	why += [need.text for need in needs if need.blocking and need.satisfied_by != REASON]
	fields = _missing(at, next_state)
	if not why and hasattr(at.doc, "step_faults"):
		why += at.doc.step_faults(next_state, name)
	guarded = policies.is_guarded(at.doc.doctype)  # only these checks are known to change nothing
	if (
		guarded
		and not why
		and (said := rehearsal.of_step(at.doc, at.workflow, name, next_state, bool(fields)))
	):
		why.append(said)
	least = Reasons.least(at.policy.rows(Reasons.rows_field), name)
	return {
		"action": name,
		"label": _(name),
		"next_state": next_state,
		"next_state_label": _(next_state),
		"allowed": not why,
		"why_not": list(dict.fromkeys(why)),
		"reason_needed": bool(least),
		"min_length": least,
		"fields": fields,
		"primary": False,
	}


def no_write(doctype: str) -> str:
	"""Why somebody without the right to write does not."""
	return _("No permission for {0}").format(_(doctype))


def _missing(at: Standing, next_state: str) -> list[str]:
	"""The empty fields that the document needs in the state to be entered."""
	supposed = {at.policy.state_field: next_state}
	missing = [field.fieldname for field in values.missing_fields(at.doc, supposed)]
	return list(dict.fromkeys([*missing, *standard.missing_for(at.doc, next_state)]))
