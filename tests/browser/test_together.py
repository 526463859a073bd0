"""Two people at one record, and an administrator who changes what a record is while others work."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from tests import workflows
from tests.browser import steps
from tests.browser.visits import Visits
from tests.client import Api
from tests.factory import MINUTES, Factory, unique

from client_mgmt.demo import people

if TYPE_CHECKING:
	from playwright.sync_api import Page

pytestmark = pytest.mark.timeout(300)


def write(page: Page, **values: str) -> None:
	for label, text in values.items():
		page.get_by_label(label).fill(text)


def test_who_saves_second_chooses_field_by_field(
	visit: Visits, make: Factory, api: Callable[..., Api], accessible: Callable[[Page], list[str]]
) -> None:
	"""Both changed the title, each another field too: the second sees both versions, and nothing is lost."""
	visit.expect_refusal(417, "/api/resource/Meeting%20Minutes/|api.ui.save")
	name = make.minutes("Internal", draft=True)
	address = f"/doc/meeting-minutes/{name}"
	first, second = visit(people.PM, address), visit(people.LIAISON, address)
	ours, theirs = unique("联络官的纪要"), unique("经理的纪要")
	write(second, Title=ours, Duration="45")
	write(first, Title=theirs)
	steps.choose(first, "Mode", "Remote")
	first.get_by_role("button", name="Save", exact=True).click()
	steps.expect_shown(first.get_by_role("heading", name=theirs))

	second.get_by_role("button", name="Save", exact=True).click()
	met = steps.dialog(second)
	steps.expect_shown(met.get_by_role("heading", name="Somebody else saved first"))
	title = met.get_by_role("group", name="Title")
	steps.expect_shown(title.get_by_role("radio", name=f"Yours {ours}"))
	steps.expect_shown(title.get_by_role("radio", name=f"Theirs {theirs}"))
	steps.expect_shown(met.get_by_text("Remote"))
	assert accessible(second) == []
	title.get_by_role("radio", name=f"Yours {ours}").check()
	met.get_by_role("button", name="Save both").click()
	steps.expect_shown(second.get_by_role("heading", name=ours))
	met.wait_for(state="hidden")

	kept = api(people.PM).read(MINUTES, name)
	assert (kept["title"], kept["mode"], kept["duration"]) == (ours, "Remote", 45)


@pytest.fixture
def sector(admin: Api) -> Iterator[Callable[[], str]]:
	"""`sector()` adds a mandatory field to Client, as an administrator does, and answers its label."""
	made: list[str] = []

	def add() -> str:
		label = unique("Sector")
		fieldname = label.lower().replace(" ", "_").replace("-", "_")
		field = {"dt": "Client", "fieldname": fieldname, "label": label, "fieldtype": "Data", "reqd": 1}
		made.append(admin.create("Custom Field", insert_after="industry", **field)["name"])
		return label

	yield add
	for name in made:
		assert admin.try_delete("Custom Field", name).ok


def test_a_new_field_is_on_the_form_at_once(visit: Visits, sector: Callable[[], str]) -> None:
	"""S000-97: in an app that was open before, without a build or a restart; and the form demands it,
	on whichever of its tabs."""
	from playwright.sync_api import expect

	page = visit(people.SALES, "/list/client")
	steps.expect_shown(page.get_by_role("heading", level=1))
	label, client = sector(), unique("客户")
	steps.main(page).get_by_role("link", name=re.compile("^(New|Create)")).first.click()
	page.get_by_label("Client Name").fill(client)
	page.get_by_role("button", name="Create").click()
	steps.expect_shown(page.get_by_text(f"Still needed: {label}"))
	page.get_by_label(label).fill("J66")
	page.get_by_role("button", name="Create").click()
	steps.expect_shown(page.get_by_role("heading", name=client))
	page.get_by_role("tab", name="Profile").click()
	expect(page.get_by_label(label)).to_have_value("J66")


@pytest.fixture
def detour(admin: Api) -> Iterator[Callable[[], tuple[str, str]]]:
	"""`detour()` puts a state of its own between Submitted and Under Assessment; answers (state, action)."""
	with workflows.detour(admin) as add:
		yield add


def test_a_new_state_is_on_the_path_at_once(
	visit: Visits, make: Factory, detour: Callable[[], tuple[str, str]]
) -> None:
	"""S000-97: its transition is offered to whom it is allowed, taken, and the path goes through it."""
	name = make.change("Submitted")
	manager = visit(people.PM, f"/change/{name}")
	steps.expect_state(manager, "Submitted")
	state, action = detour()
	manager.reload()
	steps.step(manager, action, to=state)
	owner = visit(people.BUSINESS_OWNER, f"/change/{name}")
	steps.expect_state(owner, state)
	steps.step(manager, "Accept for Assessment", to="Under Assessment")
