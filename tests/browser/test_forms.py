"""A form of any DocType: one of an administrator's, walked through as somebody works with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.browser import steps
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


def save(page: Page) -> None:
	from playwright.sync_api import expect

	page.keyboard.press("Control+s")
	expect(steps.main(page).get_by_text("Not saved", exact=True)).to_be_hidden()


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
