"""How sentences speak to a person: in their language, of people by name, of times in the site's zone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import frappe
from frappe.utils import convert_utc_to_system_timezone, get_fullname


def language_of(user: str) -> str:
	"""The language in which a person reads: their own, else the site's, else English."""
	own = frappe.db.get_value("User", user, "language")
	return own or frappe.db.get_single_value("System Settings", "language") or "en"


@contextmanager
def reading_as(user: str) -> Iterator[None]:
	"""Code inside speaks the language of `user`, who reads what it makes."""
	before = frappe.local.lang
	frappe.local.lang = language_of(user)
	try:
		yield
	finally:
		frappe.local.lang = before


def by_language(users: Iterable[str]) -> list[list[str]]:
	"""People who read the same language together."""
	found: dict[str, list[str]] = {}
	for user in users:
		found.setdefault(language_of(user), []).append(user)
	return list(found.values())


def named(user: str) -> str:
	"""Somebody by name and login, where it matters which of two it is: 李明 (li.ming@vendor.example)."""
	name = get_fullname(user) or user
	return name if name == user else f"{name} ({user})"


def site_time(at: str) -> str:
	"""A UTC time of the ledger in the site's zone, as REST writes times."""
	if not at:
		return ""
	moment = datetime.datetime.fromisoformat(at).astimezone(datetime.timezone.utc)
	local = convert_utc_to_system_timezone(moment.replace(tzinfo=None))
	return local.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
