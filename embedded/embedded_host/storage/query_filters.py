"""Filters of a list: every spelling that callers use, as `Filter`s; and their SQL, without the values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, NoReturn

from pypika.terms import Criterion, Field, Parameter, Term

from embedded_host.base import json_reader
from embedded_host.base.messages import throw
from embedded_host.base.translate import _
from embedded_host.storage.query_values import OR_NULL


class Filter(NamedTuple):
	"""`field operator value`, of the DocType `doctype` ("" where the caller named none)."""

	doctype: str
	field: str
	operator: str
	value: Any


class Raw(Criterion):
	"""A condition that is text already: written by the host or by an app's code, never by a request."""

	def __init__(self, text: str) -> None:
		super().__init__()
		self.text = text

	def nodes_(self) -> Iterable[Any]:
		"""Nothing for PyPika to look into."""
		yield self

	def get_sql(self, **_kwargs: Any) -> str:
		"""The text."""
		return self.text


class InJson(Criterion):
	"""`term IN (the elements of a bound JSON array)`: one statement for any number of values."""

	def __init__(self, term: Term, number: int, negated: bool = False) -> None:
		super().__init__()
		self.term, self.number, self.negated = term, number, negated

	def nodes_(self) -> Iterable[Any]:
		"""The term's own nodes."""
		yield self
		yield from self.term.nodes_()

	def get_sql(self, **kwargs: Any) -> str:
		"""SQL text."""
		word = "NOT IN" if self.negated else "IN"
		return f"{self.term.get_sql(**kwargs)} {word} (SELECT `value` FROM json_each(?{self.number}))"


def normalise(filters: Any) -> list[Filter]:
	"""Reads None, a JSON text, a dict, or a list of filters. Raises ValidationError for anything else."""
	if isinstance(filters, str):
		filters = _parse(filters)
	if not filters:
		return []
	if isinstance(filters, dict):
		return [_of_dict(field, value) for field, value in filters.items()]
	if isinstance(filters, list | tuple):
		if isinstance(filters[0], str) and len(filters) in (3, 4):
			return [_of_list(filters)]
		return [_entry(entry) for entry in filters]
	return _refuse_filters()


def _refuse_filters() -> NoReturn:
	throw(_("Filters must be a list or an object"))


def _parse(text: str) -> Any:
	if not text.strip():
		return None
	try:
		return json_reader.loads(text)
	except ValueError:
		throw(_("Filters are not valid JSON"))


def _entry(entry: Any) -> Filter:
	if isinstance(entry, dict) and len(entry) == 1:
		return _of_dict(*next(iter(entry.items())))
	if isinstance(entry, Filter):
		return entry
	if isinstance(entry, list | tuple):
		return _of_list(entry)
	return _refuse_filters()


def _of_dict(field: Any, value: Any) -> Filter:
	if isinstance(value, list | tuple) and len(value) == 2:
		return _filter("", field, value[0], value[1])
	if isinstance(value, list | tuple):
		return _filter("", field, value[0] if value else "", None)
	return _filter("", field, "=", value)


def _of_list(entry: Any) -> Filter:
	if len(entry) not in (3, 4, 5):
		throw(_("A filter is [field, operator, value] or [DocType, field, operator, value]"))
	return _filter("", *entry) if len(entry) == 3 else _filter(*entry[:4])


def _filter(doctype: Any, field: Any, operator: Any, value: Any) -> Filter:
	if not (isinstance(doctype, str) and isinstance(field, str) and isinstance(operator, str)):
		throw(_("A filter is [field, operator, value] or [DocType, field, operator, value]"))
	return Filter(doctype, field, operator, value)


def criterion(column: Field, operator: str, number: int) -> Criterion:
	"""SQL of one filter: `operator` as `query_values.bind` gave it, `number` of its first bound value."""
	plain, or_null, _rest = operator.partition(OR_NULL)
	if plain in ("is null", "is not null"):
		return column.isnull() if plain == "is null" else column.notnull()
	if plain == "between":
		return column.between(Parameter(f"?{number}"), Parameter(f"?{number + 1}"))
	if plain in ("in", "not in"):
		found: Criterion = InJson(column, number, negated=plain == "not in")
	else:
		found = _COMPARE[plain](column, Parameter(f"?{number}"))
	return found | column.isnull() if or_null else found


_COMPARE: dict[str, Callable[[Field, Parameter], Criterion]] = {
	"=": lambda column, value: column == value,
	"!=": lambda column, value: column != value,
	">": lambda column, value: column > value,
	"<": lambda column, value: column < value,
	">=": lambda column, value: column >= value,
	"<=": lambda column, value: column <= value,
	"like": lambda column, value: column.like(value),
	"not like": lambda column, value: column.not_like(value),
}
