"""Who signs for whom, and how they prove it: delegation, codes, tokens ("Dual signature", 1 and 7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from tests.client import Api, refuses
from tests.factory import CHANGE, Factory, day

from client_mgmt.demo import people

DELEGATION = "Approval Delegation"
SIGN = "client_mgmt.api.signing.sign"


@pytest.fixture
def waiting(make: Factory) -> str:
	return make.change("Awaiting Signatures")


def delegation(delegator: people.Person, delegate: people.Person, **more: Any) -> dict[str, Any]:
	return {
		"party": delegator.party,
		"delegator": delegator.user,
		"delegate": delegate.user,
		"valid_from": day(-1),
		"valid_to": day(1),
		**more,
	}


def delegate(delegator: Api, person: people.Person) -> str:
	answer = delegator.call("client_mgmt.api.delegation.delegate", delegate=person.user, valid_to=day(1))
	return answer["name"]


@pytest.mark.parametrize(
	("by", "delegator", "delegate", "status"),
	[
		(people.DEVELOPER, people.PM, people.DEVELOPER, 403),  # takes what is not theirs
		(people.PM, people.PM, people.PM, 417),
		(people.PM, people.PM, people.BUSINESS_OWNER, 417),  # crosses parties
		(people.MANAGER, people.BUSINESS_OWNER, people.OTHER_CONTACT, 417),  # crosses clients
		(people.MANAGER, people.BUSINESS_OWNER, people.TEST_MANAGER, 403),  # gives away what is the client's
		(people.MANAGER, people.PM, people.MANAGER, 403),
	],
)
def test_delegation_stays_within_a_party(
	api: Callable[..., Api], by: people.Person, delegator: people.Person, delegate: people.Person, status: int
) -> None:
	refuses(api(by).try_create(DELEGATION, **delegation(delegator, delegate)), status)


def test_a_delegate_signs_on_behalf(api: Callable[..., Api], admin: Api, waiting: str) -> None:
	person = people.TEST_MANAGER  # on the team, without an authority
	refuses(api(person).try_sign(CHANGE, waiting), 403)
	given = delegate(api(people.BUSINESS_OWNER), person)
	record = api(person).sign(CHANGE, waiting)
	assert (record["signer"], record["on_behalf_of"]) == (person.user, people.BUSINESS_OWNER.user)
	assert record["authority"]
	refuses(api(people.BUSINESS_OWNER).try_sign(CHANGE, waiting), 417)
	refuses(admin.try_update(DELEGATION, given, valid_to=day(99)), 417)
	refuses(admin.try_delete(DELEGATION, given), 417)
	api(people.MANAGER).update(DELEGATION, given, revoked_on=f"{day(-30)} 00:00:00", revoked_reason="回来了")
	assert api(people.MANAGER).read(DELEGATION, given)["revoked_on"] > day(-1)  # from now on, not before
	refuses(admin.try_update(DELEGATION, given, revoked_on=None), 417)
	events = admin.list(
		"Workflow Event", filters={"reference_name": given}, fields=["event_type"], order_by="creation asc"
	)
	assert [event["event_type"] for event in events] == ["Granted", "Revoked"]


def test_a_revoked_delegation_signs_nothing(api: Callable[..., Api], waiting: str) -> None:
	owner, person = api(people.BUSINESS_OWNER), people.TEST_MANAGER
	given = delegate(owner, person)
	owner.call("client_mgmt.api.delegation.revoke", name=given, reason="回来了")
	refuses(api(person).try_sign(CHANGE, waiting), 403)


@pytest.fixture
def token(api: Callable[..., Api], admin: Api) -> str:
	secret = admin.call("frappe.core.doctype.user.user.generate_keys", user=people.PM.user)["api_secret"]
	return f"token {admin.read('User', people.PM.user)['api_key']}:{secret}"


def by_token(api: Callable[..., Api], token: str, name: str, **more: Any) -> requests.Response:
	person = api(people.PM)
	body = {"doctype": CHANGE, "name": name, "digest": person.package(CHANGE, name)["digest"], **more}
	headers = {"Authorization": token, "Accept": "application/json"}
	return requests.post(f"{person.base}/api/method/{SIGN}", json=body, headers=headers, timeout=60)


def test_a_token_signs_with_a_password_alone(api: Callable[..., Api], waiting: str, token: str) -> None:
	"""docs/decisions/004-password-beside-a-token.md"""
	refuses(by_token(api, token, waiting), 417)
	answer = by_token(api, token, waiting, password=api(people.PM).password)
	assert answer.ok and answer.json()["message"]["method"] == "Password"


def test_a_token_beside_a_cookie_is_no_token(api: Callable[..., Api], waiting: str, token: str) -> None:
	person = api(people.PM)
	digest = person.package(CHANGE, waiting)["digest"]
	body = {"doctype": CHANGE, "name": waiting, "digest": digest}
	answer = person.post(f"/api/method/{SIGN}", json=body, headers={"Authorization": token})
	refuses(answer, 417)


@pytest.fixture
def tokens_allowed(admin: Api, api: Callable[..., Api], make: Factory) -> Iterator[str]:
	"""A change that started under a policy by which tokens sign; two administrators agreed to it."""
	rules = admin.read("Workflow Policy", CHANGE)["sign_off_rules"]
	admin.update("Workflow Policy", CHANGE, sign_off_rules=[{**rule, "allow_token": 1} for rule in rules])
	api(people.MANAGER).call("client_mgmt.api.policy.approve", policy=CHANGE)
	yield make.change("Awaiting Signatures")
	admin.update("Workflow Policy", CHANGE, sign_off_rules=rules)


def test_a_token_signs_where_the_policy_allows_it(
	api: Callable[..., Api], token: str, tokens_allowed: str
) -> None:
	answer = by_token(api, token, tokens_allowed)
	assert answer.ok and answer.json()["message"]["method"] == "Token"


def test_a_one_time_code_signs_one_document_once(host: Any, site: Any, make: Factory) -> None:
	from client_mgmt.api import signing
	from client_mgmt.workflow_policy import credentials

	one, other = (
		site.get_all(CHANGE, filters={"workflow_state": "Awaiting Signatures"}, pluck="name")[0],
		"CR-of-somebody",
	)
	site.set_user(people.BUSINESS_OWNER.user)
	sent: list[str] = []
	mail, site.sendmail = site.sendmail, lambda **mail: sent.append(mail["message"])
	try:
		signing.request_code(CHANGE, one)
	finally:
		site.sendmail = mail
	code = re.search(r"\d{6}", sent[0]).group()
	user = site.session.user
	with pytest.raises(site.ValidationError):
		credentials.method_of(user, {}, f"{CHANGE} {other}", code)
	digest = signing.get_package(CHANGE, one)["digest"]
	assert signing.sign(CHANGE, one, digest, code)["method"] == "One-time Code"
	with pytest.raises(site.ValidationError):
		credentials.method_of(user, {}, f"{CHANGE} {one}", code)


def test_a_site_without_outgoing_mail_says_so(site: Any, as_user: Any) -> None:
	"""Bad configuration is told to who asks for a code, as a sentence and not as a fault of the server."""
	from client_mgmt.workflow_policy import credentials

	def no_account(**_mail: Any) -> None:
		raise site.OutgoingEmailError("no account")

	mail, site.sendmail = site.sendmail, no_account
	try:
		with (
			as_user(people.BUSINESS_OWNER),
			pytest.raises(site.ValidationError, match="outgoing mail account"),
		):
			credentials.send_code(people.BUSINESS_OWNER.user, "Change Request CR-1")
	finally:
		site.sendmail = mail
