"""Conditions ask and change nothing."""

from __future__ import annotations

import pytest

from client_mgmt.domain.workflow.conditions import changing_part, names_asked
from client_mgmt.setup.workflow_data import WORKFLOWS


@pytest.mark.parametrize(
	"condition",
	[
		'frappe.session.update({"user": "Administrator"})',
		'dict.update(frappe.session, user="x")',
		'(lambda s: s.pop("user"))(frappe.session)',
		"doc.change_items.clear() or True",
		'[1 for frappe.session["user"] in ["x"]]',
		"[1 for frappe.session.user in ['x']]",
		"(x := 1)",
		"'{0.__class__}'.format(doc)",
		"doc.save()",
	],
)
def test_what_changes_is_found(condition: str) -> None:
	assert changing_part(condition)


@pytest.mark.parametrize(
	"condition",
	[None, "", "doc.impact_cost > 1000", "doc.get('title') and not doc.round", "no expression at"],
)
def test_what_asks_is_none(condition: str | None) -> None:
	assert changing_part(condition) == ""


def test_the_seeds_ask() -> None:
	for _doctype, _states, transitions in WORKFLOWS.values():
		for _states, _action, _next, who in transitions:
			assert not any(changing_part(condition) for _role, condition in who)


@pytest.mark.parametrize(
	("condition", "names"),
	[
		("open('/etc/passwd')", ["open"]),
		("[x for x in doc.items_of if x]", ["doc"]),
		("(lambda d: d)(doc)", ["doc"]),
		("frappe.utils.now() > doc.day", ["frappe", "doc", "frappe.utils.now", "frappe.utils"]),
		("no expression at", []),
	],
)
def test_what_it_takes_from_its_surroundings(condition: str, names: list[str]) -> None:
	assert sorted(names_asked(condition)) == sorted(names)
