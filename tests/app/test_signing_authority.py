"""Signing authorities: granted by somebody outside the project, then only revoked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.client import Api, refuses
from tests.factory import FREIGHT, PROJECT, Factory, day

from client_mgmt.demo import people

AUTHORITY = "Signing Authority"


@pytest.fixture
def manager(api: Callable[..., Api]) -> Api:
	return api(people.MANAGER)


def granted(api: Api, make: Factory, admin: Api, **values: object) -> dict[str, object]:
	project = make.project()
	facts = {
		"party": "Vendor",
		"user": people.PM.user,
		"client": admin.read(PROJECT, project)["client"],
		"project": project,
		"valid_from": day(0),
		"no_letter": "Other",
		"no_letter_reason": "为测试授权",
	}
	return {**facts, **values}


def test_a_project_manager_grants_nothing(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""Nor to themselves."""
	refuses(
		api(people.PM).try_create(AUTHORITY, **granted(api(people.PM), make, admin)), 403, "PermissionError"
	)


def test_a_manager_on_the_team_grants_nothing_there(
	api: Callable[..., Api], make: Factory, admin: Api
) -> None:
	"""On the project's team, or on any team of the client for an authority over all its projects."""
	both = make.user("Client Mgmt Manager", "Project Manager")
	name = make.dossier(people.PM)
	seat = {"party": "Vendor", "user": both.user, "project_role": "PMO"}
	admin.update(PROJECT, name, team=[*admin.read(PROJECT, name)["team"], seat])
	values = granted(api(both), make, admin, project=name)
	refuses(api(both).try_create(AUTHORITY, **values), 403, contains="team")
	refuses(api(both).try_create(AUTHORITY, **{**values, "project": None}), 403, contains="team")
	refuses(
		api(both).try_create(AUTHORITY, **{**values, "project": make.project(), "user": both.user}),
		403,
		contains="themselves",
	)
	assert api(both).create(AUTHORITY, **{**values, "project": make.project()})["granted_by"] == both.user


@pytest.mark.parametrize(
	"values",
	[
		{"granted_by": people.PM.user},
		{"party": "Client"},
		{"user": people.BUSINESS_OWNER.user},
		{"valid_to": day(-5)},
		{"letter": "/files/public.pdf"},
		{"revoked_on": day(0)},
	],
)
def test_what_is_no_authority(manager: Api, make: Factory, admin: Api, values: dict[str, str]) -> None:
	refuses(manager.try_create(AUTHORITY, **granted(manager, make, admin, **values)), 417)


def test_client_and_project_belong_together(manager: Api, make: Factory, admin: Api) -> None:
	other = {"project": make.project(FREIGHT)}
	refuses(
		manager.try_create(AUTHORITY, **granted(manager, make, admin, **other)), 417, contains="no project"
	)
	foreign = {"party": "Client", "user": None, "contact": make.contact_of(people.OTHER_CONTACT)}
	refuses(
		manager.try_create(AUTHORITY, **granted(manager, make, admin, **foreign)), 417, contains="no contact"
	)


def test_it_is_only_revoked(manager: Api, make: Factory, admin: Api) -> None:
	"""Granted and Revoked stand in the ledger; nothing else changes, and a revocation does not reach back."""
	name = manager.create(AUTHORITY, **granted(manager, make, admin))["name"]
	refuses(manager.try_update(AUTHORITY, name, valid_to=day(900)), 417, contains="only revoked")
	refuses(manager.try_update(AUTHORITY, name, revoked_on=day(0)), 417, "MandatoryError", "Revoked Reason")
	revoked = manager.update(AUTHORITY, name, revoked_on="2020-01-01 00:00:00", revoked_reason="离职")
	assert revoked["revoked_on"] >= day(0)
	refuses(manager.try_update(AUTHORITY, name, revoked_on=None, revoked_reason=None), 417)
	refuses(manager.try_update(AUTHORITY, name, revoked_reason="其他"), 417, contains="for good")
	refuses(admin.try_delete(AUTHORITY, name), (403, 417))
	events = admin.list(
		"Workflow Event", filters={"reference_name": name}, fields=["event_type"], order_by="sequence asc"
	)
	assert [event["event_type"] for event in events] == ["Granted", "Revoked"]
