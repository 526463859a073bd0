"""The framework's form and list methods, as far as the contract names them."""

from __future__ import annotations

import json
from typing import Any

import pytest

DESK = "/api/method/frappe.desk."


@pytest.fixture(scope="module")
def writer(web: Any) -> Any:
	return web.token(web.user("desk@http.io", ["HTTP Writer"]).name)


@pytest.fixture(scope="module")
def stranger(web: Any) -> Any:
	"""Somebody of the desk without rights: the app shuts other logins out where it is installed."""
	return web.token(web.user("deskless@http.io", ["HTTP Onlooker"]).name)


@pytest.fixture
def note(writer: Any) -> str:
	return writer.post("/api/resource/HTTP Note", json={"title": "desk"}).json()["data"]["name"]


@pytest.mark.contract("frappe.desk.form.load.getdoc")
def test_getdoc(writer: Any, stranger: Any, note: str) -> None:
	query = {"doctype": "HTTP Note", "name": note}
	answer = writer.get(DESK + "form.load.getdoc", params=query).json()
	assert answer["docs"][0]["name"] == note
	assert answer["docinfo"]["permissions"]["write"] == 1
	assert stranger.get(DESK + "form.load.getdoc", params=query).status_code == 403


@pytest.mark.contract("frappe.desk.form.save.savedocs")
def test_savedocs(writer: Any, note: str) -> None:
	new = {"doctype": "HTTP Note", "name": "new-http-note-1", "__islocal": 1, "title": "from the form"}
	answer = writer.post(DESK + "form.save.savedocs", data={"doc": json.dumps(new), "action": "Save"}).json()
	saved = answer["docs"][0]
	assert saved["localname"] == "new-http-note-1" and saved["name"] != "new-http-note-1"
	saved["title"] = "again"
	stale = {**saved, "modified": "2020-01-01 00:00:00"}
	refused = writer.post(DESK + "form.save.savedocs", data={"doc": json.dumps(stale), "action": "Save"})
	assert (refused.status_code, refused.json()["exc_type"]) == (417, "TimestampMismatchError")
	again = writer.post(DESK + "form.save.savedocs", data={"doc": json.dumps(saved), "action": "Save"})
	assert again.json()["docs"][0]["title"] == "again"


@pytest.mark.contract("frappe.desk.form.utils.add_comment")
def test_comment_is_in_the_users_own_name(web: Any, writer: Any, note: str) -> None:
	body = {
		"reference_doctype": "HTTP Note",
		"reference_name": note,
		"content": "hello",
		"comment_email": "Administrator" if web.embedded else "desk@http.io",
		"comment_by": "desk",
	}
	answer = writer.post(DESK + "form.utils.add_comment", json=body).json()["message"]
	assert answer["comment_email"] == answer["owner"] == "desk@http.io"


@pytest.mark.contract("frappe.desk.form.assign_to.add", "frappe.desk.form.assign_to.remove")
def test_assign_share_and_withdraw(web: Any, writer: Any, stranger: Any, note: str) -> None:
	"""Assigning to somebody who may not read shares the document, which needs the right to share it."""
	body = {"doctype": "HTTP Note", "name": note, "assign_to": ["deskless@http.io"], "description": "do it"}
	refused = writer.post(DESK + "form.assign_to.add", json=body)
	assert refused.status_code == 403
	assert stranger.get(f"/api/resource/HTTP Note/{note}").status_code == 403
	assert (
		web.admin.post(DESK + "form.assign_to.add", json=body).json()["message"][0]["owner"]
		== body["assign_to"][0]
	)
	assert stranger.get(f"/api/resource/HTTP Note/{note}").status_code == 200
	left = web.admin.post(DESK + "form.assign_to.remove", json={**body, "assign_to": "deskless@http.io"})
	assert left.json()["message"] == []


@pytest.mark.contract("frappe.desk.doctype.tag.tag.add_tag", "frappe.desk.like.toggle_like")
def test_tags_and_likes_stay_beside_the_fields(writer: Any, note: str) -> None:
	before = writer.get(f"/api/resource/HTTP Note/{note}").json()["data"]["modified"]
	tag = {"tag": "t1", "dt": "HTTP Note", "dn": note}
	assert writer.post(DESK + "doctype.tag.tag.add_tag", data=tag).json()["message"] == "t1"
	like = {"doctype": "HTTP Note", "name": note, "add": "Yes"}
	assert writer.post(DESK + "like.toggle_like", data=like).status_code == 200
	assert writer.get(f"/api/resource/HTTP Note/{note}").json()["data"]["modified"] == before


@pytest.mark.embedded
def test_tags_need_write_permission(stranger: Any, note: str) -> None:
	tag = {"tag": "t1", "dt": "HTTP Note", "dn": note}
	assert stranger.post(DESK + "doctype.tag.tag.add_tag", data=tag).status_code == 403


@pytest.mark.contract("frappe.desk.search.search_link", "frappe.desk.search.get_link_title")
def test_search(writer: Any, note: str) -> None:
	query = {"doctype": "HTTP Note", "txt": note[:-1], "ignore_user_permissions": 1}
	found = writer.get(DESK + "search.search_link", params=query).json()["message"]
	assert note in [entry["value"] for entry in found]
	assert (
		writer.get(
			DESK + "search.get_link_title", params={"doctype": "HTTP Note", "docname": note}
		).status_code
		== 200
	)


@pytest.mark.contract(
	"frappe.desk.reportview.get", "frappe.desk.reportview.get_list", "frappe.desk.reportview.get_count"
)
def test_reportview(web: Any, writer: Any, note: str) -> None:
	query = {
		"doctype": "HTTP Note",
		"fields": json.dumps(["name", "`tabHTTP Note`.`title`"]),
		"filters": json.dumps([["HTTP Note", "name", "=", note]]),
		"order_by": "`tabHTTP Note`.`modified` desc",
	}
	answer = writer.post(DESK + "reportview.get", data=query).json()["message"]
	assert (answer["keys"], answer["values"]) == (["name", "title"], [[note, "desk"]])
	assert writer.post(DESK + "reportview.get_list", data=query).json()["message"] == [
		{"name": note, "title": "desk"}
	]
	assert writer.post(DESK + "reportview.get_count", data=query).json()["message"] == 1
	nobody = web.token(web.user("nobody@http.io", []).name)
	assert nobody.post(DESK + "reportview.get", data=query).status_code == 403


@pytest.mark.contract("frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs")
def test_bulk_update(writer: Any, note: str) -> None:
	method = DESK + "doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
	body = {
		"doctype": "HTTP Note",
		"docnames": json.dumps([note]),
		"action": "update",
		"data": '{"title": "bulk"}',
	}
	assert writer.post(method, data=body).json()["message"] == []
	assert writer.get(f"/api/resource/HTTP Note/{note}").json()["data"]["title"] == "bulk"


@pytest.mark.contract("frappe.client.bulk_update")
def test_client_bulk_update_tells_what_failed(writer: Any, note: str) -> None:
	docs = [
		{"doctype": "HTTP Note", "docname": note, "title": "one"},
		{"doctype": "HTTP Note", "docname": "nope", "title": "two"},
	]
	answer = writer.post("/api/method/frappe.client.bulk_update", json={"docs": json.dumps(docs)}).json()
	assert [failed["doc"]["docname"] for failed in answer["message"]["failed_docs"]] == ["nope"]
	assert writer.get(f"/api/resource/HTTP Note/{note}").json()["data"]["title"] == "one"
