"""`frappe.utils`: the names of docs/waist.md, one home each."""

from __future__ import annotations

from pathlib import Path as _Path

import frappe
from embedded_host.base.addresses import get_url
from embedded_host.base.dates import (
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
from embedded_host.base.html import escape_html, strip_html
from embedded_host.base.numbers import cint, cstr, flt
from embedded_host.base.waist import edge_of as _edge_of

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
	"now",
	"now_datetime",
	"nowdate",
	"strip_html",
	"today",
]


def get_fullname(user: str | None = None) -> str:
	"""The full name of `user` (default: who is signed in); the login itself where there is none."""
	user = user or frappe.session.user
	return frappe.db.get_value("User", user, "full_name") or user


def get_files_path(*path: str, is_private: bool | int = 0) -> str:
	"""The site's folder of public or private files, with `path` below it."""
	return str(_Path(frappe.get_site_path("private" if is_private else "public", "files"), *path))


__getattr__ = _edge_of(__name__)
