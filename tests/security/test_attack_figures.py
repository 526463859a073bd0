"""Amounts that are none, by every way into a dossier (S004-47, S004-48, S004-68)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, unique

from client_mgmt.demo import people

TEXT = [{"contract_amount": "abc"}, {"payment_nodes": [{"node_name": "首付", "amount": "12 元"}]}]


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.mark.parametrize("values", TEXT)
def test_text_is_no_amount_on_any_path(pm: Api, make: Factory, values: dict[str, Any]) -> None:
	"""S004-68: not read as zero, whoever the caller is and whichever method takes it."""
	name = make.dossier()
	refuses(pm.try_create(PROJECT, project_name=unique("项目"), **values), 417, contains="no figure")
	refuses(pm.try_update(PROJECT, name, **values), 417, contains="no figure")
	refuses(pm.put(f"/api/v2/document/{PROJECT}/{name}", json=values), 417, contains="no figure")
	whole = {**pm.read(PROJECT, name), **values}
	refuses(pm.try_call("frappe.client.save", doc=json.dumps(whole)), 417, contains="no figure")
	saved = pm.try_call("frappe.desk.form.save.savedocs", doc=json.dumps(whole), action="Save")
	refuses(saved, 417, contains="no figure")
	((field, value),) = values.items()
	if isinstance(value, str):
		set_value = {"doctype": PROJECT, "name": name, "fieldname": field, "value": value}
		refuses(pm.try_call("frappe.client.set_value", **set_value), 417, contains="no figure")
	refuses(pm.try_act(PROJECT, name, "Submit", **values), 417, contains="no figure")


def test_a_node_is_not_changed_beside_its_dossier(pm: Api, admin: Api, make: Factory) -> None:
	"""S004-48: the sum cannot be broken by a row alone."""
	node = {"node_name": "首付", "percent": 100, "amount": 100}
	name = make.archived(contract_amount=100, payment_nodes=[node])
	row = pm.read(PROJECT, name)["payment_nodes"][0]["name"]
	for api_ in (pm, admin):
		refuses(api_.try_update("Payment Node", row, amount=99), (403, 417))
		refuses(api_.try_delete("Payment Node", row), (403, 417))
		more = {"parent": name, "parenttype": PROJECT, "parentfield": "payment_nodes"}
		refuses(api_.try_create("Payment Node", **{**node, **more}), (403, 417))
		refuses(api_.try_update(PROJECT, name, contract_amount=99), 417, contains="cannot change")


def test_a_state_sent_along_does_not_skip_the_sum(pm: Api, make: Factory) -> None:
	"""S004-48: submitting by a plain PUT is submitting."""
	nodes = [{"node_name": "首付", "amount": 99}]
	name = make.dossier(contract_amount=100)
	answer = pm.try_update(PROJECT, name, workflow_state="Submitted", payment_nodes=nodes)
	refuses(answer, 417, contains="add up to 99")
	assert pm.read(PROJECT, name)["workflow_state"] == "Draft"


def test_the_contract_of_another_client_is_not_found_out(api: Callable[..., Api], make: Factory) -> None:
	"""S004-45: the refusal says that the number is taken, and nothing of where."""
	number = unique("HT")
	name = make.dossier(contract_no=number, project_name="秘密项目")
	stranger = api(people.OTHER_PM)
	answer = stranger.try_create(PROJECT, project_name="x", contract_no=number)
	refuses(answer, 417, contains="another dossier")
	assert name not in answer.text
	assert "秘密项目" not in answer.text
