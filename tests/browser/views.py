"""Every page of the web app as somebody sees it: one table for the tests and for the pictures of
docs/screenshots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from tests.client import Api
from tests.factory import CHANGE, MINUTES, PROJECT

from client_mgmt.demo import people
from client_mgmt.demo.people import BANK, Person

if TYPE_CHECKING:
	from playwright.sync_api import Page

STATES = (
	"Draft,Submitted,Under Assessment,Awaiting Signatures,Signed,Scheduled,Implemented,Closed,Returned,"
	"Rejected,Withdrawn"
).split(",")


class Names:
	"""Names of the demo's documents, as Administrator sees them."""

	def __init__(self, admin: Api) -> None:
		self.admin = admin
		self.project = self.first(PROJECT, project_name=BANK)

	def first(self, doctype: str, **filters: str) -> str:
		"""The oldest document with these values."""
		rows = self.admin.list(doctype, filters=filters, order_by="creation asc")
		assert rows, f"no {doctype} {filters}"
		return str(rows[0]["name"])

	def change(self, state: str) -> str:
		return self.first(CHANGE, workflow_state=state, project=self.project)

	def minutes(self, state: str) -> str:
		return self.first(MINUTES, workflow_state=state, project=self.project)


class View(NamedTuple):
	"""A page: `key` names its pictures; `at` is its address in the app; `then` what is done there before it
	is looked at; `refused` the status that its call is answered with."""

	key: str
	person: Person | None
	at: Callable[[Names], str]
	then: Callable[[Page], None] | None = None
	refused: int = 0


def slug(name: str) -> str:
	return name.lower().replace(" ", "-")


def _tab(number: int) -> Callable[[Page], None]:
	return lambda page: page.get_by_role("tab").nth(number).click()


def _search(text: str) -> Callable[[Page], None]:
	def search(page: Page) -> None:
		page.keyboard.press("Control+k")
		page.get_by_role("dialog").get_by_role("textbox").fill(text)
		page.get_by_role("dialog").get_by_role("option").first.wait_for()

	return search


def _bell(page: Page) -> None:
	page.locator("button[aria-haspopup=dialog]:visible").first.click()
	page.get_by_role("dialog").wait_for()


def _fixed(address: str) -> Callable[[Names], str]:
	return lambda _names: address


def _entrance() -> Iterator[View]:
	yield View("sign-in", None, _fixed("/sign-in"))
	yield View("forgotten", None, _fixed("/forgotten"))
	yield View("new-password", None, _fixed("/new-password?key=none"))


def _places() -> Iterator[View]:
	persons = (
		people.PM, people.TECH_LEAD, people.LIAISON, people.SALES, people.ASSISTANT, people.PMO,
		people.QUALITY, people.MANAGER, people.DEVELOPER,
	)  # fmt: skip
	for person in persons:
		yield View(f"my-day-{slug(person.roles[0])}", person, _fixed("/"))
	yield View("more", people.PM, _fixed("/more"))
	yield View("more-administrator", people.MANAGER, _fixed("/more"))
	yield View("search", people.PM, _fixed("/more"), _search("支付"))
	yield View("bell", people.PM, _fixed("/more"), _bell)
	yield View("not-found", people.PM, _fixed("/nowhere"))
	yield View("record-not-found", people.PM, _fixed("/doc/client/none"), refused=404)


LISTS = {
	PROJECT: people.PM,
	CHANGE: people.PM,
	MINUTES: people.PM,
	"Action Item": people.PM,
	"Client": people.SALES,
	"Client Contact": people.SALES,
	"Requirement": people.PM,
	"Iteration": people.PM,
	"Signing Authority": people.MANAGER,
	"Workflow Policy": people.MANAGER,
	"Ambiguity Rule": people.MANAGER,
}
FORMS = {**LISTS, "Archive Standard": people.MANAGER}
MADE = {PROJECT: people.SALES, "Client": people.SALES, MINUTES: people.LIAISON, "Action Item": people.PM}


def _records() -> Iterator[View]:
	for doctype, person in LISTS.items():
		yield View(f"list-{slug(doctype)}", person, _fixed(f"/list/{slug(doctype)}"))
	yield View("list-of-nothing", people.PM, _fixed("/list/change-request?search=zzzz"))
	yield View("board", people.PM, _fixed("/list/change-request?view=board"))
	for doctype, person in FORMS.items():
		if doctype != PROJECT:
			yield View(f"form-{slug(doctype)}", person, _form(doctype))
	yield View("form-project-archive", people.PM, lambda names: f"/doc/project-archive/{names.project}")
	yield View("settings", people.MANAGER, _fixed("/doc/client-mgmt-settings/Client%20Mgmt%20Settings"))
	for doctype, person in MADE.items():
		yield View(f"new-{slug(doctype)}", person, _fixed(f"/new/{slug(doctype)}"))


def _form(doctype: str) -> Callable[[Names], str]:
	return lambda names: f"/doc/{slug(doctype)}/{names.first(doctype)}"


def _change(state: str) -> Callable[[Names], str]:
	return lambda names: f"/change/{names.change(state)}"


def _changes() -> Iterator[View]:
	for state in STATES:
		yield View(f"change-{slug(state)}", people.PM, _change(state))
	yield View("change-as-technical-lead", people.TECH_LEAD, _change("Under Assessment"))
	yield View("change-as-administrator", people.MANAGER, _change("Scheduled"))
	for number, part in enumerate(("files", "comments", "history", "evidence"), start=1):
		yield View(f"change-{part}", people.PM, _change("Closed"), _tab(number))
	yield View("raise-for-a-client", people.LIAISON, _fixed("/change/new"))
	yield View("sign-as-manager", people.PM, _signing("Awaiting Signatures"))


def _signing(state: str) -> Callable[[Names], str]:
	return lambda names: f"/sign/change-request/{names.change(state)}"


def _portal() -> Iterator[View]:
	owner, product = people.BUSINESS_OWNER, people.CLIENT_PRODUCT
	yield View("portal", owner, _fixed("/portal"))
	yield View("portal-of-another", people.OTHER_CONTACT, _fixed("/portal"))
	for number, part in enumerate(("progress", "changes", "requirements", "decisions"), start=0):
		yield View(f"project-{part}", owner, lambda names: f"/portal/project/{names.project}", _tab(number))
	for part in ("versions", "actions"):
		at = f"?tab={part}"
		yield View(f"project-{part}", owner, lambda names, at=at: f"/portal/project/{names.project}{at}")
	yield View("requirement", owner, lambda names: f"/portal/requirement/{names.first('Requirement')}")
	yield View("minutes", product, lambda names: f"/portal/minutes/{names.minutes('Circulated')}")
	yield View(
		"minutes-acknowledged", owner, lambda names: f"/portal/minutes/{names.minutes('Acknowledged')}"
	)
	yield View("change-as-client", owner, _change("Awaiting Signatures"))
	yield View("questions", owner, lambda names: f"/change/{names.change('Submitted')}?tab=talk")
	yield View("change-done-as-client", owner, _change("Implemented"))
	yield View("raise", owner, _fixed("/change/new"))
	yield View("edit", owner, lambda names: f"/change/{names.change('Draft')}/edit")
	yield View("sign", owner, _signing("Awaiting Signatures"))
	yield View("accept", owner, _signing("Implemented"))
	yield View("receipt", owner, _signing("Closed"))
	yield View("list-of-client", owner, _fixed("/list/change-request"))
	yield View("actions-of-client", product, _fixed("/list/action-item"))
	yield View("form-of-client", product, _form("Iteration"))
	yield View("more-of-client", owner, _fixed("/more"))
	yield View("search-of-client", owner, _fixed("/portal"), _search("水印"))
	yield View("not-a-client-of-it", people.OTHER_CONTACT, _change("Submitted"), refused=404)


STAFF_VIEWS = (*_entrance(), *_places(), *_records())
CHANGE_VIEWS = tuple(_changes())
CLIENT_VIEWS = tuple(_portal())
VIEWS = STAFF_VIEWS + CHANGE_VIEWS + CLIENT_VIEWS
#: They look like another one: tested, not pictured.
ALIKE = set(
	"my-day-client-liaison-officer my-day-project-assistant my-day-pmo my-day-quality-administrator "
	"my-day-delivery-member more-administrator record-not-found list-client-contact list-requirement "
	"list-signing-authority form-client-contact form-ambiguity-rule change-as-administrator "
	"not-a-client-of-it minutes-acknowledged form-of-client".split()
)


def settled(page: Page) -> None:
	"""Waits until a page shows what it has asked for: a heading of the first level, no skeleton, nothing that
	is under way."""
	page.wait_for_function(
		"""() => [...document.querySelectorAll('h1')].some((one) => one.offsetParent)
			&& !document.querySelector('.animate-pulse, [aria-busy=true]')"""
	)
	page.wait_for_load_state("networkidle")


def open_view(page: Page, view: View, names: Names) -> None:
	"""Goes to the page and does there what its view says."""
	page.goto(f"/client-mgmt{view.at(names)}")
	settled(page)
	if view.then:
		view.then(page)
		settled(page)
