"""A form of any DocType: one of an administrator's, walked through as somebody works with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser import steps
from tests.browser.keys import Keys
from tests.browser.views import slug
from tests.browser.visits import Visits, address
from tests.client import Api
from tests.factory import unique

from client_mgmt.demo import people

if TYPE_CHECKING:
	from playwright.sync_api import Page

pytestmark = pytest.mark.timeout(300)
REMOTE = "eval:doc.kind=='Remote'"
RIGHTS = dict.fromkeys(("read", "write", "create", "delete", "export", "print"), 1)
OWN = {
	"module": "Custom",
	"custom": 1,
	"track_changes": 1,
	"autoname": "hash",
	"title_field": "title",
	"permissions": [{"role": role, **RIGHTS} for role in ("Project Manager", "System Manager")],
}


DROPPED = """() => {
	const all = new DataTransfer();
	all.items.add(new File(["dropped"], "dropped.txt"));
	return all;
}"""


def field(name: str, kind: str = "Data", **more: Any) -> dict[str, Any]:
	return {"fieldname": name, "fieldtype": kind, "label": name.title().replace("_", " "), **more}


@pytest.fixture(scope="module")
def visits_to(admin: Api) -> tuple[str, str]:
	"""(DocType of visits, DocType of the places that they link to), with every kind of dependence."""
	place, report = unique("Place").replace("-", " "), unique("Visit").replace("-", " ")
	admin.create("DocType", name=place, fields=[field("title", reqd=1)], **OWN)
	lines = [field("what", reqd=1, in_list_view=1), field("hours", "Int", in_list_view=1)]
	admin.create("DocType", name=f"{report} Line", istable=1, fields=lines, module="Custom", custom=1)
	fields = [
		field("title", reqd=1),
		field("kind", "Select", options="On site\nRemote", default="On site"),
		field("room", default="Lobby"),
		field("link_used", depends_on=REMOTE, mandatory_depends_on=REMOTE),
		field("badge", read_only_depends_on=REMOTE),
		field("more", "Tab Break"),
		field("place", "Link", options=place, reqd=1),
		field("lines", "Table", options=f"{report} Line"),
	]
	admin.create("DocType", name=report, fields=fields, **OWN)
	return report, place


def more(page: Page, item: str) -> None:
	page.get_by_role("button", name="More", exact=True).click()
	page.get_by_role("menuitem", name=item).click()


def save(page: Page) -> None:
	from playwright.sync_api import expect

	page.keyboard.press("Control+s")
	expect(steps.main(page).get_by_text("Not saved", exact=True)).to_be_hidden()


def test_a_record_is_written_from_nothing(
	visit: Visits, visits_to: tuple[str, str], admin: Api, accessible: Callable[[Page], list[str]]
) -> None:
	"""By keys alone: what is needed is named and has the focus, fields depend on others, what a link lacks is
	made from within, rows are written in place, and a default that was emptied stays empty."""
	from playwright.sync_api import expect

	report, place = visits_to
	title, where = unique("走访"), unique("机房")
	page = visit(people.PM, f"/new/{slug(report)}")
	keys = Keys(page)
	keys.past_the_menu()
	keys.enter(page.get_by_role("button", name="Create"))
	steps.expect_shown(page.get_by_text("Still needed: Title, Place"))
	expect(page.get_by_label("Title")).to_be_focused()
	page.keyboard.insert_text(title)
	expect(page.get_by_label("Link Used")).to_have_count(0)
	keys.choose(page.get_by_role("combobox", name="Kind"), "Remote")
	keys.type(page.get_by_label("Link Used"), "meeting.example")
	expect(page.get_by_role("textbox", name="Badge")).to_have_count(0)
	keys.go(page.get_by_label("Room")).press("Control+a", "Delete")
	keys.press("Control+s")
	expect(page.get_by_role("combobox", name="Place")).to_be_focused()
	make_the_place(page, keys, where)
	write_a_row(page, keys)
	assert accessible(page) == []
	keys.press("Control+s")
	steps.expect_shown(page.get_by_role("heading", name=title))
	kept = admin.read(report, next(iter(admin.names(report, title=title))))
	assert (kept["kind"], kept["room"] or "", kept["link_used"]) == ("Remote", "", "meeting.example")
	assert [(row["what"], row["hours"]) for row in kept["lines"]] == [("换硬盘", 3)]
	assert admin.read(place, kept["place"])["title"] == where


def make_the_place(page: Page, keys: Keys, where: str) -> None:
	"""Out of the link that lacks it."""
	from playwright.sync_api import expect

	page.keyboard.insert_text(where)
	steps.expect_shown(page.get_by_text("Nothing found"))
	wanted = page.get_by_role("option", name=f"Create “{where}”")
	while wanted.get_attribute("data-highlighted") is None:
		keys.press("ArrowDown")
	keys.press("Enter")
	made = steps.dialog(page)
	expect(made.get_by_label("Title")).to_have_value(where)
	keys.enter(made.get_by_role("button", name="Save"))
	made.wait_for(state="hidden")
	expect(page.get_by_role("combobox", name="Place")).to_have_value(where)


def write_a_row(page: Page, keys: Keys) -> None:
	from playwright.sync_api import expect

	keys.enter(page.get_by_role("button", name="Add a row"))
	expect(page.get_by_label("What, row 1")).to_be_focused()
	page.keyboard.insert_text("换硬盘")
	keys.type(page.get_by_label("Hours, row 1"), "3")


@pytest.fixture
def record(admin: Api, visits_to: tuple[str, str]) -> dict[str, Any]:
	report, place = visits_to
	where = admin.create(place, title=unique("机房"))["name"]
	lines = [{"what": "看", "hours": 1}]
	return admin.create(report, title=unique("走访"), place=where, badge="B-1", lines=lines)


def test_what_is_written_is_not_lost(visit: Visits, record: dict[str, Any]) -> None:
	"""Leaving asks, in the app and out of it; a draft comes back after a closed tab, and is discarded."""
	from playwright.sync_api import expect

	at = f"/doc/{slug(record['doctype'])}/{record['name']}"
	page = visit(people.PM, at)
	badge = page.get_by_label("Badge")
	badge.fill("B-2")
	page.get_by_role("link", name="My day").click()
	steps.dialog_of(page, "Leave without saving?").get_by_role("button", name="Cancel").click()
	expect(badge).to_have_value("B-2")
	asked: list[str] = []
	page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
	page.close(run_before_unload=True)
	page.wait_for_timeout(1000)
	assert asked == ["beforeunload"]
	page.context.new_page().goto("about:blank")
	page.close()

	again = page.context.pages[0]
	again.goto(address(at))
	steps.expect_shown(again.get_by_text("Your unsaved changes are back."))
	expect(again.get_by_label("Badge")).to_have_value("B-2")
	again.get_by_role("button", name="Discard them").click()
	expect(again.get_by_label("Badge")).to_have_value("B-1")
	leave_and_come_back(again)


def leave_and_come_back(again: Page) -> None:
	from playwright.sync_api import expect

	again.get_by_label("Badge").fill("B-3")
	again.get_by_role("link", name="My day").click()
	steps.dialog_of(again, "Leave without saving?").get_by_role("button", name="Leave").click()
	steps.expect_shown(again.get_by_role("heading", name="Hello"))
	again.go_back()
	expect(again.get_by_label("Badge")).to_have_value("B-3")
	save(again)
	again.reload()
	expect(again.get_by_label("Badge")).to_have_value("B-3")


def test_what_stands_beside_a_record(
	visit: Visits, record: dict[str, Any], admin: Api, tmp_path: Path
) -> None:
	"""A comment leaves what is written alone; files by button and by drop, the difference of a save, whose
	list it is on; then it is duplicated and deleted."""
	from playwright.sync_api import expect

	doctype = record["doctype"]
	page = visit(people.PM, f"/doc/{slug(doctype)}/{record['name']}")
	page.get_by_label("Badge").fill("B-9")
	page.get_by_role("tab", name="Comments").click()
	page.get_by_label("New comment").fill("已到现场 <b>x</b>")
	page.get_by_role("button", name="Post comment").click()
	steps.expect_shown(page.get_by_text("已到现场 <b>x</b>"))
	expect(page.get_by_label("Badge")).to_have_value("B-9")
	give_files(page, tmp_path)
	save(page)
	page.get_by_role("tab", name="History").click()
	page.get_by_text("1 field changed").first.click()
	expect(page.get_by_role("tabpanel", name="History").get_by_role("insertion").first).to_have_text("B-9")
	box = page.get_by_role("group", name="Assigned to").get_by_role("combobox")
	box.fill(people.LIAISON.name)
	page.get_by_role("option").filter(has_text=people.LIAISON.name).first.click()
	steps.expect_shown(page.get_by_role("button", name=f"Take it off {people.LIAISON.name}"))

	duplicate_and_delete(page, record, admin)


def give_files(page: Page, folder: Path) -> None:
	page.get_by_role("tab", name="Files").click()
	with page.expect_file_chooser() as chooser:
		page.get_by_role("button", name="choose them").click()
	(folder / "chosen.txt").write_text("chosen")
	chooser.value.set_files(folder / "chosen.txt")
	steps.expect_shown(page.get_by_role("link", name="chosen"))
	given = page.evaluate_handle(DROPPED)
	page.get_by_text("Drop files here or").dispatch_event("drop", {"dataTransfer": given})
	steps.expect_shown(page.get_by_role("link", name="dropped"))


def duplicate_and_delete(page: Page, record: dict[str, Any], admin: Api) -> None:
	from playwright.sync_api import expect

	doctype = record["doctype"]
	more(page, "Duplicate")
	steps.expect_shown(page.get_by_role("heading", name="New: "))
	expect(page.get_by_label("Badge")).to_have_value("B-9")
	page.get_by_role("button", name="Create").click()
	steps.expect_shown(page.get_by_role("heading", name=record["title"]))
	second = (admin.names(doctype, title=record["title"]) - {record["name"]}).pop()
	kept = admin.read(doctype, second)
	assert (kept["badge"], kept["place"]) == ("B-9", record["place"])
	assert [row["what"] for row in kept["lines"]] == ["看"]
	more(page, "Delete")
	steps.dialog_of(page, "Delete").get_by_role("button", name="Delete").click()
	page.wait_for_url(f"**/list/{slug(doctype)}")
	assert admin.names(doctype, title=record["title"]) == {record["name"]}
