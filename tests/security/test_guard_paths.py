"""Ways round a guard that sits on save only: attack-surface.md, first table. Nothing changes by any of
them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.client import Api, errors, refuses
from tests.factory import CHANGE, MINUTES, PROJECT, Factory

from client_mgmt.demo import people

WORKFLOW = "Change Request Control"
SAVE = "frappe.client.save"


@pytest.fixture(scope="module")
def waiting(make: Factory) -> str:
	"""A change that waits for its signatures."""
	return make.change("Awaiting Signatures")


@contextmanager
def unmoved(admin: Api, doctype: str, name: str) -> Iterator[None]:
	"""The stored row is the same afterwards."""
	before = admin.read(doctype, name)
	yield
	assert admin.read(doctype, name) == before


def post(method: str, **arguments: Any) -> Callable[[Api, dict[str, Any]], Any]:
	"""A call whose arguments are made from the document to attack."""

	def call(api: Api, doc: dict[str, Any]) -> Any:
		return api.try_call(method, **{key: value(doc) for key, value in arguments.items()})

	return call


def signed(doc: dict[str, Any], **more: Any) -> dict[str, Any]:
	return {**doc, "workflow_state": "Signed", **more}


def dumped(doc: dict[str, Any], **more: Any) -> str:
	return json.dumps(signed(doc, **more))


PATHS: dict[str, Callable[[Api, dict[str, Any]], Any]] = {
	"v1 PUT": lambda api, doc: api.try_update(CHANGE, doc["name"], workflow_state="Signed"),
	"v1 PUT docstatus": lambda api, doc: api.try_update(CHANGE, doc["name"], docstatus=1),
	"v1 PUT both": lambda api, doc: api.try_update(CHANGE, doc["name"], docstatus=1, workflow_state="Signed"),
	"v2 PUT": lambda api, doc: api.put(f"/api/v2/document/{CHANGE}/{doc['name']}", json=signed({})),
	"v2 PATCH": lambda api, doc: api.patch(f"/api/v2/document/{CHANGE}/{doc['name']}", json=signed({})),
	"set_value": post(
		"frappe.client.set_value",
		doctype=lambda _doc: CHANGE,
		name=lambda doc: doc["name"],
		fieldname=lambda _doc: "workflow_state",
		value=lambda _doc: "Signed",
	),
	"set_value of several": post(
		"frappe.client.set_value",
		doctype=lambda _doc: CHANGE,
		name=lambda doc: doc["name"],
		fieldname=lambda _doc: {"workflow_state": "Signed", "round_outcome": "Complete"},
	),
	"save": post(SAVE, doc=dumped),
	"submit": post("frappe.client.submit", doc=dumped),
	"cancel": post("frappe.client.cancel", doctype=lambda _doc: CHANGE, name=lambda doc: doc["name"]),
	"savedocs": post("frappe.desk.form.save.savedocs", doc=dumped, action=lambda _doc: "Save"),
	"savedocs submit": post("frappe.desk.form.save.savedocs", doc=dumped, action=lambda _doc: "Submit"),
	"apply_workflow": post(
		"frappe.model.workflow.apply_workflow", doc=dumped, action=lambda _doc: "Signatures Complete"
	),
	"act": lambda api, doc: api.try_act(CHANGE, doc["name"], "Signatures Complete"),
	"act with values": lambda api, doc: api.try_act(
		CHANGE, doc["name"], "Reopen", "x", workflow_state="Signed"
	),
}
# These answer 200 with a list of failures.
BULK: dict[str, Callable[[Api, dict[str, Any]], Any]] = {
	"bulk_update": post(
		"frappe.client.bulk_update",
		docs=lambda doc: json.dumps(
			[{"doctype": CHANGE, "docname": doc["name"], "workflow_state": "Signed"}]
		),
	),
	"bulk form": post(
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		doctype=lambda _doc: CHANGE,
		docnames=lambda doc: json.dumps([doc["name"]]),
		action=lambda _doc: "update",
		data=lambda _doc: json.dumps({"workflow_state": "Signed"}),
	),
	"bulk approval": post(
		"frappe.model.workflow.bulk_workflow_approval",
		doctype=lambda _doc: CHANGE,
		docnames=lambda doc: json.dumps([doc["name"]]),
		action=lambda _doc: "Signatures Complete",
	),
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("who", ["Administrator", people.PM.user])
def test_no_path_signs(api: Callable[..., Api], admin: Api, waiting: str, path: str, who: str) -> None:
	"""Row: REST, client methods, savedocs, workflow methods. Administrator is held like anybody."""
	with unmoved(admin, CHANGE, waiting):
		refuses(PATHS[path](api(who), admin.read(CHANGE, waiting)), (403, 417))


@pytest.mark.parametrize("path", BULK)
def test_no_bulk_path_signs(admin: Api, waiting: str, path: str) -> None:
	with unmoved(admin, CHANGE, waiting):
		answer = BULK[path](admin, admin.read(CHANGE, waiting))
		assert answer.status_code in (200, 403, 417), errors(answer)


@pytest.mark.parametrize("state", ["Submitted", "Signed", "Closed", "Nonsense"])
def test_nothing_is_born_in_a_later_state(admin: Api, make: Factory, state: str) -> None:
	"""Row: insert with a state, insert_many, v2."""
	values = {"doctype": CHANGE, "title": "born late", "project": make.project(), "workflow_state": state}
	before = len(admin.list(CHANGE))
	refuses(admin.try_create(CHANGE, **values), 417)
	refuses(admin.post(f"/api/v2/document/{CHANGE}", json=values), 417)
	refuses(admin.try_call("frappe.client.insert", doc=json.dumps(values)), 417)
	refuses(admin.try_call("frappe.client.insert_many", docs=json.dumps([values])), 417)
	assert len(admin.list(CHANGE)) == before


def test_an_administrators_shortcut_leads_nowhere(admin: Api, make: Factory) -> None:
	"""Row: a new transition past the signatures. The proof stands at the door of the state."""
	name = make.change("Awaiting Signatures")
	workflow = admin.read("Workflow", WORKFLOW)
	shortcut = {"state": "Awaiting Signatures", "action": "Approve", "next_state": "Signed", "allowed": "All"}
	past = {"state": "Awaiting Signatures", "action": "Reject", "next_state": "Scheduled", "allowed": "All"}
	if not admin.try_read("Workflow Action Master", "Approve").ok:
		admin.create("Workflow Action Master", workflow_action_name="Approve")
	admin.update("Workflow", WORKFLOW, transitions=[*workflow["transitions"], shortcut, past])
	try:
		with unmoved(admin, CHANGE, name):
			refuses(admin.try_update(CHANGE, name, workflow_state="Signed"), 417, contains="signature")
			refuses(admin.try_update(CHANGE, name, workflow_state="Scheduled"), 417, contains="signature")
			refuses(admin.try_act(CHANGE, name, "Approve"), 417, contains="signature")
	finally:
		admin.update("Workflow", WORKFLOW, transitions=workflow["transitions"])


def test_without_an_active_workflow_no_state_changes(admin: Api, make: Factory) -> None:
	"""Row: Workflow deactivated or deleted."""
	name = make.change()
	refuses(admin.try_delete("Workflow", WORKFLOW), 417)
	admin.update("Workflow", WORKFLOW, is_active=0)
	try:
		with unmoved(admin, CHANGE, name):
			refuses(admin.try_update(CHANGE, name, workflow_state="Closed"), 417)
			refuses(admin.try_act(CHANGE, name, "Submit"), (403, 417))
	finally:
		admin.update("Workflow", WORKFLOW, is_active=1)
	assert make.change("Submitted")


def test_a_state_with_documents_stays_in_the_workflow(admin: Api, make: Factory) -> None:
	make.change("Submitted")
	workflow = admin.read("Workflow", WORKFLOW)
	states = [row for row in workflow["states"] if row["state"] != "Submitted"]
	moves = [row for row in workflow["transitions"] if "Submitted" not in (row["state"], row["next_state"])]
	refuses(
		admin.try_update("Workflow", WORKFLOW, states=states, transitions=moves), 417, contains="Submitted"
	)
	refuses(admin.try_delete("Workflow State", "Submitted"), 417)


@pytest.mark.parametrize(
	("field", "value"),
	[
		("raised_by", people.LIAISON.user),
		("assessed_by", people.LIAISON.user),
		("assessed_on", "2020-01-01 00:00:00"),
		("is_major", 1),
		("revision", 7),
		("round", 3),
		("round_outcome", "Complete"),
		("in_force", 1),
		("scheduled_on", "2020-01-01 00:00:00"),
		("policy_version", 9),
		("chain_head", "0" * 64),
		("chain_count", 99),
	],
)
def test_engine_owned_fields_are_refused(admin: Api, make: Factory, field: str, value: Any) -> None:
	"""Row: posted owner-like fields. Neither when it is made nor afterwards, Administrator included."""
	refuses(admin.try_create(CHANGE, title="claims", project=make.project(), **{field: value}), 417)
	name = make.change()
	with unmoved(admin, CHANGE, name):
		refuses(admin.try_update(CHANGE, name, **{field: value}), 417)
		arguments = {"doctype": CHANGE, "name": name, "fieldname": field, "value": value}
		refuses(admin.try_call("frappe.client.set_value", **arguments), 417)


def test_requirement_fields_of_the_engine(admin: Api, make: Factory) -> None:
	project = make.dossier()
	name = admin.create("Requirement", project=project, feature="a", priority="Low", acceptance_criteria="b")[
		"name"
	]
	for field, value in (("status", "Baselined"), ("revision", 5), ("last_change", make.change())):
		refuses(admin.try_update("Requirement", name, **{field: value}), 417)
	refuses(admin.try_create("Requirement", project=project, feature="c", status="Baselined"), 417)


def test_gets_write_nothing(admin: Api, make: Factory) -> None:
	"""Row: GET on bulk update and bulk approval, which Frappe commits."""
	name, requirement = make.change(), make.requirement("短信通知")
	bulk = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
	for doctype, doc, values in (
		(CHANGE, name, {"title": "by GET"}),
		("Requirement", requirement, {"feature": "by GET"}),
		("Client Contact", make.contact_of(people.ARCHITECT), {"job_title": "by GET"}),
	):
		with unmoved(admin, doctype, doc):
			answer = admin.try_query(bulk, doctype=doctype, docnames=[doc], action="update", data=values)
			assert answer.status_code in (200, 403), errors(answer)
	with unmoved(admin, CHANGE, name):
		admin.try_query(
			"frappe.model.workflow.bulk_workflow_approval", doctype=CHANGE, docnames=[name], action="Withdraw"
		)
		refuses(admin.get(f"/api/method/{SAVE}", params={"doc": "{}"}), 403)


def test_db_set_is_refused(site: Any, as_user: Any) -> None:
	"""Row: `db_set` passes `validate`; `before_change` refuses."""
	name = site.db.get_value(CHANGE, {"workflow_state": "Awaiting Signatures"}, "name")
	with pytest.raises(site.ValidationError):
		site.get_doc(CHANGE, name).db_set("workflow_state", "Signed")
	record = site.get_doc(
		"Signature Record", site.db.get_value("Signature Record", {"purpose": "Approval"}, "name")
	)
	with pytest.raises(site.PermissionError):
		record.db_set("decision", "Declined")


@pytest.mark.parametrize("doctype", ["Signature Record", "Workflow Event"])
def test_evidence_is_append_only(admin: Api, make: Factory, doctype: str) -> None:
	"""Editing, deleting, renaming or inserting evidence as Administrator."""
	make.change("Signed")
	record = admin.list(doctype, fields=["*"])[0]
	with unmoved(admin, doctype, record["name"]):
		refuses(admin.try_update(doctype, record["name"], project="x"), (403, 417))
		refuses(admin.try_delete(doctype, record["name"]), (403, 417))
		rename = {"doctype": doctype, "old_name": record["name"], "new_name": "mine"}
		refuses(admin.try_call("frappe.client.rename_doc", **rename), (403, 417))
		refuses(
			admin.try_call(
				"frappe.client.set_value", doctype=doctype, name=record["name"], fieldname="hash", value="0"
			),
			(403, 417),
		)
	forged = {
		key: value for key, value in record.items() if key not in ("name", "owner", "creation", "modified")
	}
	refuses(admin.try_create(doctype, **forged), (403, 417))


def test_documents_with_evidence_are_neither_deleted_nor_renamed(admin: Api, make: Factory) -> None:
	"""Row: deleting the last document frees its number."""
	for doctype, name in (
		(CHANGE, make.change("Submitted")),
		(PROJECT, make.archived()),
		(MINUTES, make.minutes()),
	):
		with unmoved(admin, doctype, name):
			refuses(admin.try_delete(doctype, name), (403, 417))
			rename = {"doctype": doctype, "old_name": name, "new_name": f"{name}-x"}
			refuses(admin.try_call("frappe.client.rename_doc", **rename), (403, 417))
			bulk = {"doctype": doctype, "items": json.dumps([name])}
			admin.try_call("frappe.desk.reportview.delete_items", **bulk)


def test_a_duplicate_starts_afresh(site: Any) -> None:
	"""`workflow_state` and what the engine owns are not copied by duplicate or amend."""
	name = site.db.get_value(CHANGE, {"workflow_state": "Closed"}, "name")
	copy = site.copy_doc(site.get_doc(CHANGE, name), ignore_no_copy=False)
	copy.insert()
	assert (copy.workflow_state, copy.in_force, copy.chain_count, copy.round) == ("Draft", 0, 0, 0)


def test_server_code_behind_the_guard_is_shown(site: Any) -> None:
	"""Row: `db_update`, SQL. What went past every check is what the chain is for."""
	from client_mgmt.api import signing

	name = site.db.get_value(CHANGE, {"workflow_state": "Signed"}, "name")
	assert signing.verify(CHANGE, name)["valid"]
	site.db.set_value(CHANGE, name, "impact_cost", 1, update_modified=False)
	shown = signing.verify(CHANGE, name)
	assert not shown["valid"]
	assert shown["problems"]
