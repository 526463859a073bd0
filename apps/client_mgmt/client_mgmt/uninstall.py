"""Uninstall: not without the evidence, and without leaving anything of the app behind.

Frappe drops the app's tables with all evidence in them. So the evidence is exported first:
`bench --site <site> execute client_mgmt.uninstall.export_evidence`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import frappe
from client_mgmt.domain.evidence.verify_evidence import EVENT, SIGNATURE
from client_mgmt.people.roles import CLIENT_ROLE, DESK_ROLES
from client_mgmt.setup.workflow_data import WORKFLOWS
from client_mgmt.workflow_policy.proof import pack
from frappe import _

EXPORT = "client_mgmt_evidence.json"
# What a site has without us (measured on v15.41).
FRAMEWORK = frozenset({"Pending", "Approved", "Rejected", "Approve", "Reject", "Review"})
# What Frappe keeps about documents elsewhere: DocType → the column that names the document's DocType.
ABOUT = {
	"Comment": "reference_doctype",
	"Version": "ref_doctype",
	"ToDo": "reference_type",
	"DocShare": "share_doctype",
	"Tag Link": "document_type",
	"Document Follow": "ref_doctype",
	"Deleted Document": "deleted_doctype",
	"Property Setter": "doc_type",
	"Custom Field": "dt",
	"Custom DocPerm": "parent",
	"User Permission": "allow",
	"Workflow Action": "reference_doctype",
}


def export_evidence() -> str:
	"""Write all evidence packs into one file of the site's private folder; returns its path."""
	target = _export_path()
	packs = [pack(frappe.get_doc(*document).as_dict()) for document in _documents_with_evidence()]
	target.write_text(
		json.dumps({"entries": _entries(), "packs": packs}, ensure_ascii=False), encoding="utf-8"
	)
	target.chmod(0o600)
	return str(target)


def before_uninstall() -> None:
	"""Refuse while there is evidence that the export does not hold; then clean up."""
	if _entries() and _entries() != _exported_entries():
		frappe.throw(
			_("Export the evidence first: run client_mgmt.uninstall.export_evidence and keep its file.")
		)
	_remove_traces()
	_remove_workflows()
	_remove_roles()
	if frappe.db.exists("DocType", "Scheduled Job Type"):
		frappe.db.delete("Scheduled Job Type", {"method": ("like", "client_mgmt.%")})
	frappe.clear_cache()


def _export_path() -> Path:
	return Path(frappe.get_site_path("private", EXPORT))


def _entries() -> int:
	"""How many entries the ledger has, the first version of a policy apart: every installation seeds some."""
	first_versions = {"reference_doctype": "Workflow Policy", "sequence": "1"}
	return frappe.db.count(EVENT) - frappe.db.count(EVENT, first_versions) + frappe.db.count(SIGNATURE)


def _exported_entries() -> int:
	path = _export_path()
	return json.loads(path.read_text(encoding="utf-8"))["entries"] if path.exists() else 0


def _documents_with_evidence() -> list[tuple[str, str]]:
	found: set[tuple[str, str]] = set()
	for kind in (EVENT, SIGNATURE):
		rows = frappe.get_all(kind, fields=["reference_doctype", "reference_name"])
		found |= {(row.reference_doctype, row.reference_name) for row in rows}
	return sorted(found)


def _doctypes() -> list[str]:
	modules = frappe.get_all("Module Def", filters={"app_name": "client_mgmt"}, pluck="name")
	return frappe.get_all("DocType", filters={"module": ("in", modules)}, pluck="name")


def _remove_traces() -> None:
	doctypes = _doctypes()
	for doctype, column in ABOUT.items():
		if frappe.db.exists("DocType", doctype):
			frappe.db.delete(doctype, {column: ("in", doctypes)})


def _remove_workflows() -> None:
	"""The workflows of our DocTypes, and the states and actions of the seeds that no other workflow uses."""
	documents: list[Any] = [doctype for doctype, _states, _transitions in WORKFLOWS.values()]
	ours = frappe.get_all("Workflow", filters={"document_type": ("in", documents)}, pluck="name")
	for table in ("Workflow Document State", "Workflow Transition"):
		frappe.db.delete(table, {"parent": ("in", ours)})
	frappe.db.delete("Workflow", {"name": ("in", ours)})
	states = {state for _doctype, states, _transitions in WORKFLOWS.values() for state in states}
	actions = {row[1] for _doctype, _states, transitions in WORKFLOWS.values() for row in transitions}
	_remove_unused("Workflow State", states, "Workflow Document State", "state")
	_remove_unused("Workflow Action Master", actions, "Workflow Transition", "action")


def _remove_unused(doctype: str, names: set[str], table: str, column: str) -> None:
	used = set(frappe.get_all(table, pluck=column))
	frappe.db.delete(doctype, {"name": ("in", sorted(names - used - FRAMEWORK))})


def _remove_roles() -> None:
	"""The roles of the app that nothing else gives rights to."""
	ours, elsewhere = _doctypes(), set()
	for table in ("DocPerm", "Custom DocPerm"):
		elsewhere |= set(frappe.get_all(table, filters={"parent": ("not in", ours)}, pluck="role"))
	elsewhere |= set(frappe.get_all("Workflow Transition", pluck="allowed"))
	roles = sorted({*DESK_ROLES, CLIENT_ROLE} - elsewhere)
	frappe.db.delete("Has Role", {"role": ("in", roles)})
	frappe.db.delete("Role", {"name": ("in", roles)})
