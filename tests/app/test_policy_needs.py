"""What a step lacks is said all at once; rules that name nothing are not saved; a kind that is not installed
blocks (docs/architecture.md, Engine)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.app.test_policy_engine import POLICY, SIGN_OFF, add_doctype, add_workflow, step
from tests.client import Api, refuses
from tests.factory import Factory

from client_mgmt.demo import people
from client_mgmt.workflow_policy.plugins.base import Move, Need, Plugin

BOTH = {
	"reason_rules": [{"action": "Skip", "min_length": 5}],
	"separation_rules": [{"action": "Skip", "not_owner": 1, "not_action": "Submit"}],
	"sign_off_rules": [SIGN_OFF],
}


class Weekday(Plugin):
	"""A kind of another app: its rules are the separation rules' table, it never agrees."""

	kind = "Weekday"
	rows_field = "separation_rules"

	def needs(self, move: Move) -> list[Need]:
		return [Need("Not on this day."), Need("Better on Monday.", blocking=False)] if move.rows else []


@pytest.fixture(scope="module")
def paper(admin: Api) -> str:
	doctype = add_doctype(admin)
	steps = [
		step("Draft", "Submit", "Submitted"),
		step("Submitted", "Return", "Draft"),
		step("Submitted", "Signatures Complete", "Signed", "All", 'doc.round_outcome == "Complete"'),
		step("Draft", "Skip", "Signed"),
	]
	add_workflow(admin, doctype, steps)
	admin.create(POLICY, document_type=doctype, **BOTH)
	return doctype


@pytest.fixture
def paper_name(api: Callable[..., Api], paper: str, make: Factory) -> str:
	return api(people.PM).create(paper, title="一", project=make.project())["name"]


def test_a_refusal_says_all_that_is_missing(api: Callable[..., Api], paper: str, paper_name: str) -> None:
	"""Reason, separation and signatures in one sentence each, and the page says the same."""
	pm = api(people.PM)
	refused = pm.try_act(paper, paper_name, "Skip")
	for part in ("reason of at least 5", "somebody other than who entered", "needs complete signatures"):
		refuses(refused, 417, "ValidationError", part)
	page = pm.query("client_mgmt.api.ui.page", doctype=paper, name=paper_name)
	skip = next(action for action in page["actions"] if action["action"] == "Skip")
	assert (skip["allowed"], skip["reason_needed"], skip["min_length"]) == (False, True, 5)
	assert len(skip["why_not"]) == 2
	said = refused.text
	assert [why for why in skip["why_not"] if why.split(".")[0] not in said] == []


@pytest.mark.parametrize(
	("table", "row", "said"),
	[
		(
			"reason_rules",
			{"action": "Teleport", "min_length": 2},
			("Reason Rules, row 1, Action", "Teleport"),
		),
		("separation_rules", {"action": "Teleport", "not_owner": 1}, ("row 1, Action", "Teleport")),
		("separation_rules", {"action": "Skip", "not_action": "Fly"}, ("row 1", "Fly")),
		("separation_rules", {"action": "Skip", "not_field": "boss"}, ("row 1", "no field boss")),
		("sign_off_rules", {**SIGN_OFF, "complete_action": "Fly"}, ("row 1, Action When Complete", "Fly")),
		("sign_off_rules", {**SIGN_OFF, "signed_fields": "boss"}, ("row 1, Further Signed Fields", "boss")),
		(
			"sign_off_rules",
			{**SIGN_OFF, "protected_states": "Signed\nGone"},
			("row 1, Protected States", "Gone"),
		),
	],
)
def test_rules_that_name_nothing_are_not_saved(
	admin: Api, paper: str, table: str, row: dict[str, Any], said: tuple[str, ...]
) -> None:
	before = admin.read(POLICY, paper)[table]
	answer = admin.try_update(POLICY, paper, **{table: [row]})
	for part in said:
		refuses(answer, 417, "ValidationError", part)
	assert admin.read(POLICY, paper)[table] == before


@pytest.fixture
def with_kinds(site: Any) -> Iterator[Callable[..., None]]:
	"""Puts kinds in the place of those that the hook names, as another set of installed apps would."""

	def put(*kinds: Plugin) -> None:
		site.flags.client_mgmt_plugins = list(kinds)

	yield put
	site.flags.client_mgmt_plugins = None


def test_a_kind_that_is_not_installed_blocks(
	site: Any, as_user: Callable[..., Any], with_kinds: Callable[..., None], paper: str, make: Factory
) -> None:
	"""Its rules ask for something that nobody can say: no step, rather than a step unasked."""
	from client_mgmt.api import workflow
	from client_mgmt.workflow_policy import policies

	with as_user(people.PM):
		doc = site.get_doc({"doctype": paper, "title": "一", "project": make.project()}).insert()
		installed = policies.plugins()
		with_kinds(*(plugin for plugin in installed if plugin.rows_field != "separation_rules"))
		with pytest.raises(site.ValidationError, match=r"Separation Rules, row 1: the kind .* not installed"):
			workflow.act(paper, doc.name, "Submit")
		with_kinds(*installed)
		assert workflow.act(paper, doc.name, "Submit")["workflow_state"] == "Submitted"


def test_a_kind_of_another_app_is_asked_and_shown(
	site: Any, as_user: Callable[..., Any], with_kinds: Callable[..., None], paper: str, make: Factory
) -> None:
	from client_mgmt.api import ui, workflow
	from client_mgmt.workflow_policy import policies

	with as_user(people.PM):
		doc = site.get_doc({"doctype": paper, "title": "一", "project": make.project()}).insert()
		with_kinds(*policies.plugins(), Weekday())
		with pytest.raises(site.ValidationError, match=r"^Not on this day\.$"):
			workflow.act(paper, doc.name, "Submit")
		shown = {action["action"]: action for action in ui.page(paper, doc.name)["actions"]}
	assert shown["Submit"]["why_not"] == ["Not on this day."]
