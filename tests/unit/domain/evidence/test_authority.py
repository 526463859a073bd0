"""Who grants a signing authority."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.evidence import authority

MANAGER = ["Client Mgmt Manager", "Project Manager"]


@pytest.mark.parametrize(
	("roles", "projects", "signer", "project", "fault"),
	[
		(MANAGER, [], "li@c.cn", "PRJ-1", None),
		(MANAGER, ["PRJ-2"], "li@c.cn", "PRJ-1", None),
		(["Project Manager"], [], "li@c.cn", "PRJ-1", "role"),
		(MANAGER, [], "me@v.cn", "PRJ-1", "self"),
		(MANAGER, ["PRJ-1"], "li@c.cn", "PRJ-1", "team"),
		(MANAGER, ["PRJ-2"], "li@c.cn", None, "team"),
		(MANAGER, [], None, None, None),
	],
)
def test_granted_by_a_manager_who_is_not_on_the_team(
	roles: list[str], projects: list[str], signer: str | None, project: str | None, fault: str | None
) -> None:
	"""A project manager granting one to themselves is refused (domain model, Signing Authority)."""
	assert authority.grant_fault("me@v.cn", roles, projects, signer, project) == fault


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.integers(-1000, 1000))
def test_a_revocation_never_reaches_back(now: datetime, hours: int) -> None:
	"""What was signed before it was saved stays signed."""
	asked = now + timedelta(hours=hours)
	assert authority.revocation_instant(asked, now) == max(asked, now)
