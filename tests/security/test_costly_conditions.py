"""Conditions cost little: refused when they are saved, and cut off where the embedded host asks them."""

from __future__ import annotations

import time
from typing import Any

import pytest
from tests.client import Api, refuses

from client_mgmt.domain.workflow.condition_cost import costly_part

WORKFLOW = "Change Request Control"
COSTLY = (
	"max(range(10**8))",
	"'a'*10**9",
	"9**9**9",
	"[1 for a in doc.change_items for b in doc.change_items]",
	"[[1 for a in doc.change_items] for b in doc.change_items]",
	"(lambda f: f(f))(lambda f: f(f))",
	"1 << 10**9",
	"'a'.ljust(1000000000)",
	"'%1000000000d' % 1",
	"f'{1:1000000000}'",
	"'{:>1000000000}'.format(1)",
	"[0]*1000000000",
	"pow(9, 387420489)",
	"bytes(1000000000)",
	"doc.title.replace('', doc.title)",
	"not " * 60 + "doc.title",
)
PLAIN = (
	"",
	"doc.amount > 10",
	"doc.amount * 2 + 1 <= 100000.5",
	"doc.client_state in ('A', 'B') and not doc.is_major",
	"any(row.user == frappe.session.user for row in doc.team)",
	"frappe.db.get_value('Project Archive', doc.project, 'client') == doc.client",
	"len([row for row in doc.change_items if row.operation == 'Add']) > 1",
	"frappe.utils.get_datetime(doc.due) < frappe.utils.now_datetime() if doc.due else False",
)


@pytest.mark.parametrize("condition", COSTLY)
def test_a_costly_part_is_seen(condition: str) -> None:
	assert costly_part(condition)


@pytest.mark.parametrize("condition", PLAIN)
def test_a_plain_condition_is_not_costly(condition: str) -> None:
	assert costly_part(condition) == ""


@pytest.mark.parametrize("condition", [COSTLY[0], COSTLY[1], COSTLY[3], "nope.x == 1"])
def test_it_is_not_saved(admin: Api, condition: str) -> None:
	rows = admin.read("Workflow", WORKFLOW)["transitions"]
	changed = [{**rows[0], "condition": condition}, *rows[1:]]
	refuses(admin.try_update("Workflow", WORKFLOW, transitions=changed), 417, "ValidationError")
	assert admin.read("Workflow", WORKFLOW)["transitions"][0].get("condition") == rows[0].get("condition")


@pytest.mark.parametrize("condition", COSTLY)
def test_the_embedded_host_cuts_it_off(host: Any, condition: str) -> None:
	"""One that was saved before, or by hand: it ends in no time, whatever it says."""
	if not host.embedded:
		pytest.skip("the embedded host alone")
	with host.connected() as frappe:
		doc = frappe._dict(title="t" * 100, change_items=[frappe._dict(operation="Add")] * 2000)
		began = time.thread_time()
		try:
			assert frappe.safe_eval(condition, {}, {"doc": doc}) is not None
		except (frappe.ValidationError, SyntaxError, NameError, AttributeError) as error:
			assert str(error)
		assert time.thread_time() - began < 1


def test_a_condition_that_raises_names_its_workflow(host: Any) -> None:
	if not host.embedded:
		pytest.skip("the embedded host alone")
	from embedded_host.services.workflow import is_condition_met

	with host.connected() as frappe:
		row = frappe._dict(parent=WORKFLOW, condition="doc.title.nope()")
		with pytest.raises(frappe.ValidationError, match=WORKFLOW):
			is_condition_met(row, frappe.new_doc("Change Request", title="x"))
