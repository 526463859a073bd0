"""Likely duplicates over REST: told at creation, asked for before it, kept for the managers."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.clients import CANDIDATE, brand, code, mobile, pairs, told

from client_mgmt.demo import people


@pytest.fixture
def sales(api: Callable[..., Api]) -> Api:
	return api(people.SALES)


@pytest.fixture
def manager(api: Callable[..., Api]) -> Api:
	return api(people.MANAGER)


def test_a_like_name_is_told_and_kept(sales: Api, admin: Api) -> None:
	"""S004-09: 200 with a warning that names the match; the pair waits for a manager."""
	name = brand()
	first = sales.create("Client", client_name=f"北京{name}科技有限公司")["name"]
	answer = sales.try_create("Client", client_name=f"{name}科技(上海)股份有限公司")
	second = answer.json()["data"]["name"]
	assert f"{first} 北京{name}科技有限公司: Same name, other region" in told(answer)
	(pair,) = pairs(admin, first, second)
	assert (pair["score"], pair["signs"], pair["status"]) == (80, "Same name, other region", "Open")


def test_what_a_warning_says_is_no_markup(sales: Api) -> None:
	"""A client's name is text wherever it is shown."""
	name = brand()
	sales.create("Client", client_name=f"{name} <b>x</b>")
	warning = told(sales.try_create("Client", client_name=f"{name} 〈b〉x〈/b〉"))
	assert name in warning
	assert "<b>" not in warning


def test_another_name_is_not_told(sales: Api) -> None:
	"""S004-09: no warning without a sign."""
	assert told(sales.try_create("Client", client_name=brand())) == ""


def test_a_new_name_is_compared_too(sales: Api, admin: Api) -> None:
	"""S004-09."""
	name = brand()
	first, second = (sales.create("Client", client_name=title)["name"] for title in (name, brand()))
	warning = told(sales.try_update("Client", second, client_name=f"{name}有限公司"))
	assert first in warning
	assert len(pairs(admin, first, second)) == 1
	assert told(sales.try_update("Client", second, city="苏州")) == ""


def test_numbers_and_addresses_of_contacts_are_compared(sales: Api, admin: Api) -> None:
	"""S004-13: however a number is spelled; within one client another contact is named."""
	first, second = (sales.create("Client", client_name=brand())["name"] for _number in range(2))
	phone, mail = mobile(), f"{secrets.token_hex(4)}@Client.example"
	sales.create("Client Contact", contact_name="甲", client=first, phone=phone, email=mail)
	spelled = f"+86 {phone[:3]}-{phone[3:7]}-{phone[7:]}"
	answer = sales.try_create("Client Contact", contact_name="乙", client=second, phone=spelled)
	assert first in told(answer)
	assert [pair["signs"] for pair in pairs(admin, first, second)] == ["Same telephone number"]
	again = sales.try_create("Client Contact", contact_name="丙", client=second, phone=phone)
	assert "乙" in told(again)
	other = sales.create("Client", client_name=brand())["name"]
	by_mail = sales.try_create("Client Contact", contact_name="丁", client=other, email=mail.lower())
	assert "Same e-mail address" in told(by_mail)


def test_a_credit_code_is_one_clients(sales: Api, api: Callable[..., Api]) -> None:
	"""S004-10: refused, with a sentence that names the other to who may see it alone."""
	taken, name = code(), brand()
	client = sales.create("Client", client_name=name, uscc=taken)["name"]
	refuses(sales.try_create("Client", client_name="x", uscc=taken), 417, "UniqueValidationError", client)
	answer = api(people.OTHER_PM).try_create("Client", client_name="x", uscc=taken.lower())
	refuses(answer, 417, "UniqueValidationError", "another client of the firm")
	assert client not in answer.text
	assert name not in answer.text


def test_duplicates_are_asked_for_before_entering(sales: Api) -> None:
	"""S004-09, -10, -13: by each of the four."""
	name, taken, phone, mail = brand(), code(), mobile(), f"{secrets.token_hex(4)}@client.example"
	client = sales.create("Client", client_name=name, uscc=taken)["name"]
	sales.create("Client Contact", contact_name="甲", client=client, phone=phone, email=mail)
	method = "client_mgmt.api.clients.possible_duplicates"
	for asked, reason in (
		({"client_name": f"{name}集团"}, "Same name"),
		({"uscc": taken.lower()}, "Same credit code"),
		({"phone": f"0086{phone}"}, "Same telephone number"),
		({"email": mail.upper()}, "Same e-mail address"),
	):
		found = sales.query(method, **asked)
		assert [(row["client"], row["reasons"]) for row in found["matches"]] == [(client, [reason])]
		assert found["others"] is False
	assert sales.query(method) == {"matches": [], "others": False}


def test_a_pair_is_decided_with_a_reason(manager: Api, sales: Api, admin: Api) -> None:
	"""S004-09: not a duplicate, by whom; the scan leaves that alone."""
	name = brand()
	first, second = (sales.create("Client", client_name=name)["name"] for _number in range(2))
	(pair,) = pairs(admin, first, second)
	refuses(manager.try_update(CANDIDATE, pair["name"], status="Not a Duplicate"), 417, "MandatoryError")
	row = manager.update(CANDIDATE, pair["name"], status="Not a Duplicate", reason="两家同名公司")
	assert row["decided_by"] == people.MANAGER.user
	for values in ({"score": 1}, {"client_a": second}, {"decided_by": "x"}, {"status": "Merged"}):
		refuses(manager.try_update(CANDIDATE, pair["name"], **values), 417)
	refuses(manager.try_delete(CANDIDATE, pair["name"]), (403, 417))
	refuses(manager.try_create(CANDIDATE, client_a=first, client_b=second), (403, 417))


def test_a_client_is_deleted_with_its_pairs(manager: Api, sales: Api, admin: Api) -> None:
	name = brand()
	first, second = (sales.create("Client", client_name=name)["name"] for _number in range(2))
	assert manager.try_delete("Client", second).ok
	assert pairs(admin, first, second) == []


def test_the_scan_finds_and_forgets(site: Any) -> None:
	"""S004-09: what came past the check is found at night; a pair that is none now goes, a decided
	one stays; a second run changes nothing."""
	from client_mgmt.client_archive.clients import duplicates

	name, other = brand(), brand()
	titles = (name, name, other, other)
	clients = [site.get_doc({"doctype": "Client", "client_name": title}).insert().name for title in titles]
	rows = site.get_all(CANDIDATE, filters={"client_a": ("in", clients)}, fields=["name", "pair_key"])
	assert {row.pair_key for row in rows} == {"|".join(clients[:2]), "|".join(clients[2:])}
	decided = next(row.name for row in rows if row.pair_key == "|".join(clients[2:]))
	site.db.set_value(CANDIDATE, decided, "status", "Not a Duplicate")
	renamed = brand()
	keys = {"name_key": renamed, "name_pinyin": "x", "client_name": renamed}
	site.db.set_value("Client", clients[1], keys)
	site.db.set_value("Client", clients[3], keys)
	for _run in range(2):
		duplicates.scan()
		rows = site.get_all(CANDIDATE, filters={"client_b": ("in", clients)}, fields=["pair_key", "status"])
		assert {(row.pair_key, row.status) for row in rows} == {
			("|".join(clients[2:]), "Not a Duplicate"),
			(f"{clients[1]}|{clients[3]}", "Open"),
		}


def test_older_sites_get_their_keys(site: Any) -> None:
	"""The patch fills what the check compares."""
	from client_mgmt.patches.v0_2 import fill_duplicate_keys

	client = site.get_doc({"doctype": "Client", "client_name": "北京恒泰春秋有限公司"}).insert()
	person = {"doctype": "Client Contact", "contact_name": "x", "client": client.name, "phone": "95588"}
	contact = site.get_doc(person).insert()
	site.db.set_value("Client", client.name, {"name_key": None, "name_pinyin": None})
	site.db.set_value("Client Contact", contact.name, "phone_key", None)
	fill_duplicate_keys.execute()
	keys = site.db.get_value("Client", client.name, ["name_key", "name_pinyin"])
	assert tuple(keys) == ("恒泰春秋", "hengtaichunqiu")
	assert site.db.get_value("Client Contact", contact.name, "phone_key") == "95588"
