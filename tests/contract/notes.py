"""What the tests of the Python names work with: `Contract Note` with rows and people, `Contract Flow`
with a Workflow, the submittable `Contract Paper`, and `Contract Vault` with a Password field.

Made once a site, committed (a bench makes tables outside of transactions), of the framework's own DocTypes.
"""

from __future__ import annotations

from typing import Any

NOTE, ROW, FLOW, PAPER = "Contract Note", "Contract Note Row", "Contract Flow", "Contract Paper"
VAULT = "Contract Vault"
WRITER, READER, NOBODY = (f"{name}@contract.example" for name in ("writer", "reader", "nobody"))
ROLES = {WRITER: "Contract Writer", READER: "Contract Reader", NOBODY: None}
STATES = {"Contract Open": 0, "Contract Done": 0}

_NOTHING = dict.fromkeys(
	"select read write create delete submit cancel amend report export import share print email".split(), 0
)
_ALL = dict.fromkeys("read write create delete report export share print email".split(), 1)


def perm(role: str, **rights: int) -> dict[str, Any]:
	"""A permission row with these rights alone."""
	return {**_NOTHING, "role": role, **rights}


def field(fieldname: str, fieldtype: str = "Data", **more: Any) -> dict[str, Any]:
	return {"fieldname": fieldname, "fieldtype": fieldtype, "label": fieldname.title(), **more}


_ROW_FIELDS = [field("item", reqd=1), field("qty", "Int")]
_NOTE_FIELDS = [
	field("title", reqd=1),
	field("body", "Small Text"),
	field("kind", "Select", options="Plain\nFancy", default="Plain"),
	field("amount", "Currency"),
	field("number", "Int", default="7"),
	field("day", "Date"),
	field("person", "Link", options="User"),
	field("once", no_copy=1),
	field("secret", permlevel=1),
	field("rows", "Table", options=ROW),
]
_NOTE_PERMS = [
	perm("System Manager", **_ALL),
	perm("System Manager", permlevel=1, read=1, write=1),
	perm("Contract Writer", read=1, write=1, create=1, delete=1, report=1),
	perm("Contract Reader", read=1, report=1),
]
_PAPER_PERMS = [perm("System Manager", **_ALL, submit=1, cancel=1, amend=1)]
_FLOW_FIELDS = [
	field("title", reqd=1),
	field("amount", "Int"),
	field("workflow_state", "Link", options="Workflow State"),
	field("outcome"),
]
_WORKFLOW = {
	"workflow_name": FLOW,
	"document_type": FLOW,
	"is_active": 1,
	"workflow_state_field": "workflow_state",
	"send_email_alert": 0,
	"states": [
		{"state": "Contract Open", "doc_status": "0", "allow_edit": "Contract Writer"},
		{
			"state": "Contract Done",
			"doc_status": "0",
			"allow_edit": "Contract Writer",
			"update_field": "outcome",
			"update_value": "finished",
		},
	],
	"transitions": [
		{
			"state": "Contract Open",
			"action": "Contract Finish",
			"next_state": "Contract Done",
			"allowed": "Contract Writer",
			"allow_self_approval": 1,
			"condition": "doc.amount > 10",
		}
	],
}


def prepare(frappe: Any) -> None:
	"""Makes whatever is missing, takes away the shares that an earlier run left, and commits."""

	def make(doctype: str, name: str, /, **values: Any) -> None:
		if not frappe.db.exists(doctype, name):
			frappe.get_doc({"doctype": doctype, **values}).insert()

	def doctype(name: str, fields: list[Any], **values: Any) -> None:
		make("DocType", name, name=name, module="Custom", custom=1, fields=fields, **values)

	for role in filter(None, ROLES.values()):
		make("Role", role, role_name=role)
	doctype(ROW, _ROW_FIELDS, istable=1)
	doctype(NOTE, _NOTE_FIELDS, permissions=_NOTE_PERMS, allow_rename=1, track_changes=1, autoname="hash")
	doctype(PAPER, [field("title", reqd=1)], permissions=_PAPER_PERMS, is_submittable=1, autoname="hash")
	doctype(FLOW, _FLOW_FIELDS, permissions=_NOTE_PERMS[:1] + _NOTE_PERMS[2:], autoname="hash")
	vault = [field("title", reqd=1), field("secret", "Password")]
	doctype(VAULT, vault, permissions=_NOTE_PERMS[:1], allow_rename=1, autoname="hash")
	for state in STATES:
		make("Workflow State", state, workflow_state_name=state)
	make("Workflow Action Master", "Contract Finish", workflow_action_name="Contract Finish")
	make("Workflow", FLOW, **_WORKFLOW)
	for user, role in ROLES.items():
		first, roles = user.partition("@")[0], [{"role": role}] if role else []
		make("User", user, email=user, first_name=first, send_welcome_email=0, roles=roles)
	frappe.db.delete("DocShare", {"share_doctype": NOTE})
	frappe.db.commit()


def note(frappe: Any, title: str = "a note", **values: Any) -> Any:
	"""A stored `Contract Note`."""
	return frappe.get_doc({"doctype": NOTE, "title": title, **values}).insert()
