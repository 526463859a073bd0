"""What the web app is told: boot, forms, pages, lists, inbox, in the reader's words (docs/interface.md)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import BANK, CHANGE, MINUTES, PROJECT, Factory, day, unique
from tests.hosts import DEMO_PASSWORD

from client_mgmt.demo import people

UI = "client_mgmt.api.ui."
SIDES = {"Client": people.BUSINESS_OWNER, "Vendor": people.PM}


def ask(session: Api, call: str, /, **arguments: Any) -> Any:
	return session.query(UI + call, **arguments)


def test_boot_for_guests_tells_whom_to_try(guest: Api) -> None:
	"""On a demo site; nothing of the site's own people, roles or DocTypes."""
	told = ask(guest, "boot")
	assert (told["side"], told["demo"]) == ("Guest", True)
	assert {person["user"] for person in told["demo_people"]} == {person.user for person in people.EVERYBODY}
	assert told["demo_people"][0].keys() == {"user", "full_name", "roles", "side", "try_out"}
	assert {"doctypes", "roles", "state_colours", "csrf_token"}.isdisjoint(told)


@pytest.mark.parametrize("side", SIDES)
def test_boot_tells_who_is_here(api: Callable[..., Api], side: str) -> None:
	person = SIDES[side]
	told = ask(api(person), "boot")
	assert (told["user"], told["full_name"], told["side"]) == (person.user, person.name, side)
	assert (told["time_zone"], told["currency"], told["demo_people"]) == (told["time_zone"], "CNY", [])
	doctypes = {row["name"]: row for row in told["doctypes"]}
	assert doctypes[CHANGE]["can_create"]
	assert doctypes[CHANGE]["has_workflow"]
	assert (PROJECT in doctypes) == (side == "Vendor")
	assert told["state_colours"]["Signed"] == "green"


def test_messages_are_kept_for_good_by_their_hash(guest: Api, api: Callable[..., Api]) -> None:
	told = ask(guest, "boot")
	found = guest.try_query(UI + "messages", lang="zh", hash="0" * 16)
	assert "immutable" not in found.headers["Cache-Control"]
	assert all(source and text for source, text in found.json()["message"].items())
	kept = guest.try_query(UI + "messages", lang=told["lang"], hash=told["messages_hash"])
	assert "immutable" in kept.headers["Cache-Control"]


@pytest.mark.contract("/api/method/<dotted>")
def test_what_has_not_changed_is_not_sent_again(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""The tag is of content, reader and language; a change, or another reader, gets a new one."""
	name = make.change()
	address = f"/api/method/{UI}page?doctype={CHANGE}&name={name}"
	first = api(people.PM).get(address)
	tag = first.headers["ETag"]
	assert tag.startswith('W/"')
	again = api(people.PM).get(address, headers={"If-None-Match": tag})
	assert (again.status_code, again.content) == (304, b"")
	assert api(people.BUSINESS_OWNER).get(address, headers={"If-None-Match": tag}).status_code == 200
	admin.update(CHANGE, name, title=unique("新题"))
	assert api(people.PM).get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_form_is_cut_to_its_reader(api: Callable[..., Api]) -> None:
	form = ask(api(people.PM), "form", doctype="Client")
	levels = {field.get("permlevel", 0) for field in form["fields"]}
	assert levels == {0, 1}
	assert {"name": CHANGE, "title_field": "title", "state_field": "workflow_state"}.items() <= ask(
		api(people.PM), "form", doctype=CHANGE
	).items()
	can = ask(api(people.BUSINESS_OWNER), "form", doctype=CHANGE)["can"]
	assert can == {"create": True, "write": True, "delete": False, "export": False, "print": False}


def test_forms_speak_the_readers_language(host: Any, make: Factory) -> None:
	"""Labels, choices, states and actions; values stay what they are."""
	reader = make.user("Project Manager", "PMO")
	session = Api(host.url, reader.user, DEMO_PASSWORD)
	session.headers["Accept-Language"] = "zh"
	make.api("Administrator").update("User", reader.user, language="zh")
	form = ask(session, "form", doctype=CHANGE)
	kind = next(field for field in form["fields"] if field["fieldname"] == "change_type")
	assert (form["label"], kind["label"]) == ("变更请求", "变更类型")
	assert kind["choices"][0]["value"] == "Normal"
	assert kind["choices"][0]["label"] != "Normal"
	rows = ask(session, "list", doctype=CHANGE, filters={"workflow_state": "Signed"})["rows"]
	assert rows[0]["cells"]["workflow_state"]["value"] == "Signed"
	assert rows[0]["cells"]["workflow_state"]["text"] == "已签字"


def test_a_new_documents_page(api: Callable[..., Api]) -> None:
	page = ask(api(people.BUSINESS_OWNER), "page", doctype=CHANGE, name="")
	assert (page["doc"]["change_type"], page["actions"], page["round"]) == ("Normal", [], None)
	assert page["can"]["write"]


def test_a_page_tells_path_round_and_whose_turn_it_is(api: Callable[..., Api], make: Factory) -> None:
	name = make.change("Awaiting Signatures")
	api(people.BUSINESS_OWNER).sign(CHANGE, name)
	page = ask(api(people.PM), "page", doctype=CHANGE, name=name)
	path = [(step["state"], step["status"]) for step in page["path"]]
	walked = ["Draft", "Submitted", "Under Assessment"]
	ahead = ["Signed", "Scheduled", "Implemented", "Closed"]
	assert path == [
		*((state, "done") for state in walked),
		("Awaiting Signatures", "now"),
		*((state, "ahead") for state in ahead),
	]
	parties = {row["party"]: row for row in page["round"]["parties"]}
	assert (parties["Client"]["signer_name"], parties["Vendor"]["decision"]) == ("刘芳", "")
	assert page["round"]["can_sign"]
	assert [(row["party"], people.PM.name in row["who"]) for row in page["waiting"]] == [("Vendor", True)]
	assert page["titles"][f"Project Archive::{make.project()}"] == BANK
	assert [entry["what"] for entry in page["history"]][:2] == ["Submit", "Accept for Assessment"]
	assert page["doc"]["title"]
	assert page["fields"]["title"]["read_only"]


def test_a_step_says_all_that_stands_against_it(api: Callable[..., Api], make: Factory) -> None:
	"""Who may, what is missing, which proof: not only the first."""
	name = make.change("Awaiting Signatures")
	found = {row["action"]: row for row in ask(api(people.PM), "page", doctype=CHANGE, name=name)["actions"]}
	assert found["Reopen"]["allowed"]
	assert (found["Reopen"]["reason_needed"], found["Reopen"]["min_length"]) == (True, 2)
	assert "Signatures Complete" not in found, "the engine takes it"
	lead = ask(api(people.TECH_LEAD), "page", doctype=CHANGE, name=make.change("Under Assessment"))
	step = next(row for row in lead["actions"] if row["action"] == "Complete Assessment")
	assert step["allowed"]
	assert step["primary"]
	assert set(step["fields"]) == {"scope_impact", "quality_impact", "response_plan", "risk_level"}


def test_changes_between_rounds_are_told_in_words(api: Callable[..., Api], make: Factory) -> None:
	name = make.change("Awaiting Signatures")
	api(people.PM).act(CHANGE, name, "Reopen", "金额有误")
	api(people.TECH_LEAD).act(CHANGE, name, "Complete Assessment", impact_cost=1234.5)
	page = ask(api(people.BUSINESS_OWNER), "page", doctype=CHANGE, name=name)
	changed = [row["after"] for row in page["round"]["changed_since_last"]]
	assert any("1,234.50" in after for after in changed), changed


def signed_paths(content: dict[str, Any]) -> Counter[str]:
	"""Every signed field, of rows every column of every row, as `field` or `field.column`."""
	found: Counter[str] = Counter()
	for field, value in content["fields"].items():
		found[field] += 1
		for row in value if isinstance(value, list) else ():
			found.update(f"{field}.{column}" for column in row)
	return found


def displayed_paths(display: list[dict[str, Any]]) -> Counter[str]:
	found: Counter[str] = Counter()
	for row in (row for section in display for row in section["rows"] if row["field"] != "attachments"):
		found[row["field"]] += 1
		for item in row["items"]:
			for part in item:
				found[f"{row['field']}.{part['field']}"] += 1
				if "before" in part:
					found[f"{row['field']}.{part['field'].replace('proposed_', 'before_')}"] += 1
	return found


@pytest.mark.parametrize("doctype", [CHANGE, MINUTES])
def test_what_is_signed_is_shown_once_and_wholly(
	api: Callable[..., Api], admin: Api, make: Factory, doctype: str
) -> None:
	"""Every signed field, in the order of the form, and what is shown says what is signed."""
	name = make.change("Awaiting Signatures") if doctype == CHANGE else make.minutes()
	upload = api(people.PM).upload(doctype, make.change("Submitted"))
	assert upload.ok or doctype == MINUTES
	package = api(people.BUSINESS_OWNER).package(doctype, name)
	assert displayed_paths(package["display"]) == signed_paths(package["content"])
	shown = [row["field"] for section in package["display"] for row in section["rows"]]
	order = [field["fieldname"] for field in ask(admin, "form", doctype=doctype)["fields"]]
	assert [field for field in order if field in shown] == [field for field in shown if field in order]
	texts = {row["field"]: row["text"] for section in package["display"] for row in section["rows"]}
	assert texts["title"] == package["content"]["fields"]["title"]
	assert package["content"]["fields"]["project"] in texts["project"]


def test_signed_files_are_shown(api: Callable[..., Api], make: Factory) -> None:
	name = make.change("Draft")
	assert api(people.BUSINESS_OWNER).upload(CHANGE, name, b"paper").ok
	make.bring(name, "Awaiting Signatures")
	package = api(people.BUSINESS_OWNER).package(CHANGE, name)
	last = package["display"][-1]["rows"][0]
	assert last["field"] == "attachments"
	assert last["items"][0][0]["text"] == package["content"]["attachments"][0]["sha256"]


def test_lists_speak_and_count(api: Callable[..., Api], make: Factory) -> None:
	word = unique("列表")
	for number in range(5):
		make.change("Submitted" if number < 2 else "Draft", title=f"{word} {number}")
	pm = api(people.PM)
	asked = {"doctype": CHANGE, "search": word, "group_by": "workflow_state", "order_by": "title asc"}
	found = ask(pm, "list", limit=2, start=1, **asked)
	assert [row["title"] for row in found["rows"]] == [f"{word} 1", f"{word} 2"]
	assert (found["total"], found["has_next"], found["order_by"]) == (5, True, "title asc")
	counts = {group["value"]: group["count"] for group in found["groups"]}
	assert (counts["Draft"], counts["Submitted"], counts["Closed"]) == (3, 2, 0)
	assert [group["value"] for group in found["groups"]][:2] == ["Draft", "Submitted"]
	columns = ["project", "impact_cost", "creation"]
	row = ask(pm, "list", columns=columns, **asked)["rows"][0]
	assert row["cells"]["project"]["text"] == BANK
	assert row["cells"]["impact_cost"]["text"] == "CNY 0.00"
	either = [["title", "=", f"{word} 0"], ["title", "=", f"{word} 4"]]
	assert ask(pm, "list", doctype=CHANGE, or_filters=either)["total"] == 2
	assert len(ask(pm, "list", doctype=CHANGE, limit=1000)["rows"]) <= 200


def test_search_and_changes_find_what_is_ones_own(api: Callable[..., Api], make: Factory) -> None:
	word = unique("查找")
	since = ask(api(people.PM), "changes")["now"]
	name = make.change(title=f"变更 {word}")
	hits = ask(api(people.PM), "search", text=word)
	assert [(group["doctype"], group["hits"][0]["name"]) for group in hits] == [(CHANGE, name)]
	assert ask(api(people.PM), "search", text=word[:1]) == []
	assert {"doctype": CHANGE, "name": name} in ask(api(people.PM), "changes", since=since)["changed"]


def test_dates_and_numbers_are_not_searched(site: Any) -> None:
	"""MariaDB compares no text with a date; the search fields of a Dossier Update are its project and day."""
	from client_mgmt.interface import lists

	for doctype, field in (("Dossier Update", "project"), ("Archive Standard", "title")):
		clauses = lists.searched(doctype, "2026-12", lists.columns_of(doctype))
		assert [column for column, _like, _text in clauses] == ["name", field]


def test_an_inbox_holds_what_waits(api: Callable[..., Api], make: Factory) -> None:
	project = make.project()
	late = api(people.PM).create(
		"Action Item",
		description=unique("事项"),
		owner_user=people.PM.user,
		due_date=day(-1),
		project=project,
	)["name"]
	submitted, draft = make.change("Submitted"), make.change("Draft")
	found = {item["name"]: item for item in ask(api(people.PM), "inbox")}
	assert (found[late]["kind"], found[late]["overdue"]) == ("action", True)
	assert (found[submitted]["kind"], found[submitted]["what"]) == ("act", "Accept for Assessment")
	assert found[submitted]["project_title"] == BANK
	assert next(iter(found.values()))["overdue"], "the overdue stand first"
	owner = {item["name"]: item for item in ask(api(people.BUSINESS_OWNER), "inbox")}
	assert owner[draft]["what"] == "Submit"
	assert submitted not in owner
	assert project not in found, "an archived dossier may be revised, and nobody waits for it"


def test_times_are_the_sites(api: Callable[..., Api], make: Factory) -> None:
	page = ask(api(people.PM), "page", doctype=CHANGE, name=make.change("Submitted"))
	assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", page["history"][0]["at"])
	assert page["history"][0]["at"][:13] == page["modified"][:13]


def test_what_only_writing_would_refuse_is_told_before(api: Callable[..., Api], make: Factory) -> None:
	"""Items whose requirement has moved on, a review of something ambiguous: the page says what act says."""
	requirement = make.requirement("手续费计算")
	item = {"operation": "Modify", "requirement": requirement}
	first, second = (
		make.change("Signed", change_items=[{**item, "proposed_acceptance": unique("按月")}]) for _n in "ab"
	)
	api(people.PM).act(CHANGE, first, "Schedule")
	dossier = make.dossier()
	vague = {"feature": "系统尽快响应", "acceptance_criteria": "尽快", "priority": "High"}
	api(people.PM).create("Requirement", project=dossier, **vague)
	api(people.PM).act(PROJECT, dossier, "Submit")
	cases = (
		(people.PM, CHANGE, second, "Schedule", "has moved on"),
		(people.QUALITY, PROJECT, dossier, "Review", "ambiguous phrases stand open"),
	)
	for person, doctype, name, action, said in cases:
		page = ask(api(person), "page", doctype=doctype, name=name)
		step = next(row for row in page["actions"] if row["action"] == action)
		assert not step["allowed"]
		assert said in " ".join(step["why_not"])
		refuses(api(person).try_act(doctype, name, action), 417, "ValidationError", said)
