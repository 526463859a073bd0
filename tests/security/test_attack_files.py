"""Attacks on files: out of the site's folders, and at the bytes of attachments that were signed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, Factory

from client_mgmt.demo import people

ABSENT = ("FileNotFoundError", "OSError")  # Frappe reads the file before it asks
OUTSIDE = (
	"/files/../../site_config.json",
	"/private/files/../../site_config.json",
	"/files/%2e%2e/%2e%2e/site_config.json",
	"/files/..%252f..%252fsite_config.json",
	"/files/..\\..\\site_config.json",
	"/private/files/../../../common_site_config.json",
)


@pytest.fixture(scope="module")
def signed(api: Callable[..., Api], make: Factory) -> tuple[str, dict[str, Any]]:
	"""A signed change and the File of its attachment."""
	contact, name = api(people.BUSINESS_OWNER), make.change()
	file = contact.ok(contact.upload(CHANGE, name, f"specification of {name}".encode()))
	make.bring(name, "Signed")
	return name, file


@pytest.mark.parametrize("url", OUTSIDE)
def test_no_file_leads_out_of_the_site(api: Callable[..., Api], admin: Api, url: str) -> None:
	"""Frappe copies what `file_url` points to into a file of that name, which everybody may download."""
	for person in (api(people.DEVELOPER), admin):
		for private in (0, 1):
			values = {"file_url": url, "file_name": "taken.txt", "is_private": private}
			refuses(person.try_create("File", **values), (403, 417), broken=ABSENT)
		refuses(
			person.post("/api/method/upload_file", data={"file_url": url, "is_private": 1}),
			(403, 417),
			broken=ABSENT,
		)
		nested = {"doctype": "File", "file_url": url, "file_name": "taken.txt"}
		refuses(person.try_call("frappe.client.insert", doc=nested), (403, 417), broken=ABSENT)
		text = json.dumps(nested).replace("..", "\\u002e.").replace("files", "\\u0066iles")
		refuses(person.try_call("frappe.client.insert", doc=text), (403, 417), broken=ABSENT)
		refuses(person.try_update("User", person.user, user_image=url), (403, 417), broken=ABSENT)
	own = admin.create("File", file_name="own.txt", content="own", is_private=1)
	refuses(admin.try_update("File", own["name"], file_url=url), (403, 417), broken=ABSENT)
	assert "anchor_key" not in admin.get("/files/taken.txt").text


def test_bytes_of_a_signed_attachment_rest(admin: Api, signed: tuple[str, dict[str, Any]]) -> None:
	"""By a second record of the same URL, which hangs on nothing."""
	name, file = signed
	url = file["file_url"]
	admin.try_create("File", file_url=url, file_name="public.txt", is_private=0)
	answer = admin.try_create("File", file_url=url, file_name="second.txt", is_private=1)
	if answer.ok:
		second = answer.json()["data"]["name"]
		for values in ({"is_private": 0}, {"content": "forged"}, {"file_url": "/private/files/other.txt"}):
			admin.try_update("File", second, **values)
		admin.try_delete("File", second)
	admin.try_create("File", file_name=url.rsplit("/", 1)[-1], content="forged", is_private=1)
	assert admin.get(url).text == f"specification of {name}"
	assert admin.verdict(CHANGE, name)["valid"]


@pytest.mark.parametrize(
	"values",
	[
		{"content": "forged"},
		{"content": "Zm9yZ2Vk", "decode": 1},
		{"file_url": "/private/files/other.txt"},
		{"file_name": "other.txt"},
		{"is_private": 0},
		{"is_folder": 1},
		{"attached_to_doctype": None},
		{"attached_to_name": ""},
	],
	ids=str,
)
def test_the_record_of_a_signed_attachment_rests(
	admin: Api, signed: tuple[str, dict[str, Any]], values: dict[str, Any]
) -> None:
	name, file = signed
	refuses(admin.try_update("File", file["name"], **values), (403, 404, 417))
	assert admin.get(file["file_url"]).text == f"specification of {name}"
	assert admin.verdict(CHANGE, name)["valid"]


def test_nothing_is_attached_under_another_spelling(
	api: Callable[..., Api], admin: Api, signed: tuple[str, dict[str, Any]]
) -> None:
	"""The database finds `cr-2026-0001` and `CR-2026-0001 ` as well."""
	name, _file = signed
	free = admin.create("File", file_name="free.txt", content="free", is_private=1)["name"]
	for doctype in (CHANGE, CHANGE.lower(), f"{CHANGE} "):
		for spelling in (name, name.lower(), f"{name} ", f"\u200b{name}"):
			place = {"attached_to_doctype": doctype, "attached_to_name": spelling}
			values = {"file_name": "late.txt", "content": "late", "is_private": 1, **place}
			refuses(admin.try_create("File", **values), (403, 404, 417))
			refuses(admin.try_update("File", free, **place), (403, 404, 417))
			refuses(admin.upload(doctype, spelling), (403, 404, 417), broken=("ImportError",))
	assert admin.verdict(CHANGE, name)["valid"]
	listed = api(people.BUSINESS_OWNER).query("client_mgmt.api.portal.attachments", doctype=CHANGE, name=name)
	assert len(listed) == 1
