"""A reason says something, consent is not reworded by one hand, a baseline is not left by a cancel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses, some
from tests.factory import CHANGE, Factory

from client_mgmt.demo import people
from client_mgmt.domain.evidence import policy_strength
from client_mgmt.domain.workflow.reasons import weight

NOTHING = [
	"",
	"   ",
	"\u200b" * 20,
	"。。。。。。",
	"!!??--..",
	"\u2060\u200d\ufeff\u00ad",
	"\u3000\u00a0",
	"😀😀😀",
]
RULE = {
	"purpose": "Approval",
	"signing_state": "Awaiting",
	"parties": "Client and Vendor",
	"signers": "Attendees",
}


@pytest.mark.parametrize("reason", NOTHING, ids=ascii)
def test_nothing_is_no_reason(
	api: Callable[..., Api], make: Factory, waiting: dict[str, str], reason: str
) -> None:
	"""For an action by every way that takes one, for declining, and for a merge of clients."""
	assert weight(reason) == 0
	pm, owner = api(people.PM), api(people.BUSINESS_OWNER)
	refuses(pm.try_act(CHANGE, waiting["submitted"], "Return", reason), 417, contains="reason")
	moved = {"workflow_state": "Returned", "workflow_reason": reason}
	refuses(pm.try_update(CHANGE, waiting["submitted"], **moved), 417, contains="reason")
	name = waiting["signing"]
	declined = {"doctype": CHANGE, "name": name, "digest": owner.package(CHANGE, name)["digest"]}
	answer = owner.try_call("client_mgmt.api.signing.decline", **declined, reason=reason)
	refuses(answer, 417, contains="reason")


@pytest.fixture(scope="module")
def waiting(make: Factory) -> dict[str, str]:
	return {"submitted": make.change("Submitted"), "signing": make.change("Awaiting Signatures")}


def test_words_are(api: Callable[..., Api], make: Factory) -> None:
	returned = api(people.PM).act(CHANGE, make.change("Submitted"), "Return", "补充")
	assert returned["workflow_state"] == "Returned"


@pytest.mark.parametrize("reason", NOTHING, ids=ascii)
def test_nor_in_the_process(site: Any, as_user: Any, reason: str) -> None:
	name = site.get_all(CHANGE, filters={"workflow_state": "Under Assessment"}, pluck="name")[0]
	with as_user(people.TECH_LEAD), pytest.raises(site.ValidationError, match="reason"):
		doc = site.get_doc(CHANGE, name)
		doc.update({"workflow_state": "Returned", "workflow_reason": reason})
		doc.save(ignore_permissions=True)


def test_every_field_of_a_rule_counts(site: Any) -> None:
	"""Another value of any column makes the rule weaker, or may make it stronger: one added later too."""
	stronger = {
		"parties",
		"protected_states",
		"signed_fields",
		"allow_token",
		"scope_from_project",
		"signers",
	}
	columns = [df.fieldname for df in site.get_meta("Sign-off Rule").fields if df.fieldname not in RULE]
	for column in some([*columns, "something_new"]):
		new = {**RULE, column: "another"}
		if column not in stronger:
			assert policy_strength.sign_off([RULE], [new]), column


def test_no_administrator_alone_changes_what_is_agreed_to(api: Callable[..., Api], admin: Api) -> None:
	"""Over REST: the words and the action wait for a second administrator."""
	before = admin.read("Workflow Policy", CHANGE)
	for change in ({"consent_text": "I have seen this."}, {"complete_action": "Withdraw"}):
		rules = [{**rule, **change} for rule in before["sign_off_rules"]]
		saved = admin.update("Workflow Policy", CHANGE, sign_off_rules=rules)
		assert saved["effective_version"] == before["effective_version"] and saved["pending_version"]
		assert next(iter(change)) in saved["pending_reasons"]
	admin.update("Workflow Policy", CHANGE, sign_off_rules=before["sign_off_rules"])


@pytest.fixture
def cancelling(admin: Api) -> Iterator[None]:
	"""An administrator's own steps out of what is scheduled."""
	row = admin.read("Workflow", "Change Request Control")
	added = [
		{"state": state, "action": "Withdraw", "next_state": to, "allowed": "Project Manager"}
		for state in ("Scheduled", "Implemented")
		for to in ("Withdrawn", "Under Assessment", "Signed")
	]
	admin.update("Workflow", row["name"], transitions=[*row["transitions"], *added])
	yield
	admin.update("Workflow", row["name"], transitions=row["transitions"])


@pytest.mark.parametrize("to", ["Withdrawn", "Under Assessment", "Signed"])
def test_no_cancel_leaves_its_items_in_the_baseline(
	api: Callable[..., Api], make: Factory, admin: Api, cancelling: None, to: str
) -> None:
	"""It is refused, and says what to do; the baseline and the change stay as they are."""
	name = make.change("Scheduled")
	moved = {"workflow_state": to, "workflow_reason": "客户不要了"}
	refuses(api(people.PM).try_update(CHANGE, name, **moved), 417, contains="Raise a change")
	assert admin.read(CHANGE, name)["workflow_state"] == "Scheduled"
	assert admin.names("Requirement", last_change=name, status="Baselined")


def test_nor_in_the_process_by_docstatus(site: Any) -> None:
	change = site.get_doc(CHANGE, {"workflow_state": "Implemented"})
	change.workflow_state = "Withdrawn"
	with pytest.raises(site.ValidationError, match="Raise a change"):
		change.before_cancel()
