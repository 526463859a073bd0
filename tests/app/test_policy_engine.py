"""Workflow Policy on any DocType: an administrator's own, with no code (docs/architecture.md, Engine)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import Factory, unique

from client_mgmt.demo import people

POLICY = "Workflow Policy"
EDITOR = "Project Manager"
STATES = ("Draft", "Submitted", "Signed")
SIGN_OFF = {
	"purpose": "Approval",
	"signing_state": "Submitted",
	"parties": "Vendor",
	"complete_action": "Signatures Complete",
	"protected_states": "Signed",
}


def step(state: str, action: str, to: str, allowed: str = EDITOR, condition: str = "") -> dict[str, Any]:
	return {
		"state": state,
		"action": action,
		"next_state": to,
		"allowed": allowed,
		"condition": condition,
		"allow_self_approval": 1,
	}


def add_doctype(admin: Api, project: bool = True, **more: Any) -> str:
	"""A custom DocType with a title, a state and, unless told otherwise, a project."""
	name = unique("Engine Paper").replace("-", " ")
	fields = [
		{"fieldname": "title", "fieldtype": "Data", "label": "Title"},
		{"fieldname": "note", "fieldtype": "Data", "label": "Note", "allow_on_submit": 1},
		{"fieldname": "workflow_state", "fieldtype": "Link", "options": "Workflow State", "label": "State"},
	]
	if project:
		fields.append(
			{"fieldname": "project", "fieldtype": "Link", "options": "Project Archive", "label": "Project"}
		)
	rights = dict.fromkeys(("read", "write", "create", "delete"), 1)
	rights |= dict.fromkeys(("submit", "cancel"), 1) if more.get("is_submittable") else {}
	permissions = [{"role": role, **rights} for role in (EDITOR, "System Manager")]
	admin.create(
		"DocType",
		name=name,
		module="Custom",
		custom=1,
		autoname="hash",
		fields=fields,
		permissions=permissions,
		**more,
	)
	return name


def add_workflow(
	admin: Api, doctype: str, steps: list[dict[str, Any]], states: tuple[tuple[str, str], ...] = ()
) -> None:
	for row in steps:
		if row["action"] not in admin.names("Workflow Action Master"):
			admin.create("Workflow Action Master", workflow_action_name=row["action"])
	for state, _status in states:
		if state not in admin.names("Workflow State"):
			admin.create("Workflow State", workflow_state_name=state)
	rows = states or tuple((state, "0") for state in STATES)
	admin.create(
		"Workflow",
		workflow_name=f"{doctype} Flow",
		document_type=doctype,
		workflow_state_field="workflow_state",
		is_active=1,
		send_email_alert=0,
		states=[{"state": state, "doc_status": status, "allow_edit": EDITOR} for state, status in rows],
		transitions=steps,
	)


@pytest.fixture(scope="module")
def paper(admin: Api) -> str:
	"""A DocType of an administrator's, with a Workflow and a policy."""
	doctype = add_doctype(admin)
	complete = 'doc.round_outcome == "Complete"'
	steps = [
		step("Draft", "Submit", "Submitted"),
		step("Submitted", "Return", "Draft"),
		step("Submitted", "Signatures Complete", "Signed", "All", complete),
		step("Draft", "Skip", "Signed"),
	]
	add_workflow(admin, doctype, steps)
	admin.create(
		POLICY,
		document_type=doctype,
		sign_off_rules=[SIGN_OFF],
		reason_rules=[{"action": "Skip", "min_length": 5}],
		separation_rules=[{"action": "Return", "not_owner": 1}],
	)
	return doctype


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def test_a_policy_guards_an_administrators_doctype(paper: str, pm: Api, make: Factory) -> None:
	name = pm.create(paper, title="一", project=make.project())["name"]
	refuses(pm.try_act(paper, name, "Skip"), 417)
	refuses(pm.try_update(paper, name, workflow_state="Signed"), 417)
	refuses(pm.try_update(paper, name, round_outcome="Complete"), 417)
	pm.act(paper, name, "Submit")
	refuses(pm.try_update(paper, name, title="二"), 417)
	package = pm.package(paper, name)
	assert package["content"]["fields"] == {"title": "一", "note": "", "project": make.project()}
	pm.sign(paper, name)
	stored = pm.read(paper, name)
	assert (stored["workflow_state"], stored["round"], stored["chain_count"]) == ("Signed", 1, 4)
	assert pm.verdict(paper, name) | {"parties": None} == {
		"valid": True,
		"in_force": True,
		"chain_ok": True,
		"parties": None,
		"problems": [],
	}
	refuses(pm.try_delete(paper, name), 417)


def test_reasons_and_separation(paper: str, pm: Api, api: Callable[..., Api], make: Factory) -> None:
	name = pm.create(paper, title="一", project=make.project())["name"]
	refuses(pm.try_act(paper, name, "Skip", "无"), 417)
	pm.act(paper, name, "Submit")
	refuses(pm.try_act(paper, name, "Return"), 417)
	refuses(api(people.OTHER_PM).try_act(paper, name, "Return"), 403)


@pytest.mark.parametrize(
	"rules",
	[
		[{**SIGN_OFF, "signing_state": "Nowhere"}],
		[SIGN_OFF, SIGN_OFF],  # one purpose twice
		[{**SIGN_OFF, "protected_states": "Submitted"}],  # signing and protected at once
	],
)
def test_rules_that_make_no_sense(admin: Api, paper: str, rules: list[dict[str, Any]]) -> None:
	refuses(admin.try_update(POLICY, paper, sign_off_rules=rules), 417)


def test_signatures_need_a_project(admin: Api) -> None:
	doctype = add_doctype(admin, project=False)
	answer = admin.try_create(POLICY, document_type=doctype, sign_off_rules=[SIGN_OFF])
	refuses(answer, 417)


@pytest.mark.parametrize("doctype", ["Workflow Event", "Workflow Policy", "Signature Record", "Change Item"])
def test_evidence_and_rows_take_no_policy(admin: Api, doctype: str) -> None:
	refuses(admin.try_create(POLICY, document_type=doctype), (403, 409, 417))


def test_a_policy_is_never_lost(admin: Api, paper: str) -> None:
	refuses(admin.try_delete(POLICY, paper), 417)
	refuses(admin.try_update(POLICY, paper, effective_version=9), 417)
	version = admin.list("Workflow Policy Version", filters={"policy": paper})[0]["name"]
	refuses(admin.try_update("Workflow Policy Version", version, content="{}"), 403)
	refuses(admin.try_delete("Workflow Policy Version", version), 403)
	refuses(admin.try_create("Workflow Policy Version", policy=paper, version=9, content="{}"), 403)


def test_submitting_is_a_step_of_the_workflow(admin: Api, api: Callable[..., Api]) -> None:
	doctype = add_doctype(admin, project=False, is_submittable=1)
	steps = [step("Draft", "Approve", "Approved"), step("Approved", "Cancel", "Cancelled")]
	add_workflow(admin, doctype, steps, (("Draft", "0"), ("Approved", "1"), ("Cancelled", "2")))
	admin.create(POLICY, document_type=doctype, reason_rules=[{"action": "Cancel", "min_length": 3}])
	pm = api(people.PM)
	name = pm.create(doctype, title="一")["name"]
	refuses(pm.try_update(doctype, name, docstatus=1), 417)
	refuses(pm.try_call("frappe.client.submit", doc=pm.read(doctype, name)), 417)
	refuses(pm.try_update(doctype, name, docstatus=1, workflow_state="Cancelled"), 417)
	assert pm.act(doctype, name, "Approve")["docstatus"] == 1
	refuses(pm.try_call("frappe.client.cancel", doctype=doctype, name=name), 417)
	pm.update(doctype, name, note="nachher")
	refuses(pm.try_act(doctype, name, "Cancel"), 417)
	assert pm.act(doctype, name, "Cancel", "Irrtum")["docstatus"] == 2
	kinds = [event["event_type"] for event in pm.history(doctype, name)]
	assert kinds == ["Transition", "Edit", "Transition"]
