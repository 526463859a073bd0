"""Attacks by a condition that an administrator writes into a transition."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE

WORKFLOW = "Change Request Control"
CHANGING = (
	'frappe.session.update({"user": "Administrator"}) or True',
	'[1 for frappe.session["user"] in ["Administrator"]]',
	"doc.update({'round_outcome': 'Complete'}) or True",
	"doc.change_items.clear() or True",
)
REACHING = (
	"().__class__.__base__.__subclasses__()",
	"frappe.db.get_value.__globals__",
	"frappe.db.get_value.__self__.sql('select 1')",
	"__import__('os').getcwd()",
	"open('/etc/passwd').read()",
	"getattr(doc, '__class__')",
	"[open for _ in 'a'][0]('/etc/passwd')",
	"(lambda: open('/etc/passwd'))()",
	"frappe.utils.os.system('id')",
	"frappe.db.sql('select 1')",
	"frappe.db.set_value('User', 'Guest', 'enabled', 1) or True",
)


@pytest.fixture
def transitions(admin: Api) -> Iterator[list[dict[str, Any]]]:
	"""The transitions of the workflow; put back afterwards."""
	rows = admin.read("Workflow", WORKFLOW)["transitions"]
	yield [dict(row) for row in rows]
	admin.update("Workflow", WORKFLOW, transitions=rows)


@pytest.mark.parametrize("condition", CHANGING)
def test_a_condition_changes_nothing(admin: Api, transitions: list[dict[str, Any]], condition: str) -> None:
	"""The session that a condition meets is the one that the ledger asks who acted."""
	transitions[0]["condition"] = condition
	refuses(admin.try_update("Workflow", WORKFLOW, transitions=transitions), 417)


@pytest.mark.parametrize("condition", [*REACHING, "doc.impact_cots > 5", "doc.impact_cost >", "True), (True"])
def test_a_condition_reaches_nothing(admin: Api, transitions: list[dict[str, Any]], condition: str) -> None:
	"""What the sandbox would refuse, or find nowhere, is not saved: it would answer 500 to whoever acts."""
	transitions[0]["condition"] = condition
	answer = admin.try_update("Workflow", WORKFLOW, transitions=transitions)
	refuses(answer, 417, "ValidationError", f"{transitions[0]['action']}, row 1")


@pytest.mark.parametrize("condition", [*REACHING, "doc.impact_cost > 'x'", "doc.title.nothing()"])
def test_one_that_is_stored_lets_nobody_act(site: Any, as_user: Callable[..., Any], condition: str) -> None:
	"""From before, or past the ORM: step and page name the Workflow."""
	from client_mgmt.api import ui, workflow

	filters = {"workflow_state": "Draft"}
	(name, owner), *_more = site.get_all(CHANGE, filters=filters, fields=["name", "owner"], as_list=True)
	for row in site.get_doc("Workflow", WORKFLOW).transitions:
		if row.action == "Submit":
			site.db.set_value("Workflow Transition", row.name, "condition", condition)
	site.clear_cache()
	with as_user(owner):
		with pytest.raises(site.ValidationError, match=f"cannot be evaluated.*{WORKFLOW}") as refused:
			workflow.act(CHANGE, name, "Submit")
		assert refused.value.http_status_code == 417
		shown = json.loads(site.as_json(ui.page(CHANGE, name)))["actions"]
		(submit,) = (action for action in shown if action["action"] == "Submit")
		assert submit["why_not"] == [str(refused.value)]
		assert "Submit" not in [step["action"] for step in workflow.actions(CHANGE, name)]
