"""Uploads and downloads."""

from __future__ import annotations

from typing import Any

import pytest

UPLOAD = "/api/method/upload_file"


@pytest.fixture(scope="module")
def writer(web: Any) -> Any:
	return web.token(web.user("uploader@http.io", ["HTTP Writer"]).name)


@pytest.fixture(scope="module")
def stranger(web: Any) -> Any:
	return web.token(web.user("stranger@http.io", []).name)


@pytest.fixture(scope="module")
def note(writer: Any) -> str:
	return writer.post("/api/resource/HTTP Note", json={"title": "with files"}).json()["data"]["name"]


def upload(browser: Any, name: str, content: bytes, **data: Any) -> Any:
	return browser.post(UPLOAD, files={"file": (name, content)}, data=data)


@pytest.mark.contract("upload_file", "/private/files/…")
def test_private_file_follows_its_document(web: Any, writer: Any, stranger: Any, note: str) -> None:
	answer = upload(writer, "合同.txt", b"secret", is_private=1, doctype="HTTP Note", docname=note)
	url = answer.json()["message"]["file_url"]
	assert url.startswith("/private/files/")
	assert writer.get(url).content == b"secret"
	assert stranger.get(url).status_code == 403
	assert web.browser().get(url).status_code == 403


@pytest.mark.embedded
def test_upload_needs_write_permission_on_the_document(stranger: Any, note: str) -> None:
	answer = upload(stranger, "b.txt", b"x", is_private=1, doctype="HTTP Note", docname=note)
	assert (answer.status_code, answer.json()["exc_type"]) == (403, "PermissionError")


def test_guest_cannot_upload(web: Any) -> None:
	assert upload(web.browser(), "b.txt", b"x").status_code == 403


@pytest.mark.parametrize(
	"path",
	[
		"/files/../../site_config.json",
		"/files/%2e%2e/%2e%2e/site_config.json",
		"/private/files/../../site_config.json",
		"/files//etc/passwd",
		"/assets/frappe/../hooks.py",
		"/files/..%2f..%2fsite_config.json",
	],
)
@pytest.mark.embedded
def test_paths_stay_inside(web: Any, path: str) -> None:
	answer = web.raw("GET", path, headers=web.admin.headers)
	assert answer.status_code in (403, 404)
	assert b"db_name" not in answer.data and b"app_name" not in answer.data


@pytest.mark.embedded
@pytest.mark.parametrize("name", ["page.html", "picture.svg", "feed.xml", "page.xhtml"])
def test_active_content_is_an_attachment(writer: Any, name: str) -> None:
	answer = upload(writer, name, b"<script>alert(1)</script>", is_private=0)
	served = writer.get(answer.json()["message"]["file_url"])
	assert served.status_code == 200
	assert served.headers["Content-Disposition"].startswith("attachment")
	assert "sandbox" in served.headers["Content-Security-Policy"]
	assert served.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.embedded
def test_missing_files(web: Any) -> None:
	assert web.admin.get("/files/nothing-here.txt").status_code == 404
	assert web.admin.get("/private/files/nothing-here.txt").status_code in (403, 404)
