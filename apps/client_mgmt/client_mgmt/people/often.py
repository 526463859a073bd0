"""How often a signed-in person may do something, counted by person: a whole firm shares one address."""

from __future__ import annotations

import time

import frappe
from frappe import _
from frappe.utils import cint


def check(what: str, most: int, seconds: int) -> None:
	"""Counts one `what` of the session's user. Raises frappe.RateLimitExceededError (429) above `most` in a
	window of `seconds`."""
	window = int(time.time() // seconds)
	key = f"client_mgmt_often:{what}:{frappe.session.user}:{window}"
	count = cint(frappe.cache.get_value(key, expires=True)) + 1
	frappe.cache.set_value(key, count, expires_in_sec=seconds)
	if count > most:
		frappe.throw(_("That was often enough: wait a while."), frappe.RateLimitExceededError)
