"""Seeds the rules of the ambiguity check out of `ambiguity_zh.json` and `ambiguity_en.json` (S004-73)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import frappe

HERE = Path(__file__).parent
LISTS = ("phrases", "exceptions", "cleared_by", "units")


def seed() -> None:
	"""Insert the rules that are missing; one that somebody edited or disabled stands."""
	for language in ("zh", "en"):
		for rule in json.loads((HERE / f"ambiguity_{language}.json").read_text(encoding="utf-8")):
			if not frappe.db.exists("Ambiguity Rule", rule["name"]):
				frappe.get_doc(_record(rule)).insert(
					ignore_permissions=True  # the installer acts, no person
				)


def _record(rule: dict[str, Any]) -> dict[str, Any]:
	values = {key: "\n".join(value) if key in LISTS else value for key, value in rule.items()}
	return {"doctype": "Ambiguity Rule", "rule_name": values.pop("name"), **values}
