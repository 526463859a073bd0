"""Seeds the survey of a client's needs and preferences (S004-104)."""

from __future__ import annotations

import json
from pathlib import Path

import frappe

FORMS = Path(__file__).with_name("survey.json")


def seed() -> None:
	"""Insert the forms that are missing; one that somebody edited or disabled stands."""
	for form in json.loads(FORMS.read_text(encoding="utf-8")):
		if not frappe.db.exists("Survey Form", form["form_name"]):
			frappe.get_doc({"doctype": "Survey Form", **form}).insert(
				ignore_permissions=True  # the installer acts, no person
			)
