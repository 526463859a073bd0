"""What makes no sense in the rules of a policy: names that DocType and Workflow lack. On plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from client_mgmt.domain.evidence.signoff import lines
from client_mgmt.domain.workflow.conditions import fields_asked

PEOPLE = ("owner", "modified_by")
STANDARD = (*PEOPLE, "creation", "modified", "docstatus", "idx")
Row = Mapping[str, Any]


# What a column of a rule can name, one a line. PERSON: a field, or a standard column that names a person.
# CONDITION: an expression, which asks for fields and standard columns (COLUMN).
ACTION, STATE, FIELD, PERSON, ROLE = "action", "state", "field", "person", "role"
CONDITION, COLUMN = "condition", "column"
Names = Mapping[str, str]  # column of a rule → what it names


@dataclass(frozen=True)
class WorkflowMap:
	"""A DocType's states, actions, fields (name → type) and roles, and whether it belongs to a project. While
	it has no Workflow, states and actions are not known."""

	doctype: str
	has_workflow: bool
	states: frozenset[str]
	actions: frozenset[str]
	fields: Mapping[str, str]
	has_project: bool
	roles: frozenset[str] = frozenset()

	def has(self, kind: str, name: str) -> bool:
		"""Whether there is a state, an action, a field or a role of that name; nothing of a Workflow that is
		not there yet is missing."""
		if kind in (ACTION, STATE) and not self.has_workflow:
			return True
		known: dict[str, Collection[str]] = {
			ACTION: self.actions,
			STATE: self.states,
			FIELD: self.fields,
			PERSON: {*self.fields, *PEOPLE},
			COLUMN: {*self.fields, *STANDARD},
			ROLE: self.roles,
		}
		return name in known[kind]


class Fault(NamedTuple):
	"""What is wrong in one row: its number from 1, the field ("" for the row), an English sentence with
	places for the values."""

	row: int
	field: str
	text: str
	values: tuple[str, ...] = ()


SENTENCES = (
	(ACTION, "The Workflow has no action {0}."),
	(STATE, "The Workflow has no state {0}."),
	(FIELD, "The document has no field {0}."),
	(ROLE, "There is no role {0}."),
	("twice", "One Sign-off Rule a purpose: {0} stands twice."),
	("project", "{0} needs a field project (Link to Project Archive): its team and client sign."),
	("both", "{0} cannot be signing and protected state at once."),
)
SIGN_OFF: Names = {
	"signing_state": STATE,
	"protected_states": STATE,
	"complete_action": ACTION,
	"decline_action": ACTION,
	"signed_fields": FIELD,
	"condition": CONDITION,
}
TEXTS = dict(SENTENCES)
TEXTS[PERSON] = TEXTS[COLUMN] = TEXTS[FIELD]


class Named(NamedTuple):
	"""One name in one rule: the row from 1, its column, what it names, the name."""

	row: int
	field: str
	kind: str
	name: str


def named(rows: Iterable[Row], names: Names) -> Iterator[Named]:
	"""All that rules name, by the columns in which they do."""
	for number, row in enumerate(rows, 1):
		for field, kind in names.items():
			text = str(row.get(field) or "")
			if kind == CONDITION:
				yield from (Named(number, field, COLUMN, name) for name in fields_asked(text))
			else:
				yield from (Named(number, field, kind, name) for name in lines(text))


def unknown(rows: Iterable[Row], names: Names, known: WorkflowMap) -> list[Fault]:
	"""A fault for each column of a row that names what the document, its Workflow or the site lacks."""
	missing: dict[tuple[int, str, str], list[str]] = {}
	for one in named(rows, names):
		if not known.has(one.kind, one.name):
			missing.setdefault(one[:3], []).append(one.name)
	return [
		Fault(row, field, TEXTS[kind], (", ".join(dict.fromkeys(found)),))
		for (row, field, kind), found in missing.items()
	]


def sign_off(rows: Sequence[Row], known: WorkflowMap) -> list[Fault]:
	"""The faults of sign-off rules: names that there are, one a purpose, a project whose team and client
	sign, no state that is signed and protected at once."""
	found = unknown(rows, SIGN_OFF, known)
	seen: set[str] = set()
	for number, row in enumerate(rows, 1):
		purpose, signing = row.get("purpose") or "", row.get("signing_state") or ""
		if purpose in seen:
			found.append(Fault(number, "purpose", TEXTS["twice"], (purpose,)))
		seen.add(purpose)
		if not known.has_project:
			found.append(Fault(number, "", TEXTS["project"], (known.doctype,)))
		if signing in lines(row.get("protected_states")):
			found.append(Fault(number, "signing_state", TEXTS["both"], (signing,)))
	return found
