"""What rules name is there: unknown names are not saved, known ones are not taken away, and a document whose
rules name what is gone does not move (docs/decisions/015-what-rules-name.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.app.test_policy_engine import POLICY, SIGN_OFF, add_doctype, add_workflow, step
from tests.client import Api, refuses
from tests.factory import Factory

from client_mgmt.demo import people

STEPS = [
	step("Draft", "Submit", "Submitted"),
	step("Draft", "Skip", "Signed"),
	step("Submitted", "Return", "Draft"),
	step("Submitted", "Signatures Complete", "Signed", "All", 'doc.round_outcome == "Complete"'),
]


@pytest.fixture(scope="module")
def reviewer(admin: Api) -> str:
	"""A field that an administrator adds."""
	return "reviewer"


@pytest.fixture(scope="module")
def paper(admin: Api, reviewer: str) -> str:
	doctype = add_doctype(admin)
	field = {"fieldname": reviewer, "fieldtype": "Link", "options": "User", "label": "Reviewer"}
	admin.create("Custom Field", dt=doctype, **field)
	add_workflow(admin, doctype, STEPS)
	admin.create(
		POLICY,
		document_type=doctype,
		sign_off_rules=[{**SIGN_OFF, "signed_fields": "title", "condition": "doc.note != 'none'"}],
		reason_rules=[{"action": "Skip", "min_length": 5}],
		separation_rules=[{"action": "Return", "not_field": reviewer}],
	)
	return doctype


def flow(admin: Api, paper: str) -> dict[str, Any]:
	return admin.read("Workflow", f"{paper} Flow")


def refused(answer: Any, *parts: str) -> None:
	for part in parts:
		refuses(answer, 417, "ValidationError", part)


def test_an_action_that_a_rule_names_stays(admin: Api, paper: str) -> None:
	rows = [row for row in flow(admin, paper)["transitions"] if row["action"] != "Skip"]
	taken = admin.try_update("Workflow", f"{paper} Flow", transitions=rows)
	refused(taken, f"Workflow Policy of {paper}", "Reason Rules, row 1, Action", "no action Skip")
	admin.create("Workflow Action Master", workflow_action_name=f"Jump {paper}")
	rows = flow(admin, paper)["transitions"]
	rows[1]["action"] = f"Jump {paper}"
	refused(admin.try_update("Workflow", f"{paper} Flow", transitions=rows), "Reason Rules, row 1")
	assert "Skip" in [row["action"] for row in flow(admin, paper)["transitions"]]


def test_a_state_that_a_rule_names_stays(admin: Api, paper: str) -> None:
	stored = flow(admin, paper)
	states = [row for row in stored["states"] if row["state"] != "Signed"]
	steps = [row for row in stored["transitions"] if row["next_state"] == "Submitted"]
	taken = admin.try_update("Workflow", f"{paper} Flow", states=states, transitions=steps)
	refused(taken, "Sign-off Rules, row 1, Protected States", "no state Signed")


def test_what_no_rule_names_goes(admin: Api, paper: str) -> None:
	rows = [*flow(admin, paper)["transitions"], step("Draft", "Return", "Submitted")]
	admin.update("Workflow", f"{paper} Flow", transitions=rows)
	admin.update("Workflow", f"{paper} Flow", transitions=rows[:-1])
	assert len(flow(admin, paper)["transitions"]) == len(STEPS)


def test_another_workflow_brings_what_rules_name(admin: Api, paper: str) -> None:
	"""A second Workflow takes the place of the first when it becomes active."""
	first = flow(admin, paper)
	more = {"document_type": paper, "is_active": 1, "send_email_alert": 0, "states": first["states"]}
	rows = [row for row in STEPS if row["action"] != "Return"]
	field = {"workflow_state_field": "workflow_state"}
	other = admin.try_create("Workflow", workflow_name=f"{paper} Other", transitions=rows, **field, **more)
	refused(other, "Separation Rules, row 1, Action", "no action Return")
	elsewhere = {"workflow_name": f"{paper} Other", "workflow_state_field": "note", "transitions": STEPS}
	refused(admin.try_create("Workflow", **elsewhere, **more), "watches the field State")


def test_a_field_that_a_rule_names_stays(admin: Api, paper: str, reviewer: str) -> None:
	taken = admin.try_delete("Custom Field", f"{paper}-{reviewer}")
	refused(taken, f"Workflow Policy of {paper}", "Separation Rules, row 1", f"no field {reviewer}")
	fields = [row for row in admin.read("DocType", paper)["fields"] if row["fieldname"] != "title"]
	taken = admin.try_update("DocType", paper, fields=fields)
	refused(taken, "Sign-off Rules, row 1, Further Signed Fields", "no field title")
	fields = [row for row in admin.read("DocType", paper)["fields"] if row["fieldname"] != "note"]
	refused(admin.try_update("DocType", paper, fields=fields), "Sign-off Rules, row 1, Condition", "note")
	fields = [row for row in admin.read("DocType", paper)["fields"] if row["fieldname"] != "workflow_state"]
	refused(admin.try_update("DocType", paper, fields=fields), "watches the field State")


def test_a_record_that_a_rule_names_keeps_its_name(admin: Api, paper: str) -> None:
	"""States are never renamed on either host; actions are where nothing names them."""
	name = {"doctype": "Workflow Action Master", "old_name": "Skip", "new_name": "Skip again"}
	renamed = admin.try_call("frappe.client.rename_doc", **name)
	refused(renamed, f"Workflow Policy {paper}, Reason Rules, row 1, Action", "keeps its name")
	place = f"Workflow Policy {paper}, Sign-off Rules, row 1, Protected States"
	refused(admin.try_delete("Workflow State", "Signed"), place, "cannot be deleted")
	assert "Skip" in admin.names("Workflow Action Master")
	free = f"Free {paper}"
	admin.create("Workflow Action Master", workflow_action_name=free)
	assert admin.try_call(
		"frappe.client.rename_doc", **{**name, "old_name": free, "new_name": f"{free} 2"}
	).ok


@pytest.mark.parametrize(
	("table", "row", "place"),
	[
		("sign_off_rules", {**SIGN_OFF, "condition": "open('x')"}, "Condition: A condition has no open"),
		(
			"sign_off_rules",
			{**SIGN_OFF, "condition": "doc.titel"},
			"Condition: The document has no field titel",
		),
		(
			"sign_off_rules",
			{**SIGN_OFF, "condition": "doc.title ="},
			"Condition: The condition is no expression",
		),
		(
			"sign_off_rules",
			{**SIGN_OFF, "condition": "doc.clear()"},
			"Condition: A condition asks and changes",
		),
		("separation_rules", {"action": "Return", "not_field": "title\nowner\nboss"}, "no field boss"),
	],
)
def test_what_a_rule_names_is_there(
	admin: Api, paper: str, table: str, row: dict[str, Any], place: str
) -> None:
	refused(admin.try_update(POLICY, paper, **{table: [row]}), "row 1, ", place)


def test_the_state_field_is_the_workflows(admin: Api) -> None:
	doctype = add_doctype(admin, project=False)
	add_workflow(admin, doctype, [step("Draft", "Submit", "Submitted")])
	answer = admin.try_create(POLICY, document_type=doctype, state_field="note")
	refused(answer, "State Field: the Workflow moves the field State")


def test_a_document_whose_rules_name_what_is_gone_stays(
	site: Any, as_user: Callable[..., Any], paper: str, make: Factory
) -> None:
	"""An older version of a policy, or a row changed past the ORM: no step, and the page says the same."""
	from client_mgmt.api import ui, workflow

	with as_user(people.PM):
		name = site.get_doc({"doctype": paper, "title": "一", "project": make.project()}).insert().name
	for row in site.get_doc("Workflow", f"{paper} Flow").transitions:
		if row.action == "Skip":
			site.db.set_value("Workflow Transition", row.name, "action", "Approve")
	site.clear_cache()
	sentence = "Reason Rules, row 1, Action: The Workflow has no action Skip."
	with as_user(people.PM):
		with pytest.raises(site.ValidationError, match=sentence):
			workflow.act(paper, name, "Submit")
		shown = {action["action"]: action["why_not"] for action in ui.page(paper, name)["actions"]}
	assert shown["Submit"] == [sentence]
	assert sentence in shown["Approve"]
