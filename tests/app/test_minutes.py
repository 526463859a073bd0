"""Meeting minutes: what is locked, who disputes, and how silence ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import MINUTES, Factory, unique

from client_mgmt.demo import people


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def test_minutes_begin_with_a_title(pm: Api) -> None:
	"""Internal by default; circulating asks for the rest."""
	made = pm.create(MINUTES, title=unique("纪要"))
	assert (made["audience"], made["workflow_state"]) == ("Internal", "Draft")


def test_decisions_have_grounds(pm: Api, make: Factory) -> None:
	"""S000-39: decision, reason, decided by."""
	name = make.minutes(draft=True)
	pm.update(MINUTES, name, decisions=[{"decision": "采用双活"}])
	refuses(pm.try_act(MINUTES, name, "Circulate"), 417, "MandatoryError", "Rationale (Decisions, row 1)")


@pytest.mark.parametrize(("kind", "asked"), [("Review", 1), ("Demo", 1), ("Stand-up", 0)])
def test_review_and_demo_minutes_ask_for_acknowledgement(
	pm: Api, make: Factory, kind: str, asked: int
) -> None:
	assert pm.read(MINUTES, make.minutes(kind=kind, draft=True))["acknowledgement_required"] == asked


def test_minutes_that_ask_nothing_are_closed(pm: Api, make: Factory) -> None:
	for name in (make.minutes("Internal", "Internal Sync"), make.minutes(kind="Stand-up")):
		closed = pm.act(MINUTES, name, "Close")
		assert (closed["workflow_state"], closed["closed_unacknowledged"]) == ("Closed", 0)


def test_circulated_minutes_change_by_a_dispute(api: Callable[..., Api], pm: Api, make: Factory) -> None:
	"""The client's attendee disputes with a reason; we correct, and the revision rises."""
	name, client = make.minutes(), api(people.BUSINESS_OWNER)
	refuses(pm.try_update(MINUTES, name, discussion="x"), 417, contains="cannot change")
	refuses(pm.try_update(MINUTES, name, audience="Internal"), 417)
	refuses(api(people.ARCHITECT).try_act(MINUTES, name, "Dispute", "不同意"), (403, 404))
	refuses(client.try_act(MINUTES, name, "Dispute"), 417, contains="reason")
	client.act(MINUTES, name, "Dispute", "第三条与讨论不符")
	refuses(client.try_update(MINUTES, name, discussion="改写"), (404, 417))
	pm.update(MINUTES, name, discussion="<p>已更正</p>")
	again = pm.act(MINUTES, name, "Circulate")
	assert (again["workflow_state"], again["revision"]) == ("Circulated", 2)
	client.sign(MINUTES, name)
	assert pm.act(MINUTES, name, "Close")["closed_unacknowledged"] == 0


def test_silence_ends_after_five_working_days(pm: Api, make: Factory, host: Any) -> None:
	"""Not before; then the minutes are closed and say so."""
	name = make.minutes()
	refuses(pm.try_act(MINUTES, name, "Close"), (403, 417))
	refuses(
		pm.try_act(MINUTES, name, "Close Unacknowledged", "客户未回复"), 417, contains="five working days"
	)
	with host.connected() as frappe:
		frappe.db.set_value(MINUTES, name, "circulated_on", "2026-01-05 10:00:00", update_modified=False)
		doc = frappe.get_doc(MINUTES, name)
		frappe.set_user(people.PM.user)
		doc.workflow_state, doc.workflow_reason = "Closed", "客户未回复"
		doc.save()
		assert doc.closed_unacknowledged == 1


def test_actions_follow_their_minutes(pm: Api, make: Factory) -> None:
	"""An action of internal minutes is never shown to the client."""
	internal = make.minutes("Internal", "Internal Sync")
	values = {
		"description": "整理要点",
		"owner_user": people.PM.user,
		"due_date": "2026-12-31",
		"minutes": internal,
	}
	refuses(pm.try_create("Action Item", audience="Client", **values), 417, contains="internal")
	assert pm.create("Action Item", **values)["project"] == make.project()
