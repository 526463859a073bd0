"""The project dossier: review, locks, live fields and the revision in effect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, unique

from client_mgmt.demo import people

LONG_ENOUGH = "因监管要求变化，需要重构支付与结算系统的对账模块。"


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def test_a_dossier_begins_with_a_name(pm: Api) -> None:
	"""S004-102: a draft needs its name; submitting names everything that is missing."""
	dossier = pm.create(PROJECT, project_name=unique("项目"))
	assert (dossier["workflow_state"], dossier["archive_owner"]) == ("Draft", people.PM.user)
	answer = pm.try_act(PROJECT, dossier["name"], "Submit")
	refuses(answer, 417, "MandatoryError", dossier["name"])


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"payment_nodes": [{"node_name": "首付", "amount": 0}]}, "greater than zero"),
		({"payment_nodes": [{"node_name": "首付", "amount": -1}]}, "greater than zero"),
		({"contract_amount": -1}, "greater than zero"),
		({"planned_end": "2020-01-01"}, "lies before"),
		(
			{"raci": [{"activity": "x", "party": "Vendor", "project_role": "PMO", "letters": "R"}]},
			"exactly one A",
		),
		(
			{"raci": [{"activity": "x", "party": "Vendor", "project_role": "PMO", "letters": "Z"}]},
			"none of the letters",
		),
		(
			{"team": [{"party": "Vendor", "user": people.BUSINESS_OWNER.user, "project_role": "Tester"}]},
			"Team row 1",
		),
		({"team": [{"party": "Vendor", "project_role": "Tester"}]}, "Team row 1"),
	],
)
def test_what_a_dossier_refuses(pm: Api, make: Factory, values: dict[str, Any], sentence: str) -> None:
	"""S000-27, S000-29, S004-68, and people on the side that they belong to."""
	name = make.dossier()
	refuses(pm.try_update(PROJECT, name, **values), 417, contains=sentence)


def test_a_short_background_is_refused(pm: Api, make: Factory) -> None:
	"""S004-26: at least 20 characters."""
	refuses(pm.try_act(PROJECT, make.dossier(background="太短了"), "Submit"), 417, contains="20 characters")


def test_incomplete_requirements_hold_the_dossier_up(pm: Api, make: Factory) -> None:
	"""S004-40: function, priority and acceptance criterion, all mandatory."""
	name = make.dossier()
	requirement = pm.create("Requirement", project=name, feature=unique("功能"))["name"]
	refuses(pm.try_act(PROJECT, name, "Submit"), 417, "MandatoryError", requirement)


def test_the_reviewer_did_not_enter_it(api: Callable[..., Api], make: Factory) -> None:
	"""S004-71: project assistant or quality administrator, and never whoever entered or submitted."""
	name = make.dossier()
	api(people.PM).act(PROJECT, name, "Submit")
	refuses(api(people.PM).try_act(PROJECT, name, "Review"), 403)
	refuses(api(people.ASSISTANT).try_act(PROJECT, name, "Review"), 403)
	assert api(people.QUALITY).act(PROJECT, name, "Review")["workflow_state"] == "Archived"


def test_facts_are_locked_once_submitted(pm: Api, make: Factory) -> None:
	"""S004-75: changes only through a new revision."""
	name = make.dossier()
	pm.act(PROJECT, name, "Submit")
	refuses(pm.try_update(PROJECT, name, background=LONG_ENOUGH), 417, contains="Background cannot change")
	archived = make.archived()
	refuses(pm.try_update(PROJECT, archived, planned_end="2099-01-01"), 417, contains="cannot change")
	refuses(
		pm.try_update(PROJECT, archived, archived_on="2020-01-01 00:00:00"),
		417,
		contains="kept by the system",
	)


def test_live_fields_are_edited_by_role_and_recorded(api: Callable[..., Api], make: Factory) -> None:
	"""Team, RACI, actual dates and payments received, each edit in the ledger."""
	name = make.archived(contract_amount=100, payment_nodes=[{"node_name": "首付", "amount": 100}])
	pm = api(people.PM)
	rows = pm.read(PROJECT, name)["payment_nodes"]
	pm.update(
		PROJECT,
		name,
		payment_nodes=[{**rows[0], "paid": 1, "received_amount": 100}],
		actual_start="2026-01-05",
	)
	events = pm.list("Workflow Event", filters={"reference_name": name}, fields=["event_type"])
	assert [event["event_type"] for event in events].count("Edit") == 1
	refuses(
		pm.try_update(PROJECT, name, payment_nodes=[{**rows[0], "amount": 99}]), 417, contains="Payment Nodes"
	)
	refuses(api(people.QUALITY).try_update(PROJECT, name, stage="Closed"), 403, contains="Stage")


def test_the_scope_is_locked_for_good(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S000-52: requirements change by a scheduled change alone, during a revision too."""
	name = make.archived()
	pm = api(people.PM)
	(requirement,) = admin.names("Requirement", project=name)
	assert admin.read("Requirement", requirement)["status"] == "Baselined"

	def all_refused() -> None:
		for api_ in (pm, admin):
			refuses(api_.try_create("Requirement", project=name, feature="x"), 417, contains="scope")
			refuses(api_.try_update("Requirement", requirement, feature="x"), 417, contains="scope")
			refuses(api_.try_delete("Requirement", requirement), 417, contains="scope")

	all_refused()
	pm.act(PROJECT, name, "Revise")
	all_refused()
	moved = pm.create("Requirement", feature=unique("功能"), project=make.dossier())["name"]
	refuses(pm.try_update("Requirement", moved, project=name), 417, contains="scope")


def test_the_last_archived_revision_stays_in_effect(site: Any) -> None:
	"""Until it is archived again: a revision under way loosens nothing."""
	from client_mgmt.client_archive.dossiers import dossier

	name = site.get_all(PROJECT, filters={"workflow_state": "Archived"}, pluck="name")[0]
	assert dossier.in_effect(name, "dual_sign_scope")["dual_sign_scope"] == "All Changes"
	values = {"workflow_state": "Under Revision", "dual_sign_scope": "Major Changes"}
	site.db.set_value(PROJECT, name, values)
	assert dossier.in_effect(name, "dual_sign_scope")["dual_sign_scope"] == "All Changes"


def test_a_revision_is_counted_and_keeps_the_client(api: Callable[..., Api], make: Factory) -> None:
	"""Under Revision –Submit→ Submitted raises the revision."""
	pm, name = api(people.PM), make.archived()
	pm.act(PROJECT, name, "Revise")
	refuses(pm.try_update(PROJECT, name, client=make.client()), 417, contains="stays with its client")
	pm.update(PROJECT, name, background=LONG_ENOUGH)
	assert pm.act(PROJECT, name, "Submit")["revision"] == 2
	api(people.QUALITY).act(PROJECT, name, "Return", "请补充附件")
	assert pm.act(PROJECT, name, "Submit")["revision"] == 2
	assert api(people.QUALITY).act(PROJECT, name, "Review")["workflow_state"] == "Archived"
