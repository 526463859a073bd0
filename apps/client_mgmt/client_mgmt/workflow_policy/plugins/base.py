"""What a control is: one small class, registered by the hook `workflow_policy_plugins`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from client_mgmt.domain.evidence.policy_strength import Reason, Row
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


class Plugin:
	"""A kind of control. `rows_field` names the child table of Workflow Policy that configures it."""

	kind = ""
	rows_field = ""

	def check_edit(self, move: Move) -> None:
		"""Raises frappe.ValidationError when the save changes what it must not."""

	def check_transition(self, move: Move) -> None:
		"""Raises frappe.ValidationError when the state change lacks what the rules ask; before the save."""

	def after_transition(self, move: Move) -> None:
		"""Effects of a state change that took place, in the same transaction."""

	def check_rows(self, rows: list[Row], doctype: str) -> None:
		"""Raises frappe.ValidationError when the rules of a policy make no sense."""

	@staticmethod
	def weaker(old_rows: list[Row], new_rows: list[Row]) -> list[str]:
		"""Why the new rules are weaker than the old, as sentences; empty: equal or stronger."""
		return []


def told(reasons: Iterable[Reason]) -> list[str]:
	"""Reasons of `domain/evidence/policy_strength.py` as sentences in the user's language."""
	return [_(text).format(*values) for text, values in reasons]
