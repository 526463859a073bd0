"""The dossier standard: what it asks for, whether that is there, who enters it, and how fresh it is.

S004-57..61, S004-101 and S004-102. Rows of a standard come in as mappings, documents as mappings of values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from client_mgmt.domain import Readable
from client_mgmt.domain.dossier import completeness
from client_mgmt.domain.dossier.dossier import is_locked

CLIENT, CONTACT, DOSSIER, REQUIREMENT = "Client", "Client Contact", "Project Archive", "Requirement"
DOCUMENT_TYPES = (CLIENT, CONTACT, DOSSIER, REQUIREMENT)
LEADING_ROLES = frozenset({"Project Manager", "Customer Success Manager"})
CLIENT_TYPES = ("Government", "Enterprise", "Individual")
FIRST_SECTION = "Details"
NUMBERS = frozenset({"Int", "Float", "Currency", "Percent"})
# The value and the column that say whether a document is still a first note.
BEGUN: dict[str, tuple[str, frozenset[str]]] = {
	CLIENT: ("lifecycle", frozenset({"Prospect"})),
	DOSSIER: ("workflow_state", frozenset({"Draft"})),
	REQUIREMENT: ("status", frozenset({"Draft"})),
}
Values = Readable


class Ask(NamedTuple):
	"""One field that a standard asks for. `column` is "" or the column of a child table `field`;
	`client_types` is empty where it is asked of every client."""

	document_type: str
	field: str
	column: str
	compulsory: bool
	client_types: frozenset[str]
	condition: str

	@property
	def path(self) -> str:
		"""`field`, or `field.column`."""
		return f"{self.field}.{self.column}" if self.column else self.field


class Place(NamedTuple):
	"""Where a field stands on its form: labels of the section and of the tab."""

	section: str
	tab: str


def ask(row: Values) -> Ask:
	"""The ask that a row of a standard means."""
	field, _dot, column = str(row.get("fieldname") or "").strip().partition(".")
	types = frozenset(kind for kind in CLIENT_TYPES if row.get(kind.lower()))
	return Ask(
		document_type=row.get("document_type") or "",
		field=field,
		column=column,
		compulsory=bool(row.get("compulsory")),
		client_types=frozenset() if len(types) == len(CLIENT_TYPES) else types,
		condition=str(row.get("condition") or "").strip(),
	)


def applies(asked: Ask, client_type: str | None, values: Values) -> bool:
	"""Whether it is asked of this document. While the type of the client is not known, it is asked for what
	any client is asked for."""
	if client_type and asked.client_types and client_type not in asked.client_types:
		return False
	return not asked.condition or completeness.is_required(asked.condition, values)


def is_filled(asked: Ask, values: Values, fieldtype: str | None) -> bool:
	"""Whether the value is there. A number counts from something other than zero on, since databases keep no
	empty number; a column when every row has it."""
	if not asked.column:
		return not _is_empty(values.get(asked.field), fieldtype)
	rows: Iterable[Values] = values.get(asked.field) or []
	return not any(_is_empty(row.get(asked.column), fieldtype) for row in rows)


def _is_empty(value: Any, fieldtype: str | None) -> bool:
	return completeness.is_empty(value) or (fieldtype in NUMBERS and _is_zero(value))


def _is_zero(value: Any) -> bool:
	try:
		return not float(value)
	except (TypeError, ValueError):
		return False


def missing(
	asks: Iterable[Ask], values: Values, types: Mapping[str, str | None], client_type: str | None
) -> tuple[list[Ask], int]:
	"""The asks that this document does not answer, and how many apply to it.

	`types`: path → field type; an ask whose field is gone from the DocType is not asked.
	"""
	due = [each for each in asks if each.path in types and applies(each, client_type, values)]
	return [each for each in due if not is_filled(each, values, types[each.path])], len(due)


def share(filled: int, asked: int) -> float:
	"""Per cent with one decimal; everything where nothing is asked."""
	return round(100 * filled / asked, 1) if asked else 100.0


def freshness(days: float, interval: int = 14) -> float:
	"""100 on the day of the last update, 50 on the day when the next is due, 0 from twice the interval on
	(S004-77, S004-101). `days` since the last update; one decimal."""
	if interval <= 0:
		return 100.0
	return round(min(100.0, max(0.0, 100 - 50 * days / interval)), 1)


def places(fields: Iterable[Sequence[Any]]) -> dict[str, Place]:
	"""Where each field stands. `fields`: (fieldname, field type, label) in the order of the form; a section
	without a label goes on with the one before it, and what stands before the first is `Details`."""
	found: dict[str, Place] = {}
	tab = section = FIRST_SECTION
	for name, fieldtype, label in fields:
		if fieldtype == "Tab Break":
			tab = section = label or name
		elif fieldtype == "Section Break":
			section = label or section
		else:
			found[name] = Place(section, tab)
	return found


def entry_roles(rights: Mapping[str, Collection[str]], place: Place) -> frozenset[str] | None:
	"""The roles that enter what stands there: those of the section, else those of its tab; None where the
	standard names neither (S004-59). `rights`: section or tab → roles."""
	roles = rights.get(place.section) or rights.get(place.tab)
	return frozenset(roles) if roles else None


def is_submission(before: str | None, after: str | None) -> bool:
	"""Whether a dossier leaves the hands of those who enter it."""
	return is_locked(after) and not is_locked(before)


def has_begun(document_type: str, values: Values) -> bool:
	"""Whether the document itself says that it is no first note any more."""
	if document_type == CONTACT:
		return bool(values.get("user"))
	field, first = BEGUN[document_type]
	return bool(values.get(field)) and values.get(field) not in first
