"""DocType JSON of the apps, and its way into the database.

Files are `<app>/<module>/doctype/<doctype>/<doctype>.json`, as on a bench. A file is read again when its
content has changed since; custom DocTypes, Custom Fields, Property Setters and Custom DocPerms are not
touched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from embedded_host.base.app_files import get_app_path, get_module_list
from embedded_host.base.casts import caster
from embedded_host.base.context import _dict, local
from embedded_host.base.dates import now_datetime
from embedded_host.base.fieldtypes import CHILD_COLUMNS, NO_VALUE_TYPES
from embedded_host.base.plain import random_name, scrub
from embedded_host.model.meta import STANDARD_TYPES, build
from embedded_host.storage import schema
from embedded_host.storage.ports import get_meta

_TABLES = {"fields": "DocField", "permissions": "DocPerm"}
_OWN = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
Casts = list[tuple[str, Callable[[Any], Any]]]


def files(app: str) -> Iterable[Path]:
	"""The DocType files of an app, module by module."""
	for module in get_module_list(app):
		folder = Path(get_app_path(app)) / scrub(module) / "doctype"
		yield from sorted(file for file in folder.glob("*/*.json") if file.stem == file.parent.name)


def read(app: str) -> list[dict[str, Any]]:
	"""The DocTypes of an app, each with the digest of its file as `migration_hash`."""
	found = []
	for file in files(app):
		content = file.read_bytes()
		record = json.loads(content)
		if record.get("doctype") == "DocType":
			record["migration_hash"] = hashlib.sha256(content).hexdigest()
			found.append(record)
	return found


def bootstrap() -> None:
	"""The framework's own tables in an empty database, from the files alone."""
	for record in read("frappe"):
		schema.sync(_meta_of(record))


def _meta_of(record: dict[str, Any]) -> Any:
	values = {"issingle": 0, "istable": 0, "is_submittable": 0, **record}
	return build(values, [_dict(df) for df in record["fields"]], [], [])


def sync(app: str) -> list[str]:
	"""Writes an app's changed DocTypes and modules, then its tables.

	Returns the names of the changed ones.
	"""
	_sync_modules(app)
	core = {record["name"]: record for record in read("frappe")}
	writers = {doctype: _casts(core[doctype]) for doctype in ("DocType", *_TABLES.values())}
	have = dict(local.db.execute("SELECT `name`, `migration_hash` FROM `tabDocType`"))
	records = list(core.values()) if app == "frappe" else read(app)
	changed = [record for record in records if have.get(record["name"]) != record["migration_hash"]]
	for record in changed:
		_write(record, writers)
	if changed:
		local.db.bump_generation()
	for record in records:
		schema.sync(get_meta(record["name"]))
	if changed:
		local.db.bump_generation()
	return [record["name"] for record in changed]


def roles_of(app: str) -> set[str]:
	"""Roles that the permissions of an app's DocTypes name."""
	return {perm["role"] for record in read(app) for perm in record.get("permissions") or []}


def _casts(record: dict[str, Any]) -> Casts:
	"""(column, cast) of a core DocType, by its file."""
	types = {column: STANDARD_TYPES[column] for column in _OWN}
	types.update(
		(df["fieldname"], df["fieldtype"]) for df in record["fields"] if df["fieldtype"] not in NO_VALUE_TYPES
	)
	if record.get("istable"):
		types.update(dict.fromkeys(CHILD_COLUMNS, "Data"))
	return [(column, caster(fieldtype)) for column, fieldtype in types.items()]


def _write(record: dict[str, Any], writers: dict[str, Casts]) -> None:
	name, db = record["name"], local.db
	for child in _TABLES.values():
		db.execute(f"DELETE FROM `tab{child}` WHERE `parent` = ? AND `parenttype` = 'DocType'", (name,))
	db.execute("DELETE FROM `tabDocType` WHERE `name` = ?", (name,))
	_insert("DocType", [record], writers)
	for field, child in _TABLES.items():
		rows = record.get(field) or []
		if field == "fields" and record.get("field_order"):
			place = {fieldname: position for position, fieldname in enumerate(record["field_order"])}
			rows = sorted(rows, key=lambda row: place.get(row.get("fieldname"), len(place)))
		_insert(child, [_child_row(row, name, field, idx) for idx, row in enumerate(rows, 1)], writers)


def _child_row(row: dict[str, Any], parent: str, field: str, idx: int) -> dict[str, Any]:
	own = {"name": random_name(), "parent": parent, "parenttype": "DocType", "parentfield": field, "idx": idx}
	return {**row, **own}


def _insert(doctype: str, rows: list[dict[str, Any]], writers: dict[str, Casts]) -> None:
	now, casts = now_datetime(), writers[doctype]
	who = {"owner": "Administrator", "modified_by": "Administrator", "creation": now, "modified": now}
	columns = [column for column, _cast in casts]
	local.db.bulk_insert(
		doctype, columns, [[cast({**row, **who}.get(column)) for column, cast in casts] for row in rows]
	)


def _sync_modules(app: str) -> None:
	have = {row[0] for row in local.db.execute("SELECT `name` FROM `tabModule Def`")}
	who = ("Administrator", "Administrator", now_datetime(), now_datetime(), app)
	rows = [(module, module, *who) for module in get_module_list(app) if module not in have]
	columns = ("name", "module_name", "owner", "modified_by", "creation", "modified", "app_name")
	local.db.bulk_insert("Module Def", columns, rows)
