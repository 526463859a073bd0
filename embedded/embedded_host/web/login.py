"""Signing in with a password and out again.

The password is checked in a read transaction (argon2 takes about 20 ms, during which nobody else should wait
for the write lock); only the session row needs a write.
"""

from __future__ import annotations

import frappe
from embedded_host.services import sign_in
from embedded_host.services.passwords import check_password
from embedded_host.storage.transactions import transaction
from embedded_host.web import limits, rpc
from embedded_host.web.responses import Reply
from frappe.exceptions import AuthenticationError


def login(version: int) -> Reply:
	"""`usr` and `pwd` of the form: sets the cookies and answers who signed in; 401 for a wrong pair, 403 if
	locked.
	"""
	form = frappe.local.form_dict
	with transaction(write=False):
		user = check(str(form.get("usr") or ""), str(form.get("pwd") or ""))
	with transaction(write=True):
		sign_in.start(user)
	return rpc.answer(None, "message", version)


def check(usr: str, pwd: str) -> str:
	"""The stored name of the enabled user whose password this is; raises AuthenticationError otherwise."""
	limits.check_login(usr)
	try:
		user = check_password(usr, pwd)
		if user == "Guest" or not frappe.db.get_value("User", user, "enabled"):
			raise AuthenticationError
	except AuthenticationError:
		limits.login_failed(usr)
		frappe.local.response["message"] = "Invalid login credentials"
		raise AuthenticationError from None
	limits.login_succeeded(usr)
	return user
