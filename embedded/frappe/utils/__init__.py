"""`frappe.utils`: the names of docs/contract.md, one home each."""

from __future__ import annotations

import re
from email.utils import getaddresses
from pathlib import Path
from typing import Any

import frappe
from frappe.context import local
from frappe.utils.dates import (
	add_days,
	add_to_date,
	convert_utc_to_system_timezone,
	date_diff,
	formatdate,
	get_datetime,
	get_system_timezone,
	getdate,
	now,
	now_datetime,
	nowdate,
	today,
)
from frappe.utils.html import escape_html, is_html, sanitize_html, strip_html
from frappe.utils.numbers import cint, cstr, flt

__all__ = [
	"add_days",
	"add_to_date",
	"cint",
	"convert_utc_to_system_timezone",
	"cstr",
	"date_diff",
	"escape_html",
	"flt",
	"formatdate",
	"get_datetime",
	"get_files_path",
	"get_fullname",
	"get_system_timezone",
	"get_url",
	"getdate",
	"is_html",
	"now",
	"now_datetime",
	"nowdate",
	"sanitize_html",
	"strip_html",
	"today",
	"validate_email_address",
]

_LOCAL = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_EMAIL = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+{_LABEL}", re.IGNORECASE)


def validate_email_address(email_str: str | None, throw: bool = False) -> str:
	"""The valid addresses of a comma-separated list, names left out; empty text when there is none.

	With `throw`, raises InvalidEmailAddressError at the first address that is none.
	"""
	valid = []
	for part in re.split(r"[,;]|\n(?!\w+:)", email_str or ""):
		address = _address(part)
		if address:
			valid.append(address)
		elif throw and part.strip():
			message = frappe._("{0} is not a valid Email Address").format(escape_html(part.strip()))
			frappe.throw(message, frappe.InvalidEmailAddressError)
	return ", ".join(valid)


def _address(text: str) -> str | None:
	text = text.strip()
	if not text or any(char in text for char in "\r\n"):
		return None
	address = getaddresses([text])[0][1] if "<" in text else text
	return address if _EMAIL.fullmatch(address) else None


def get_url(uri: str | None = None, full_address: bool = False) -> str:
	"""The site's address, with `uri` after it; the site config's `host_name` wins over the request's host."""
	if uri and uri.startswith(("http://", "https://")):
		return uri
	base = local.conf.get("host_name")
	if not base:
		request = getattr(local, "request", None)
		base = request.host_url if request else f"http://{local.site}"
	base = str(base).rstrip("/")
	return f"{base}/{uri.lstrip('/')}" if uri else base


def get_fullname(user: str | None = None) -> str:
	"""The full name of `user` (default: who is signed in); the login itself where there is none."""
	user = user or frappe.session.user
	return frappe.db.get_value("User", user, "full_name") or user


def get_files_path(*path: str, is_private: bool | int = 0) -> str:
	"""The site's folder of public or private files, with `path` below it."""
	return str(Path(frappe.get_site_path("private" if is_private else "public", "files"), *path))


def __getattr__(name: str) -> Any:
	"""A submodule is imported at first use; another name outside the contract says so."""
	return frappe.outside(__name__, name)
