"""Two clients made one: the preview, what moves, what stands against it, and the ways round it."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pytest
from tests.client import Api, refuses
from tests.clients import API, REASON, brand, code, draft, merged, mobile, pairs, preview, try_merge, twins
from tests.factory import PROJECT, Factory, day

from client_mgmt.demo import people


@pytest.fixture
def manager(api: Callable[..., Api]) -> Api:
	return api(people.MANAGER)


@pytest.fixture
def sales(api: Callable[..., Api]) -> Api:
	return api(people.SALES)


def test_a_merge_moves_everything(manager: Api, sales: Api, api: Callable[..., Api], admin: Api) -> None:
	"""S004-09: preview first, then exactly that; the source is kept, inactive, and names the target."""
	source, target = twins(sales)
	project = draft(api(people.PM), source)
	person = sales.create("Client Contact", contact_name="甲", client=source, phone=mobile())["name"]
	fan = sales.create("Client", client_name=brand(), referred_by=source)["name"]
	assert sales.upload("Client", source).ok
	manager.call(
		"frappe.desk.form.utils.add_comment",
		reference_doctype="Client",
		reference_name=source,
		content="电话里说过",
		comment_email=people.MANAGER.user,
		comment_by="王静",
	)
	seen = preview(manager, source, target)
	assert seen["refusals"] == []
	moved = {(row["doctype"], row["field"]): row for row in seen["links"]}
	assert moved[PROJECT, "client"]["names"] == [project]
	assert moved["Client Contact", "client"]["names"] == [person]
	assert moved["Client", "referred_by"]["names"] == [fan]
	assert moved["File", "attached_to_name"]["count"] == 1
	assert moved["Comment", "reference_name"]["count"] >= 1
	answer = merged(manager, source, target)
	assert answer["moved"] == seen["links"]
	assert admin.read(PROJECT, project)["client"] == target
	assert admin.read("Client Contact", person)["client"] == target
	assert admin.read("Client", fan)["referred_by"] == target
	assert len(admin.list("File", filters={"attached_to_doctype": "Client", "attached_to_name": target})) == 1
	left = admin.read("Client", source)
	assert (left["lifecycle"], left["merged_into"]) == ("Inactive", target)
	assert [pair["status"] for pair in pairs(admin, source, target)] == ["Merged"]


def test_a_merge_is_read_back(manager: Api, sales: Api, api: Callable[..., Api]) -> None:
	"""S004-09: both ledgers tell who, why and what moved, in a chain that holds."""
	source, target = twins(sales, city="苏州")
	project = draft(api(people.PM), source)
	merged(manager, source, target)
	for client in (source, target):
		(event,) = manager.history("Client", client)
		assert (event["event_type"], event["reason"], event["user"]) == (
			"Merged",
			REASON,
			people.MANAGER.user,
		)
		assert f'["{PROJECT}","{project}","client"]' in event["details"]
		assert f'"merged_from":"{source}","merged_into":"{target}"' in event["details"]
		assert manager.read("Client", client)["chain_count"] == 1


def test_custom_fields_move_too(manager: Api, sales: Api, admin: Api, api: Callable[..., Api]) -> None:
	"""Every Link in the metadata, an administrator's own included."""
	field = f"partner_{secrets.token_hex(3)}"
	admin.create(
		"Custom Field", dt="Iteration", fieldname=field, fieldtype="Link", options="Client", label="Partner"
	)
	source, target = twins(sales)
	project = draft(api(people.PM), sales.create("Client", client_name=brand())["name"])
	team = [{"party": "Vendor", "user": people.PM.user, "project_role": "Project Manager"}]
	api(people.PM).update(PROJECT, project, team=team)
	values = {"title": "迭代", "project": project, "start_date": day(0)}
	iteration = api(people.PM).create("Iteration", **values)["name"]
	manager.update("Iteration", iteration, **{field: source})
	merged(manager, source, target)
	assert admin.read("Iteration", iteration)[field] == target


def test_values_fill_gaps_and_are_chosen(manager: Api, sales: Api) -> None:
	"""The target's stays, the source's fills a gap, `take` says otherwise."""
	name = brand()
	source = sales.create("Client", client_name=name, city="苏州", industry="Finance", employees=9)["name"]
	target = sales.create("Client", client_name=f"{name}公司", city="无锡")["name"]
	stays = {row["field"]: row["stays"] for row in preview(manager, source, target)["fields"]}
	assert stays == {"client_name": "target", "city": "target", "industry": "source", "employees": "source"}
	merged(manager, source, target, city="source", employees="target")
	row = manager.read("Client", target)
	assert (row["city"], row["industry"], row["employees"]) == ("苏州", "Finance", 0)
	assert row["client_name"] == f"{name}公司"


def test_two_credit_codes_are_chosen_by_a_person(manager: Api, sales: Api) -> None:
	"""S004-10: two codes are two legal persons; the code that stays is one client's."""
	mine, theirs = code(), code()
	name = brand()
	source = sales.create("Client", client_name=name, uscc=mine)["name"]
	target = sales.create("Client", client_name=name, uscc=theirs)["name"]
	refuses(try_merge(manager, source, target), 417, contains="say by take")
	merged(manager, source, target, uscc="source", tax_number="source")
	assert manager.read("Client", target)["uscc"] == mine
	assert not manager.read("Client", source).get("uscc")


@pytest.mark.parametrize("take", [{"name_key": "source"}, {"city": "mine"}, {"nothing": "target"}])
def test_what_is_taken_is_a_field(manager: Api, sales: Api, take: dict[str, str]) -> None:
	source, target = twins(sales)
	refuses(try_merge(manager, source, target, **take), 417, contains="source or target")


def test_contacts_are_one_person_once(manager: Api, sales: Api, admin: Api, api: Callable[..., Api]) -> None:
	"""S004-53: by address, or by number and name; one primary stays; projects name the one that goes on."""
	source, target = twins(sales)
	mail, phone = f"{secrets.token_hex(4)}@client.example", mobile()
	make = lambda client, name, **values: sales.create(  # noqa: E731
		"Client Contact", contact_name=name, client=client, **values
	)["name"]
	ours, same = make(target, "张伟", email=mail), make(source, "老张", email=mail.upper())
	namesake, colleague = make(target, "李娜", phone=phone), make(source, "王芳", phone=phone)
	pm, project = api(people.PM), draft(api(people.PM), source)
	pm.update(PROJECT, project, team=[{"party": "Client", "contact": same, "project_role": "Other"}])
	seen = preview(manager, source, target)
	assert seen["contacts"] == [{"contact": same, "goes_on_as": ours}]
	merged(manager, source, target)
	assert admin.names("Client Contact", client=target) == {ours, namesake, colleague}
	assert admin.names("Client Contact", client=target, is_primary=1) == {ours}
	assert [row["contact"] for row in admin.read(PROJECT, project)["team"]] == [ours]


def test_contacts_who_sign_in_move_as_they_are(manager: Api, make: Factory, admin: Api) -> None:
	"""A login stays with its contact."""
	source, target = make.client(), make.client()
	mail = f"{secrets.token_hex(4)}@client.example"
	login = make.user("Client Contact", user_type="Website User")
	contact = make.contact(source, login, email=mail)
	make.contact(target, email=mail)
	assert preview(manager, source, target)["contacts"] == []
	merged(manager, source, target)
	assert admin.read("Client Contact", contact)["client"] == target


def test_a_merged_client_gets_nothing_new(manager: Api, sales: Api, api: Callable[..., Api]) -> None:
	"""It cannot be used for new projects or contacts, edited, deleted or merged again."""
	source, target = twins(sales)
	merged(manager, source, target)
	pm = api(people.PM)
	refuses(pm.try_create(PROJECT, project_name="x", client=source), 417, contains=f"into {target}")
	contact = {"contact_name": "x", "client": source}
	refuses(sales.try_create("Client Contact", **contact), 417, contains=f"into {target}")
	refuses(manager.try_update("Client", source, city="x"), 417, contains="merged into")
	refuses(manager.try_update("Client", source, merged_into=""), 417)
	refuses(manager.try_delete("Client", source), 417, contains="ledger")
	refuses(manager.try_delete("Client", target), 417, contains="ledger")
	other = sales.create("Client", client_name=brand())["name"]
	refuses(try_merge(manager, source, other), 417, contains="merged into")
	refuses(try_merge(manager, other, source), 417, contains="merged into")


def test_merges_follow_each_other(manager: Api, sales: Api, admin: Api) -> None:
	"""A into B, then B into C: A names C; a duplicate of A's name is told as C."""
	name = brand()
	first = sales.create("Client", client_name=name)["name"]
	second, third = (sales.create("Client", client_name=brand())["name"] for _number in range(2))
	merged(manager, first, second)
	merged(manager, second, third)
	assert [admin.read("Client", client)["merged_into"] for client in (first, second)] == [third, third]
	found = sales.query(API + "possible_duplicates", client_name=name)
	assert [row["client"] for row in found["matches"]] == [third]
	assert manager.read("Client", third)["chain_count"] == 1


# What stands against it
def test_signed_evidence_keeps_its_client(manager: Api, make: Factory, sales: Api, admin: Api) -> None:
	"""S004-09: an archived dossier and an authority that the ledger keeps are named, and nothing moves."""
	client = admin.read(PROJECT, make.project())["client"]
	(authority, *_more) = sorted(admin.names("Signing Authority", client=client))
	target = sales.create("Client", client_name=brand())["name"]
	seen = preview(manager, client, target)
	assert any(make.project() in sentence and "archived" in sentence for sentence in seen["refusals"])
	assert any(authority in sentence and "ledger" in sentence for sentence in seen["refusals"])
	refuses(try_merge(manager, client, target), 417, contains="stays with its client")
	assert admin.read(PROJECT, make.project())["client"] == client
	assert admin.read("Client", client).get("merged_into") is None
	change = make.change("Signed")
	other = sales.create("Client", client_name=brand())["name"]
	merged(manager, other, client)
	assert admin.verdict("Change Request", change)["valid"]


def test_a_dossier_under_review_is_returned_first(
	manager: Api, sales: Api, api: Callable[..., Api], make: Factory, admin: Api
) -> None:
	"""S004-75: facts are closed; once returned it moves, and its own ledger tells."""
	source, target = twins(sales)
	sales.update("Client", source, client_type="Individual")
	contact = make.contact(source)
	team = [
		*make.team(people.PM)[:3],
		{"party": "Client", "contact": contact, "project_role": "Business Owner"},
	]
	project = make.dossier(client=source, team=team)
	api(people.PM).act(PROJECT, project, "Submit")
	refuses(try_merge(manager, source, target), 417, contains="return it first")
	api(people.QUALITY).act(PROJECT, project, "Return", "请补充附件")
	merged(manager, source, target)
	last = admin.history(PROJECT, project)[-1]
	assert (last["event_type"], last["reason"]) == ("Edit", REASON)
	assert f'"client":["{source}","{target}"]' in last["details"]


def test_the_preview_must_be_the_latest(
	manager: Api, sales: Api, api: Callable[..., Api], admin: Api
) -> None:
	"""Whatever changes in between, a link or a value, makes the digest stale."""
	source, target = twins(sales)
	digest = preview(manager, source, target)["digest"]
	project = draft(api(people.PM), source)
	refuses(try_merge(manager, source, target, digest), 417, "TimestampMismatchError")
	digest = preview(manager, source, target)["digest"]
	sales.update("Client", target, city="扬州")
	refuses(try_merge(manager, source, target, digest), 417, "TimestampMismatchError")
	refuses(try_merge(manager, target, source, preview(manager, source, target)["digest"]), 417)
	refuses(try_merge(manager, source, target, "0" * 64), 417, "TimestampMismatchError")
	assert admin.read(PROJECT, project)["client"] == source
