"""Lists as people use them: moved on a board, many at once, by day."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.browser import steps
from tests.browser.keys import Keys
from tests.browser.visits import Visits
from tests.client import Api
from tests.factory import CHANGE, Factory, unique

from client_mgmt.demo import people

if TYPE_CHECKING:
	from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.timeout(300)


def rows(page: Page) -> Locator:
	return steps.main(page).locator("tbody tr[data-index]")


def test_a_card_is_moved_where_a_step_leads(
	visit: Visits, make: Factory, api: Callable[..., Api], accessible: Callable[[Page], list[str]]
) -> None:
	"""By the pointer and by keys: a step that is open is taken, with the reason it asks for; another is
	refused in words and the card stays (S000-97)."""
	from playwright.sync_api import expect

	word = unique("看板")
	name = make.change("Submitted", title=word)
	page = visit(people.PM, f"/list/change-request?view=board&search={word}")
	board = page.get_by_role("region", name="By state")
	column = {
		state: board.get_by_role("region", name=state, exact=True)
		for state in ("Draft", "Submitted", "Under Assessment", "Returned")
	}
	card = column["Submitted"].get_by_role("listitem").filter(has_text=word)
	card.drag_to(column["Draft"])
	expect(page.get_by_role("alert")).to_contain_text("No step leads from here to “Draft”.")
	expect(card).to_be_visible()
	card.drag_to(column["Under Assessment"])
	expect(column["Under Assessment"].get_by_role("link", name=word)).to_be_visible()
	assert api(people.PM).read(CHANGE, name)["workflow_state"] == "Under Assessment"

	second = make.change("Submitted", title=word)
	page.reload()
	keys = Keys(page)
	mover = column["Submitted"].get_by_role("button", name=f"Move {word}")
	keys.enter(mover)
	expect(steps.dialog(page).get_by_role("button", name=re.compile("^Return"))).to_be_enabled()
	assert accessible(page) == []
	keys.press("Escape")
	expect(mover).to_be_focused()
	keys.press("Enter")
	keys.enter(steps.dialog(page).get_by_role("button", name=re.compile("^Return")))
	keys.type(steps.dialog(page).get_by_label("Reason"), "请补充业务量")
	keys.enter(steps.dialog(page).get_by_role("button", name="Return"))
	expect(column["Returned"].get_by_role("link", name=word)).to_be_visible()
	assert api(people.PM).read(CHANGE, second)["workflow_state"] == "Returned"


def test_what_was_refused_of_many_stays_chosen(visit: Visits, make: Factory, api: Callable[..., Api]) -> None:
	"""A step for three records, of which one cannot take it: two go, the third stays with its reason."""
	from playwright.sync_api import expect

	word = unique("成批")
	names = [make.change(state, title=word) for state in ("Submitted", "Submitted", "Draft")]
	page = visit(people.PM, f"/list/change-request?search={word}")
	expect(rows(page)).to_have_count(3)
	page.get_by_role("checkbox", name="Choose all").check()
	bar = page.get_by_role("region", name="Chosen records")
	bar.get_by_role("button", name="Steps").click()
	bar.get_by_role("button", name="Take a step").click()
	page.get_by_role("menuitem", name="Accept for Assessment: 2 records").click()
	steps.dialog(page).get_by_role("button", name="Accept for Assessment").click()
	expect(bar.get_by_role("alert")).to_contain_text("Done: 2. Refused: 1.")
	expect(bar).to_contain_text("1 chosen")
	expect(bar.get_by_role("listitem")).to_contain_text("No such step leads out of its state.")
	states = [api(people.PM).read(CHANGE, name)["workflow_state"] for name in names]
	assert states == ["Under Assessment", "Under Assessment", "Draft"]


def test_a_calendar_shows_what_is_due_on_a_day(visit: Visits, api: Callable[..., Api], make: Factory) -> None:
	"""Of two filters the calendar asks both; a day is opened by keys and begins a record with that day."""
	from playwright.sync_api import expect

	title = unique("日历")
	day = "2031-03-14"
	about = {"description": title, "project": make.project(), "owner_user": people.PM.user}
	api(people.PM).create("Action Item", **about, due_date=day)
	asked = json.dumps([["description", "=", title]])
	page = visit(people.PM, f"/list/action-item?view=calendar&month=2031-03&by=due_date&filters={asked}")
	grid = page.get_by_role("grid")
	expect(grid.get_by_role("link", name=title)).to_be_visible()
	keys = Keys(page)
	keys.go(grid.get_by_role("button", name=re.compile("^1 March|March 1,|1 Mar")).first)
	keys.press("ArrowDown", *["ArrowRight"] * 6, "Enter")
	steps.expect_shown(steps.dialog(page).get_by_role("link", name=title))
	keys.enter(steps.dialog(page).get_by_role("link", name="New on this day"))
	expect(page.locator("input[type=date]")).to_have_value(day)
