"""Waivers and words of people who are nobody by name, or who may not give them (S004-72, S004-85)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, unique

from client_mgmt.demo import people

REASON = "客户催促，先行启动"


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def test_administrator_waives_no_gate(pm: Api, admin: Api, make: Factory) -> None:
	"""A waiver is given by name; Administrator is nobody by name, as in reviews and signatures."""
	name = make.dossier()
	refuses(admin.try_create("Gate Waiver", project=name, reason=REASON), 403)
	refuses(pm.try_update(PROJECT, name, stage="Delivery"), 417, contains="stays in Kick-off")


@pytest.mark.parametrize("stage", ["Delivery", "Closed", "delivery", "Delivery ", " Kick-off"])
def test_no_spelling_of_a_stage_leaves_kick_off(pm: Api, admin: Api, make: Factory, stage: str) -> None:
	"""By PUT, set_value, bulk update, on insert, and by way of an empty stage."""
	name = make.dossier()
	pm.try_update(PROJECT, name, stage="")
	pm.try_update(PROJECT, name, stage=stage)
	told = {"doctype": PROJECT, "name": name, "fieldname": "stage", "value": stage}
	pm.try_call("frappe.client.set_value", **told)
	pm.try_call("frappe.client.bulk_update", docs=[{"doctype": PROJECT, "docname": name, "stage": stage}])
	assert (admin.read(PROJECT, name).get("stage") or "Kick-off") == "Kick-off"
	refuses(pm.try_create(PROJECT, project_name=unique("项目"), stage=stage), 417)


def test_a_copy_is_no_archived_dossier(pm: Api, admin: Api, make: Factory) -> None:
	"""What the engine keeps does not come along, by whatever path a copy is made."""
	doc = admin.read(PROJECT, make.archived())
	copy = {key: value for key, value in doc.items() if key not in ("name", "doctype", "owner", "creation")}
	refuses(pm.try_create(PROJECT, **copy), 417)
	kept = ("archived_on", "archived_content", "last_update_on", "next_update_due", "value_sources")
	for field in kept:
		facts = {"project_name": unique("项目"), field: doc[field]}
		refuses(pm.try_create(PROJECT, **facts), 417, contains="kept by the system")
