"""Endpoints of the contract that no other file of these walks through, with documents of notes.py."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.contract.notes import FLOW, NOBODY, NOTE, PAPER, READER, WRITER
from tests.factory import unique

pytestmark = pytest.mark.usefixtures("notes")
CLIENT = "frappe.client"
DESK = "frappe.desk"
WORKFLOW = "frappe.model.workflow"


@pytest.fixture
def note(admin: Api) -> Iterator[str]:
	"""Taken away afterwards: a bench keeps what was made over HTTP."""
	name = admin.create(NOTE, title=unique("over http"))["name"]
	yield name
	admin.try_delete(NOTE, name)


@pytest.mark.contract(f"{CLIENT}.submit", f"{CLIENT}.cancel", f"{DESK}.form.save.cancel")
def test_submit_and_cancel(admin: Api) -> None:
	"""docstatus 0, 1, 2 and no way back; the form cancels by name."""
	for cancel in (f"{CLIENT}.cancel", f"{DESK}.form.save.cancel"):
		paper = admin.create(PAPER, title="p")
		submitted = admin.call(f"{CLIENT}.submit", doc=paper)
		assert submitted["docstatus"] == 1
		refuses(admin.try_update(PAPER, paper["name"], title="late"), 417, "UpdateAfterSubmitError")
		assert admin.try_call(cancel, doctype=PAPER, name=paper["name"]).status_code == 200
		assert admin.read(PAPER, paper["name"])["docstatus"] == 2
		refuses(admin.try_update(PAPER, paper["name"], docstatus=0), 417)


@pytest.mark.contract(f"{CLIENT}.rename_doc")
def test_rename(admin: Api, note: str) -> None:
	new = unique("renamed")
	assert admin.call(f"{CLIENT}.rename_doc", doctype=NOTE, old_name=note, new_name=new) == new
	assert admin.read(NOTE, new)["name"] == new
	assert admin.try_read(NOTE, note).status_code == 404


@pytest.mark.contract(f"{CLIENT}.get_doc_permissions", f"{CLIENT}.get_single_value")
def test_small_questions(admin: Api, note: str) -> None:
	rights = admin.query(f"{CLIENT}.get_doc_permissions", doctype=NOTE, docname=note)["permissions"]
	assert (rights["read"], rights["write"], rights["submit"], rights["import"]) == (1, 1, 0, 0)
	ask = {"doctype": "System Settings", "field": "time_zone"}
	assert "/" in admin.query(f"{CLIENT}.get_single_value", **ask)


@pytest.mark.contract(f"{CLIENT}.validate_link")
def test_a_link_is_looked_up(admin: Api, guest: Api, note: str) -> None:
	"""The name as it is stored with the fields asked for; null for what is not there."""
	ask = {"doctype": NOTE, "fields": json.dumps(["title"])}
	found = admin.call(f"{CLIENT}.validate_link", docname=note, **ask)
	assert (found["name"], bool(found["title"])) == (note, True)
	assert admin.call(f"{CLIENT}.validate_link", docname="none such", **ask)["name"] is None
	refuses(guest.try_call(f"{CLIENT}.validate_link", docname=note, **ask), 403)


@pytest.mark.contract(f"{DESK}.reportview.export_query", "frappe.utils.print_format.download_pdf")
def test_nothing_is_exported_or_printed_for_guests(guest: Api, note: str) -> None:
	"""Signed in, Frappe does it; the embedded host says what to do instead (test_foreign_clients)."""
	for method in (f"{DESK}.reportview.export_query", "frappe.utils.print_format.download_pdf"):
		refuses(guest.try_call(method, doctype=NOTE, name=note), 403)


@pytest.mark.contract(f"{CLIENT}.get_list")
def test_all_fields_as_frappeclient_asks_for_them(admin: Api, note: str) -> None:
	for fields in ('"*"', '["*"]', "*"):
		rows = admin.get("/api/resource/" + NOTE, params={"fields": fields, "limit_page_length": 1}).json()[
			"data"
		]
		assert {"name", "title", "owner"} <= rows[0].keys()


@pytest.mark.contract(f"{DESK}.form.load.getdoctype")
def test_the_form_of_a_doctype(admin: Api, guest: Api) -> None:
	"""The DocType and its child DocTypes; nothing for a guest."""
	docs = admin.get(f"/api/method/{DESK}.form.load.getdoctype", params={"doctype": NOTE}).json()["docs"]
	assert docs[0]["name"] == NOTE
	assert "rows" in [df["fieldname"] for df in docs[0]["fields"]]
	refuses(guest.try_query(f"{DESK}.form.load.getdoctype", doctype=NOTE), 403)


@pytest.mark.contract(f"{DESK}.search.search_widget")
def test_search_widget(admin: Api, note: str) -> None:
	found = admin.call(f"{DESK}.search.search_widget", doctype=NOTE, txt=note)
	assert note in [row[0] for row in found]


@pytest.mark.contract(f"{DESK}.reportview.delete_items")
def test_delete_items(admin: Api, note: str) -> None:
	admin.try_call(f"{DESK}.reportview.delete_items", doctype=NOTE, items=json.dumps([note]))
	assert admin.try_read(NOTE, note).status_code == 404


@pytest.mark.contract("frappe.share.add", "frappe.share.get_users")
def test_shares(admin: Api, note: str) -> None:
	one = {"doctype": NOTE, "name": note}
	admin.call("frappe.share.add", **one, user=NOBODY, read=1)
	admin.call("frappe.share.add", **one, user=READER, read=1, write=1)
	rows = admin.query("frappe.share.get_users", **one)
	assert {row["user"]: row["write"] for row in rows} == {NOBODY: 0, READER: 1}
	left = [NOBODY, READER]
	for row in sorted(rows, key=lambda row: row["user"]):
		assert {found["user"] for found in admin.query("frappe.share.get_users", **one)} == set(left)
		assert admin.try_delete("DocShare", row["name"]).status_code == 202
		left.remove(row["user"])
	assert admin.query("frappe.share.get_users", **one) == []


@pytest.mark.contract(f"{WORKFLOW}.bulk_workflow_approval", f"{WORKFLOW}.get_common_transition_actions")
def test_bulk_workflow(api: Any, admin: Api, host: Any) -> None:
	"""Each document for itself: what is not open stays as it is. The common actions are open to all."""
	with host.connected() as frappe:
		frappe.get_attr("frappe.utils.password.update_password")(WRITER, "Contract-Secret-3")
		frappe.db.commit()
	writer = api(WRITER, "Contract-Secret-3")
	large, small = (admin.create(FLOW, title="t", amount=amount)["name"] for amount in (20, 5))
	both, action = json.dumps([large, small]), "Contract Finish"
	common = f"{WORKFLOW}.get_common_transition_actions"
	docs = [[{"doctype": FLOW, "name": name} for name in names] for names in ((large,), (large, small))]
	assert [writer.call(common, docs=json.dumps(given), doctype=FLOW) for given in docs] == [[action], []]
	bulk = {"docnames": both, "doctype": FLOW, "action": action}
	writer.try_call(f"{WORKFLOW}.bulk_workflow_approval", **bulk)
	states = [admin.read(FLOW, name)["workflow_state"] for name in (large, small)]
	assert states == ["Contract Done", "Contract Open"]


@pytest.mark.contract("run_doc_method")
@pytest.mark.parametrize("method", ["insert", "delete", "db_set"])
def test_run_doc_method(admin: Api, note: str, method: str) -> None:
	"""Whitelisted methods of a document alone."""
	refuses(admin.try_call("run_doc_method", dt=NOTE, dn=note, method=method), 403, "PermissionError")
	assert admin.try_read(NOTE, note).status_code == 200


@pytest.mark.contract("/api/v2/method/<DocType>/<m>", "frappe.core.doctype.user.user.generate_keys")
def test_method_of_a_doctypes_module(admin: Api) -> None:
	made = admin.post("/api/v2/method/User/generate_keys", json={"user": NOBODY}).json()["data"]
	assert len(made["api_secret"]) >= 15
	assert admin.read("User", NOBODY)["api_key"]
	assert admin.post("/api/v2/method/User/no_such_function", json={}).status_code in (403, 404, 417)


@pytest.mark.contract("frappe.core.doctype.user.user.reset_password")
def test_reset_password_of_administrator(guest: Api) -> None:
	"""Nobody resets it by mail."""
	answer = guest.try_call("frappe.core.doctype.user.user.reset_password", user="Administrator")
	assert answer.status_code == 200
	assert "key" not in answer.text.replace("keys", "")


@pytest.mark.contract("/files/…")
def test_public_files(admin: Api, guest: Api, note: str) -> None:
	url = admin.ok(admin.upload(NOTE, note, b"for everybody", is_private=0))["file_url"]
	assert url.startswith("/files/")
	assert guest.get(url).content == b"for everybody"


@pytest.mark.contract("/", "/login", "/assets/…")
def test_pages(guest: Api) -> None:
	"""A guest gets to the sign-in; assets are files and nothing else."""
	page = guest.get("/login", headers={"Accept": "text/html"})
	assert page.status_code == 200 and "<html" in page.text
	assert guest.get("/", headers={"Accept": "text/html"}).status_code == 200
	assert guest.get("/assets/client_mgmt/no-such-file.js").status_code == 404
	assert guest.get("/assets/../site_config.json").status_code == 404
