"""A DocType of an administrator's, with rows, a Workflow and a policy, and documents in each state."""

from __future__ import annotations

from typing import Any

from tests.app.test_policy_engine import EDITOR, POLICY, SIGN_OFF, add_workflow, step
from tests.client import Api
from tests.factory import Factory, unique

NAMED = {"autoname": "hash", "module": "Custom", "custom": 1}
STEPS = [
	step("Draft", "Submit", "Submitted"),
	step("Draft", "Skip", "Signed", condition="doc.note and not doc.lines"),
	step("Submitted", "Return", "Draft"),
	step("Submitted", "Signatures Complete", "Signed", "All", 'doc.round_outcome == "Complete"'),
]


def field(name: str, kind: str = "Data", **more: Any) -> dict[str, Any]:
	return {"fieldname": name, "fieldtype": kind, "label": name.title().replace("_", " "), **more}


def add_paper(admin: Api) -> str:
	"""The DocType; `lines` are its rows, `note` and `lines` are signed, `remark` stays open."""
	name = unique("Own Paper").replace("-", " ")
	columns = [field("what", reqd=1), field("amount", "Int"), field("checked", "Check")]
	admin.create("DocType", name=f"{name} Line", istable=1, fields=columns, module="Custom", custom=1)
	fields = [
		field("title", reqd=1),
		field("note", "Small Text"),
		field("remark", mandatory_depends_on="eval:doc.workflow_state=='Submitted'"),
		field("lines", "Table", options=f"{name} Line"),
		field("workflow_state", "Link", options="Workflow State"),
		field("project", "Link", options="Project Archive"),
	]
	rights = dict.fromkeys(("read", "write", "create"), 1)
	roles = [{"role": role, **rights} for role in (EDITOR, "System Manager")]
	admin.create("DocType", name=name, fields=fields, permissions=roles, **NAMED)
	add_workflow(admin, name, STEPS)
	admin.create(
		POLICY,
		document_type=name,
		sign_off_rules=[{**SIGN_OFF, "signed_fields": "title\nnote\nlines"}],
		reason_rules=[{"action": "Return", "min_length": 4}],
		separation_rules=[{"action": "Skip", "not_owner": 1}],
	)
	return name


def add_papers(admin: Api, pm: Api, make: Factory) -> str:
	"""The DocType with a document in each state; returns its name."""
	doctype, lines = add_paper(admin), [{"what": "一", "amount": 1}, {"what": "二", "amount": 2}]
	for state in ("Draft", "Submitted", "Signed"):
		more = {"remark": "备注"} if state != "Draft" else {}
		name = pm.create(doctype, title="纸", project=make.project(), lines=lines, **more)["name"]
		if state != "Draft":
			pm.act(doctype, name, "Submit")
		if state == "Signed":
			pm.sign(doctype, name)
	return doctype
