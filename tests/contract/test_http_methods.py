"""Which methods a request reaches, and with which rights."""

from __future__ import annotations

import json
from typing import Any

import pytest

NOTE = "/api/resource/HTTP Note"


@pytest.fixture(scope="module")
def writer(web: Any) -> Any:
	return web.token(web.user("caller@http.io", ["HTTP Writer"]).name)


@pytest.fixture(scope="module")
def reader(web: Any) -> Any:
	"""Somebody with whom single notes are shared for reading."""
	return web.token(web.user("reader@http.io", []).name)


@pytest.fixture
def note(web: Any, writer: Any, reader: Any) -> str:
	name = writer.post(NOTE, json={"title": "first", "body": "needle"}).json()["data"]["name"]
	share = {"doctype": "HTTP Note", "name": name, "user": "reader@http.io", "read": 1}
	assert web.admin.post("/api/method/frappe.share.add", json=share).ok
	return name


@pytest.mark.embedded
def test_document_methods_need_the_right_to_write(web: Any, writer: Any, reader: Any, note: str) -> None:
	"""A GET of a whitelisted document method needs reading, any other verb writing."""
	path = f"/api/v2/document/HTTP Note/{note}/method/probe_title"
	body = {"dt": "HTTP Note", "dn": note, "method": "probe_title"}
	with web.document_method("probe_title", lambda doc: doc.title):
		assert reader.get(path).json() == {"data": "first"}
		assert reader.post(path).status_code == 403
		assert writer.post(path).json() == {"data": "first"}
		assert writer.post(f"{NOTE}/{note}", data={"run_method": "probe_title"}).json() == {"data": "first"}
		assert reader.post("/api/method/run_doc_method", json=body).status_code == 403
		assert writer.post("/api/method/run_doc_method", json=body).json()["message"] == "first"
	assert writer.post(path).status_code == 404


@pytest.mark.contract("/api/v2/document/<DocType>/<name>/method/<m>")
@pytest.mark.parametrize(
	"method", ["insert", "save", "delete", "check_permission", "_before_save", "__init__"]
)
def test_document_methods_must_be_whitelisted(writer: Any, note: str, method: str) -> None:
	answer = writer.post(f"/api/v2/document/HTTP Note/{note}/method/{method}")
	assert answer.status_code in (403, 404)
	assert writer.get(f"{NOTE}/{note}").json()["data"]["title"] == "first"


@pytest.mark.embedded
def test_get_by_filters_is_no_oracle(web: Any, writer: Any, note: str) -> None:
	"""Only among the documents that the caller may read."""
	nobody = web.token(web.user("filterer@http.io", []).name)
	query = {"doctype": "HTTP Note", "filters": json.dumps({"body": "needle"})}
	assert nobody.get("/api/method/frappe.client.get", params=query).status_code == 403
	assert writer.get("/api/method/frappe.client.get", params=query).json()["message"]["body"] == "needle"
	query["filters"] = json.dumps({"body": "no such needle"})
	assert writer.get("/api/method/frappe.client.get", params=query).status_code == 404


@pytest.mark.embedded
@pytest.mark.parametrize(
	("method", "arguments"),
	[
		("frappe.client.bulk_update", {"docs": "[]"}),
		("frappe.client.delete", {"doctype": "HTTP Note", "name": "x"}),
		("frappe.desk.reportview.delete_items", {"doctype": "HTTP Note", "items": "[]"}),
		(
			"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			{"doctype": "HTTP Note", "docnames": "[]"},
		),
		("frappe.desk.form.save.savedocs", {"doc": "{}", "action": "Save"}),
		("frappe.desk.like.toggle_like", {"doctype": "HTTP Note", "name": "x"}),
		("frappe.desk.form.assign_to.add", {}),
		("frappe.share.add", {"doctype": "HTTP Note", "name": "x"}),
		("frappe.core.doctype.user.user.generate_keys", {"user": "Administrator"}),
	],
)
def test_methods_that_write_refuse_get(web: Any, method: str, arguments: dict[str, Any]) -> None:
	answer = web.admin.get(f"/api/method/{method}", params=arguments)
	assert (answer.status_code, answer.json()["exc_type"]) == (403, "PermissionError")


@pytest.mark.contract(
	"frappe.client.insert",
	"frappe.client.get_value",
	"frappe.client.set_value",
	"frappe.client.get_list",
	"frappe.client.get_count",
	"frappe.client.has_permission",
	"frappe.client.save",
	"frappe.client.delete",
)
def test_client_methods(writer: Any) -> None:
	"""insert, get_value, set_value, get_list, get_count, has_permission, save, delete in one life."""
	call = "/api/method/frappe.client."
	new = {"doc": {"doctype": "HTTP Note", "title": "life"}}
	made = writer.post(f"{call}insert", json=new).json()["message"]
	one = {"doctype": "HTTP Note", "name": made["name"]}
	query = {"doctype": "HTTP Note", "filters": json.dumps({"name": made["name"]})}
	got = writer.get(f"{call}get_value", params={**query, "fieldname": '["title","owner"]'})
	assert got.json()["message"] == {"title": "life", "owner": "caller@http.io"}
	values = {**one, "fieldname": {"title": "set", "body": "text"}}
	saved = writer.post(f"{call}set_value", json=values).json()["message"]
	assert (saved["title"], saved["body"]) == ("set", "text")
	stale = writer.post(f"{call}save", json={"doc": {**made, "title": "stale"}})
	assert stale.json()["exc_type"] == "TimestampMismatchError"
	assert writer.post(f"{call}save", json={"doc": {**saved, "title": "saved"}}).ok
	assert writer.get(f"{call}get_list", params=query).json()["message"] == [{"name": made["name"]}]
	assert writer.get(f"{call}get_count", params=query).json()["message"] == 1
	may = {"doctype": "HTTP Note", "docname": made["name"], "perm_type": "write"}
	assert writer.get(f"{call}has_permission", params=may).json()["message"] == {"has_permission": True}
	may["perm_type"] = "share"
	assert writer.get(f"{call}has_permission", params=may).json()["message"] == {"has_permission": False}
	assert writer.post(f"{call}delete", json=one).ok
	assert writer.get(f"{NOTE}/{made['name']}").status_code == 404


@pytest.mark.contract("frappe.client.insert_many")
def test_insert_many_is_all_or_nothing(writer: Any) -> None:
	docs = [{"doctype": "HTTP Note", "title": "many"}, {"doctype": "HTTP Note"}]
	query = {"filters": json.dumps({"title": "many"})}
	refused = writer.post("/api/method/frappe.client.insert_many", json={"docs": docs})
	assert refused.json()["exc_type"] == "MandatoryError"
	assert writer.get(NOTE, params=query).json()["data"] == []


@pytest.mark.embedded
def test_overrides_reach_every_spelling(web: Any, writer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	"""`override_whitelisted_methods` holds for the short name, `cmd`, v2 and the dotted path."""
	from embedded_host.web import rpc

	original = web.frappe.get_hooks
	hooks = {"frappe.handler.ping": ["frappe.auth.get_logged_user"]}
	monkeypatch.setattr(
		rpc.frappe,
		"get_hooks",
		lambda hook=None, *rest: hooks if hook == "override_whitelisted_methods" else original(hook, *rest),
	)
	for path in (
		"/api/method/ping",
		"/api/method/frappe.ping",
		"/api/method/frappe.handler.ping",
		"/?cmd=ping",
	):
		assert writer.post(path).json() == {"message": "caller@http.io"}
	assert writer.get("/api/v2/method/ping").json() == {"data": "caller@http.io"}
