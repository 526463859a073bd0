"""A mail becomes a draft that a person confirms (S004-92..95), over REST."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.client import Api, refuses
from tests.factory import Factory, unique

from client_mgmt.demo import people

MAILS = Path(__file__).resolve().parents[1] / "data" / "mails"
EXTRACT, ACCEPT = "client_mgmt.api.dossier.extract_mail", "client_mgmt.api.dossier.accept_mail"
SEED = "张总您好，我司因业务发展，计划开发OA系统，涵盖审批、考勤。请于本周五前确认需求。"


@pytest.fixture(scope="module")
def sales(api: Callable[..., Api]) -> Api:
	return api(people.SALES)


def test_the_example_of_the_source(sales: Api) -> None:
	"""S004-94, S004-95, trap 1: nothing is there that the text does not say."""
	found = sales.call(EXTRACT, raw=SEED, received_at="2025-08-11")
	assert found["project_name"]["value"] == "OA系统开发"
	confirm = found["confirm_by"]
	assert (confirm["value"], SEED[confirm["start"] : confirm["end"]]) == ("2025-08-15", "本周五")
	assert confirm["source"] == "body"
	for field in (
		"client_name",
		"contact_name",
		"contact_phone",
		"contact_email",
		"expected_start",
		"client",
	):
		assert found[field] is None, field
	assert (found["deadlines"], found["amounts"]) == ([], [])


def test_an_eml_in_base64(sales: Api) -> None:
	"""S004-92, S004-93: GB18030, people from the signature, the mail's own date before that of receipt."""
	raw = base64.b64encode((MAILS / "a02-gb-wms.eml").read_bytes()).decode()
	found = sales.call(EXTRACT, raw=raw, received_at="2025-12-01T10:00:00Z")
	assert found["client_name"]["value"] == "恒泰物流有限公司"
	assert (found["contact_name"]["value"], found["contact_name"]["source"]) == ("李明", "signature")
	assert found["expected_start"]["value"] == "2025-09-01"
	assert [(row["value"], row["currency"]) for row in found["amounts"]] == [("800000.00", "CNY")]
	body = found["texts"]["body"]
	assert body[found["client_name"]["start"] : found["client_name"]["end"]] == "恒泰物流有限公司"


def test_known_people_only_of_those_one_may_see(api: Callable[..., Api], make: Factory) -> None:
	"""S004-92, S004-03: a record that the caller may not see is not recognised either."""
	raw = f"From: {people.BUSINESS_OWNER.user}\nDate: Mon, 11 Aug 2025 09:00:00 +0800\n\n请周三前回复。\n"
	client = api("Administrator").read("Project Archive", make.project())["client"]
	seen = api(people.PM).call(EXTRACT, raw=raw)
	assert seen["client"]["value"] == client
	assert seen["contact"]["value"] == make.contact_of(people.BUSINESS_OWNER)
	assert seen["client_name"]["source"] == "known record"
	hidden = api(people.OTHER_PM).call(EXTRACT, raw=raw)
	assert (hidden["client"], hidden["contact"], hidden["client_name"]) == (None, None, None)


def test_our_own_mail_names_no_client(sales: Api) -> None:
	raw = f"From: {people.PM.name} <{people.PM.user}>\nTo: x@y.example\n\n报价见附件。\n\n{people.PM.name}\n"
	found = sales.call(EXTRACT, raw=raw)
	assert (found["contact_name"], found["contact_email"], found["client_name"]) == (None, None, None)


def test_who_may_not(api: Callable[..., Api], guest: Api, make: Factory) -> None:
	"""Staff alone: neither the client's side nor a login without a role."""
	for session in (guest, api(people.BUSINESS_OWNER), api(make.user())):
		refuses(session.try_call(EXTRACT, raw=SEED), (401, 403))
		refuses(session.try_call(ACCEPT, values={"client_name": "甲"}), (401, 403))


@pytest.mark.parametrize(
	("raw", "sentence"),
	[
		("", "empty"),
		("From: a@b.example\nSubject: x\n" + "Content-Type: text/plain\n\n--b\n" * 101, "parts"),
		("A" * (21 * 1024 * 1024), "MB"),
	],
)
def test_mails_beyond_the_limits(sales: Api, raw: str, sentence: str) -> None:
	refuses(sales.try_call(EXTRACT, raw=raw), 417, contains=sentence)


def test_a_time_that_is_none(sales: Api) -> None:
	refuses(sales.try_call(EXTRACT, raw=SEED, received_at="gestern"), 417, contains="time of receipt")


def test_confirmed_values_become_drafts(api: Callable[..., Api]) -> None:
	"""S004-92: a draft, never a final one; the sources stay on the dossier."""
	pm, name = api(people.PM), unique("恒泰")
	made = pm.call(
		ACCEPT,
		values={
			"client_name": {"value": name, "source": "signature", "start": 3, "end": 9, "confidence": 0.9},
			"contact_name": "李明",
			"contact_phone": "13800138000",
			"project_name": {"value": "仓储管理系统建设", "source": "body"},
			"expected_start": "2025-09-01",
			"confirm_by": "2025-08-20",
		},
	)
	dossier = pm.read("Project Archive", made["project"])
	assert (dossier["workflow_state"], dossier["planned_start"]) == ("Draft", "2025-09-01")
	assert dossier["client"] == made["client"]
	assert pm.read("Client", made["client"])["lifecycle"] == "Prospect"
	contact = pm.read("Client Contact", made["contact"])
	assert (contact["client"], contact["contact_name"]) == (made["client"], "李明")
	action = pm.read("Action Item", made["action_item"])
	assert (action["due_date"], action["audience"]) == ("2025-08-20", "Internal")
	filters = {"reference_doctype": "Project Archive", "reference_name": made["project"]}
	comments = api("Administrator").list("Comment", filters=filters, fields=["content"])
	assert any("signature" in row["content"] and name in row["content"] for row in comments)


def test_amounts_and_deadlines_become_drafts_too(sales: Api) -> None:
	"""S004-92, S004-95: the amount with its currency, the end, and each deadline as an action."""
	made = sales.call(
		ACCEPT,
		values={
			"project_name": unique("OA系统"),
			"contract_amount": {"value": "860000", "currency": "CNY", "source": "body"},
			"expected_start": "2025-09-01",
			"expected_end": {"value": "2026-03-31", "source": "body"},
			"deadlines": [
				{"value": "2025-08-20", "task": "提交报价"},
				{"value": "2025-08-27", "task": "演示"},
			],
		},
	)
	dossier = sales.read("Project Archive", made["project"])
	assert (dossier["contract_amount"], dossier["currency"]) == (860000, "CNY")
	assert (dossier["planned_start"], dossier["planned_end"]) == ("2025-09-01", "2026-03-31")
	actions = [sales.read("Action Item", name) for name in made["deadlines"]]
	assert [(row["due_date"], row["description"]) for row in actions] == [
		("2025-08-20", "提交报价"),
		("2025-08-27", "演示"),
	]


def test_deadlines_say_what_is_due(sales: Api) -> None:
	for rows in ([{"value": "2025-08-20"}], [{"task": "x"}], ["2025-08-20"], "2025-08-20"):
		answer = sales.try_call(ACCEPT, values={"project_name": unique("OA"), "deadlines": rows})
		refuses(answer, 417, contains="task")


def test_what_is_not_a_mails_to_give(sales: Api, api: Callable[..., Api], make: Factory) -> None:
	"""Neither a state nor another's client, and nothing is half made."""
	before = len(sales.list("Client"))
	refuses(sales.try_call(ACCEPT, values={"client_name": "甲", "workflow_state": "Archived"}), 417)
	refuses(
		sales.try_call(ACCEPT, values={"client_name": "乙", "contact_name": "李", "contact_phone": "1"}), 417
	)
	refuses(sales.try_call(ACCEPT, values={}), 417)
	client = api("Administrator").read("Project Archive", make.project())["client"]
	refuses(api(people.OTHER_PM).try_call(ACCEPT, values={"client": client, "project_name": "x"}), 403)
	assert len(sales.list("Client")) == before
