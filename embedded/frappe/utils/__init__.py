"""`frappe.utils`: the names of docs/contract.md, one home each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import getaddresses
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import frappe
from frappe.context import local
from frappe.utils.dates import (
	DATE_FORMAT,
	DATETIME_FORMAT,
	add_days,
	add_months,
	add_to_date,
	add_years,
	convert_utc_to_system_timezone,
	date_diff,
	get_datetime,
	get_first_day,
	get_last_day,
	get_system_timezone,
	get_time,
	getdate,
	now,
	now_datetime,
	nowdate,
	nowtime,
	time_diff_in_seconds,
	today,
)
from frappe.utils.formats import fmt_money, format_datetime, formatdate
from frappe.utils.html import escape_html, is_html, sanitize_html, strip_html
from frappe.utils.numbers import cint, cstr, flt, rounded

__all__ = [
	"DATETIME_FORMAT",
	"DATE_FORMAT",
	"add_days",
	"add_months",
	"add_to_date",
	"add_years",
	"cint",
	"comma_and",
	"convert_utc_to_system_timezone",
	"cstr",
	"date_diff",
	"escape_html",
	"flt",
	"fmt_money",
	"format_datetime",
	"formatdate",
	"get_datetime",
	"get_files_path",
	"get_first_day",
	"get_fullname",
	"get_last_day",
	"get_system_timezone",
	"get_time",
	"get_url",
	"getdate",
	"is_html",
	"now",
	"now_datetime",
	"nowdate",
	"nowtime",
	"random_string",
	"rounded",
	"sanitize_html",
	"strip_html",
	"time_diff_in_seconds",
	"today",
	"validate_email_address",
	"validate_url",
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


def validate_url(
	txt: str | None, throw: bool = False, valid_schemes: str | Iterable[str] | None = None
) -> bool | str | None:
	"""Whether `txt` is a URL with a host or an absolute path, of one of `valid_schemes` when given."""
	if not txt:
		return txt
	try:
		url = urlsplit(txt)
	except ValueError:
		url = urlsplit("")
	valid = bool(url.netloc) or (not url.scheme and url.path.startswith("/"))
	if valid and valid_schemes:
		valid = url.scheme in ([valid_schemes] if isinstance(valid_schemes, str) else list(valid_schemes))
	if throw and not valid:
		frappe.throw(frappe._("'{0}' is not a valid URL").format(frappe.bold(escape_html(txt))))
	return valid


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


def comma_and(some_list: Any, add_quotes: bool = True) -> Any:
	"""`'a', 'b' and 'c'`; one item alone, and what is no list or tuple, as it is."""
	if not isinstance(some_list, list | tuple):
		return some_list
	items = [str(item) for item in some_list]
	if len(items) < 2:
		return "".join(items)
	if add_quotes:
		items = [f"'{item}'" for item in items]
	return frappe._("{0} and {1}").format(", ".join(items[:-1]), items[-1])


def __getattr__(name: str) -> Any:
	"""A submodule is imported at first use; another name outside the contract says so."""
	return frappe.outside(__name__, name)


def random_string(length: int) -> str:
	"""`length` random letters and digits, fit for a secret."""
	import secrets
	import string

	return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(length))
