"""What lists, forms and steps of any DocType need beside pages: saving what was shown, plain Workflows,
files for spreadsheets, and the one click of a demo site."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, unique

from client_mgmt.demo import people

UI = "client_mgmt.api.ui."
TRIP, LEG = "Desk Test Trip", "Desk Test Leg"
STATES = ("Trip Planned", "Trip Agreed", "Trip Off")


@pytest.fixture(scope="module", autouse=True)
def trips(admin: Api) -> None:
	"""A DocType of an administrator with rows of all kinds, and a Workflow without a policy."""
	legs = [
		{"fieldname": "town", "label": "Town", "fieldtype": "Data", "in_list_view": 1},
		{"fieldname": "stay", "label": "Stay", "fieldtype": "Int"},
		{"fieldname": "traced", "label": "Traced", "fieldtype": "JSON", "hidden": 1},
		{"fieldname": "script", "label": "Script", "fieldtype": "Code", "hidden": 1},
		{"fieldname": "price", "label": "Price", "fieldtype": "Currency", "permlevel": 1},
		{"fieldname": "booked", "label": "Booked", "fieldtype": "Data", "read_only": 1},
	]
	fields = [
		{"fieldname": "title", "label": "Title", "fieldtype": "Data", "in_list_view": 1},
		{"fieldname": "cost", "label": "Cost", "fieldtype": "Currency", "in_list_view": 1},
		{"fieldname": "on_day", "label": "On", "fieldtype": "Date", "in_list_view": 1},
		{"fieldname": "legs", "label": "Legs", "fieldtype": "Table", "options": LEG},
	]
	allowed = {"read": 1, "write": 1, "create": 1}
	rights = [
		{"role": "Project Manager", **allowed, "export": 1},
		{"role": "PMO", **allowed},
		{"role": "System Manager", **allowed, "export": 1},
		{"role": "System Manager", "permlevel": 1, "read": 1, "write": 1},
	]
	about = {"module": "Change Control", "custom": 1}
	admin.create("DocType", name=LEG, istable=1, fields=legs, **about)
	admin.create("DocType", name=TRIP, fields=fields, permissions=rights, title_field="title", **about)
	for state in STATES:
		admin.create("Workflow State", workflow_state_name=state)
	for action in ("Agree Trip", "Drop Trip"):
		admin.create("Workflow Action Master", workflow_action_name=action)
	moves = [
		{"state": STATES[0], "action": "Agree Trip", "next_state": STATES[1], "allowed": "PMO"},
		{
			"state": STATES[0],
			"action": "Drop Trip",
			"next_state": STATES[2],
			"allowed": "Project Manager",
			"condition": "doc.cost < 100",
			"allow_self_approval": 1,
		},
	]
	states = [{"state": state, "doc_status": "0", "allow_edit": "Project Manager"} for state in STATES]
	facts = {"document_type": TRIP, "is_active": 1, "workflow_state_field": "workflow_state"}
	admin.create("Workflow", workflow_name="Trips", states=states, transitions=moves, **facts)


def page(session: Api, name: str, doctype: str = TRIP) -> Any:
	return session.query(UI + "page", doctype=doctype, name=name)


def trip(session: Api, **values: Any) -> str:
	return str(session.create(TRIP, **{"title": unique("Trip"), **values})["name"])


def test_a_save_keeps_the_columns_that_the_page_was_not_sent(api: Callable[..., Api], admin: Api) -> None:
	"""JSON, Code, and what stands above the reader's level; read-only columns come back as they were."""
	leg = {"town": "上海", "stay": 2, "traced": '{"by": "x"}', "script": "1", "price": 9.5, "booked": "B-1"}
	name = trip(admin, legs=[leg, {**leg, "town": "北京"}])
	shown = page(api(people.PM), name)
	first, second = shown["doc"]["legs"]
	assert {"traced", "script", "price"}.isdisjoint(first)
	sent = {"legs": [{**second, "stay": 5}, first, {"town": "西安"}], "title": "改"}
	modified = shown["modified"]
	saved = api(people.PM).call(UI + "save", doctype=TRIP, name=name, values=sent, modified=modified)
	assert [row["town"] for row in saved["legs"]] == ["北京", "上海", "西安"]
	stored = admin.read(TRIP, name)
	assert stored["title"] == "改"
	for row, stay in zip(stored["legs"][:2], (5, 2), strict=True):
		kept = {key: row[key] for key in ("traced", "script", "price", "booked", "stay")}
		assert kept == {**{key: leg[key] for key in kept}, "stay": stay}
	assert [row["idx"] for row in stored["legs"]] == [1, 2, 3]
	assert not stored["legs"][2].get("traced")


def test_a_save_on_an_older_state_is_refused(api: Callable[..., Api], admin: Api) -> None:
	name = trip(admin)
	modified = page(api(people.PM), name)["modified"]
	admin.update(TRIP, name, title="anders")
	for given in (modified, ""):
		answer = api(people.PM).try_call(
			UI + "save", doctype=TRIP, name=name, values={"title": "x"}, modified=given
		)
		refuses(answer, (409, 417), "TimestampMismatchError")
	assert admin.read(TRIP, name)["title"] == "anders"


def test_a_plain_workflow_has_its_steps(api: Callable[..., Api], admin: Api) -> None:
	"""Without a Workflow Policy: who may, what each waits for, and where it leads."""
	name = trip(api(people.PM), cost=500)
	shown = page(api(people.PM), name)
	steps = {step["action"]: step for step in shown["actions"]}
	assert [step["status"] for step in shown["path"]] == ["now", "ahead"]
	assert not steps["Agree Trip"]["allowed"]
	assert "another role" in steps["Agree Trip"]["why_not"][0]
	assert not steps["Drop Trip"]["allowed"]
	refuses(api(people.PM).try_act(TRIP, name, "Drop Trip"), 417)
	refuses(api(people.PM).try_act(TRIP, name, "Agree Trip"), 403)
	refuses(api(people.PM).try_act(TRIP, name, "No Such Step"), 417)
	steps = {step["action"]: step for step in page(api(people.PMO), name)["actions"]}
	assert (steps["Agree Trip"]["allowed"], steps["Agree Trip"]["primary"]) == (True, True)
	assert api(people.PMO).act(TRIP, name, "Agree Trip", "终于")["workflow_state"] == STATES[1]
	shown = page(api(people.PMO), name)
	assert (shown["actions"], shown["path"][0]["state"]) == ([], STATES[1])
	assert [comment["text"] for comment in shown["comments"]][-1:] == ["终于"]


def test_a_plain_step_takes_its_values_along(api: Callable[..., Api]) -> None:
	name = trip(api(people.PM), cost=500)
	api(people.PM).update(TRIP, name, cost=50)
	moved = api(people.PM).act(TRIP, name, "Drop Trip", cost=20)
	assert (moved["workflow_state"], moved["cost"]) == (STATES[2], 20)


def sheet(answer: Any) -> list[list[Any]]:
	assert answer.ok, answer.text
	return [list(row) for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows()]


def test_a_list_as_a_spreadsheet(api: Callable[..., Api]) -> None:
	"""All rows that the filters match, with numbers and days as such, and no text a formula."""
	word = unique("=1+1")
	for text in (f"{word}", f"+{word}", f"@{word}", f"-{word}"):
		trip(api(people.PM), title=text, cost=1234.5, on_day="2026-03-09")
	ask = {"doctype": TRIP, "filters": [["title", "like", f"%{word}%"]], "order_by": "title asc"}
	answer = api(people.PM).try_query(UI + "export", **ask)
	head, *rows = sheet(answer)
	assert [cell.value for cell in head][:4] == ["Name", "Title", "Cost", "On"]
	assert len(rows) == 4
	for row in rows:
		assert {cell.data_type for cell in row[:2]} == {"s"}
		assert str(row[1].value).startswith("'")
		assert (row[2].value, row[2].data_type, str(row[3].value)[:10]) == (1234.5, "n", "2026-03-09")
	chosen = [str(rows[0][0].value)]
	few = sheet(api(people.PM).try_call(UI + "export", doctype=TRIP, names=chosen, columns=["cost"]))
	assert [[cell.value for cell in row] for row in few[1:]] == [[chosen[0], 1234.5]]


def test_a_file_that_is_cut_says_so(
	api: Callable[..., Api], site: Any, as_user: Any, monkeypatch: Any
) -> None:
	from client_mgmt.interface import spreadsheet

	monkeypatch.setattr(spreadsheet, "MOST", 2)
	with as_user(people.PM):
		_name, content = spreadsheet.file_of(CHANGE, {})
	rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
	assert len(rows) == 4
	assert "The first 2 of" in str(rows[-1][0])


def test_the_demos_password_is_told_while_it_is_theirs(site: Any, as_user: Any) -> None:
	"""On a demo site whose password was generated: to guests, of those whose password still is that one."""
	from tests.hosts import DEMO_PASSWORD

	from client_mgmt.interface import session
	from frappe.utils.password import update_password

	def told(password: str | None) -> dict[str, str]:
		for person in people.EVERYBODY:
			site.cache.delete_value(f"client_mgmt_demo_password:{person.user}")
		monkey = {**site.local.conf, session.DEMO_PASSWORD: password}
		before, site.local.conf = site.local.conf, site._dict(monkey)
		try:
			with as_user("Guest"):
				return {row["user"]: row.get("password", "") for row in session.boot()["demo_people"]}
		finally:
			site.local.conf = before

	assert set(told(None).values()) == {""}, "nothing is told where nothing was generated"
	assert set(told("guessed-by-someone").values()) == {""}
	update_password(people.TESTER.user, "a sentence of mine 7")
	found = told(DEMO_PASSWORD)
	assert found.pop(people.TESTER.user) == ""
	assert set(found.values()) == {DEMO_PASSWORD}
	with as_user(people.PM):
		assert session.boot()["demo_people"] == []
	for person in people.EVERYBODY:
		site.db.set_value("User", person.user, "enabled", 0)
	assert told(DEMO_PASSWORD) == {}, "a site without the demo tells nothing, whatever it is configured with"
