"""The reviewer, the checklist and the high-risk mark, over REST."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, day, unique

from client_mgmt.demo import people

ITEMS, TICK = "client_mgmt.api.review.items", "client_mgmt.api.review.tick"
EVIDENCE, OVERRIDE = "client_mgmt.api.risk.evidence", "client_mgmt.api.risk.override"
ENTRY, REVIEW, SETTINGS = "Dossier Entry", "Dossier Review", "Client Mgmt Settings"
LATE = {"node_name": "尾款", "amount": 100, "due_date": day(-10)}


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture
def quality(api: Callable[..., Api]) -> Api:
	return api(people.QUALITY)


@pytest.fixture
def manager(api: Callable[..., Api]) -> Api:
	return api(people.MANAGER)


@pytest.fixture
def setting(manager: Api) -> Iterator[Callable[..., None]]:
	kept = manager.read(SETTINGS, SETTINGS)
	names = ("review_checklist", "risk_changes_per_month", "late_confirmation_days", "small_client_employees")
	yield lambda **values: manager.update(SETTINGS, SETTINGS, **values) and None
	manager.update(SETTINGS, SETTINGS, **{name: kept[name] for name in names})


@pytest.fixture
def both(make: Factory, api: Callable[..., Api]) -> Api:
	"""Somebody who may enter terms and review."""
	return api(make.user("Quality Administrator", "Client Sales"))


def seated(make: Factory, person: Api) -> list[dict[str, Any]]:
	seat = {"party": "Vendor", "user": person.user, "project_role": "Quality Administrator"}
	return [*make.team(people.PM), seat]


def test_whoever_edited_facts_does_not_review(pm: Api, both: Api, admin: Api, make: Factory) -> None:
	"""S004-71: not only the owner: a reviewer who changed one fact of the revision has entered it."""
	name = make.dossier(team=seated(make, both))
	both.update(PROJECT, name, breach_terms="逾期每日万分之五")
	entered = {row["user"] for row in admin.list(ENTRY, filters={"project": name}, fields=["user"])}
	assert entered >= {people.PM.user, both.user} and people.QUALITY.user not in entered
	pm.act(PROJECT, name, "Submit")
	refuses(both.try_act(PROJECT, name, "Review"), 417, contains="neither entered nor submitted")
	put = both.try_update(PROJECT, name, workflow_state="Archived")
	refuses(put, 417, contains="neither entered nor submitted")
	doc = both.read(PROJECT, name)
	applied = both.try_call("frappe.model.workflow.apply_workflow", doc=doc, action="Review")
	refuses(applied, 417, contains="neither entered nor submitted")
	assert admin.read(PROJECT, name)["workflow_state"] == "Submitted"


def test_live_fields_are_no_entry(quality: Api, pm: Api, admin: Api, make: Factory) -> None:
	"""Saving without a change, or a comment's worth of edit, makes nobody an author."""
	name = make.dossier()
	quality.update(PROJECT, name, project_name=pm.read(PROJECT, name)["project_name"])
	assert admin.names(ENTRY, project=name, user=people.QUALITY.user) == set()
	pm.act(PROJECT, name, "Submit")
	assert quality.act(PROJECT, name, "Review")["workflow_state"] == "Archived"


def test_the_rule_is_about_the_revision_under_review(pm: Api, both: Api, admin: Api, make: Factory) -> None:
	"""Edits while it is being revised belong to the revision that Submit will count."""
	name = make.archived(team=seated(make, both))
	pm.act(PROJECT, name, "Revise")
	both.update(PROJECT, name, breach_terms="逾期每日万分之五")
	(entry,) = admin.names(ENTRY, project=name, user=both.user)
	assert admin.read(ENTRY, entry)["revision"] == 2
	pm.act(PROJECT, name, "Submit")
	refuses(both.try_act(PROJECT, name, "Review"), 417, contains="neither entered nor submitted")


def test_the_orm_refuses_an_author_too(site: Any, as_user: Any) -> None:
	"""S004-71, without HTTP: the gate is in the document, not in the method."""
	from client_mgmt.client_archive.dossiers import entries

	name = site.get_all(PROJECT, filters={"workflow_state": "Archived"}, pluck="name")[0]
	site.db.set_value(PROJECT, name, "workflow_state", "Submitted")
	doc = site.get_doc(PROJECT, name)
	from client_mgmt.workflow_policy import engine

	with engine.acting():
		site.get_doc(
			{"doctype": ENTRY, "project": name, "revision": doc.revision, "user": people.QUALITY.user}
		).insert()
	with as_user(people.QUALITY):
		with pytest.raises(site.ValidationError, match="neither entered"):
			entries.check_apart(name, "Review")
		doc.workflow_state = "Archived"
		with pytest.raises(site.ValidationError, match="neither entered"):
			doc.save()


def test_nobody_writes_who_entered(admin: Api, quality: Api, make: Factory) -> None:
	"""An author who strikes himself out, or writes a rival in."""
	name = make.dossier()
	(entry,) = admin.names(ENTRY, project=name, user=people.PM.user)
	for person in (admin, quality):
		assert person.try_create(ENTRY, project=name, revision=1, user=people.QUALITY.user).status_code == 403
		refuses(person.try_update(ENTRY, entry, user="x@vendor.example"), (403, 417))
		refuses(person.try_delete(ENTRY, entry), (403, 417))


def test_the_checklist_is_ticked_by_the_reviewer(
	pm: Api, quality: Api, admin: Api, make: Factory, setting: Callable[..., None]
) -> None:
	"""S004-71: with Block, Review waits for the compulsory items; who and when are the server's."""
	name = make.dossier()
	refuses(quality.try_call(TICK, project=name, item="合同已核对"), 417, contains="under review")
	pm.act(PROJECT, name, "Submit")
	setting(review_checklist="Block")
	refuses(quality.try_act(PROJECT, name, "Review"), 417, contains="合同已核对")
	refuses(pm.try_call(TICK, project=name, item="合同已核对"), 403)
	refuses(quality.try_call(TICK, project=name, item="没有的项"), 417, contains="no item")
	for row in quality.query(ITEMS, project=name):
		if row["compulsory"]:
			shown = quality.call(TICK, project=name, item=row["item"], note="已看")
	assert {row["ticked_by"] for row in shown if row["compulsory"]} == {people.QUALITY.user}
	assert quality.act(PROJECT, name, "Review")["workflow_state"] == "Archived"
	(review,) = admin.names(REVIEW, project=name)
	kept = admin.read(REVIEW, review)
	assert (kept["reviewed_by"], kept["left_open"] or "") == (people.QUALITY.user, "")
	refuses(admin.try_update(REVIEW, review, reviewed_by=people.PM.user), (403, 417))
	refuses(admin.try_delete(REVIEW, review), (403, 417))
	refuses(quality.try_create(REVIEW, project=name, review_key="x"), (403, 417))


def test_a_new_submission_is_looked_at_anew(
	pm: Api, quality: Api, make: Factory, setting: Callable[..., None]
) -> None:
	"""Ticks of a returned submission say nothing of the next one."""
	name = make.dossier()
	pm.act(PROJECT, name, "Submit")
	quality.call(TICK, project=name, item="合同已核对")
	quality.act(PROJECT, name, "Return", "请补充附件")
	pm.act(PROJECT, name, "Submit")
	assert [row for row in quality.query(ITEMS, project=name) if row["ticked_by"]] == []


def test_open_items_are_recorded_where_they_do_not_block(quality: Api, admin: Api, make: Factory) -> None:
	"""The default, Warn: Review passes and says what nobody looked at."""
	name = make.archived()
	(review,) = admin.names(REVIEW, project=name)
	assert "合同已核对" in admin.read(REVIEW, review)["left_open"]


def test_an_administrator_changes_the_checklist(manager: Api, pm: Api, make: Factory) -> None:
	item = unique("授权书已核对")
	manager.create("Review Checklist Item", item=item, compulsory=0, position=90)
	assert item in {row["item"] for row in pm.query(ITEMS, project=make.dossier())}
	refuses(pm.try_create("Review Checklist Item", item="x"), 403)
	manager.update("Review Checklist Item", item, enabled=0)
	assert item not in {row["item"] for row in pm.query(ITEMS, project=make.dossier())}


def marked(make: Factory, pm: Api, **node: Any) -> tuple[str, str]:
	"""A client of its own and its dossier with one final payment."""
	client = make.client()
	return client, pm.create(
		PROJECT, project_name=unique("项目"), client=client, payment_nodes=[{**LATE, **node}]
	)["name"]


def test_an_overdue_final_payment_marks_the_client(pm: Api, admin: Api, make: Factory) -> None:
	"""S004-63: 曾拖欠尾款: set by the system, with evidence, on client and project."""
	client, name = marked(make, pm)
	row = admin.read("Client", client)
	assert (row["high_risk"], row["high_risk_source"]) == (1, "Derived")
	assert name not in row["high_risk_reason"]
	assert pm.list(PROJECT, filters={"name": name, "client_high_risk": 1}, fields=["name"])
	answer = pm.query(EVIDENCE, client=client)
	(one,) = answer["evidence"]
	assert (one["kind"], one["documents"], one["figures"]["days"]) == ("Overdue Final Payment", [name], 10)
	rows = pm.read(PROJECT, name)["payment_nodes"]
	pm.update(
		PROJECT, name, payment_nodes=[{**rows[0], "paid": 1, "received_on": day(0), "received_amount": 100}]
	)
	assert admin.read("Client", client)["high_risk"] == 1, "once late stays late"
	rows = pm.read(PROJECT, name)["payment_nodes"]
	pm.update(PROJECT, name, payment_nodes=[{**rows[0], "received_on": day(-10)}])
	assert admin.read("Client", client)["high_risk"] == 0, "it was paid on its day after all"
	assert admin.read(PROJECT, name)["client_high_risk"] == 0


def test_a_derived_mark_is_not_simply_cleared(
	pm: Api, manager: Api, admin: Api, api: Callable[..., Api], make: Factory
) -> None:
	"""An override has a name and a reason, and holds for the evidence that was seen."""
	client, _name = marked(make, pm)
	for change in ({"high_risk": 0}, {"high_risk_reason": "小事"}):
		refuses(manager.try_update("Client", client, **change), 417, contains="stands on evidence")
	for field in ("high_risk_source", "high_risk_overridden", "high_risk_override_by"):
		refuses(manager.try_update("Client", client, **{field: "Hand"}), (417, 403))
	refuses(pm.try_call(OVERRIDE, client=client, reason="与客户谈妥了"), 403)
	refuses(manager.try_call(OVERRIDE, client=client, reason="无"), 417, contains="Say why")
	answer = manager.call(OVERRIDE, client=client, reason="银行系统故障导致，已书面说明")
	assert (answer["high_risk"], answer["override"]["by"]) == (False, people.MANAGER.user)
	assert answer["evidence"][0]["overridden"] is True
	refuses(manager.try_call(OVERRIDE, client=client, reason="再来一次也可以"), 417, contains="No evidence")
	assert admin.names("Workflow Event", reference_doctype="Client", reference_name=client, event_type="Risk")
	pm.create(PROJECT, project_name=unique("项目"), client=client, payment_nodes=[LATE])
	assert admin.read("Client", client)["high_risk"] == 1, "new evidence"


def test_an_override_holds_for_the_payment_that_was_seen(
	pm: Api, manager: Api, admin: Api, make: Factory
) -> None:
	"""S004-63: the same project's final payment, due another day and late again, is new evidence."""
	client, name = marked(make, pm)
	manager.call(OVERRIDE, client=client, reason="银行系统故障导致，已书面说明")
	pm.update(PROJECT, name, payment_nodes=[{**LATE, "amount": LATE["amount"] + 1}])
	assert admin.read("Client", client)["high_risk"] == 0, "the same evidence"
	pm.update(PROJECT, name, payment_nodes=[{**LATE, "due_date": day(-3)}])
	assert admin.read("Client", client)["high_risk"] == 1, "new evidence"


def test_a_person_marks_with_a_reason(manager: Api, admin: Api, make: Factory) -> None:
	client = make.client()
	refuses(manager.try_update("Client", client, high_risk=1), 417, contains="Say why")
	manager.update("Client", client, high_risk=1, high_risk_reason="负责人频繁更换")
	assert admin.read("Client", client)["high_risk_source"] == "Hand"
	manager.update("Client", client, high_risk=0)
	assert admin.read("Client", client)["high_risk_source"] in ("", None)


def test_days_and_changes_mark_by_the_daily_job(site: Any) -> None:
	"""S004-05, S004-63: nobody saves anything, a day passes; changes above the threshold."""
	from client_mgmt.client_archive.clients import risk

	name, client = site.db.get_value(PROJECT, {"project_name": people.FREIGHT}, ["name", "client"])
	site.db.set_value(SETTINGS, SETTINGS, "risk_changes_per_month", 1)
	site.clear_cache()
	raised = {"project": name, "workflow_state": ("not in", risk.NOT_RAISED)}
	before = site.db.count("Change Request", raised)
	for number in range(2):
		change = {"doctype": "Change Request", "title": f"变更{number}", "project": name}
		made = site.get_doc(change).insert()
		site.db.set_value("Change Request", made.name, "workflow_state", "Submitted")
	risk.refresh_all()
	mark = site.db.get_value("Client", client, ["high_risk", "high_risk_source"], as_dict=True)
	assert (mark.high_risk, mark.high_risk_source) == (1, "Derived")
	site.db.set_value(PROJECT, name, "client_high_risk", 0)
	risk.refresh_all()
	assert site.db.get_value(PROJECT, name, "client_high_risk") == 1
	(one,) = risk.found([name])
	assert (one["kind"], one["figures"]["changes"]) == ("Frequent Changes", 2 + before)
