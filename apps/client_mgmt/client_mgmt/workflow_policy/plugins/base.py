"""What a control is: one small class, registered by the hook `workflow_policy_plugins`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from client_mgmt.domain.evidence.policy_strength import Reason, Row
from client_mgmt.domain.workflow import policy_map
from client_mgmt.domain.workflow.policy_map import Fault, Names, WorkflowMap
from frappe import _
from frappe.model.document import Document

__all__ = ["Move", "Plugin", "Row", "told"]


@dataclass(frozen=True)
class Move:
	"""One save of a guarded document, as plain data.

	`stored` is the locked row with its children before the save, `proposed` what is being saved, `changes`
	the fields that differ, each with its value before and after as they are signed. `action` is "" when
	the state stays. `rows` are the rules of the plugin that is asked. `doc` is the document being saved,
	for the engine's writes and for the ledger.
	"""

	doc: Document
	doctype: str
	name: str
	stored: Mapping[str, Any]
	proposed: Mapping[str, Any]
	from_state: str
	to_state: str
	action: str
	reason: str
	user: str
	policy_version: int
	changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
	rows: tuple[Row, ...] = ()

	def with_rows(self, rows: Iterable[Row]) -> Move:
		"""The same move, for a plugin with these rules."""
		return replace(self, rows=tuple(rows))


@dataclass(frozen=True)
class Need:
	"""Something that a save lacks, in the user's language. A save says all blocking needs together, pages
	show the same list.

	`rule_key`: the kind and what it names. `from_whom`: who can give it. `satisfied_by`: REASON where the
	person who acts gives it with the action. `until`: ISO time after which it is not needed any more.
	"""

	text: str
	rule_key: str = ""
	blocking: bool = True
	from_whom: str = ""
	satisfied_by: str = ""
	until: str = ""


REASON = "reason"


class Plugin:
	"""A kind of control. `rows_field` names the child table of Workflow Policy that configures it,
	`kind` says in English what it is."""

	kind = ""
	rows_field = ""
	# column of a rule → what it names (`domain/workflow/policy_map.py`): checked when a policy is saved, kept
	# while the policy holds, and a document whose rules name what is gone does not move.
	names: Names = {}

	def needs(self, move: Move) -> list[Need]:
		"""What a state change lacks by these rules; asked before the save, and by pages without one."""
		return []

	def locks(self, move: Move) -> dict[str, str]:
		"""The fields that rest where the document stands: field → sentence with {0} for the labels of those
		that a save changes."""
		return {}

	def after_transition(self, move: Move) -> None:
		"""Effects of a state change that took place, in the same transaction."""

	def faults(self, rows: list[Row], known: WorkflowMap) -> list[Fault]:
		"""What makes no sense in the rules of a policy; a policy with faults is not saved."""
		return policy_map.unknown(rows, self.names, known)

	@staticmethod
	def weaker(old_rows: list[Row], new_rows: list[Row]) -> list[str]:
		"""Why the new rules are weaker than the old, as sentences; empty: equal or stronger."""
		return []


def told(reasons: Iterable[Reason]) -> list[str]:
	"""Reasons of `domain/evidence/policy_strength.py` as sentences in the user's language."""
	return [_(text).format(*values) for text, values in reasons]
