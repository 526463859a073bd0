"""Attacks by a condition that an administrator writes into a transition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, Factory

from client_mgmt.demo import people

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
	"frappe.db.sql('select 1')",
	"frappe.db.set_value('User', 'Guest', 'enabled', 1) or True",
)
#: what the sandbox raises: a name that is not there, what cannot be called, what does not compile
SANDBOX = ("NameError", "TypeError", "AttributeError", "SyntaxError", "ValidationError")


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


@pytest.mark.parametrize("condition", REACHING)
def test_a_condition_reaches_nothing(
	admin: Api,
	api: Callable[..., Api],
	make: Factory,
	transitions: list[dict[str, Any]],
	condition: str,
) -> None:
	name = make.change()
	for row in transitions:
		if row["action"] == "Submit":
			row["condition"] = condition
	if admin.try_update("Workflow", WORKFLOW, transitions=transitions).ok:
		answer = api(people.BUSINESS_OWNER).try_act(CHANGE, name, "Submit")
		assert answer.json()["exc_type"] in SANDBOX, answer.text
	assert admin.read(CHANGE, name)["workflow_state"] == "Draft"
