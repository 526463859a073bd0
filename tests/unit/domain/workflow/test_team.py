"""Who is on a project's team."""

from __future__ import annotations

import pytest

from client_mgmt.domain.workflow import team

PM = {"party": "Vendor", "user": "pm@v.cn", "contact": None, "project_role": "Project Manager"}
LIU = {"party": "Client", "user": None, "contact": "CON-1", "project_role": "Business Owner"}
TEAM = [PM, LIU]
PEOPLE = {
	"pm@v.cn": {"enabled": 1, "user_type": "System User", "contact": None},
	"gone@v.cn": {"enabled": 0, "user_type": "System User", "contact": None},
	"portal@c.cn": {"enabled": 1, "user_type": "Website User", "contact": None},
	"both@v.cn": {"enabled": 1, "user_type": "System User", "contact": "CON-1"},
	"CON-1": {"client": "CLI-1"},
	"CON-2": {"client": "CLI-2"},
}


def test_a_role_opens_only_where_the_team_says_so() -> None:
	"""The Project Manager of project A is nobody on project B."""
	assert team.may_act(TEAM, "Project Manager", "pm@v.cn", None)
	assert not team.may_act(TEAM, "Technical Lead", "pm@v.cn", None)
	assert not team.may_act(TEAM, "Project Manager", "other@v.cn", None)
	assert not team.may_act([], "Project Manager", "pm@v.cn", None)
	assert team.may_act([], "Client Sales", "sales@v.cn", None)


def test_a_contact_is_a_client_and_nothing_else() -> None:
	"""Nobody is both: a login that stands for a contact has no vendor's seat."""
	assert team.may_act(TEAM, "Client Contact", "liu@c.cn", "CON-1")
	assert not team.may_act(TEAM, "Client Contact", "pm@v.cn", None)
	assert not team.may_act(TEAM, "Client Contact", "wang@c.cn", "CON-2")
	assert not team.may_act(TEAM, "Project Manager", "pm@v.cn", "CON-1")
	assert team.party_of(TEAM, "pm@v.cn", None) == "Vendor"
	assert team.party_of(TEAM, "pm@v.cn", "CON-1") == "Client"
	assert team.party_of(TEAM, "x@v.cn", None) is None
	assert team.roles_of(TEAM, "pm@v.cn", None) == {"Project Manager"}


def test_an_empty_login_has_no_seat() -> None:
	unfinished = [{"party": "Vendor", "user": "", "contact": None, "project_role": "Tester"}]
	assert team.seats(unfinished, "", None) == []


@pytest.mark.parametrize(
	("row", "rule"),
	[
		({"user": "gone@v.cn"}, "no staff"),
		({"user": "portal@c.cn"}, "no staff"),
		({"user": "unknown@v.cn"}, "no staff"),
		({"user": "both@v.cn"}, "is a contact"),
		({"user": "pm@v.cn", "contact": "CON-1"}, "both"),
		({}, "nobody"),
		({"party": "Client", "contact": "CON-2"}, "foreign contact"),
		({"party": "Client"}, "nobody"),
		({"party": "Client", "contact": "CON-1", "user": "pm@v.cn"}, "both"),
		({"user": "pm@v.cn", "project_role": "Project Manager"}, "twice"),
	],
)
def test_a_member_is_a_person_of_the_party_named(row: dict, rule: str) -> None:
	"""Domain model, Project Member."""
	member = {"party": "Vendor", "project_role": "Tester", **row}
	assert [fault.rule for fault in team.findings([*TEAM, member], "CLI-1", PEOPLE)] == [rule]


def test_a_person_may_have_two_roles() -> None:
	assert team.findings([*TEAM, {**PM, "project_role": "PMO"}], "CLI-1", PEOPLE) == []
