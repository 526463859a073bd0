"""What makes no sense in the rules of a policy: names that DocType and Workflow lack. On plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from client_mgmt.domain.evidence.signoff import lines

STANDARD = ("owner", "modified_by")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class WorkflowMap:
	"""A DocType's states, actions and fields (name → type), and whether it belongs to a project. While it has
	no Workflow, states and actions are not known."""

	doctype: str
	has_workflow: bool
	states: frozenset[str]
	actions: frozenset[str]
	fields: Mapping[str, str]
	has_project: bool

	@property
	def columns(self) -> frozenset[str]:
		"""The fields, and those standard columns that name a person."""
		return frozenset((*self.fields, *STANDARD))


class Fault(NamedTuple):
	"""What is wrong in one row: its number from 1, the field ("" for the row), an English sentence with
	places for the values."""

	row: int
	field: str
	text: str
	values: tuple[str, ...] = ()


SENTENCES = (
	("action", "The Workflow has no action {0}."),
	("state", "The Workflow has no state {0}."),
	("field", "The document has no field {0}."),
	("twice", "One Sign-off Rule a purpose: {0} stands twice."),
	("project", "{0} needs a field project (Link to Project Archive): its team and client sign."),
	("both", "{0} cannot be signing and protected state at once."),
)
TEXTS = dict(SENTENCES)
KINDS = {
	**dict.fromkeys(("action", "not_action", "complete_action", "decline_action"), "action"),
	**dict.fromkeys(("signing_state", "protected_states"), "state"),
	**dict.fromkeys(("not_field", "signed_fields"), "field"),
}


def unknown(number: int, field: str, named: str | None, known: Collection[str]) -> list[Fault]:
	"""A fault for what a field of a row names, one a line, and the document or its Workflow lacks. An empty
	`known` is a Workflow that is not there yet."""
	missing = [name for name in lines(named) if name not in known] if known else []
	return [Fault(number, field, TEXTS[KINDS[field]], (", ".join(missing),))] if missing else []


def sign_off(rows: Iterable[Row], known: WorkflowMap) -> list[Fault]:
	"""The faults of sign-off rules: one a purpose, a project whose team and client sign, states and actions
	that there are, and none that is signed and protected at once."""
	found: list[Fault] = []
	seen: set[str] = set()
	for number, row in enumerate(rows, 1):
		purpose = row.get("purpose") or ""
		if purpose in seen:
			found.append(Fault(number, "purpose", TEXTS["twice"], (purpose,)))
		seen.add(purpose)
		if not known.has_project:
			found.append(Fault(number, "", TEXTS["project"], (known.doctype,)))
		found += _of_row(number, row, known)
	return found


def _of_row(number: int, row: Row, known: WorkflowMap) -> list[Fault]:
	signing, found = row.get("signing_state") or "", []
	for field in ("signing_state", "protected_states"):
		found += unknown(number, field, row.get(field), known.states)
	for field in ("complete_action", "decline_action"):
		found += unknown(number, field, row.get(field), known.actions)
	found += unknown(number, "signed_fields", row.get("signed_fields"), known.fields)
	if signing in lines(row.get("protected_states")):
		found.append(Fault(number, "signing_state", TEXTS["both"], (signing,)))
	return found
