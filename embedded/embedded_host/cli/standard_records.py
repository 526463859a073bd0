"""Records that every site starts with: roles, users, languages, countries, currencies, settings. Never
overwritten."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from embedded_host.base.app_files import get_app_path
from embedded_host.base.context import local
from embedded_host.base.dates import now_datetime
from embedded_host.base.plain import random_name
from embedded_host.storage.ports import get_meta

#: role -> desk access
ROLES = {"Administrator": 1, "System Manager": 1, "Guest": 0, "All": 0, "Desk User": 1}
USERS = (
	("Administrator", "admin@example.com", "System User", ("Administrator", "System Manager")),
	("Guest", "guest@example.com", "Website User", ("Guest",)),
)
LANGUAGES = {"en": "English", "zh": "简体中文"}
#: those in use at first, with their signs, as on a bench
CURRENCIES = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "JPY": "¥", "SGD": "S$"}


def create() -> None:
	"""Inserts what is missing."""
	add_roles(ROLES, ROLES)
	for name, email, user_type, roles in USERS:
		_add("User", name, email=email, first_name=name, full_name=name, enabled=1, user_type=user_type)
		_give_roles(name, roles)
	for code, language in LANGUAGES.items():
		_add("Language", code, language_code=code, language_name=language, enabled=1)
	_add_countries()
	_add("File", "Home", file_name="Home", is_folder=1, is_home_folder=1)
	_set_defaults("System Settings", time_zone=local.conf.get("time_zone") or machine_time_zone())


def _add_countries() -> None:
	"""Countries under the names that Frappe gives them, with their ISO 3166 codes, and their currencies."""
	countries = json.loads(Path(get_app_path("frappe", "geo", "country_info.json")).read_text("utf-8"))
	known = {name for (name,) in local.db.get_values("Country", {})}
	for name in countries.keys() - known:
		_add("Country", name, country_name=name, code=countries[name][0], time_format="HH:mm:ss")
	known = {name for (name,) in local.db.get_values("Currency", {})}
	for code in {*CURRENCIES, *(currency for _code, currency in countries.values() if currency)} - known:
		symbol = CURRENCIES.get(code)
		_add("Currency", code, currency_name=code, symbol=symbol, enabled=int(code in CURRENCIES))


def add_roles(roles: Iterable[str], desk_access: dict[str, int] | None = None) -> None:
	"""Inserts the roles that are missing; one that only a permission names opens the desk, as on a bench."""
	for role in sorted(roles):
		access = (desk_access or {}).get(role, 1)
		_add("Role", role, role_name=role, desk_access=access)


def _add(doctype: str, name: str, **values: Any) -> None:
	if not local.db.exists(doctype, name):
		local.db.insert_row(doctype, {"name": name, **values, **_who()})


def _who() -> dict[str, Any]:
	now = now_datetime()
	return {"owner": "Administrator", "modified_by": "Administrator", "creation": now, "modified": now}


def _give_roles(user: str, roles: tuple[str, ...]) -> None:
	place = {"parent": user, "parenttype": "User", "parentfield": "roles"}
	have = {role for (role,) in local.db.get_values("Has Role", place, "role")}
	for role in roles:
		if role not in have:
			have.add(role)
			values = {"name": random_name(), "role": role, "idx": len(have), **place, **_who()}
			local.db.insert_row("Has Role", values)


def _set_defaults(single: str, **more: Any) -> None:
	"""Stores `more` and the defaults of a single's fields where nothing is stored yet."""
	stored = local.db.get_single_row(single) or {}
	defaults = {df.fieldname: df.default for df in get_meta(single).data_fields if df.default}
	missing = {name: value for name, value in {**defaults, **more}.items() if name not in stored}
	if missing:
		local.db.update_single(single, missing)


def machine_time_zone() -> str:
	"""IANA name of the machine's time zone, as far as it says; else UTC."""
	linked = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
	for name in (os.environ.get("TZ"), linked):
		try:
			return ZoneInfo(name or "").key
		except (ValueError, OSError, ZoneInfoNotFoundError):
			continue
	return "UTC"
