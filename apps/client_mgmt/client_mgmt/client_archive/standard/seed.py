"""Seeds the first dossier standard out of `standard.json` (S004-58..61, S004-09..56).

In the file a row of `fields` is [DocType, field, flags, condition, help in Chinese, in English]; the flags
are C for compulsory, G, E and I for clients of the types Government, Enterprise and Individual.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import frappe
from client_mgmt.client_archive.standard import rows

DOCTYPE = "Archive Standard"
FLAGS = {"compulsory": "C", "government": "G", "enterprise": "E", "individual": "I"}


def seed() -> None:
	"""Insert the standard and put it in force on a site that has none in force; what somebody wrote or put in
	force stands."""
	if frappe.db.exists(DOCTYPE, {"status": "In Force"}):
		return
	text = (Path(__file__).parent / "standard.json").read_text(encoding="utf-8")
	draft = frappe.get_doc(_record(json.loads(text))).insert(
		ignore_permissions=True  # the installer acts, no person
	)
	rows.put_in_force(draft.name)


def _record(data: dict[str, Any]) -> dict[str, Any]:
	return {
		"doctype": DOCTYPE,
		"title": data["title"],
		"content": data["content"],
		"asked_fields": [_field(*row) for row in data["fields"]],
		"entry_rights": [
			{"document_type": doctype, "section": section, "role": role}
			for doctype, sections in data["rights"].items()
			for section, roles in sections.items()
			for role in roles.split(", ")
		],
	}


def _field(doctype: str, field: str, flags: str, condition: str, zh: str, en: str) -> dict[str, Any]:
	marks = {name: int(flag in flags) for name, flag in FLAGS.items()}
	return {
		"document_type": doctype,
		"fieldname": field,
		"condition": condition,
		"help_zh": zh,
		"help_en": en,
		**marks,
	}
