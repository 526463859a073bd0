"""How the demo acts: each step as the person whose step it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from client_mgmt.demo.people import Person


@contextmanager
def acting_as(person: Person | str) -> Iterator[None]:
	"""The code inside runs as this person, under the rules for that person."""
	before = frappe.session.user
	frappe.set_user(person if isinstance(person, str) else person.user)
	try:
		yield
	finally:
		frappe.set_user(before)


def insert(doctype: str, **values: Any) -> Any:
	"""Inserts a document as the person who acts, with that person's permissions."""
	return frappe.get_doc({"doctype": doctype, **values}).insert()
