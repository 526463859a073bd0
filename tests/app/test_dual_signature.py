"""Dual signature: its guarantees (domain.md, 1 to 8; S000-90, S000-91), and who tries to get round them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, FREIGHT, MINUTES, PROJECT, Factory, day

from client_mgmt.demo import people, texts


@pytest.fixture
def waiting(make: Factory) -> str:
	return make.change("Awaiting Signatures")


def records(api: Callable[..., Api], name: str) -> list[dict]:
	fields = ["name", "party", "signer", "decision"]
	return api("Administrator").list("Signature Record", filters={"reference_name": name}, fields=fields)


def test_one_signature_a_party(api: Callable[..., Api], waiting: str) -> None:
	"""1 and 4: a second person of a party is refused, the same person gets the existing record."""
	first = api(people.BUSINESS_OWNER).sign(CHANGE, waiting)
	refuses(api(people.CLIENT_PRODUCT).try_sign(CHANGE, waiting), (403, 417), contains="signed")
	again = api(people.BUSINESS_OWNER).sign(CHANGE, waiting)
	assert again["name"] == first["name"]
	assert len(records(api, waiting)) == 1


def test_one_signature_brings_nothing_into_force(api: Callable[..., Api], waiting: str) -> None:
	"""S000-90: with one signature the change is not in force."""
	api(people.PM).sign(CHANGE, waiting)
	assert not api(people.PM).read(CHANGE, waiting)["in_force"]
	verdict = api(people.PM).verdict(CHANGE, waiting)
	assert not verdict["in_force"]
	refuses(api(people.PM).try_act(CHANGE, waiting, "Schedule"), (403, 417))


def test_administrator_signs_for_nobody(admin: Api, waiting: str) -> None:
	refuses(admin.try_sign(CHANGE, waiting), 403, "PermissionError")


@pytest.mark.parametrize(
	"person",
	[
		people.ARCHITECT,  # its authority has expired
		people.DECISION_MAKER,  # its authority was revoked
		people.TEST_MANAGER,  # on the team, without an authority
		people.PRODUCT,  # vendor, on the team, without an authority
		people.MANAGER,  # grants authorities, is on no team
		people.PMO,
	],
	ids=lambda person: person.user,
)
def test_authority_is_valid_now_or_nothing_is_signed(
	api: Callable[..., Api], waiting: str, person: people.Person
) -> None:
	"""1: on the project's team and holding a Signing Authority valid at that instant."""
	digest = api(people.PM).package(CHANGE, waiting)["digest"]
	refuses(api(person).try_sign(CHANGE, waiting, digest), 403, "PermissionError")
	assert not records(api, waiting)


@pytest.mark.parametrize("person", [people.OTHER_PM, people.OTHER_CONTACT], ids=lambda person: person.user)
def test_signers_of_another_project(api: Callable[..., Api], waiting: str, person: people.Person) -> None:
	digest = api(people.PM).package(CHANGE, waiting)["digest"]
	refuses(api(person).try_sign(CHANGE, waiting, digest), 404, "DoesNotExistError")
	refuses(api(person).try_call("client_mgmt.api.signing.decline", doctype=CHANGE, name=waiting,
		digest=digest, reason="不同意"), 404)  # fmt: skip


def test_a_manager_of_the_project_grants_nothing(api: Callable[..., Api], make: Factory) -> None:
	"""Nobody on the team grants an authority for it, least of all to themselves."""
	project = make.project()
	client = api("Administrator").read(PROJECT, project)["client"]
	mine = {
		"party": "Vendor",
		"user": people.PM.user,
		"client": client,
		"project": project,
		"valid_from": day(-1),
	}
	refuses(api(people.PM).try_create("Signing Authority", **mine), 403)
	refuses(api(people.TECH_LEAD).try_create("Signing Authority", **mine), 403)


def test_the_same_content(api: Callable[..., Api], waiting: str) -> None:
	"""2 and 3: both sign one digest; the server refuses another than the current one."""
	shown = {api(person).package(CHANGE, waiting)["digest"] for person in (people.PM, people.BUSINESS_OWNER)}
	assert len(shown) == 1
	refuses(api(people.PM).try_sign(CHANGE, waiting, "0" * 64), 417, "TimestampMismatchError")
	old = shown.pop()
	api(people.PM).act(CHANGE, waiting, "Reopen", "改天数")
	api(people.TECH_LEAD).act(
		CHANGE, waiting, "Complete Assessment", **{**texts.ASSESSMENT, "impact_days": 9}
	)
	refuses(api(people.PM).try_sign(CHANGE, waiting, old), 417, "TimestampMismatchError")
	assert not records(api, waiting)


def test_signed_fields_rest_while_they_are_signed(api: Callable[..., Api], admin: Api, waiting: str) -> None:
	"""While Awaiting Signatures the signed fields are read-only, for Administrator too."""
	for person in (api(people.PM), api(people.BUSINESS_OWNER), admin):
		for field, value in (
			("title", "另一个"),
			("impact_cost", 1),
			("reason", "x"),
			("response_plan", "y"),
		):
			refuses(person.try_update(CHANGE, waiting, **{field: value}), (403, 417))
	assert api(people.PM).verdict(CHANGE, waiting)["chain_ok"]


def test_what_is_signed(api: Callable[..., Api], waiting: str) -> None:
	"""2: the fields that an administrator cannot take out, and what ties them to this round."""
	content = json.dumps(api(people.PM).package(CHANGE, waiting)["content"])
	fields = (
		"title project change_type description reason change_items scope_impact impact_days impact_cost "
		"currency quality_impact response_plan attachments revision round policy_version"
	)
	for field in fields.split():
		assert f'"{field}"' in content, field


def test_attachments_are_signed_by_hash(api: Callable[..., Api], make: Factory) -> None:
	name, contact = make.change(), api(people.BUSINESS_OWNER)
	file = contact.ok(contact.upload(CHANGE, name, f"annex {name}".encode()))
	make.bring(name, "Awaiting Signatures")
	assert file["file_name"] in json.dumps(contact.package(CHANGE, name)["content"]["attachments"])


def test_the_password_is_asked_again(api: Callable[..., Api], waiting: str) -> None:
	"""7: a session is not enough, and a wrong password signs nothing."""
	pm = api(people.PM)
	refuses(pm.try_sign(CHANGE, waiting, password="wrong"), (401, 403, 417))
	package = pm.package(CHANGE, waiting)
	arguments = {"doctype": CHANGE, "name": waiting, "digest": package["digest"]}
	refuses(pm.try_call("client_mgmt.api.signing.sign", **arguments), (401, 403, 417))
	assert not records(api, waiting)
	assert pm.sign(CHANGE, waiting)["method"] == "Password"


def test_guessing_is_stopped(api: Callable[..., Api], make: Factory, waiting: str) -> None:
	"""7: signing is no oracle for passwords."""
	guessed = api(people.CLIENT_PRODUCT)
	answers = [guessed.try_sign(CHANGE, waiting, password=f"guess {n}").status_code for n in range(8)]
	assert answers[-1] == 429
	assert 200 not in answers


def test_declining_sends_it_back(api: Callable[..., Api], make: Factory, waiting: str) -> None:
	"""A decline is evidence too, needs a reason and opens no way forward."""
	contact = api(people.BUSINESS_OWNER)
	method, digest = "client_mgmt.api.signing.decline", contact.package(CHANGE, waiting)["digest"]
	arguments = {"doctype": CHANGE, "name": waiting, "digest": digest}
	refuses(contact.try_call(method, reason="", **arguments), 417, contains="reason")
	contact.call(method, reason="费用过高", **arguments)
	assert contact.read(CHANGE, waiting)["workflow_state"] == "Returned"
	assert [row["decision"] for row in records(api, waiting)] == ["Declined"]
	assert contact.verdict(CHANGE, waiting)["valid"]


def test_rounds_keep_their_signatures(api: Callable[..., Api], make: Factory) -> None:
	"""4: old signatures stay as evidence and count for nothing."""
	name = make.change("Signed")
	api(people.PM).act(CHANGE, name, "Reopen", "范围有误")
	api(people.TECH_LEAD).act(CHANGE, name, "Complete Assessment", **texts.ASSESSMENT)
	api(people.PM).sign(CHANGE, name)
	assert api(people.PM).read(CHANGE, name)["workflow_state"] == "Awaiting Signatures"
	assert len(records(api, name)) == 3
	api(people.BUSINESS_OWNER).sign(CHANGE, name)
	assert api(people.PM).read(CHANGE, name)["workflow_state"] == "Signed"


def test_revoking_an_authority_unmakes_no_signature(api: Callable[..., Api], make: Factory) -> None:
	"""1 and 6: authority is judged at the instant of signing."""
	project = make.archived()
	grants = {who: make.authority(who, project) for who in (people.PM, people.BUSINESS_OWNER)}
	name = make.change()
	api(people.BUSINESS_OWNER).update(CHANGE, name, project=project)
	make.bring(name, "Awaiting Signatures")
	api(people.BUSINESS_OWNER).sign(CHANGE, name)
	revoke = {"revoked_on": f"{day(0)} 00:00:00", "revoked_reason": "换人"}
	for grant in grants.values():
		api(people.MANAGER).update("Signing Authority", grant, **revoke)
	refuses(api(people.PM).try_sign(CHANGE, name), 403)
	assert api(people.PM).verdict(CHANGE, name)["valid"]
	make.authority(people.PM, project)
	api(people.PM).sign(CHANGE, name)
	assert api(people.PM).read(CHANGE, name)["workflow_state"] == "Signed"


def test_only_major_changes_may_need_both(api: Callable[..., Api], make: Factory) -> None:
	"""S000-90, S000-91: under `Major Changes` a small one is the vendor's alone, a major one takes both."""
	project = make.archived(dual_sign_scope="Major Changes", major_days=5)
	for who in (people.PM, people.BUSINESS_OWNER):
		make.authority(who, project)
	for days, parties in ((1, ["Vendor"]), (8, ["Client", "Vendor"])):
		name = make.change()
		api(people.BUSINESS_OWNER).update(CHANGE, name, project=project)
		for state in ("Submitted", "Under Assessment"):
			make.step(name, state)
		assessed = {**texts.ASSESSMENT, "impact_days": days}
		major = api(people.TECH_LEAD).act(CHANGE, name, "Complete Assessment", **assessed)["is_major"]
		assert (bool(major), api(people.PM).package(CHANGE, name)["missing_parties"]) == (days == 8, parties)


def test_minutes_are_acknowledged_by_who_attended(api: Callable[..., Api], make: Factory) -> None:
	name = make.minutes()
	refuses(api(people.CLIENT_PRODUCT).try_sign(MINUTES, name), 403)
	record = api(people.BUSINESS_OWNER).sign(MINUTES, name)
	assert (record["purpose"], record["party"]) == ("Acknowledgement", "Client")
	assert api(people.PM).read(MINUTES, name)["workflow_state"] == "Acknowledged"


def test_the_other_project_works_the_same(api: Callable[..., Api], make: Factory) -> None:
	name = make.change("Signed", project=FREIGHT)
	assert api(people.OTHER_CONTACT).verdict(CHANGE, name)["valid"]
