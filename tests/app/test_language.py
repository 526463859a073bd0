"""The language that a person chooses in the web app is the server's too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.client import Api, refuses

from client_mgmt.demo import people
from client_mgmt.demo.people import Person

SET = "client_mgmt.api.person.set_language"


@pytest.mark.parametrize("person", [people.PM, people.BUSINESS_OWNER], ids=["staff", "client"])
def test_a_chosen_language_holds_at_once(api: Callable[..., Api], person: Person) -> None:
	"""On either side; the next refusal comes in it."""
	session = api(person)
	assert session.call(SET, language="zh") == "zh"
	refuses(session.try_call(SET, language="fr"), 417, contains="应用支持 zh 和 en，不支持 fr。")
	assert session.call(SET, language="en") == "en"  # as the other tests on a bench want them
	refuses(session.try_call(SET, language="fr"), 417, contains="The app speaks zh and en, not fr.")


def test_the_demos_people_read_their_own() -> None:
	"""Most of them Chinese, one on each side English: mails and notices come in either."""
	english = [person for person in people.EVERYBODY if person.language == "en"]
	assert {person.party for person in english} == {"Client", "Vendor"}
	assert {person.language for person in people.EVERYBODY if person not in english} == {"zh"}


def test_a_guest_chooses_for_nobody(guest: Api) -> None:
	refuses(guest.try_call(SET, language="zh"), (401, 403))
