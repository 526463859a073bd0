"""What exactly is signed: one canonical value, the same on every database ("Dual signature", 2)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from client_mgmt.domain import Readable
from client_mgmt.domain.evidence.verify_evidence import canonical_json, digest

SCHEMA_VERSION = 1
DECIMALS = {"Currency", "Float", "Percent", "Rating"}
INTEGERS = {"Int", "Check", "Long Int", "Duration"}
NO_VALUE = {"Section Break", "Column Break", "Tab Break", "HTML", "Button", "Image", "Fold", "Heading"}

# What an administrator cannot take out of the signed fields (domain model, "Dual signature", 2).
BUILT_IN: dict[str, tuple[str, ...]] = {
	"Change Request": (
		"title", "project", "change_type", "description", "reason", "change_items", "scope_impact",
		"impact_days", "impact_cost", "currency", "quality_impact", "response_plan",
	),
	"Meeting Minutes": (
		"title", "project", "meeting_type", "audience", "mode", "start_time", "duration", "agenda",
		"attendees", "discussion", "decisions",
	),
}  # fmt: skip

# A field name with its type; a table field with the fields of its rows.
Schema = Mapping[str, "str | Mapping[str, str]"]


def plain(value: Any, fieldtype: str) -> Any:
	"""A field's value as it is signed: money and floats as decimal strings, whole numbers as integers,
	dates and times in ISO 8601 (naive, in the site's time zone), everything else as text; empty is ""."""
	if fieldtype in DECIMALS:
		return _decimal(value)
	if fieldtype in INTEGERS:
		return _integer(value)
	if value is None or value == "":
		return ""
	if fieldtype in _MOMENTS:
		return _MOMENTS[fieldtype](value)
	return value if isinstance(value, str) else _text(value)


def _decimal(value: Any) -> str:
	if not value:
		return "0"
	try:
		exact = Decimal(str(value)).quantize(Decimal("1e-9"))
	except InvalidOperation:
		return str(value)
	text = format(exact, "f").rstrip("0").rstrip(".")
	return "0" if text in ("", "-0") else text


def _integer(value: Any) -> int:
	if not value or isinstance(value, int):
		return int(value or 0)
	try:
		return int(Decimal(str(value).strip()))
	except (InvalidOperation, ValueError, OverflowError):
		return 0


def _date(value: Any) -> str:
	if isinstance(value, datetime.datetime):
		return value.date().isoformat()
	return value.isoformat() if isinstance(value, datetime.date) else str(value)[:10]


def _datetime(value: str | datetime.date) -> str:
	if isinstance(value, str):
		try:
			return datetime.datetime.fromisoformat(value.strip()).isoformat()
		except ValueError:
			return value
	if not isinstance(value, datetime.datetime):
		value = datetime.datetime(value.year, value.month, value.day)
	return value.isoformat()


def _time(value: str | datetime.time | datetime.timedelta) -> str:
	if isinstance(value, datetime.timedelta):
		value = (datetime.datetime.min + value).time()
	if isinstance(value, str):
		try:
			return datetime.time.fromisoformat(value.strip().zfill(8)).isoformat()
		except ValueError:
			return value
	return value.isoformat()


def _text(value: Any) -> str:
	return canonical_json(value) if isinstance(value, dict | list) else str(value)


_MOMENTS: dict[str, Callable[[Any], str]] = {"Date": _date, "Datetime": _datetime, "Time": _time}


def fields_of(values: Readable, schema: Schema) -> dict[str, Any]:
	"""The values of the schema's fields as they are signed; rows of a table in their order, without names."""
	found: dict[str, Any] = {}
	for name, kind in schema.items():
		if isinstance(kind, str):
			found[name] = plain(values.get(name), kind)
		else:
			found[name] = [
				{column: plain(row.get(column), fieldtype) for column, fieldtype in kind.items()}
				for row in values.get(name) or []
			]
	return found


def changes(before: Readable, after: Readable, schema: Schema) -> dict[str, tuple[Any, Any]]:
	"""The fields of the schema whose values as they are signed differ: → (before, after). Only what may
	differ is put into words: most of a document is the very same."""
	unlike = {
		name: kind for name, kind in schema.items() if not _alike(before.get(name), after.get(name), kind)
	}
	then, now = fields_of(before, unlike), fields_of(after, unlike)
	return {name: (then[name], now[name]) for name in unlike if then[name] != now[name]}


def _alike(one: Any, other: Any, kind: str | Mapping[str, str]) -> bool:
	"""Whether two values are surely signed alike: one object, or equal texts; rows column by column."""
	if isinstance(kind, str):
		return one is other or (type(one) is type(other) is str and one == other)
	rows, others = one or [], other or []
	return len(rows) == len(others) and all(map(_alike_rows, rows, others, [kind] * len(rows)))


def _alike_rows(row: Readable, other: Readable, columns: Mapping[str, str]) -> bool:
	mine, its = row.get, other.get
	for column in columns:
		one, two = mine(column), its(column)
		if one is not two and not (type(one) is type(two) is str and one == two):
			return False
	return True


def build(
	about: Mapping[str, Any],
	values: Readable,
	schema: Schema,
	attachments: Iterable[tuple[str, str]],
) -> dict[str, Any]:
	"""The content that a round signs.

	`about` holds doctype, name, purpose, revision, round, policy_version and parties; `attachments` are
	pairs of file name and SHA-256.
	"""
	return {
		"schema_version": SCHEMA_VERSION,
		"doctype": about["doctype"],
		"name": about["name"],
		"purpose": about["purpose"],
		"revision": int(about["revision"] or 0),
		"round": int(about["round"]),
		"policy_version": int(about["policy_version"]),
		"parties": list(about["parties"]),
		"fields": fields_of(values, schema),
		"attachments": [{"file_name": name, "sha256": sha} for name, sha in sorted(attachments)],
	}


def content_digest(content: Mapping[str, Any]) -> str:
	"""The SHA-256 that both parties sign."""
	return digest(canonical_json(content))


def narrowed(schema: Schema, content: Mapping[str, Any]) -> dict[str, Any]:
	"""The schema restricted to what a content holds: a field added since does not change an old digest.
	A signed field that the DocType has lost stays, as text: it is empty now, which the digest shows."""
	found: dict[str, Any] = {}
	for name, value in content["fields"].items():
		kind = schema.get(name, "Data")
		if isinstance(kind, str) or not isinstance(value, list):
			found[name] = kind if isinstance(kind, str) else "Data"
		else:
			columns = value[0] if value else kind
			found[name] = {column: kind.get(column, "Data") for column in columns}
	return found


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
	"""The signed fields that differ between two contents: `fieldname, before, after`."""
	old = {**before.get("fields", {}), "attachments": before.get("attachments", [])}
	new = {**after.get("fields", {}), "attachments": after.get("attachments", [])}
	return [
		{"fieldname": name, "before": old.get(name), "after": new.get(name)}
		for name in sorted(old.keys() | new.keys())
		if old.get(name) != new.get(name)
	]
