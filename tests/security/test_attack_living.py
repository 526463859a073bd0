"""Attacks on what the engine keeps about a living dossier: over REST and over the ORM."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import BANK, PROJECT, Factory, day, unique

from client_mgmt.demo import people

REVISION, UPDATE, LOG = "Dossier Revision", "Dossier Update", "Dossier Reminder"
MILESTONE, WAIVER, VISIT = "Project Milestone", "Gate Waiver", "Client Visit"
KEPT_BY_ENGINE = (REVISION, LOG, MILESTONE)
REASON = "客户要求先行驻场，档案随后补齐"


@pytest.mark.parametrize("field", ["last_update_on", "next_update_due", "delivered_on"])
def test_the_days_of_a_dossier_are_kept(
	api: Callable[..., Api], make: Factory, admin: Api, field: str
) -> None:
	"""S004-76, S004-77: nobody writes them, in a save, an action or a new dossier."""
	name = make.archived()
	for session in (api(people.PM), admin):
		refuses(
			session.try_update(PROJECT, name, **{field: "2030-01-01"}), 417, contains="kept by the system"
		)
		refuses(session.try_create(PROJECT, project_name=unique("项目"), **{field: "2030-01-01"}), 417)
	refuses(api(people.PM).try_act(PROJECT, name, "Revise", **{field: "2030-01-01"}), 417)
	with_set_value = {"doctype": PROJECT, "name": name, "fieldname": field, "value": "2030-01-01"}
	refuses(api(people.PM).try_call("frappe.client.set_value", **with_set_value), 417)


def test_what_the_engine_keeps_nobody_makes(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S004-75, S004-77, S004-85: no revision, reminder or milestone by hand, Administrator's included."""
	name = make.dossier()
	facts = {"project": name, "revision": 9, "content": "{}", "milestone": "Dossier Complete"}
	for doctype in KEPT_BY_ENGINE:
		for session in (api(people.PM), api(people.MANAGER), admin):
			refuses(session.try_create(doctype, **facts), (403, 417))
	assert admin.names(REVISION, project=name) == set()


def test_what_is_kept_nobody_changes(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S004-75, S004-85: no edit, rename or deletion; a milestone is neither closed nor reopened by hand."""
	name, draft = make.archived(), make.dossier()
	api(people.PM).create(UPDATE, project=name, notes="无变化")
	targets = [(doctype, row) for doctype in (REVISION, UPDATE) for row in admin.names(doctype, project=name)]
	targets += [
		(MILESTONE, row) for project in (name, draft) for row in admin.names(MILESTONE, project=project)
	]
	assert len(targets) == 4
	values = {"closed_on": "2026-01-01 00:00:00", "content": "{}", "notes": "改", "due": day(500)}
	for doctype, row in targets:
		for session in (api(people.PM), api(people.MANAGER), admin):
			refuses(session.try_update(doctype, row, **values), (403, 417))
			refuses(session.try_delete(doctype, row), (403, 417))
		rename = {"doctype": doctype, "old_name": row, "new_name": "x"}
		refuses(admin.try_call("frappe.client.rename_doc", **rename), (403, 417))


def test_orm_doors_of_what_is_kept(site: Any) -> None:
	"""S004-75, S004-85: `save`, `db_set` and `delete` with every permission switched off."""
	for doctype, field in ((REVISION, "content"), (MILESTONE, "closed_on")):
		name = site.get_all(doctype, pluck="name")[0]
		for door in (
			lambda doc, field=field: doc.db_set(field, None),
			lambda doc, field=field: doc.save(ignore_permissions=True),
			lambda doc, field=field: doc.delete(ignore_permissions=True),
		):
			with pytest.raises(site.PermissionError):
				door(site.get_doc(doctype, name))


def test_another_projects_people_see_none_of_it(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S004-75..80: neither lists nor single records, for another project's manager, a client, nobody."""
	name = make.archived()
	api(people.PM).create(UPDATE, project=name, notes="无变化")
	for doctype in (REVISION, UPDATE, MILESTONE):
		(row,) = admin.names(doctype, project=name)
		assert row in api(people.PM).names(doctype)
		assert row not in api(people.OTHER_PM).names(doctype)
		for person in (people.OTHER_PM, people.BUSINESS_OWNER):
			refuses(api(person).try_read(doctype, row), (403, 404))
		refuses(api(people.BUSINESS_OWNER).try_list(doctype), 403)


def test_nobody_updates_anothers_dossier(api: Callable[..., Api], make: Factory) -> None:
	"""S004-77: the team writes the update; what the system knows is not taken from a request."""
	refuses(
		api(people.OTHER_PM).try_create(UPDATE, project=make.project(), notes="x"), 417, "LinkValidationError"
	)
	refuses(api(people.BUSINESS_OWNER).try_create(UPDATE, project=make.project(), notes="x"), 403)
	forged = {"updated_by": people.PMO.user, "period_to": "2020-01-01", "requirement_changes": "假"}
	update = api(people.PM).create(UPDATE, project=make.project(), notes="无变化", **forged)
	assert (update["updated_by"], update["period_to"]) == (people.PM.user, day(0))
	assert update.get("requirement_changes") != "假"


def savedocs(session: Api, doc: dict[str, Any]) -> Any:
	return session.try_call("frappe.desk.form.save.savedocs", doc=json.dumps(doc), action="Save")


def test_no_path_leaves_kick_off(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S004-85: a new project in a later stage, the Desk's save, the v1 and v2 client, an action, a copy."""
	pm, name = api(people.PM), make.dossier()
	for session in (pm, admin):
		new = session.try_create(PROJECT, project_name=unique("项目"), stage="Delivery")
		refuses(new, 417, contains="stays in Kick-off")
		doc = {**session.read(PROJECT, name), "stage": "Delivery"}
		refuses(savedocs(session, doc), 417, contains="stays in Kick-off")
		values = {"doctype": PROJECT, "name": name, "fieldname": "stage", "value": "Closed"}
		refuses(session.try_call("frappe.client.set_value", **values), 417, contains="stays in Kick-off")
		v2 = session.patch(f"/api/v2/document/{PROJECT}/{name}", json={"stage": "Delivery"})
		refuses(v2, 417, contains="stays in Kick-off")
	assert admin.read(PROJECT, name)["stage"] == "Kick-off"


def test_copying_a_running_project_begins_anew(site: Any) -> None:
	"""S004-85: the stage is not copied."""
	source = site.get_doc(PROJECT, {"project_name": BANK})
	assert source.stage == "Delivery"
	copied = site.copy_doc(source, ignore_no_copy=False)
	assert copied.stage in (None, "", "Kick-off")
	assert not copied.next_update_due and not copied.delivered_on


def test_who_may_not_waive(api: Callable[..., Api], make: Factory) -> None:
	"""S004-85: not the project's manager, not another's, no client, and not without a reason."""
	name = make.dossier()
	for person in (people.PM, people.OTHER_PM, people.QUALITY, people.BUSINESS_OWNER):
		refuses(api(person).try_create(WAIVER, project=name, reason=REASON), 403)
	refuses(api(people.PMO).try_create(WAIVER, project=name, reason="急"), 417, contains="needs a reason")
	refuses(api(people.PMO).try_create(WAIVER, reason=REASON), (403, 404, 417))


def test_who_leads_waives_nothing(api: Callable[..., Api], make: Factory) -> None:
	"""S004-85: a PMO who is this project's manager, or owns its dossier, needs somebody else's word."""
	both = make.user("PMO", "Project Manager")
	seat = {"party": "Vendor", "user": both.user, "project_role": "Project Manager"}
	led, owned = make.dossier(team=[seat]), make.dossier(archive_owner=both.user)
	for name in (led, owned):
		answer = api(both).try_create(WAIVER, project=name, reason=REASON)
		refuses(answer, 403, contains="never by who leads")
	assert api(both).try_create(WAIVER, project=make.dossier(), reason=REASON).ok


def test_a_waiver_is_given_once_and_named(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S004-85: who gave it is not taken from a request, and it is never edited, moved or deleted."""
	name, other = make.dossier(), make.dossier()
	waiver = api(people.MANAGER).create(WAIVER, project=name, reason=REASON, granted_by=people.PMO.user)
	assert waiver["granted_by"] == people.MANAGER.user
	for session in (api(people.MANAGER), api(people.PMO), admin):
		refuses(session.try_update(WAIVER, waiver["name"], project=other), (403, 417))
		refuses(session.try_delete(WAIVER, waiver["name"]), (403, 417))
	refuses(api(people.PM).try_update(PROJECT, other, stage="Delivery"), 417, contains="stays in Kick-off")


def test_visits_belong_to_those_who_see_the_client(
	api: Callable[..., Api], make: Factory, admin: Api
) -> None:
	"""S004-80: another client's visit is neither seen nor written, a client sees none, none is deleted."""
	client = admin.read(PROJECT, make.project())["client"]
	due = day(200 + secrets.randbelow(9000))  # one a day: another run may have been here
	visit = api(people.SUCCESS).create(VISIT, client=client, due_on=due)["name"]
	freight = admin.read(PROJECT, make.project(people.FREIGHT))["client"]
	refuses(api(people.SUCCESS).try_create(VISIT, client=freight, due_on=due), 417, "LinkValidationError")
	recorded = {"visited_on": day(0), "summary": "x"}
	for person in (people.OTHER_PM, people.BUSINESS_OWNER):
		refuses(api(person).try_read(VISIT, visit), (403, 404))
		refuses(api(person).try_update(VISIT, visit, **recorded), (403, 404))
	refuses(api(people.SUCCESS).try_update(VISIT, visit, client=freight), (403, 417))
	refuses(admin.try_delete(VISIT, visit), 417, contains="never deleted")
	refuses(api(people.SUCCESS).try_create(VISIT, client=client, due_on=due), (409, 417))


def test_a_suggestion_shows_no_foreign_project(api: Callable[..., Api], make: Factory) -> None:
	"""S004-81: who does not see a project suggests nothing about it, and decides nothing."""
	text = {"suggestion": "目标应写明基线值"}
	answer = api(people.OTHER_PM).try_create("Standard Suggestion", project=make.project(), **text)
	refuses(answer, 417, "LinkValidationError")
	forged = {"status": "Accepted", "decided_by": people.PMO.user}
	refuses(api(people.PM).try_create("Standard Suggestion", **text, **forged), 417)
	name = api(people.PM).create("Standard Suggestion", project=make.project(), **text)["name"]
	refuses(api(people.OTHER_PM).try_read("Standard Suggestion", name), 404)
	refuses(api(people.BUSINESS_OWNER).try_read("Standard Suggestion", name), 403)
	decided = {"status": "Refused", "decision_reason": "不采纳"}
	refuses(api(people.PM).try_update("Standard Suggestion", name, **decided), 403)
