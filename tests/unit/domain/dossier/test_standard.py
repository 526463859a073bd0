"""The dossier standard as rules on plain values: what is asked, what is there, who enters, how fresh."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.dossier import standard
from client_mgmt.domain.dossier.completeness import is_understood
from client_mgmt.domain.dossier.standard import Ask, Place

NUMBER, TEXT = "Int", "Data"
CREDIT = {
	"document_type": "Client",
	"fieldname": "uscc",
	"compulsory": 1,
	"government": 1,
	"enterprise": 1,
	"condition": 'eval:doc.country=="China"',
}


def asked(path: str, **more: Any) -> Ask:
	return standard.ask({"document_type": "Client", "fieldname": path, "compulsory": 1, **more})


@pytest.mark.parametrize(
	("client_type", "country", "due"),
	[
		("Enterprise", "China", True),
		("Government", "China", True),
		("Individual", "China", False),
		("Enterprise", "Germany", False),
		("", "China", True),
		(None, "China", True),
	],
)
def test_what_is_asked_depends_on_the_client(client_type: str | None, country: str, due: bool) -> None:
	"""S004-10, S004-61: no credit code of individuals and foreigners; an unknown type is asked for all."""
	assert standard.applies(standard.ask(CREDIT), client_type, {"country": country}) is due


def test_no_tick_and_three_ticks_mean_every_client() -> None:
	everybody = asked("x", government=1, enterprise=1, individual=1)
	assert everybody.client_types == asked("x").client_types == frozenset()
	assert standard.applies(everybody, "Individual", {})


@pytest.mark.parametrize(
	("value", "kind", "filled"),
	[
		("x", TEXT, True),
		(" ", TEXT, False),
		("<p><br></p>", "Text Editor", False),
		(None, NUMBER, False),
		(0, NUMBER, False),
		("0", NUMBER, False),
		("0.00", "Currency", False),
		(5, NUMBER, True),
		("five", NUMBER, True),
		("0", TEXT, True),
		([], "Table", False),
		([{}], "Table", True),
	],
)
def test_what_counts_as_filled(value: object, kind: str, filled: bool) -> None:
	"""A number from something other than zero on: databases keep no empty number."""
	assert standard.is_filled(asked("x"), {"x": value}, kind) is filled


def test_a_column_is_asked_of_every_row() -> None:
	"""S004-21: a goal without a target is found; without goals it is the goals that are missing."""
	target = asked("goals.target")
	assert (target.field, target.column, target.path) == ("goals", "target", "goals.target")
	assert not standard.is_filled(target, {"goals": [{"target": "30"}, {"target": ""}]}, TEXT)
	assert standard.is_filled(target, {"goals": [{"target": "30"}]}, TEXT)
	assert standard.is_filled(target, {"goals": []}, TEXT)


def test_missing_counts_what_applies() -> None:
	"""S004-101: a field that is gone from the form is not asked for."""
	asks = [asked("a"), asked("b"), asked("gone"), asked("c", individual=1)]
	types: dict[str, str | None] = {"a": TEXT, "b": TEXT, "c": TEXT}
	gaps, total = standard.missing(asks, {"a": "x"}, types, "Enterprise")
	assert ([gap.field for gap in gaps], total) == (["b"], 2)


@pytest.mark.parametrize(
	("filled", "total", "share"), [(0, 0, 100.0), (0, 3, 0.0), (1, 3, 33.3), (3, 3, 100.0)]
)
def test_share(filled: int, total: int, share: float) -> None:
	assert standard.share(filled, total) == share


@pytest.mark.parametrize(
	("days", "interval", "fresh"),
	[
		(0, 14, 100.0),
		(7, 14, 75.0),
		(14, 14, 50.0),
		(28, 14, 0.0),
		(400, 14, 0.0),
		(-1, 14, 100.0),
		(3, 0, 100.0),
	],
)
def test_freshness(days: float, interval: int, fresh: float) -> None:
	"""S004-77, S004-101: half of it is left on the day when the next update is due."""
	assert standard.freshness(days, interval) == fresh


@given(st.floats(0, 500), st.floats(0, 500), st.integers(1, 90))
def test_older_is_never_fresher(one: float, other: float, interval: int) -> None:
	first, later = sorted((one, other))
	assert 0 <= standard.freshness(later, interval) <= standard.freshness(first, interval) <= 100


def test_where_fields_stand() -> None:
	"""Sections without a label go on with the one before; tabs begin anew."""
	fields = [
		("name1", "Data", "Name"),
		("s1", "Section Break", "Profile"),
		("city", "Data", "City"),
		("s2", "Section Break", ""),
		("zone", "Data", "Zone"),
		("t", "Tab Break", "Contract"),
		("no", "Data", "No."),
		("s3", "Section Break", "Payment"),
		("nodes", "Table", "Nodes"),
	]
	places = standard.places(fields)
	assert places["name1"] == Place("Details", "Details")
	assert places["city"] == places["zone"] == Place("Profile", "Details")
	assert places["no"] == Place("Contract", "Contract")
	assert places["nodes"] == Place("Payment", "Contract")


def test_who_enters() -> None:
	"""S004-59: the section's own roles, else its tab's, else whoever may write."""
	rights = {"Contract": {"PMO"}, "Payment": {"Client Sales"}}
	assert standard.entry_roles(rights, Place("Payment", "Contract")) == {"Client Sales"}
	assert standard.entry_roles(rights, Place("Terms", "Contract")) == {"PMO"}
	assert standard.entry_roles(rights, Place("Background", "Overview")) is None


@pytest.mark.parametrize(
	("before", "after", "submits"),
	[
		("Draft", "Submitted", True),
		("Returned", "Submitted", True),
		("Under Revision", "Submitted", True),
		("Draft", "Legal Check", True),
		(None, "Submitted", True),
		("Submitted", "Archived", False),
		("Draft", "Draft", False),
		("Submitted", "Returned", False),
		("Archived", "Under Revision", False),
	],
)
def test_what_submits(before: str | None, after: str, submits: bool) -> None:
	"""An administrator's own state after Draft is no way round."""
	assert standard.is_submission(before, after) is submits


@pytest.mark.parametrize(
	("doctype", "values", "begun"),
	[
		("Client", {"lifecycle": "Prospect"}, False),
		("Client", {"lifecycle": "Active"}, True),
		("Client Contact", {"user": "x"}, True),
		("Client Contact", {}, False),
		("Project Archive", {}, False),
		("Project Archive", {"workflow_state": "Returned"}, True),
		("Requirement", {"status": "Baselined"}, True),
	],
)
def test_what_has_begun(doctype: str, values: dict[str, str], begun: bool) -> None:
	assert standard.has_begun(doctype, values) is begun


@pytest.mark.parametrize(
	("condition", "known"),
	[
		("", True),
		("cross_border", True),
		('eval:doc.country=="China"', True),
		("eval:!doc.email && in_list(['a'], doc.b)", True),
		("eval:doc.a && fetch(1)", False),
		("eval:frappe.session.user", False),
		("eval:(", False),
		("a b", False),
	],
)
def test_conditions_are_understood_before_they_decide(condition: str, known: bool) -> None:
	assert is_understood(condition) is known
