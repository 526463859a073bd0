"""Stored text stays text: markup and scripts in every column that holds text, written past whatever a save
cleans, make no element, run nothing and stand on the pages as they were written, before staff and clients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from tests.browser.views import settled
from tests.browser.visits import DESK, PHONE, Visits
from tests.client import Api
from tests.factory import CHANGE, MINUTES, PROJECT, Factory
from tests.hosts import Host

from client_mgmt.demo import people
from client_mgmt.demo.people import Person

#: As long as the shortest column takes (140).
TEXT = (
	'hurtful"><img src=x onerror="hurt=1"><svg onload=hurt=1>'
	'<script>hurt=1</script><a href="javascript:hurt=1">'
)
SEEN = "hurtful"
KINDS = ("Data", "Small Text", "Text", "Long Text", "Text Editor", "Markdown Editor", "HTML Editor")
HARM = """() => [
	...(window.hurt === undefined ? [] : ['a script ran']),
	...[...document.querySelectorAll('img[src="x"], [onerror], [onload], a[href^="javascript:" i]')]
		.map((one) => one.outerHTML.slice(0, 120)),
	...[...document.scripts].filter((one) => one.textContent.includes('hurt')).map((one) => one.outerHTML),
]"""
TYPED = "() => [...document.querySelectorAll('input, textarea')].map((one) => one.value).join('\\n')"


class Stored(NamedTuple):
	"""Names of documents that are full of it."""

	draft: str
	returned: str
	signing: str
	minutes: str
	client: str
	dossier: str
	requirement: str
	bank: str


@pytest.fixture(scope="module")
def stored(host: Host, make: Factory, api: Callable[..., Api]) -> Iterator[Stored]:
	owner, pm = api(people.BUSINESS_OWNER), api(people.PM)
	said_by_all = {"title": TEXT, "description": TEXT, "reason": TEXT}
	returned = make.change("Submitted", **said_by_all)
	pm.act(CHANGE, returned, "Return", TEXT)
	dossier = make.dossier()
	wanted = {"project": dossier, "feature": TEXT, "priority": "High", "acceptance_criteria": TEXT}
	names = Stored(
		draft=make.change("Draft", **said_by_all),
		returned=returned,
		signing=make.change("Awaiting Signatures", **said_by_all),
		minutes=make.minutes(),
		client=make.client(),
		dossier=dossier,
		requirement=pm.create("Requirement", **wanted)["name"],
		bank=make.project(),
	)
	owner.ok(owner.upload(CHANGE, names.draft))
	for doctype, name in ((CHANGE, names.draft), ("Requirement", names.requirement)):
		for session in (owner, pm):
			session.call("client_mgmt.api.portal.say", doctype=doctype, name=name, text=TEXT, asks=1)
	pm.call(
		"frappe.desk.form.utils.add_comment",
		reference_doctype=CHANGE,
		reference_name=names.draft,
		content=TEXT,
		comment_email=people.PM.user,
		comment_by=people.PM.name,
	)
	persons = {person.user: person.name for person in (people.PM, people.BUSINESS_OWNER)}
	with host.connected() as frappe:
		poison_all(frappe, names, dict.fromkeys(persons, TEXT))
	yield names
	with host.connected() as frappe:
		poison_all(frappe, None, persons)


def poison_all(frappe: Any, names: Stored | None, persons: dict[str, str]) -> None:
	if names:
		about = ((CHANGE, names.draft), (MINUTES, names.minutes), ("Client", names.client))
		for doctype, name in (*about, (PROJECT, names.dossier)):
			poison(frappe, doctype, name)
		for row in frappe.get_all("File", filters={"attached_to_name": names.draft}, pluck="name"):
			frappe.db.set_value("File", row, "file_name", TEXT)
		for row in frappe.get_all("Comment", filters={"reference_name": names.draft}, pluck="name"):
			frappe.db.set_value("Comment", row, "content", TEXT)
	for user, name in persons.items():
		frappe.db.set_value("User", user, {"full_name": name, "first_name": name})
	frappe.db.commit()
	frappe.clear_cache()


def poison(frappe: Any, doctype: str, name: str) -> None:
	"""Writes the text into every text column of a document and of its rows, past the checks of a save."""
	meta = frappe.get_meta(doctype)
	plain = [
		df.fieldname
		for df in meta.fields
		if df.fieldtype in KINDS and not df.options and not df.get("is_virtual") and not df.hidden
	]
	if plain:
		frappe.db.set_value(doctype, name, dict.fromkeys(plain, TEXT), update_modified=False)
	rows = {"parent": name, "parenttype": doctype}
	for table in meta.get_table_fields():
		for row in frappe.get_all(table.options, filters=rows, pluck="name"):
			poison(frappe, table.options, row)


def staff_pages(names: Stored) -> list[str]:
	return [
		"/",
		f"/change/{names.draft}",
		f"/change/{names.returned}",
		f"/change/{names.signing}",
		f"/sign/change-request/{names.signing}",
		f"/doc/change-request/{names.draft}",
		"/list/change-request",
		"/list/change-request?view=board",
		f"/doc/requirement/{names.requirement}",
		"/list/change-request?search=hurtful",
		f"/doc/meeting-minutes/{names.minutes}",
		"/list/meeting-minutes",
		f"/doc/project-archive/{names.dossier}",
	]


def sales_pages(names: Stored) -> list[str]:
	return [f"/doc/client/{names.client}", "/list/client"]


def client_pages(names: Stored) -> list[str]:
	return [
		"/portal",
		f"/portal/project/{names.bank}",
		f"/portal/project/{names.dossier}?tab=requirements",
		f"/portal/requirement/{names.requirement}",
		f"/portal/minutes/{names.minutes}",
		f"/change/{names.draft}",
		f"/change/{names.draft}/edit",
		f"/sign/change-request/{names.signing}",
		"/list/change-request",
	]


@pytest.mark.parametrize(
	("person", "pages", "screen"),
	[
		(people.PM, staff_pages, DESK),
		(people.SALES, sales_pages, DESK),
		(people.BUSINESS_OWNER, client_pages, PHONE),
	],
	ids=["staff", "sales", "client"],
)
def test_stored_text_shows_as_text(
	visit: Visits,
	stored: Stored,
	person: Person,
	pages: Callable[[Stored], list[str]],
	screen: tuple[int, int],
) -> None:
	page = visit(person, "/more", screen=screen)
	asked: list[str] = []
	page.on("dialog", lambda dialog: asked.append(dialog.message))
	harm: list[str] = []
	for address in pages(stored):
		page.goto(f"/client-mgmt{address}")
		settled(page)
		shown = page.get_by_role("main").inner_text() + page.evaluate(TYPED)
		for tab in range(page.get_by_role("tab").count()):
			page.get_by_role("tab").nth(tab).click()
			settled(page)
			harm += [f"{address} tab {tab}: {one}" for one in page.evaluate(HARM)]
			shown += page.get_by_role("main").inner_text() + page.evaluate(TYPED)
		harm += [f"{address}: {one}" for one in page.evaluate(HARM)]
		if SEEN not in shown:
			harm.append(f"{address}: the text is nowhere, and nothing is proved")
	assert (harm, asked) == ([], [])


def test_found_text_shows_as_text(visit: Visits, stored: Stored) -> None:
	page = visit(people.PM, "/more")
	settled(page)
	page.keyboard.press("Control+k")
	dialog = page.get_by_role("dialog")
	dialog.get_by_role("textbox").fill(SEEN)
	dialog.get_by_text(SEEN).first.wait_for()
	assert page.evaluate(HARM) == []


def test_a_printed_change_shows_it_as_text(stored: Stored, api: Callable[..., Api]) -> None:
	"""The file that the parties print: escaped, so that the browser that opens it runs nothing."""
	answer = api(people.PM).get(
		"/api/method/client_mgmt.api.requirements.change_file", params={"change_request": stored.signing}
	)
	assert answer.ok and "<img src=x" not in answer.text and "<script>hurt" not in answer.text
