"""Issue 2, part 4 and architecture rule 4: an administrator puts a DocType of their own under the engine,
over REST and without code: sign-off, separation of duties, reasons."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.acceptance.process import Served
from tests.client import Api, refuses
from tests.factory import BANK, Factory, unique

from client_mgmt.demo import people
from client_mgmt.workflow_policy import engine

OFFER = "Subcontract Offer"
ANYBODY = {"allowed": "All", "allow_self_approval": 1}
PM_STEP = {"allowed": "Project Manager", "allow_self_approval": 1}
STATES = ("Offer Draft", "Offer Checked", "Offer Out", "Offer Agreed", "Offer Refused")
ACTIONS = ("Check Offer", "Send Offer", "Agree Offer", "Refuse Offer", "Take Offer Back")
COMPLETE = {**ANYBODY, "condition": 'doc.round_outcome == "Complete"'}
DECLINED = {**ANYBODY, "condition": 'doc.round_outcome == "Declined"'}
MOVES = (
	("Offer Draft", "Check Offer", "Offer Checked", PM_STEP),
	("Offer Checked", "Send Offer", "Offer Out", PM_STEP),
	("Offer Out", "Agree Offer", "Offer Agreed", COMPLETE),
	("Offer Out", "Refuse Offer", "Offer Refused", DECLINED),
	("Offer Out", "Take Offer Back", "Offer Draft", PM_STEP),
	("Offer Out", "Send Offer", "Offer Agreed", PM_STEP),
)
FIELDS = (
	{"fieldname": "title", "label": "Title", "fieldtype": "Data", "reqd": 1},
	{"fieldname": "project", "label": "Project", "fieldtype": "Link", "options": "Project Archive"},
	{"fieldname": "amount", "label": "Amount", "fieldtype": "Currency"},
	{"fieldname": "remark", "label": "Remark", "fieldtype": "Data"},
)
SIGN_OFF = {
	"purpose": "Approval",
	"signing_state": "Offer Out",
	"parties": "Client and Vendor",
	"signers": "Signing Authority",
	"complete_action": "Agree Offer",
	"decline_action": "Refuse Offer",
	"protected_states": "Offer Agreed",
	"signed_fields": "title\nproject\namount",
}


@pytest.fixture(scope="module", autouse=True)
def offers(admin: Api) -> None:
	"""The DocType, its Workflow and its Workflow Policy; nothing else."""
	allowed = {"read": 1, "write": 1, "create": 1}
	roles = [{"role": role, **allowed} for role in ("Project Manager", "System Manager")]
	roles.append({"role": "Client Contact", "read": 1, "write": 0, "create": 0, "delete": 0})
	definition = {"module": "Change Control", "custom": 1, "autoname": "OFF-.#####", "track_changes": 1}
	admin.create("DocType", name=OFFER, fields=list(FIELDS), permissions=roles, **definition)
	for state in STATES:
		admin.create("Workflow State", workflow_state_name=state)
	for action in ACTIONS:
		admin.create("Workflow Action Master", workflow_action_name=action)
	states = [{"state": state, "doc_status": "0", "allow_edit": "Project Manager"} for state in STATES]
	moves = [{"state": a, "action": b, "next_state": c, **who} for a, b, c, who in MOVES]
	facts = {"document_type": OFFER, "is_active": 1, "workflow_state_field": "workflow_state"}
	admin.create("Workflow", workflow_name="Offer Control", states=states, transitions=moves, **facts)
	admin.create(
		"Workflow Policy",
		document_type=OFFER,
		state_field="workflow_state",
		sign_off_rules=[SIGN_OFF],
		separation_rules=[{"action": "Check Offer", "not_owner": 1}],
		reason_rules=[{"action": "Take Offer Back", "min_length": 4}],
	)


@pytest.fixture
def offer(make: Factory) -> str:
	"""A draft, entered by an administrator."""
	facts = {"project": make.project(), "amount": 1200.5}
	return make.api("Administrator").create(OFFER, title=unique("报价"), **facts)["name"]


def state_of(admin: Api, name: str) -> str:
	return admin.read(OFFER, name)["workflow_state"]


def test_the_engines_columns_are_custom_fields(host: Served, admin: Api, offer: str) -> None:
	fields = admin.list("Custom Field", filters={"dt": OFFER}, fields=["fieldname"])
	found = {row["fieldname"] for row in fields}
	assert set(engine.COLUMNS) <= found
	with host.sqlite() as database:
		columns = {row[1] for row in database.execute(f"PRAGMA table_info(`tab{OFFER}`)")}
	assert {*engine.COLUMNS, "workflow_state"} <= columns
	assert state_of(admin, offer) == "Offer Draft"
	for field in engine.COLUMNS:
		refuses(admin.try_update(OFFER, offer, **{field: 3}), 417, "ValidationError", "kept by the system")


def test_states_change_by_transitions_alone(api: Callable[..., Api], admin: Api, offer: str) -> None:
	for state in STATES[1:]:
		refuses(admin.try_update(OFFER, offer, workflow_state=state), (403, 417))
	refuses(admin.try_create(OFFER, title="x", workflow_state="Offer Agreed"), 417)
	assert api(people.PM).act(OFFER, offer, "Check Offer")["workflow_state"] == "Offer Checked"
	refuses(admin.try_delete(OFFER, offer), 417, "", "ledger")
	assert admin.verdict(OFFER, offer)["valid"]


def test_its_evidence_is_not_taken_away(api: Callable[..., Api], admin: Api, offer: str) -> None:
	"""Not with the DocType, its policy, its workflow or its columns either."""
	api(people.PM).act(OFFER, offer, "Check Offer")
	for doctype, name in (("DocType", OFFER), ("Workflow Policy", OFFER), ("Workflow", "Offer Control")):
		refuses(admin.try_delete(doctype, name), (403, 417))
		names = {"doctype": doctype, "old_name": name, "new_name": "Other"}
		refuses(admin.try_call("frappe.client.rename_doc", **names), (403, 417))
	for field in engine.COLUMNS:
		refuses(admin.try_delete("Custom Field", f"{OFFER}-{field}"), 417)
	assert admin.verdict(OFFER, offer)["valid"]


def test_separation_of_duties(api: Callable[..., Api], make: Factory) -> None:
	facts = {"project": make.project(), "title": unique("报价")}
	mine = api(people.PM).create(OFFER, **facts)["name"]
	refuses(api(people.PM).try_act(OFFER, mine, "Check Offer"), 417, "", "Separation of duties")
	assert state_of(api("Administrator"), mine) == "Offer Draft"


def sent(api: Callable[..., Api], offer: str) -> str:
	api(people.PM).act(OFFER, offer, "Check Offer")
	api(people.PM).act(OFFER, offer, "Send Offer")
	return offer


def test_a_reason_is_asked(api: Callable[..., Api], admin: Api, offer: str) -> None:
	name = sent(api, offer)
	refuses(api(people.PM).try_act(OFFER, name, "Take Offer Back"), 417, "", "reason")
	refuses(api(people.PM).try_act(OFFER, name, "Take Offer Back", "太贵"), 417, "", "reason")
	assert state_of(admin, name) == "Offer Out"
	api(people.PM).act(OFFER, name, "Take Offer Back", "价格需要再议")
	assert admin.history(OFFER, name)[-1]["reason"] == "价格需要再议"


def test_sign_off(api: Callable[..., Api], admin: Api, offer: str) -> None:
	"""Two signatures of two parties, the signed fields locked, no way past them by the lax transition."""
	name, pm = sent(api, offer), api(people.PM)
	content = pm.package(OFFER, name)["content"]
	assert content["fields"]["amount"] == "1200.5"
	assert set(content["fields"]) == {"title", "project", "amount"}
	refuses(pm.try_update(OFFER, name, amount=1), 417, "", "read-only")
	pm.update(OFFER, name, remark="不在签字范围")
	for _signatures in range(2):
		refuses(pm.try_update(OFFER, name, workflow_state="Offer Agreed"), 417, "", "signature")
		refuses(pm.try_act(OFFER, name, "Agree Offer"), (403, 417))
		api(people.BUSINESS_OWNER).sign(OFFER, name)
	refuses(api(people.OTHER_PM).try_sign(OFFER, name, "0" * 64), 403)
	record = pm.sign(OFFER, name)
	assert (record["reference_doctype"], record["party"]) == (OFFER, "Vendor")
	assert state_of(admin, name) == "Offer Agreed"
	verdict = admin.verdict(OFFER, name)
	assert (verdict["valid"], verdict["in_force"], verdict["problems"]) == (True, True, [])
	assert {party: found["signer"] for party, found in verdict["parties"].items()} == {
		"Client": people.BUSINESS_OWNER.user,
		"Vendor": people.PM.user,
	}


def test_it_waits_in_the_clients_portal(api: Callable[..., Api], offer: str) -> None:
	"""Without code: in the inbox of who may sign and of nobody else, with all that its signing page asks for
	(issue 8, 7)."""
	name, client, ui = sent(api, offer), api(people.BUSINESS_OWNER), "client_mgmt.api.ui."
	for person in (people.ARCHITECT, people.OTHER_CONTACT):
		assert name not in {item["name"] for item in api(person).query(ui + "inbox")}
	[item] = [item for item in client.query(ui + "inbox") if item["name"] == name]
	assert (item["doctype"], item["kind"], item["project_title"]) == (OFFER, "sign", BANK)
	known = {row["name"]: row for row in client.query(ui + "boot")["doctypes"]}
	assert (known[OFFER]["can_read"], known[OFFER]["can_create"]) == (True, False)
	labels = {
		field["fieldname"]: field["label"] for field in client.query(ui + "form", doctype=OFFER)["fields"]
	}
	assert labels["amount"] == "Amount"
	page = client.query(ui + "page", doctype=OFFER, name=name)
	assert (page["round"]["open"], page["round"]["can_sign"], page["can"]["write"]) == (True, True, False)
	shown = client.package(OFFER, name)["display"]
	assert {row["field"] for section in shown for row in section["rows"]} == {"title", "project", "amount"}
	client.sign(OFFER, name)
	assert name not in {item["name"] for item in client.query(ui + "inbox")}
	listed = client.query(ui + "list", doctype=OFFER)["rows"]
	assert name in {row["name"] for row in listed}, "it stays to be read"


def test_declining(api: Callable[..., Api], admin: Api, offer: str) -> None:
	name = sent(api, offer)
	digest = api(people.BUSINESS_OWNER).package(OFFER, name)["digest"]
	facts = {"doctype": OFFER, "name": name, "digest": digest, "reason": "超出预算"}
	api(people.BUSINESS_OWNER).call("client_mgmt.api.signing.decline", **facts)
	assert state_of(admin, name) == "Offer Refused"


def test_it_survives_migrate_and_restart(
	host: Served, api: Callable[..., Api], admin: Api, offer: str
) -> None:
	host.stop()
	host.run("migrate")
	host.start()
	name = sent(api, offer)
	api(people.BUSINESS_OWNER).sign(OFFER, name)
	api(people.PM).sign(OFFER, name)
	assert state_of(admin, name) == "Offer Agreed"
	assert admin.verdict(OFFER, name)["valid"]


def test_a_client_reads_its_own_projects_alone(
	api: Callable[..., Api], admin: Api, make: Factory, offer: str
) -> None:
	"""The other client's contact holds the role that may read: the project's team decides all the same."""
	name, stranger = sent(api, offer), api(people.OTHER_CONTACT)
	assert api(people.ARCHITECT).package(OFFER, name)["content"]["fields"]["amount"] == "1200.5"
	for method in ("signing.get_package", "signing.verify", "signing.evidence", "workflow.history"):
		refuses(stranger.try_query(f"client_mgmt.api.{method}", doctype=OFFER, name=name), 403)
	refuses(stranger.try_sign(OFFER, name, "0" * 64), 403)
	refuses(stranger.try_act(OFFER, name, "Agree Offer"), 403)
	refuses(stranger.try_read(OFFER, name), 403)
	refuses(stranger.try_list(OFFER), 403)
