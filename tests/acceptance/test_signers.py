"""Issue 2: "two signers at the same instant, 200 rounds: always exactly one transition and two records".

ACCEPTANCE_ROUNDS changes the number. A change is reopened and assessed again for each round; after a few
rounds a new one is taken, so that the length of a chain does not hide a race.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from tests.acceptance.process import Served
from tests.client import Api, errors
from tests.factory import CHANGE, Factory

from client_mgmt.demo import people
from client_mgmt.demo.people import Person

ROUNDS = int(os.environ.get("ACCEPTANCE_ROUNDS") or 200)
ROUNDS_OF_A_CHANGE = 10
TWO = (people.BUSINESS_OWNER, people.PM)
FOUR = (*TWO, people.CLIENT_PRODUCT, people.TECH_LEAD)


def at_once(api: Callable[[Person], Api], signers: Iterable[Person], name: str) -> list[requests.Response]:
	"""All of them sign what they were shown, released by one barrier."""
	sessions = [api(person) for person in signers]
	digest = sessions[0].package(CHANGE, name)["digest"]
	barrier = threading.Barrier(len(sessions))

	def sign(session: Api) -> requests.Response:
		barrier.wait()
		return session.try_sign(CHANGE, name, digest)

	with ThreadPoolExecutor(len(sessions)) as pool:
		return list(pool.map(sign, sessions))


def again(api: Callable[[Person], Api], name: str) -> None:
	"""Opens the next round."""
	api(people.PM).act(CHANGE, name, "Reopen", "再签一轮")
	api(people.TECH_LEAD).act(CHANGE, name, "Complete Assessment")


def records(host: Served, name: str, number: int) -> list[dict]:
	"""The Signature Records of a round, read past the server."""
	sql = "SELECT * FROM `tabSignature Record` WHERE reference_name = ? AND round = ?"
	with host.sqlite() as database:
		return [dict(row) for row in database.execute(sql, (name, str(number)))]


def signed_transitions(admin: Api, name: str) -> int:
	return sum(event["to_state"] == "Signed" for event in admin.history(CHANGE, name))


@pytest.mark.timeout(ROUNDS * 2 + 120)
def test_two_signers_at_the_same_instant(host: Served, api: Callable, admin: Api, make: Factory) -> None:
	name = ""
	for turn in range(ROUNDS):
		number = turn % ROUNDS_OF_A_CHANGE + 1
		name = make.change("Awaiting Signatures") if number == 1 else name
		if number > 1:
			again(api, name)
		answers = at_once(api, TWO, name)
		assert [answer.status_code for answer in answers] == [200, 200], [
			errors(answer) for answer in answers
		]
		found = records(host, name, number)
		assert {row["party"] for row in found} == {"Client", "Vendor"}
		assert len(found) == 2
		verdict = admin.verdict(CHANGE, name)
		assert verdict["problems"] == []
		assert verdict["valid"] and verdict["in_force"] and verdict["chain_ok"]
		assert signed_transitions(admin, name) == number


def test_two_people_of_each_party_at_the_same_instant(
	host: Served, api: Callable, admin: Api, make: Factory
) -> None:
	"""Guarantee 4: one record a party, whoever comes first; the others are refused."""
	name = make.change("Awaiting Signatures")
	for number in range(1, 6):
		if number > 1:
			again(api, name)
		answers = at_once(api, FOUR, name)
		assert sorted(answer.status_code for answer in answers) == [200, 200, 417, 417]
		assert {row["party"] for row in records(host, name, number)} == {"Client", "Vendor"}
		assert len(records(host, name, number)) == 2
		assert admin.verdict(CHANGE, name)["valid"]
		assert signed_transitions(admin, name) == number


def test_one_person_twice_at_the_same_instant(host: Served, api: Callable, make: Factory) -> None:
	"""Guarantee 4: the same person repeating gets the existing record."""
	name = make.change("Awaiting Signatures")
	answers = at_once(api, (people.PM, people.PM), name)
	assert len({answer.json()["message"]["name"] for answer in answers}) == 1
	assert len(records(host, name, 1)) == 1


def test_signing_and_declining_at_the_same_instant(
	host: Served, api: Callable, admin: Api, make: Factory
) -> None:
	"""A round ends once: declined it is, whichever of the two came first."""
	for _turn in range(3):
		name = make.change("Awaiting Signatures")
		digest = api(people.PM).package(CHANGE, name)["digest"]
		with ThreadPoolExecutor(2) as pool:
			signing = pool.submit(api(people.PM).try_sign, CHANGE, name, digest)
			declining = pool.submit(
				api(people.BUSINESS_OWNER).try_call,
				"client_mgmt.api.signing.decline",
				doctype=CHANGE,
				name=name,
				digest=digest,
				reason="不同意",
			)
		assert declining.result().status_code == 200
		assert signing.result().status_code in (200, 417)
		assert admin.read(CHANGE, name)["workflow_state"] == "Returned"
		assert admin.verdict(CHANGE, name)["valid"]
		assert len(records(host, name, 1)) == 1 + signing.result().ok
