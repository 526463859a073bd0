"""What the web layer does with a request, whatever document or method it is about."""

from __future__ import annotations

import json
from typing import Any

import pytest

NOTE = "/api/resource/HTTP Note"


@pytest.fixture(scope="module")
def writer(web: Any) -> Any:
	return web.token(web.user("writer@http.io", ["HTTP Writer"]).name)


@pytest.fixture
def note(writer: Any) -> str:
	return writer.post(NOTE, json={"title": "first"}).json()["data"]["name"]


@pytest.mark.embedded
@pytest.mark.parametrize("body", ["{bad", "[1]", '"text"'])
def test_body_must_be_a_json_object(writer: Any, body: str) -> None:
	answer = writer.post(NOTE, data=body, headers={"Content-Type": "application/json"})
	assert (answer.status_code, answer.json()["exc_type"]) == (400, "JSONDecodeError")
	assert "_server_messages" in answer.json()


@pytest.mark.parametrize(
	"path", [NOTE, "/api/v2/document/HTTP Note", "/api/method/frappe.client.get_list?doctype=HTTP Note"]
)
def test_unknown_parameters_are_ignored(writer: Any, note: str, path: str) -> None:
	"""Python code that gives an option beyond the waist is refused (test_waist.py); a request is not."""
	filters = json.dumps({"name": note})
	answer = writer.get(path, params={"filters": filters, "nonsense_option": 1}).json()
	assert [row["name"] for row in answer.get("data") or answer["message"]] == [note]


@pytest.mark.parametrize(
	"request_body",
	[
		{"json": {"title": "as json"}},
		{"data": {"title": "as form"}},
		{"data": {"data": json.dumps({"title": "as data"})}},
		{"data": json.dumps({"title": "as bare json"})},
	],
	ids=["json", "form", "data field", "json without content type"],
)
def test_forms_of_a_posted_document(writer: Any, request_body: dict[str, Any]) -> None:
	answer = writer.post(NOTE, **request_body)
	assert answer.status_code == 200, answer.text
	assert answer.json()["data"]["title"].startswith("as ")


@pytest.mark.embedded
def test_body_limit(web: Any, writer: Any) -> None:
	answer = web.raw(
		"POST", NOTE, headers={**writer.headers, "Content-Length": str(26 * 1024 * 1024)}, body=b"{}"
	)
	assert answer.status_code == 413
	assert answer.json["exc_type"] == "RequestEntityTooLarge"


def test_get_changes_nothing(web: Any, writer: Any, note: str) -> None:
	"""A GET that writes answers and is rolled back; methods for other verbs answer 403."""
	for method in ("frappe.client.delete", "frappe.client.set_value"):
		query = {"doctype": "HTTP Note", "name": note, "fieldname": "title", "value": "changed"}
		assert writer.get(f"/api/method/{method}", params=query).status_code == 403
	assert writer.get(f"{NOTE}/{note}").json()["data"]["title"] == "first"


@pytest.mark.embedded
def test_get_that_writes_is_rolled_back(web: Any, writer: Any, note: str) -> None:
	with web.method("http_probe.touch", lambda: web.frappe.db.set_value("HTTP Note", note, "title", "x")):
		assert writer.get("/api/method/http_probe.touch").status_code == 200
		assert writer.get(f"{NOTE}/{note}").json()["data"]["title"] == "first"
		assert writer.post("/api/method/http_probe.touch").status_code == 200
		assert writer.get(f"{NOTE}/{note}").json()["data"]["title"] == "x"


@pytest.mark.embedded
def test_refusal_rolls_everything_back(web: Any, writer: Any, note: str) -> None:
	def half() -> None:
		web.frappe.db.set_value("HTTP Note", note, "title", "half")
		web.frappe.throw("no further")

	with web.method("http_probe.half", half):
		assert writer.post("/api/method/http_probe.half").status_code == 417
	assert writer.get(f"{NOTE}/{note}").json()["data"]["title"] == "first"


@pytest.mark.embedded
def test_unexpected_error_tells_its_class_alone(web: Any, writer: Any) -> None:
	def broken() -> None:
		raise RuntimeError("the path /secret/place")

	with web.method("http_probe.broken", broken):
		answer = writer.get("/api/method/http_probe.broken")
	assert (answer.status_code, answer.json()["exc_type"]) == (500, "RuntimeError")
	assert "secret" not in answer.text


@pytest.mark.embedded
def test_outside_the_contract_says_so(web: Any, writer: Any) -> None:
	with web.method("http_probe.outside", lambda: web.frappe.qb):
		answer = writer.get("/api/method/http_probe.outside")
	assert (answer.status_code, answer.json()["exc_type"]) == (501, "NotImplementedError")
	assert "frappe.qb" in answer.json()["exception"]


@pytest.mark.embedded
def test_redirect_stays_on_the_site(web: Any) -> None:
	def leave() -> None:
		web.frappe.local.response.update(type="redirect", location="//elsewhere.io/x")

	with web.method("http_probe.leave", leave, allow_guest=True):
		answer = web.browser().get("/api/method/http_probe.leave", allow_redirects=False)
	assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.embedded
def test_download(web: Any, writer: Any) -> None:
	def export() -> None:
		web.frappe.response.update(type="download", filename="证据.json", filecontent=b"{}")

	with web.method("http_probe.export", export):
		answer = writer.get("/api/method/http_probe.export")
	assert answer.content == b"{}"
	assert "filename*=UTF-8''%E8%AF%81%E6%8D%AE.json" in answer.headers["Content-Disposition"]


@pytest.mark.contract("/api/resource/<DocType>")
@pytest.mark.parametrize("name", ["a/b", "中文 名", "50% + more", "quote'\"s"])
def test_names_of_any_letters(web: Any, writer: Any, name: str) -> None:
	from urllib.parse import quote

	created = writer.post("/api/resource/HTTP Named", json={"title": name})
	assert created.status_code in (200, 409), created.text
	for path in (quote(name), quote(name, safe="")):
		assert writer.get(f"/api/resource/HTTP Named/{path}").json()["data"]["name"] == name
	assert writer.get(f"/api/v2/document/HTTP Named/{quote(name)}/").json()["data"]["name"] == name


def test_arguments_are_checked(writer: Any) -> None:
	change = "/api/method/frappe.core.doctype.user.user.update_password"
	answer = writer.post(change, json={"new_password": 123, "old_password": "x"})
	assert (answer.status_code, answer.json()["exc_type"]) == (417, "FrappeTypeError")


@pytest.mark.embedded
def test_missing_argument(writer: Any) -> None:
	answer = writer.get("/api/method/frappe.client.get_count")
	assert (answer.status_code, answer.json()["exc_type"]) == (417, "FrappeTypeError")
	assert "doctype" in answer.json()["exception"]


@pytest.mark.embedded
def test_arguments_are_converted(web: Any, writer: Any) -> None:
	def add(count: int, share: float, sure: bool, rows: list[str] | None = None) -> list[Any]:
		return [count, share, sure, rows]

	with web.method("http_probe.add", add):
		answer = writer.post("/api/method/http_probe.add", data={"count": "3", "share": "0.5", "sure": "1"})
		assert answer.json()["message"] == [3, 0.5, True, None]
		wrong = writer.post("/api/method/http_probe.add", data={"count": "x", "share": "0.5", "sure": "1"})
		assert wrong.status_code == 417


def test_permlevel_fields_stay_hidden(web: Any, writer: Any, note: str) -> None:
	"""In the answers to GET, and (stricter than v15.41) to PUT and set_value."""
	web.admin.put(f"{NOTE}/{note}", json={"secret": "hidden"})
	assert "secret" not in writer.get(f"{NOTE}/{note}").json()["data"]
	if web.embedded:
		assert "hidden" not in writer.put(f"{NOTE}/{note}", json={"title": "second"}).text
		body = {"doctype": "HTTP Note", "name": note, "fieldname": "title", "value": "third"}
		assert "hidden" not in writer.post("/api/method/frappe.client.set_value", json=body).text
	assert web.admin.get(f"{NOTE}/{note}").json()["data"]["secret"] == "hidden"


@pytest.mark.contract("/api/resource/<DocType>/<name>", "frappe.client.get")
def test_documents_v1_without_nulls_client_with(writer: Any, note: str) -> None:
	assert "body" not in writer.get(f"{NOTE}/{note}").json()["data"]
	query = {"doctype": "HTTP Note", "name": note}
	assert writer.get("/api/method/frappe.client.get", params=query).json()["message"]["body"] is None


@pytest.mark.contract(
	"/api/v2/document/<DocType>[/<name>]",
	"/api/v2/doctype/<DocType>/meta",
	"/api/v2/doctype/<DocType>/count",
	"/api/v2/method/<dotted>",
)
def test_v2_forms(writer: Any) -> None:
	base = "/api/v2/document/HTTP Note"
	name = writer.post(base, json={"title": "v2"}).json()["data"]["name"]
	assert writer.patch(f"{base}/{name}", json={"title": "patched"}).json()["data"]["title"] == "patched"
	assert writer.put(f"{base}/{name}", json={"title": "put"}).json()["data"]["title"] == "put"
	listed = writer.get(base, params={"fields": '["title"]', "filters": json.dumps({"name": name})}).json()
	assert listed == {"data": [{"title": "put"}]}
	assert writer.get("/api/v2/doctype/HTTP Note/count").json()["data"] >= 1
	assert writer.get("/api/v2/doctype/HTTP Note/meta").json()["data"]["name"] == "HTTP Note"
	missing = writer.get(f"{base}/{name}/nope")
	assert missing.status_code == 404
	assert missing.json()["errors"][0]["type"] == "DoesNotExistError"
	assert writer.delete(f"{base}/{name}").json() == {"data": "ok"}
	assert writer.get("/api/v2/method/ping").json() == {"data": "pong"}
	assert writer.post(f"{base}/{name}/method/nope").status_code == 404
	assert writer.get("/api/v2/zzz").json() == {"errors": [{"type": "DoesNotExistError"}]}


@pytest.mark.contract(
	"/api/method/<dotted>", "POST / cmd=", "ping", "frappe.ping", "frappe.auth.get_logged_user"
)
def test_cmd_and_short_names(writer: Any) -> None:
	assert writer.post("/", data={"cmd": "frappe.auth.get_logged_user"}).json()["message"] == "writer@http.io"
	assert writer.get("/api/method/ping").json() == {"message": "pong"}
	assert writer.get("/api/method/frappe.ping").json() == {"message": "pong"}


@pytest.mark.parametrize(
	"method", ["frappe.get_doc", "frappe.db.sql", "embedded_host.services.sites.init", "os.getcwd"]
)
def test_only_whitelisted_functions(writer: Any, method: str) -> None:
	assert writer.post(f"/api/method/{method}").status_code in (403, 417)


@pytest.mark.embedded
def test_headers(web: Any, writer: Any) -> None:
	answer = writer.get("/api/method/ping")
	assert answer.headers["X-Content-Type-Options"] == "nosniff"
	assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
	assert answer.headers["Referrer-Policy"] == "same-origin"
	page = web.browser().get("/login")
	assert "script-src 'self' 'nonce-" in page.headers["Content-Security-Policy"]
	assert page.status_code == 200


@pytest.mark.embedded
def test_pages_speak_two_languages(web: Any) -> None:
	for language in ("zh", "en"):
		page = web.browser(headers={"Accept-Language": language}).get("/login")
		assert f'<html lang="{language}">' in page.text


@pytest.mark.embedded
def test_rate_limit(web: Any) -> None:
	from frappe.rate_limiter import rate_limit

	with web.method("http_probe.few", rate_limit(limit=2, seconds=60)(lambda: "ok"), allow_guest=True):
		codes = [web.browser().get("/api/method/http_probe.few").status_code for _call in range(3)]
	assert codes == [200, 200, 429]
