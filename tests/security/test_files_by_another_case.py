"""URLs compare without case in a database, and with it on a disk: a file is read by its own record alone."""

from __future__ import annotations

from collections.abc import Callable

from tests.client import Api, refuses
from tests.factory import CHANGE, Factory

from client_mgmt.demo import people


def test_a_name_in_other_letters_opens_no_other_file(api: Callable[..., Api], make: Factory) -> None:
	"""The client uploads a file called as the vendor's cost sheet, in capitals."""
	manager, contact, name = api(people.PM), api(people.BUSINESS_OWNER), make.change()
	inside = manager.create("File", file_name="cost sheet.txt", content="our margin", is_private=1)
	for spelling in (
		"COST SHEET.txt",
		"Cost Sheet.TXT",
		"cost sheet.txt",
		"ｃost sheet.txt",
		"cóst sheet.txt",
	):
		own = contact.ok(contact.upload(CHANGE, name, f"theirs {spelling}".encode(), file_name=spelling))
		assert contact.get(own["file_url"]).text == f"theirs {spelling}"
		refuses(contact.get(inside["file_url"]), (403, 404))
	assert manager.get(inside["file_url"]).text == "our margin"
