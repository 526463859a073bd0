"""A party delegates for itself only, and an authority says by what it was given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses, some
from tests.factory import CHANGE, Factory, day

from client_mgmt.demo import people

DELEGATION, AUTHORITY = "Approval Delegation", "Signing Authority"
API = "client_mgmt.api.delegation."
CLIENTS, VENDORS = people.BUSINESS_OWNER, people.PM
STAFF = (people.MANAGER, people.PM, people.PMO, people.LIAISON, "Administrator")


def facts(delegator: people.Person, delegate: people.Person) -> dict[str, Any]:
	return {
		"party": delegator.party,
		"delegator": delegator.user,
		"delegate": delegate.user,
		"valid_from": day(-1),
		"valid_to": day(9),
	}


@pytest.mark.parametrize("by", STAFF, ids=lambda person: getattr(person, "user", person))
@pytest.mark.parametrize(
	"pair",
	[(people.BUSINESS_OWNER, people.TEST_MANAGER), (people.TECH_LEAD, people.DEVELOPER)],
	ids=["client", "vendor"],
)
def test_nobody_gives_away_another_persons_signature(api: Callable[..., Api], by: Any, pair: Any) -> None:
	"""Over REST: whatever the role, whatever the party; posting the owner does not help."""
	refuses(api(by).try_create(DELEGATION, **facts(*pair)), (403, 417))
	refuses(api(by).try_create(DELEGATION, **facts(*pair), owner=pair[0].user), (403, 417))
	given = {**facts(*pair), "doctype": DELEGATION}
	refuses(api(by).try_call("frappe.client.insert", doc=given), (403, 417))


@pytest.mark.parametrize("by", [people.MANAGER.user, people.PM.user, "Administrator"])
def test_nobody_does_so_in_the_process(site: Any, as_user: Any, by: str) -> None:
	"""Over the ORM, permissions ignored."""
	with as_user(by), pytest.raises(site.PermissionError):
		values = {**facts(people.BUSINESS_OWNER, people.TEST_MANAGER), "owner": people.BUSINESS_OWNER.user}
		site.get_doc({"doctype": DELEGATION, **values}).insert(ignore_permissions=True)


def test_a_delegation_that_somebody_else_entered_signs_nothing(site: Any, as_user: Any) -> None:
	"""Rows of an older version: kept, shown, and good for no signature."""
	from client_mgmt.workflow_policy import signers

	project = site.db.get_value("Project Archive", {"project_name": people.BANK}, "name")
	change = site.get_doc(CHANGE, {"workflow_state": "Awaiting Signatures", "project": project}).as_dict()
	rule = {"parties": ["Client", "Vendor"], "signers": "Signing Authority"}
	with as_user(people.BUSINESS_OWNER):
		doc = site.get_doc({"doctype": DELEGATION, **facts(people.BUSINESS_OWNER, people.TEST_MANAGER)})
		doc.insert(ignore_permissions=True)
	assert signers.find(change, rule, people.TEST_MANAGER.user).on_behalf_of == people.BUSINESS_OWNER.user
	site.db.set_value(DELEGATION, doc.name, "owner", people.MANAGER.user)
	with pytest.raises(signers.NotASigner):
		signers.find(change, rule, people.TEST_MANAGER.user)


def test_only_who_may_sign_delegates(api: Callable[..., Api], make: Factory) -> None:
	"""The client's signature comes from a person of that client who holds authority, for that project."""
	given = {"delegate": people.ARCHITECT.user, "valid_to": day(3)}
	for person in (people.TEST_MANAGER, people.DECISION_MAKER):  # none, revoked
		refuses(api(person).try_call(API + "delegate", **given), 403, contains="nothing to delegate")
	elsewhere = {**given, "project": make.project(people.FREIGHT)}
	refuses(api(people.BUSINESS_OWNER).try_call(API + "delegate", **elsewhere), 404)


@pytest.mark.parametrize(
	"delegate",
	[people.OTHER_CONTACT.user, people.PM.user, "Administrator", "Guest", "nobody@nowhere.example"],
)
def test_only_to_ones_own_party(api: Callable[..., Api], delegate: str) -> None:
	"""Whoever is of another party is not told from who does not exist."""
	answer = api(people.BUSINESS_OWNER).try_call(API + "delegate", delegate=delegate, valid_to=day(3))
	refuses(answer, 417, contains="nobody of your party")


def test_who_delegates_sees_and_ends_it(api: Callable[..., Api]) -> None:
	"""A stranger does neither, nor does the delegate end it; an administrator may, for somebody who left."""
	owner, other = api(people.BUSINESS_OWNER), api(people.OTHER_CONTACT)
	given = owner.call(API + "delegate", delegate=people.TEST_MANAGER.user, valid_to=day(3))
	assert given["name"] in {row["name"] for row in some(owner.query(API + "delegations"))}
	assert given["name"] in {row["name"] for row in some(api(people.TEST_MANAGER).query(API + "delegations"))}
	assert given["name"] not in {row["name"] for row in other.query(API + "delegations")}
	for stranger in (other, api(people.TEST_MANAGER)):
		refuses(stranger.try_call(API + "revoke", name=given["name"]), 403)
	ended = {"revoked_on": f"{day(0)} 00:00:00", "revoked_reason": "离职"}
	api(people.MANAGER).update(DELEGATION, given["name"], **ended)
	assert {row["revoked_reason"] for row in owner.query(API + "delegations")} >= {"离职"}


def test_who_delegates_is_told(site: Any, as_user: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	"""By mail, when it is given and when it ends, whoever ended it."""
	from client_mgmt.workflow_policy import receipts

	told: list[dict[str, Any]] = []
	monkeypatch.setattr(site, "enqueue", lambda _method, **job: told.append(job))
	with as_user(people.BUSINESS_OWNER):
		doc = site.get_doc({"doctype": DELEGATION, **facts(people.BUSINESS_OWNER, people.TEST_MANAGER)})
		doc.insert(ignore_permissions=True)
	with as_user(people.MANAGER):
		doc.update({"revoked_on": site.utils.now_datetime(), "revoked_reason": "离职"})
		doc.save()
	assert [job["recipients"] for job in told] == [[people.BUSINESS_OWNER.user]] * 2
	mails: list[dict[str, Any]] = []
	monkeypatch.setattr(site, "sendmail", lambda **mail: mails.append(mail))
	receipts.mail(told[1]["recipients"], told[1]["subject"], told[1]["lines"])
	assert "离职" in mails[0]["message"] and people.TEST_MANAGER.user in mails[0]["message"]


def test_an_authority_says_by_what_it_was_given(
	api: Callable[..., Api], admin: Api, make: Factory, site_file: str
) -> None:
	"""By a letter that is there, or by a named exception with a reason in words."""
	project = make.project()
	known = {
		"party": "Vendor",
		"user": people.TECH_LEAD.user,
		"client": admin.read("Project Archive", project)["client"],
		"project": project,
		"valid_from": day(0),
	}
	manager = api(people.MANAGER)
	for more in (
		{},
		{"no_letter": "Other"},
		{"no_letter": "Other", "no_letter_reason": "\u200b\u200b\u200b\u200b\u200b"},
		{"no_letter_reason": "合同写明"},
		{"no_letter": "Because", "no_letter_reason": "合同写明"},
		{"letter": "/private/files/nowhere.pdf"},
		{"letter": site_file, "no_letter": "Other", "no_letter_reason": "合同写明"},
	):
		refuses(manager.try_create(AUTHORITY, **known, **more), 417)
	assert manager.create(AUTHORITY, **known, letter=site_file)["letter"] == site_file
	manager.create(AUTHORITY, **known, no_letter="Other", no_letter_reason="合同写明")


@pytest.fixture
def site_file(api: Callable[..., Api]) -> str:
	answer = api(people.MANAGER).post(
		"/api/method/upload_file", files={"file": ("letter.pdf", b"%PDF-1.4")}, data={"is_private": 1}
	)
	assert answer.ok, answer.text
	return str(answer.json()["message"]["file_url"])


@pytest.mark.parametrize("signer", [people.BUSINESS_OWNER, people.PM], ids=lambda person: person.user)
@pytest.mark.parametrize("field", ["new_password", "api_secret"])
def test_whose_credentials_somebody_else_sets_is_told(
	site: Any, as_user: Any, monkeypatch: pytest.MonkeyPatch, signer: people.Person, field: str
) -> None:
	"""And both parties are: an administrator signs in as nobody in silence."""
	told: list[dict[str, Any]] = []
	monkeypatch.setattr(site, "enqueue", lambda _method, **job: told.append(job))
	user = site.get_doc("User", signer.user)
	user.first_name = "另一个名字"
	user.save()
	user.set(field, "Another-Passw0rd!42")
	user.logout_all_sessions = 0  # Frappe commits where it ends sessions
	user.save()
	mails = [job for job in told if "recipients" in job]
	assert len(mails) == 1
	assert {people.BUSINESS_OWNER.user, people.PM.user} <= set(mails[0]["recipients"])
	assert people.OTHER_CONTACT.user not in mails[0]["recipients"]
	assert signer.user in mails[0]["lines"][0]


def test_ones_own_password_is_nobodys_business(
	site: Any, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	from client_mgmt.workflow_policy import credentials

	told: list[Any] = []
	monkeypatch.setattr(site, "enqueue", lambda *given, **job: told.append(job))
	user = site.get_doc("User", people.PM.user)
	user.new_password = "Another-Passw0rd!42"
	with as_user(people.PM):
		credentials.tell(user)
	assert told == []
