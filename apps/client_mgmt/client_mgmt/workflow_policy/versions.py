"""Versions of a Workflow Policy: what holds from now on, and what waits for a second administrator."""

from __future__ import annotations

import json
from typing import Any

import frappe
from client_mgmt.domain.evidence import policy_strength
from client_mgmt.domain.evidence.verify_evidence import canonical_json, digest
from client_mgmt.workflow_policy import engine, ledger, policies
from client_mgmt.workflow_policy.content import schema_of
from client_mgmt.workflow_policy.plugins.base import told
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

ADMINISTRATORS = ("System Manager", "Client Mgmt Manager")


def content_of(policy: Document) -> str:
	"""The canonical JSON of a policy's settings and rules: what a version holds."""
	tables, kinds = {}, {}
	for field in policy.meta.get_table_fields():
		if field.get("is_custom_field") and policy.get(field.fieldname):  # another app's, which may go away
			kinds[field.fieldname] = policies.kinds().get(field.fieldname) or field.options
		columns = schema_of(policy.doctype, [field.fieldname])[field.fieldname]
		tables[field.fieldname] = [
			{column: _plain(row.get(column)) for column in columns}
			for row in policy.get(field.fieldname) or []
		]
	settings = {
		"document_type": policy.document_type,
		"state_field": policy.state_field,
		"enabled": cint(policy.enabled),
	}
	return canonical_json({**settings, "tables": tables, **({"kinds": kinds} if kinds else {})})


def _plain(value: Any) -> Any:
	return value if isinstance(value, int | str) else "" if value is None else str(value)


def weaker_because(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
	"""Why one content is weaker than another, by its settings and by every plugin's own word."""
	reasons = told(policy_strength.policy(old, new))
	for plugin in policies.plugins():
		field = plugin.rows_field
		reasons += plugin.weaker(old["tables"].get(field, []), new["tables"].get(field, []))
	return reasons + _unread(old, new)


def _unread(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
	"""Rules of a kind that is not installed: nobody can say whether others are weaker, so they are."""
	sentence = _("Rules of the kind {0}, which is not installed, change")
	return [
		sentence.format(_((old.get("kinds") or {}).get(table) or table))
		for table, rows in old["tables"].items()
		if rows and table not in policies.kinds() and rows != new["tables"].get(table)
	]


def record(policy: Document) -> None:
	"""Writes a version of a policy that was just saved: effective at once unless it is weaker than the
	effective one; then it waits. The first is effective."""
	content, effective = content_of(policy), cint(policy.effective_version)
	current = _stored(policy.name, effective)
	if current and current["content"] == content:
		engine.write(policy, pending_version=0, pending_reasons="")
		return
	texts = weaker_because(json.loads(current["content"]), json.loads(content)) if current else []
	version = _insert(policy.name, content, "\n".join(texts))
	if texts:
		engine.write(policy, pending_version=version, pending_reasons="\n".join(texts))
	else:
		engine.write(policy, effective_version=version, pending_version=0, pending_reasons="")
	action = "Waiting" if texts else "Effective"
	ledger.append(policy, "Policy", action=action, digest=digest(content), version=str(version), weaker=texts)
	policies.forget()


def _stored(policy: str, version: int) -> dict[str, Any] | None:
	key = {"version_key": policies.version_key(policy, version)}
	fields = ["content", "digest", "owner"]
	found: dict[str, Any] | None = frappe.db.get_value("Workflow Policy Version", key, fields, as_dict=True)
	return found


def _insert(policy: str, content: str, weaker: str) -> int:
	version: int = frappe.db.count("Workflow Policy Version", {"policy": policy}) + 1
	values = {
		"doctype": "Workflow Policy Version",
		"version_key": policies.version_key(policy, version),
		"policy": policy,
		"version": version,
		"content": content,
		"digest": digest(content),
		"weaker": weaker,
	}
	with engine.acting():
		frappe.get_doc(values).insert(ignore_permissions=True)  # the engine keeps versions, no person
	return version


def approve_pending(name: str) -> dict[str, Any]:
	"""Makes the waiting version effective; see `client_mgmt.api.policy.approve`."""
	policy = frappe.get_doc("Workflow Policy", name, for_update=True)
	version = cint(policy.pending_version)
	waiting = _stored(name, version) if version else None
	if not waiting or digest(waiting["content"]) != waiting["digest"]:
		frappe.throw(_("No version of {0} is waiting for approval.").format(_(name)))
	if waiting["owner"] == frappe.session.user:
		frappe.throw(
			_("Another administrator than {0} approves this version.").format(waiting["owner"]),
			frappe.PermissionError,
		)
	engine.write(policy, effective_version=version, pending_version=0, pending_reasons="")
	ledger.append(policy, "Policy", action="Approved", digest=waiting["digest"], version=str(version))
	policies.forget()
	return {"policy": name, "effective_version": version, "pending_version": 0}
