"""What the rules of policies name stays: nobody takes it away while a policy holds, and a document whose
rules name what is gone does not move (docs/decisions/015-what-rules-name.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe
from client_mgmt.domain.workflow import policy_map
from client_mgmt.domain.workflow.policy_map import WorkflowMap
from client_mgmt.workflow_policy import policies
from client_mgmt.workflow_policy.policies import Policy
from client_mgmt.workflow_policy.rules import maps
from frappe import _
from frappe.utils import cint

# DocType → the policy version that was found whole last, and by what: metadata and Workflow, which are other
# objects once they change, roles and kinds.
_whole: dict[str, tuple[Any, ...]] = {}


def broken(policy: Policy) -> list[str]:
	"""A sentence for each rule of a policy version that nobody reads, or that names what is gone."""
	by = (policy, *maps.parts(policy.document_type, policy.state_field), *map(type, policies.plugins()))
	if _whole.get(policy.document_type) == by:
		return []
	found = [*uninstalled(policy), *gone(policy, maps.of(policy.document_type, policy.state_field))]
	if not found:
		_whole[policy.document_type] = by
	return found


def gone(policy: Policy, known: WorkflowMap) -> list[str]:
	"""A sentence for each rule of a policy version that names what the DocType, its Workflow or the site
	lacks."""
	return [
		maps.sentence(plugin.rows_field, fault)
		for plugin in policies.plugins()
		for fault in policy_map.unknown(policy.rows(plugin.rows_field), plugin.names, known)
	]


def uninstalled(policy: Policy) -> list[str]:
	"""A sentence for each rule of a policy version that no installed kind of control reads: nobody can say
	what it asks, so nothing moves."""
	known = policies.kinds()
	sentence = _("{0}: the kind of control {1} is not installed: no step until an administrator sees to it.")
	return [
		sentence.format(maps.place(table, row), _(policy.kinds.get(table) or maps.kind_of(table)))
		for table in policy.tables
		if table not in known
		for row in range(1, len(policy.rows(table)) + 1)
	]


def check(doctype: str, before: WorkflowMap, after: WorkflowMap) -> None:
	"""Raises frappe.ValidationError when a DocType would lose what rules name that hold or wait."""
	for policy in _holding(doctype):
		stood = gone(policy, before)
		lost = [sentence for sentence in gone(policy, after) if sentence not in stood]
		if lost:
			said = _("The Workflow Policy of {0} needs what is taken away.").format(_(doctype))
			frappe.throw(" ".join([said, *lost]))


def check_fields(doctype: str, lost: set[str]) -> None:
	"""Raises frappe.ValidationError when a guarded DocType would lose fields that rules name, or the field of
	its state."""
	if not policies.is_guarded(doctype):
		return
	field = policies.state_field(doctype)
	if field in lost:
		refuse_other_state_field(doctype, field)
	known = maps.of(doctype, field)
	check(doctype, known, maps.without_fields(known, lost))


def refuse_other_state_field(doctype: str, field: str) -> None:
	"""Raises frappe.ValidationError: the policy watches this field."""
	label = _(frappe.get_meta(doctype).get_label(field))
	frappe.throw(_("The Workflow Policy of {0} watches the field {1}.").format(_(doctype), label))


def naming(kind: str, name: str) -> str:
	"""The first rule that names something of a kind, as policy, table, row and field; "" where none does."""
	for doctype in policies.guarded():
		for policy in _holding(doctype):
			for plugin in policies.plugins():
				for one in policy_map.named(policy.rows(plugin.rows_field), plugin.names):
					if (one.kind, one.name) == (kind, name):
						stands = maps.place(plugin.rows_field, one.row, one.field)
						return f"{_('Workflow Policy')} {_(doctype)}, {stands}"
	return ""


def _holding(doctype: str) -> Iterator[Policy]:
	"""The version of a policy that holds for new documents, and the one that waits for approval."""
	row = policies.guarded().get(doctype)
	if not row:
		return
	waiting = frappe.db.get_value("Workflow Policy", {"document_type": doctype}, "pending_version")
	for version in dict.fromkeys((cint(row["effective_version"]), cint(waiting))):
		policy = policies.find(doctype, version) if version else None
		if policy:
			yield policy
