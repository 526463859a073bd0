"""Answers that change nothing: a page, a list, an inbox, a rehearsal.

While one is put together nothing is written, so that what was read once holds to its end, and no row is
locked: who only looks waits for nobody who saves, and nobody waits for them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import frappe
from frappe.model.document import Document

P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def asking() -> Iterator[None]:
	"""Nothing inside writes: what `remembered` functions answer is kept until the outermost such body ends.
	The memory lives in `frappe.flags`: it is one request's, and no request can set it."""
	before = known()
	frappe.flags.client_mgmt_asked = {} if before is None else before
	try:
		yield
	finally:
		frappe.flags.client_mgmt_asked = before


def known() -> dict[Any, Any] | None:
	"""What is remembered; None where something may be written."""
	found: dict[Any, Any] | None = frappe.flags.client_mgmt_asked
	return found


def locks() -> bool:
	"""Whether a reader of rows that a save builds on locks them."""
	return known() is None


def remembered(read: Callable[P, T]) -> Callable[P, T]:
	"""A function that reads, asked once for each person and set of arguments (hashable) inside `asking()`;
	outside it reads each time. Nobody changes what it answers."""

	@wraps(read)
	def asked(*args: P.args, **kwargs: P.kwargs) -> T:
		found = known()
		if found is None:
			return read(*args, **kwargs)
		key = (read, frappe.session.user, args, tuple(kwargs.items()))
		if key not in found:
			found[key] = read(*args, **kwargs)
		answer: T = found[key]
		return answer

	return asked


def row_of(doc: Document) -> dict[str, Any]:
	"""A stored document with its rows as plain dicts, inside `asking()` made once. Nobody changes what it
	answers, nor the document after it."""
	row: dict[str, Any] = of_one(doc, row_of, doc.as_dict)
	return row


def of_one(thing: Any, what: Hashable, read: Callable[[], T]) -> T:
	"""What `read` makes of an object that nobody changes, inside `asking()` once for each `what` and
	person."""
	found = known()
	if found is None:
		return read()
	key = (of_one, what, frappe.session.user, id(thing))
	if key not in found:
		found[key] = (thing, read())  # with the object, so that its id stays its own
	answer: T = found[key][1]
	return answer


def get_value(*args: Any, **kwargs: Any) -> Any:
	"""`frappe.db.get_value`, inside `asking()` once for each question."""
	found = known()
	if found is None:
		return frappe.db.get_value(*args, **kwargs)
	key = (get_value, repr(args), repr(kwargs))
	if key not in found:
		found[key] = frappe.db.get_value(*args, **kwargs)
	return found[key]
