"""What a client-side login may call: attack-surface.md, "Ways for a portal user to see too much"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, FREIGHT, MINUTES, Factory
from tests.hosts import DEMO_PASSWORD, Host

from client_mgmt.demo import people

FORBIDDEN_METHODS = [
	"frappe.client.get",
	"frappe.client.get_list",
	"frappe.client.get_value",
	"frappe.client.get_count",
	"frappe.client.get_single_value",
	"frappe.client.set_value",
	"frappe.client.insert",
	"frappe.client.insert_many",
	"frappe.client.save",
	"frappe.client.delete",
	"frappe.client.has_permission",
	"frappe.desk.form.load.getdoc",
	"frappe.desk.form.load.getdoctype",
	"frappe.desk.form.assign_to.add",
	"frappe.desk.search.search_link",
	"frappe.desk.search.get_link_title",
	"frappe.desk.reportview.get",
	"frappe.desk.reportview.get_count",
	"frappe.desk.listview.get_group_by_count",
	"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count",
	"frappe.share.add",
	"frappe.share.get_users",
	"frappe.model.workflow.bulk_workflow_approval",
	"frappe.handler.upload_file",
	"run_doc_method",
	"client_mgmt.api.policy.approve",
	"client_mgmt.api.policy.simulate",
	"client_mgmt.api.desk.get_count",
]


@pytest.fixture(scope="module")
def client(api: Callable[..., Api]) -> Api:
	return api(people.BUSINESS_OWNER)


@pytest.mark.parametrize("method", FORBIDDEN_METHODS)
def test_framework_methods_are_closed(client: Api, method: str) -> None:
	"""Only named methods answer, by whatever route one reaches a method."""
	arguments: dict[str, Any] = {"doctype": CHANGE, "name": "x"}
	refuses(client.try_query(method, **arguments), 403, "PermissionError")
	refuses(client.try_call(method, **arguments), 403, "PermissionError")
	refuses(client.post("/", data={"cmd": method, **arguments}), 403, "PermissionError")
	refuses(client.post(f"/api/resource/{CHANGE}", data={"cmd": method}), 403, "PermissionError")
	refuses(client.post(f"/api/v2/method/{method}", json=arguments), 403, "PermissionError")
	refuses(client.post(f"/api/v1/method/{method}", json=arguments), 403, "PermissionError")


@pytest.mark.parametrize(
	"path",
	[
		f"/api/v1/resource/{CHANGE}",
		f"/api/v2/doctype/{CHANGE}/meta",
		f"/api/v2/doctype/{CHANGE}/count",
		"/api/resource/Client",
		"/api/resource/Client Contact",
		"/api/resource/Project Archive",
		"/api/resource/Internal Estimate",
		"/api/resource/Signing Authority",
		"/api/resource/Change Item?parent=Change Request",
		"/api/resource/Meeting Attendee?parent=Meeting Minutes",
		"/api/resource/User",
		"/api/resource/File",
		"/api/resource/Comment",
		"/api/resource/Version",
		"/api/resource/Notification Log",
		"/printview?doctype=Change Request",
		"/api/zzz",
	],
)
def test_other_paths_are_closed(client: Api, path: str) -> None:
	refuses(client.get(path), 403, "PermissionError" if path.startswith("/api") else "")


def test_what_is_named_works(client: Api, make: Factory) -> None:
	assert client.get("/api/method/ping").json()["message"] == "pong"
	assert client.query("frappe.auth.get_logged_user") == people.BUSINESS_OWNER.user
	name = make.change()
	assert client.read(CHANGE, name)["name"] == name
	assert client.ok(client.get(f"/api/v2/document/{CHANGE}/{name}"))["name"] == name
	assert name in client.names(CHANGE, workflow_state="Draft")
	assert client.ok(client.get(f"/api/v2/document/{CHANGE}"))
	assert client.list(CHANGE, fields=["name", "title"], order_by="modified desc, name asc", limit_start=0)
	assert client.list(CHANGE, fields=["*"], filters=[[CHANGE, "title", "like", "%变更%"]])
	actions = client.query("frappe.model.workflow.get_transitions", doc={"doctype": CHANGE, "name": name})
	assert "Submit" in {row["action"] for row in actions}


@pytest.mark.parametrize(
	"arguments",
	[
		{"fields": ["name", "_comments"]},
		{"fields": ["_assign"]},
		{"fields": ["_user_tags"]},
		{"fields": "_comments"},
		{"fields": ["_comments as c"]},
		{"fields": ["`tabChange Request`.`_comments`"]},
		{"fields": ["project.contract_amount"]},
		{"fields": ["project.client.high_risk"]},
		{"fields": ["change_items.requirement"]},
		{"fields": ["count(name) as c"]},
		{"fields": ["max(_comments) as c"]},
		{"filters": {"_comments": ["like", "%secret%"]}},
		{"filters": [["_assign", "like", "%a%"]]},
		{"filters": [["Change Item", "requirement", "like", "%"]]},
		{"filters": [["Project Archive", "contract_amount", ">", 1]]},
		{"filters": [["project.client", "=", "x"]]},
		{"or_filters": [["_comments", "like", "%a%"]]},
		{"order_by": "_comments asc"},
		{"order_by": "(select 1)"},
		{"order_by": "name asc, _assign desc"},
		{"group_by": "owner"},
		{"debug": 1},
		{"parent": "Project Archive"},
		{"run_method": "get_title"},
		{"expand_links": 1},
	],
)
def test_query_arguments_reach_plain_columns_alone(client: Api, arguments: dict[str, Any]) -> None:
	"""`_comments`, linked and child fields, aggregates and filters as oracles."""
	refuses(client.try_list(CHANGE, **arguments), 403, "PermissionError")
	refuses(client.get(f"/api/v2/document/{CHANGE}", params=client_params(arguments)), 403, "PermissionError")


def client_params(arguments: dict[str, Any]) -> dict[str, Any]:
	import json

	return {key: value if isinstance(value, str) else json.dumps(value) for key, value in arguments.items()}


def test_verbs_and_bodies(client: Api, make: Factory) -> None:
	name = make.change()
	refuses(client.delete(f"/api/resource/{CHANGE}/{name}"), 403)
	refuses(client.post(f"/api/resource/{CHANGE}/{name}", json={"run_method": "get_title"}), 403)
	refuses(client.post(f"/api/v2/document/{CHANGE}/{name}/method/get_title", json={}), 403)
	refuses(client.try_create("Requirement", feature="x", project=make.project()), 403)
	refuses(client.try_create("Action Item", description="x"), 403)
	refuses(client.try_create(CHANGE, data='{"doctype": "Client"}'), 403)
	refuses(client.try_create(CHANGE, doctype="Client", client_name="x"), 403)
	refuses(
		client.put(f"/api/resource/Action Item/{make.one('Action Item', audience='Client')}", json={}), 403
	)


def test_upload_takes_the_document_alone(client: Api, api: Callable[..., Api], make: Factory) -> None:
	"""`method=`, `file_url=` and the like of upload_file call and claim other things."""
	name = make.change()
	assert client.upload(CHANGE, name, f"mine {name}".encode()).ok
	refuses(client.upload(CHANGE, name, method="frappe.client.get_list"), 403)
	refuses(client.upload(CHANGE, name, file_url="/private/files/other.txt"), 403)
	refuses(client.upload(CHANGE, make.change(project=FREIGHT)), 403)
	refuses(client.upload("Client Contact", make.contact_of(people.BUSINESS_OWNER)), 403)
	refuses(client.upload("", ""), 403)
	refuses(client.post("/api/v2/method/upload_file", files={"file": ("a.txt", b"a")}), 403)


def test_own_attachment_is_readable_and_others_are_not(
	client: Api, api: Callable[..., Api], make: Factory
) -> None:
	name = make.change()
	url = client.ok(client.upload(CHANGE, name, f"content of {name}".encode()))["file_url"]
	listed = client.query("client_mgmt.api.portal.attachments", doctype=CHANGE, name=name)
	assert [row["file_url"] for row in listed] == [url]
	assert client.get(url).content == f"content of {name}".encode()
	refuses(api(people.OTHER_CONTACT).get(url), 403)
	refuses(
		api(people.OTHER_CONTACT).try_query("client_mgmt.api.portal.attachments", doctype=CHANGE, name=name),
		404,
	)


def test_workflow_methods_only_on_what_clients_write(client: Api, make: Factory) -> None:
	doc = {"doctype": "Project Archive", "name": make.project()}
	refuses(client.try_query("frappe.model.workflow.get_transitions", doc=doc), 403)
	refuses(client.try_call("frappe.model.workflow.apply_workflow", doc=doc, action="Revise"), 403)
	name = make.change()
	moved = client.call(
		"frappe.model.workflow.apply_workflow", doc={"doctype": CHANGE, "name": name}, action="Submit"
	)
	assert moved["workflow_state"] == "Submitted"


def test_any_website_user_is_held(api: Callable[..., Api], make: Factory) -> None:
	"""Also one that is nobody's contact, and one that was given a role by mistake."""
	stranger = api(make.user(user_type="Website User"))
	refuses(stranger.try_query("frappe.client.get_count", doctype="User"), 403)
	assert stranger.query("client_mgmt.api.portal.my_projects") == []
	for doctype in (CHANGE, MINUTES, "Requirement"):
		answer = stranger.try_list(doctype)
		assert answer.status_code == 403 or answer.json()["data"] == []


SEEN = [(people.PM, "/app"), (people.PM, "/client-mgmt"), (people.BUSINESS_OWNER, "/client-mgmt")]


@pytest.mark.contract("frappe.sessions.get_csrf_token")
@pytest.mark.parametrize(("person", "page"), SEEN)
def test_a_session_that_has_booted_needs_its_token(host: Host, person: people.Person, page: str) -> None:
	"""The portal's sessions like everybody's."""
	session = Api(host.url, person.user, DEMO_PASSWORD)
	assert session.get(page, headers={"Accept": "text/html"}).ok
	token = session.query("client_mgmt.api.ui.boot")["csrf_token"]
	assert token
	del session.headers["X-Frappe-CSRF-Token"]
	refuses(session.try_create(CHANGE), 400, "CSRFTokenError")
	session.headers["X-Frappe-CSRF-Token"] = token
	refuses(session.try_create(CHANGE), 417)
