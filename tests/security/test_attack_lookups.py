"""Attacks by asking for one document: rows and columns of what a member of staff does not see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, FREIGHT, Factory

from client_mgmt.demo import people

GET = "frappe.client.get"


@pytest.fixture(scope="module")
def stranger(api: Callable[..., Api]) -> Api:
	"""The project manager of the other project."""
	return api(people.OTHER_PM)


@pytest.mark.parametrize("path", ["/api/method/", "/api/v1/method/", "/api/v2/method/"])
def test_rows_are_not_found_by_filters(stranger: Api, make: Factory, path: str) -> None:
	name = make.change()
	for filters in ({"parent": name}, [["parent", "=", name]], [["Change Item", "parent", "=", name]]):
		for key in ("filters", "name"):
			body: dict[str, Any] = {"doctype": "Change Item", key: filters, "parent": CHANGE}
			refuses(stranger.request("GET", path + GET, json=body), (403, 404, 417))
			refuses(stranger.post(path + GET, json=body), (403, 404, 417))
	refuses(stranger.post("/", data={"cmd": GET, "doctype": "Change Item", "filters": "{}"}), (403, 404, 417))


@pytest.mark.parametrize("key", ["filters", "name"])
def test_filters_tell_nothing_about_hidden_documents(stranger: Api, make: Factory, key: str) -> None:
	"""The answer to a filter that a hidden document fulfils is the one to a filter that none fulfils."""
	name, client = make.change(), make.client()
	for doctype, hidden in ((CHANGE, name), ("Client", client)):
		answers = []
		for pattern in ("%", "zz-none-%"):
			body = {"doctype": doctype, key: {"name": hidden, "owner": ["like", pattern]}}
			answers.append(stranger.request("GET", f"/api/method/{GET}", json=body).status_code)
		assert answers[0] == answers[1] and answers[0] in (403, 404, 417)


def test_what_is_seen_is_found(stranger: Api, make: Factory) -> None:
	name = make.change(project=FREIGHT)
	assert stranger.query(GET, doctype=CHANGE, filters={"name": name})["name"] == name
	row = stranger.query(GET, doctype="Change Item", filters={"parent": name}, parent=CHANGE)
	assert row["parent"] == name


def test_files_of_others_are_not_searched(api: Callable[..., Api], stranger: Api, make: Factory) -> None:
	contact, name = api(people.BUSINESS_OWNER), make.change()
	file = contact.ok(contact.upload(CHANGE, name, name.encode()))
	for method, arguments in (("in_folder", {"folder": "Home"}), ("by_search_text", {"text": "paper"})):
		answer = stranger.try_query(f"frappe.core.api.file.get_files_{method}", **arguments)
		assert file["name"] not in answer.text
	refuses(stranger.get(file["file_url"]), 403)
