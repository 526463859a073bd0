"""`auth_hooks` stand before everything a signed-in person can ask for."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.embedded


@pytest.fixture
def seen(web: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, dict[str, Any]]]:
	"""What a hook was shown; it refuses requests of the user `hooked@http.io`."""
	import frappe
	from embedded_host.base import hooks

	found: list[tuple[str, str, dict[str, Any]]] = []

	def hook() -> None:
		found.append((frappe.session.user, frappe.request.path, dict(frappe.form_dict)))
		if frappe.session.user == "hooked@http.io":
			frappe.throw("not here", frappe.PermissionError)

	original = hooks.functions
	monkeypatch.setattr(
		hooks, "functions", lambda name, key=None: (hook,) if name == "auth_hooks" else original(name, key)
	)
	return found


@pytest.mark.parametrize(
	("verb", "path"),
	[
		("GET", "/api/resource/HTTP Note"),
		("POST", "/api/resource/HTTP Note"),
		("GET", "/api/v2/document/HTTP Note"),
		("GET", "/api/method/ping"),
		("POST", "/?cmd=ping"),
		("GET", "/files/x.txt"),
		("GET", "/private/files/x.txt"),
		("GET", "/app"),
		("GET", "/login"),
		("GET", "/zzz"),
	],
)
def test_hooks_stand_before(web: Any, seen: list[Any], verb: str, path: str) -> None:
	browser = web.token(web.user("hooked@http.io", ["HTTP Writer"]).name)
	seen.clear()
	assert browser.request(verb, path).status_code == 403
	assert [entry[:2] for entry in seen] == [("hooked@http.io", path.partition("?")[0])]


def test_hooks_see_the_parsed_form(web: Any, seen: list[Any]) -> None:
	web.browser().post("/api/method/ping?a=1", json={"b": [2]})
	assert seen[-1] == ("Guest", "/api/method/ping", {"a": "1", "b": [2]})
