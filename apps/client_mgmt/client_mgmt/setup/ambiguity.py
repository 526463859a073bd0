"""Seeds the rules of the ambiguity check out of `ambiguity_zh.json` and `ambiguity_en.json` (S004-73)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe

HERE = Path(__file__).parent
LISTS = ("phrases", "exceptions", "cleared_by", "units")


def seed() -> None:
	"""Insert the rules that are missing; one that somebody edited or disabled stands."""
	for name, values in _shipped():
		if not frappe.db.exists("Ambiguity Rule", name):
			frappe.get_doc({"doctype": "Ambiguity Rule", "rule_name": name, **values}).insert(
				ignore_permissions=True  # the installer acts, no person
			)


def refresh() -> None:
	"""Bring the rules that nobody has touched since they were made up to date, and seed what is missing."""
	for name, values in _shipped():
		times = frappe.db.get_value("Ambiguity Rule", name, ["creation", "modified"], as_dict=True)
		if times and times.creation == times.modified:
			frappe.db.set_value("Ambiguity Rule", name, values, update_modified=False)
	seed()


def _shipped() -> Iterator[tuple[str, dict[str, Any]]]:
	for language in ("zh", "en"):
		for rule in json.loads((HERE / f"ambiguity_{language}.json").read_text(encoding="utf-8")):
			values = {key: "\n".join(value) if key in LISTS else value for key, value in rule.items()}
			yield values.pop("name"), values
