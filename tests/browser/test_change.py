"""A change request through the web app: each step by the person whose it is, in a browser of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser import steps
from tests.browser.visits import PHONE, Visits
from tests.client import Api
from tests.factory import BANK, CHANGE, Factory, unique

from client_mgmt.demo import people, texts
from client_mgmt.domain.evidence import verify_evidence

if TYPE_CHECKING:
	from playwright.sync_api import Page

pytestmark = pytest.mark.timeout(300)
Axe = Callable[["Page"], list[str]]

ASSESSMENT = {
	"Impact on Scope": texts.ASSESSMENT["scope_impact"],
	"Impact on Schedule (Days)": "3",
	"Change of Contract Price": "18000",
	"Effort (Person Days)": "6",
	"Impact on Quality": texts.ASSESSMENT["quality_impact"],
	"Response Plan": texts.ASSESSMENT["response_plan"],
}


def raise_change(page: Page, title: str, feature: str) -> None:
	"""At the page "Raise a change", up to its being submitted, which is not offered before all is there."""
	from playwright.sync_api import expect

	steps.choose(page, "Project", BANK)
	page.get_by_label("Title").fill(title)
	page.get_by_label("Description").fill(texts.CHANGE_DESCRIPTION)
	page.get_by_label("Reason").fill(texts.CHANGE_REASON)
	page.get_by_role("button", name="Add a requirement").click()
	item = page.get_by_role("group", name="Item 1")
	item.get_by_label("Proposed Feature").fill(feature)
	item.get_by_label("Proposed Acceptance").fill("可以演示")
	submit = page.get_by_role("button", name="Submit", exact=True)
	expect(submit).to_be_disabled()
	steps.choose(page, "Proposed Priority", "High")
	submit.click()
	steps.expect_state(page, "Submitted")


def assess(page: Page) -> None:
	"""Enters the impact at the request's page, then completes the assessment."""
	impact = page.get_by_role("region", name="Impact")
	impact.get_by_role("button", name="Edit").click()
	box = steps.dialog(page)
	for label, text in ASSESSMENT.items():
		box.get_by_label(label, exact=True).fill(text)
	steps.choose(page, "Risk Level", "Medium")
	box.get_by_role("button", name="Save").click()
	steps.expect_shown(impact.get_by_text(ASSESSMENT["Impact on Quality"]))
	steps.step(page, "Complete Assessment", "Awaiting Signatures")


def to_record(page: Page, state: str) -> None:
	"""From the receipt of a signature to the request, which stands in this state now."""
	page.get_by_role("link", name="To the record").click()
	steps.expect_state(page, state)


def test_from_raise_to_acceptance_with_five_people(visit: Visits, api: Callable[..., Api]) -> None:
	"""S000-47 to S000-52: raised, reviewed, assessed, signed by both, scheduled, implemented, accepted."""
	title, feature = unique("扫码支付"), unique("扫码付款")
	client = visit(people.CLIENT_PRODUCT)
	client.get_by_role("link", name="Raise a change").click()
	raise_change(client, title, feature)

	manager = visit(people.PM)
	steps.open_task(manager, title)
	steps.step(manager, "Accept for Assessment", "Under Assessment")

	lead = visit(people.TECH_LEAD)
	steps.open_task(lead, title)
	assess(lead)

	owner = visit(people.BUSINESS_OWNER)
	steps.open_task(owner, title)
	steps.expect_shown(owner.get_by_text(feature))
	steps.sign(owner)
	steps.open_task(manager, title)
	steps.sign(manager)
	to_record(manager, "Signed")
	steps.step(manager, "Schedule", "Scheduled")

	steps.open_task(lead, title)
	steps.step(lead, "Complete", "Implemented")

	steps.open_task(owner, title)
	steps.sign(owner)
	to_record(owner, "Closed")

	quality = visit(people.QUALITY, f"/change/{owner.url.rsplit('/', 1)[-1]}")
	quality.get_by_role("tab", name="Evidence").click()
	quality.get_by_role("button", name="Verify now").click()
	steps.expect_shown(quality.get_by_text("Every entry fits, and the approval is in force."))
	added = api(people.PM).list("Requirement", filters={"feature": feature}, fields=["status"])
	assert added == [{"status": "Baselined"}]


def test_a_client_declines_and_the_manager_reads_why(
	visit: Visits, make: Factory, api: Callable[..., Api], accessible: Axe
) -> None:
	"""The reason stands in the history; the request goes back, and nothing of it is in force."""
	name = make.change("Awaiting Signatures")
	title, why = api(people.PM).read(CHANGE, name)["title"], "费用须先由财务部确认"
	owner = visit(people.BUSINESS_OWNER, screen=PHONE)
	steps.open_task(owner, title)
	owner.get_by_role("button", name="Decline…").click()
	assert accessible(owner) == []
	steps.dialog(owner).get_by_label("Reason").fill(why)
	steps.dialog(owner).get_by_role("button", name="Decline").click()
	steps.expect_shown(owner.get_by_role("heading", name="You have declined"))

	manager = visit(people.PM, f"/change/{name}")
	steps.expect_state(manager, "Returned")
	manager.get_by_role("tab", name="History").click()
	steps.expect_shown(manager.get_by_role("tabpanel").get_by_text(why).first)
	assert api(people.PM).read(CHANGE, name)["in_force"] == 0


def test_signed_on_a_phone_and_proven_without_the_server(
	visit: Visits, make: Factory, accessible: Axe, tmp_path: Path
) -> None:
	"""At 360 px: what is signed is read in words; receipt and pack are kept, one vouches for the other."""
	name = make.change("Awaiting Signatures")
	phone = visit(people.BUSINESS_OWNER, f"/sign/change-request/{name}", screen=PHONE)
	steps.expect_shown(phone.get_by_text(texts.CHANGE_REASON))
	steps.sign(phone)
	assert accessible(phone) == []
	assert phone.evaluate("document.documentElement.scrollWidth") == PHONE[0]
	receipt, pack = tmp_path / "receipt.txt", tmp_path / "pack.json"
	steps.download(phone, "Receipt").save_as(receipt)
	steps.download(phone, "Evidence pack").save_as(pack)
	proof = receipt.read_text(encoding="utf-8").split()[-1]
	command = [sys.executable, "-I", "-S", verify_evidence.__file__, str(pack), "--receipt", proof]
	done = subprocess.run(command, capture_output=True, text=True, check=False)
	assert (done.returncode, done.stderr) == (verify_evidence.VERIFIED, ""), done.stdout
	assert "vouched for by the receipt" in done.stdout
