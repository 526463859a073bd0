"""Attacks on the duplicate check and the merge: other people's clients, the system's columns, ways round."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
import requests
from tests.client import Api, refuses
from tests.clients import (
	API,
	CANDIDATE,
	REASON,
	brand,
	merged,
	mobile,
	pairs,
	preview,
	told,
	try_merge,
	twins,
)
from tests.factory import PROJECT, Factory

from client_mgmt.demo import people


@pytest.fixture
def manager(api: Callable[..., Api]) -> Api:
	return api(people.MANAGER)


@pytest.fixture
def sales(api: Callable[..., Api]) -> Api:
	return api(people.SALES)


def test_only_a_manager_merges(api: Callable[..., Api], sales: Api, manager: Api, guest: Api) -> None:
	source, target = twins(sales)
	digest = preview(manager, source, target)["digest"]
	for person in (people.PM, people.SALES, people.PMO, people.QUALITY, people.BUSINESS_OWNER):
		refuses(try_merge(api(person), source, target, digest), 403)
		refuses(api(person).try_query(API + "merge_preview", source=source, target=target), 403)
	refuses(try_merge(guest, source, target, digest), (401, 403))
	arguments = {"source": source, "target": target, "digest": digest, "reason": REASON}
	refuses(manager.try_query(API + "merge", **arguments), 403)
	refuses(try_merge(manager, source, target, digest, "  "), 417, "MandatoryError")


@pytest.mark.parametrize("spelling", [str, str.lower])
def test_a_client_is_not_merged_into_itself(manager: Api, sales: Api, spelling: Callable[[str], str]) -> None:
	source, _target = twins(sales)
	refuses(try_merge(manager, source, spelling(source)), (404, 417))
	assert manager.read("Client", source)["lifecycle"] == "Prospect"


def test_there_is_no_way_round_by_rename(manager: Api, sales: Api, admin: Api) -> None:
	source, target = twins(sales)
	for caller in (manager, admin):
		for extra in ({"merge": 1}, {"merge": True, "force": True}, {}):
			arguments = {"doctype": "Client", "old_name": source, "new_name": target, **extra}
			refuses(caller.try_call("frappe.client.rename_doc", **arguments), (403, 404, 409, 417))
	assert admin.read("Client", source).get("merged_into") is None


@pytest.mark.parametrize("merge", [True, False])
def test_there_is_no_way_round_in_the_process(site: Any, merge: bool) -> None:
	clients = [site.get_doc({"doctype": "Client", "client_name": brand()}).insert().name for _n in range(2)]
	new = clients[1] if merge else "CLI-NEW"
	with pytest.raises(site.ValidationError, match="keeps its number"):
		site.rename_doc("Client", clients[0], new, merge=merge, force=True)
	doc = site.get_doc("Client", clients[0])
	doc.merged_into = clients[1]
	with pytest.raises(site.ValidationError, match="kept by the system"):
		doc.save()


def test_two_merges_at_once(manager: Api, sales: Api, host: Any, admin: Api) -> None:
	"""A into B and B into A at the same time: one wins, the other is told."""
	first, second = twins(sales)
	ways = [(first, second), (second, first)]
	digests = [preview(manager, *way)["digest"] for way in ways]
	people_ = [Api(host.url, manager.user, manager.password) for _way in ways]
	answers: list[requests.Response] = []
	threads = [
		threading.Thread(target=lambda i=i: answers.append(try_merge(people_[i], *ways[i], digests[i])))
		for i in range(2)
	]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert sorted(answer.status_code for answer in answers) == [200, 417]
	merged_into = [admin.read("Client", client).get("merged_into") for client in (first, second)]
	assert sorted(map(bool, merged_into)) == [False, True]
	assert [pair["status"] for pair in pairs(admin, first, second)] == ["Merged"]


def test_pairs_of_a_merged_client_stay_decided(manager: Api, sales: Api, admin: Api) -> None:
	source, target = twins(sales)
	merged(manager, source, target)
	(pair,) = pairs(admin, source, target)
	refuses(manager.try_update(CANDIDATE, pair["name"], status="Open"), 417, contains="for good")


@pytest.mark.parametrize("field", ["name_key", "name_pinyin", "merged_into", "chain_head", "chain_count"])
def test_the_systems_columns_are_its_own(sales: Api, field: str) -> None:
	name = brand()
	first, second = (sales.create("Client", client_name=title)["name"] for title in (name, brand()))
	value = 7 if field == "chain_count" else first
	refuses(sales.try_update("Client", second, **{field: value}), 417, contains="kept by the system")
	refuses(sales.try_create("Client", client_name=brand(), **{field: value}), 417, contains="kept by")


def test_a_phone_key_is_the_systems(sales: Api) -> None:
	client = sales.create("Client", client_name=brand())["name"]
	contact = sales.create("Client Contact", contact_name="甲", client=client, phone=mobile())["name"]
	refuses(sales.try_update("Client Contact", contact, phone_key="1"), 417, contains="kept by the system")


def test_hidden_clients_stay_hidden(sales: Api, api: Callable[..., Api], admin: Api) -> None:
	"""Who does not see the other learns that there is one, and nothing of it: by warning, question, list."""
	name, phone = brand(), mobile()
	hidden = sales.create("Client", client_name=f"{name}有限公司", city="秘密之城")["name"]
	sales.create("Client Contact", contact_name="保密人", client=hidden, phone=phone)
	stranger = api(people.OTHER_PM)
	answer = stranger.try_create("Client", client_name=name)
	asked = stranger.try_query("client_mgmt.api.clients.possible_duplicates", client_name=name, phone=phone)
	own = answer.json()["data"]["name"]
	contact = stranger.try_create("Client Contact", contact_name="x", client=own, phone=phone)
	for response in (answer, contact):
		assert "another client of the firm" in told(response)
	(seen,) = [row["client"] for row in asked.json()["message"]["matches"]]
	assert seen == own
	assert asked.json()["message"]["others"] is True
	for response in (answer, asked, contact):
		for secret in (hidden, f"{name}有限公司", "秘密之城", "保密人", "Same name, other"):
			assert secret not in response.text
	refuses(stranger.try_list(CANDIDATE), 403)
	(pair,) = pairs(admin, hidden, own)
	refuses(stranger.try_read(CANDIDATE, pair["name"]), 404)


def test_only_managers_and_the_office_see_pairs(api: Callable[..., Api], sales: Api, admin: Api) -> None:
	name = brand()
	first, second = (sales.create("Client", client_name=name)["name"] for _number in range(2))
	(pair,) = pairs(admin, first, second)
	for person in (people.MANAGER, people.PMO):
		assert api(person).read(CANDIDATE, pair["name"])["score"] == 95
	for person in (people.SALES, people.PM, people.QUALITY, people.BUSINESS_OWNER):
		refuses(api(person).try_read(CANDIDATE, pair["name"]), (403, 404))


def test_a_client_side_login_asks_nothing(api: Callable[..., Api], guest: Api, make: Factory) -> None:
	"""Nobody on a client's side learns whom we know."""
	client = make.api("Administrator").read(PROJECT, make.project())["client"]
	for caller in (api(people.BUSINESS_OWNER), guest):
		for method, arguments in (
			("possible_duplicates", {"client_name": "银行"}),
			("merge_preview", {"source": client, "target": client}),
		):
			refuses(caller.try_query(f"client_mgmt.api.clients.{method}", **arguments), (401, 403))
	refuses(
		api(people.DEVELOPER).try_query("client_mgmt.api.clients.possible_duplicates", client_name="x"), 403
	)
