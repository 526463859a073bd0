"""A condition of a workflow holds for the row that is stored, before and after."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, Factory

from client_mgmt.demo import people, texts

WORKFLOW = "Change Request Control"
ACTION = "Complete Assessment"
BIG = 500_000


@pytest.fixture(params=["doc.impact_cost <= 100000", "not doc.is_major", "doc.response_plan != 'no plan'"])
def cheap_only(admin: Api, request: pytest.FixtureRequest) -> Iterator[str]:
	"""Only cheap changes go on without the finance step: on a field that is sent, on one that follows from it
	while saving, and on text."""
	rows = admin.read("Workflow", WORKFLOW)["transitions"]
	bound = [
		{**row, "condition": f"{request.param} and ({row['condition']})"} if row["action"] == ACTION else row
		for row in rows
	]
	admin.update("Workflow", WORKFLOW, transitions=bound)
	yield request.param
	admin.update("Workflow", WORKFLOW, transitions=rows)


def dear(condition: str) -> dict[str, Any]:
	more = {"response_plan": "no plan"} if "response_plan" in condition else {"impact_cost": BIG}
	return {**texts.ASSESSMENT, "impact_days": 60, **more}


def test_what_is_sent_along_skips_no_step(
	api: Callable[..., Api], make: Factory, admin: Api, cheap_only: str
) -> None:
	"""By an action with its values, a plain PUT, the framework's own methods and its bulk endpoints."""
	lead, name = api(people.TECH_LEAD), make.change("Under Assessment")
	sent = dear(cheap_only)
	refuses(lead.try_act(CHANGE, name, ACTION, **sent), 417)
	moved = {**sent, "workflow_state": "Awaiting Signatures"}
	refuses(lead.try_update(CHANGE, name, **moved), 417)
	whole = {**lead.read(CHANGE, name), **moved}
	refuses(lead.try_call("frappe.client.save", doc=json.dumps(whole)), 417)
	doc = json.dumps({**lead.read(CHANGE, name), **sent})
	refuses(lead.try_call("frappe.model.workflow.apply_workflow", doc=doc, action=ACTION), 417)
	lead.try_call(
		"frappe.client.bulk_update", docs=json.dumps([{"doctype": CHANGE, "docname": name, **moved}])
	)
	assert admin.read(CHANGE, name)["workflow_state"] == "Under Assessment"
	assert lead.act(CHANGE, name, ACTION, **texts.ASSESSMENT)["workflow_state"] == "Awaiting Signatures"


def test_nor_in_the_process(site: Any, as_user: Any) -> None:
	"""Over the ORM, with permissions ignored."""
	workflow = site.get_doc("Workflow", WORKFLOW)
	for row in workflow.transitions:
		if row.action == ACTION:
			row.condition = f"doc.impact_cost <= 100000 and ({row.condition})"
	workflow.save()
	name = site.get_all(CHANGE, filters={"workflow_state": "Under Assessment"}, pluck="name")[0]
	with as_user(people.TECH_LEAD), pytest.raises(site.ValidationError):
		doc = site.get_doc(CHANGE, name)
		doc.update({**texts.ASSESSMENT, "impact_cost": BIG, "workflow_state": "Awaiting Signatures"})
		doc.save(ignore_permissions=True)
