"""How long, how deep and how many: what one request may send, checked before anything waits for the write
lock, and what one document may hold. The length of a text is that of its column on MariaDB, or less.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from embedded_host.base import json_reader
from embedded_host.base.html import escape_html, is_deeper
from embedded_host.base.messages import bold, throw
from embedded_host.base.translate import _

#: rows of one table; elements of markup within each other
MOST_ROWS, DEEPEST_MARKUP = 2000, 100
#: bytes of UTF-8 of a text; characters of a long one
TEXT_BYTES, LONG_TEXT = 65_535, 500_000
#: characters of a text from which it may hold more rows than one table has
_WORTH_READING = 4000


def check_request(form: Any) -> None:
	"""Raises ValidationError (417) for a list of too many rows and for markup that is nested too deep,
	anywhere in what was sent, JSON inside a text included."""
	waiting: list[tuple[str, Any]] = [("", form)]
	while waiting:
		name, value = waiting.pop()
		if isinstance(value, dict):
			waiting.extend((str(key), child) for key, child in value.items())
		elif isinstance(value, list):
			if len(value) > MOST_ROWS and any(isinstance(child, dict) for child in value):
				refuse_rows(name, len(value))
			waiting.extend((name, child) for child in value if not isinstance(child, int | float))
		elif isinstance(value, str):
			check_markup(name, value)
			if len(value) > _WORTH_READING and value.lstrip()[:1] in ("[", "{"):
				waiting.append((name, _read(value)))


def _read(text: str) -> Any:
	"""What a text says in JSON; None where that cannot be read: who reads it says so by its name."""
	try:
		return json_reader.loads(text)
	except ValueError:
		return None


def check_markup(label: str, text: str) -> None:
	"""Raises ValidationError for markup that takes a parser longer than it is worth."""
	if text.count("<") > DEEPEST_MARKUP and is_deeper(text, DEEPEST_MARKUP):
		said = _("{0} is nested in more than {1} levels of markup: simplify it, or attach it as a file.")
		throw(said.format(bold(escape_html(label)), DEEPEST_MARKUP))


def check_texts(doc: Any, texts: Iterable[tuple[Any, bool]]) -> None:
	"""Raises ValidationError for a text longer than its field takes; `texts`: (field, whether it takes a long
	one)."""
	own = doc.__dict__
	for df, is_long in texts:
		value = own.get(df.fieldname)
		if value is None or type(value) is not str or len(value) <= TEXT_BYTES // 4:
			continue
		size = len(value) if is_long else len(value.encode("utf-8", "replace"))
		most = LONG_TEXT if is_long else TEXT_BYTES
		if size > most:
			said = _("{0} is {1} long, and {2} is the most: shorten it, or attach it as a file.")
			throw(said.format(bold(_(df.label)), size, most))


def refuse_rows(label: str, count: int) -> None:
	"""Raises ValidationError for a table of too many rows."""
	said = _("{0} has {1} rows, and {2} is the most of one table: divide them among several documents.")
	throw(said.format(bold(escape_html(label)), count, MOST_ROWS))
