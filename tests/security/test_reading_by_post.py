"""Issue 9, 28: what only reads answers to POST too, and opens nothing with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, Factory
from tests.hosts import DEMO_PASSWORD

from client_mgmt.demo import people

READING = (
	("client_mgmt.api.ui.page", {}),
	("client_mgmt.api.signing.evidence", {}),
	("client_mgmt.api.workflow.history", {}),
)


@pytest.mark.parametrize(("method", "more"), READING)
def test_another_clients_change_is_no_more_there_by_post(
	api: Callable[..., Api], guest: Api, make: Factory, method: str, more: dict[str, str]
) -> None:
	name = make.change()
	about = {"doctype": CHANGE, "name": name, **more}
	assert api(people.PM).try_call(method, **about).ok
	refuses(api(people.OTHER_CONTACT).try_call(method, **about), (403, 404))
	refuses(guest.try_call(method, **about), (403, 404))


def test_a_session_that_saw_a_page_reads_by_post_with_its_token(host: object, make: Factory) -> None:
	session = Api(host.url, people.PM.user, DEMO_PASSWORD)  # type: ignore[attr-defined]
	assert session.get("/app", headers={"Accept": "text/html"}).ok
	refuses(session.try_call("client_mgmt.api.ui.inbox"), 400, "CSRFTokenError")
	session.headers["X-Frappe-CSRF-Token"] = session.query("client_mgmt.api.ui.boot")["csrf_token"]
	assert session.try_call("client_mgmt.api.ui.inbox").ok


def test_a_link_field_learns_nothing_of_what_one_does_not_see(api: Callable[..., Api], make: Factory) -> None:
	"""Hidden and absent answer the same: null."""
	name = make.change()
	for docname in (name, "CR-0000-0000"):
		found = api(people.OTHER_PM).call("frappe.client.validate_link", doctype=CHANGE, docname=docname)
		assert found["name"] is None
	refuses(
		api(people.OTHER_CONTACT).try_call("frappe.client.validate_link", doctype=CHANGE, docname=name), 403
	)


def test_a_draft_is_deleted_by_who_made_it_while_nothing_happened_to_it(
	api: Callable[..., Api], make: Factory
) -> None:
	"""Somebody else's draft, and one that has moved, stay; a client's login deletes nothing."""
	own = api(people.PM).create(CHANGE, **_values(make))["name"]
	refuses(api(people.TECH_LEAD).try_delete(CHANGE, own), 403)
	refuses(api(people.BUSINESS_OWNER).try_delete(CHANGE, own), 403)
	assert api(people.PM).try_delete(CHANGE, own).ok
	refuses(api(people.PM).try_read(CHANGE, own), 404)
	moved = make.change("Submitted")
	for person in (people.PM, people.BUSINESS_OWNER, "Administrator"):
		refuses(api(person).try_delete(CHANGE, moved), (403, 417))


def _values(make: Factory) -> dict[str, str]:
	return {
		"title": "草稿",
		"project": make.project(),
		"description": "报表导出增加 Excel 格式。",
		"reason": "财务每月需要复核清算报表。",
	}
