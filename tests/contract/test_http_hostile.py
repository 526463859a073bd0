"""Requests that no decent client sends: each is refused or answered, none is a 500."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytestmark = pytest.mark.embedded
NOTE = "/api/resource/HTTP Note"


@pytest.fixture(scope="module")
def writer(web: Any) -> Any:
	return web.token(web.user("hostile@http.io", ["HTTP Writer"]).name)


@pytest.mark.parametrize(
	"body",
	[
		'{"title": "\\ud800"}',
		'{"title": "a\\u0000b"}',
		'{"title": "a", "idx": 123456789012345678901234567890}',
		'{"title": "a", "idx": 1e400}',
		'{"title": NaN}',
		'{"title": ' + "[" * 100_000 + "]" * 100_000 + "}",
		'{"title": ["x"]}',
		'{"title": {"a": 1}}',
		'{"title": "x", "name": 5}',
		'{"title": "x", "docstatus": "abc"}',
		'{"title": "x", "docstatus": 7}',
		'{"title": "x", "save": 1, "_plan": 2, "meta": 3, "flags": {"a": 1}, "__class__": 4}',
		b'{"title": "\xe9"}',
	],
)
def test_bodies(writer: Any, body: str | bytes) -> None:
	answer = writer.post(NOTE, data=body, headers={"Content-Type": "application/json"})
	assert answer.status_code < 500, answer.text


@pytest.mark.parametrize(
	"query",
	[
		{"filters": text}
		for text in (
			"{",
			"5",
			'"x"',
			"[[]]",
			'[["a"]]',
			'[["title", "=", {"a": 1}]]',
			'[["title", "between", 1]]',
		)
	]
	+ [{"fields": text} for text in ("{", "5", "[5]", '[["a"]]', '["name as x; drop"]', '["title`"]')]
	+ [{"order_by": text} for text in ("5", "title desc; drop table x", "`title", "title desc, (select 1)")]
	+ [
		{"group_by": "nope"},
		{"limit_start": "abc"},
		{"limit_start": "9" * 30},
		{"limit_page_length": "9" * 30},
	]
	+ [{"or_filters": "5"}, {"parent": "Nope"}, {"as_dict": "{"}],
	ids=json.dumps,
)
def test_queries(writer: Any, query: dict[str, str]) -> None:
	answer = writer.get(NOTE, params=query)
	assert answer.status_code < 500, answer.text


@pytest.mark.parametrize(
	"path",
	[
		f"{NOTE}/%ff",
		f"{NOTE}/%00",
		"/api/resource/%00",
		"/api/resource/__Auth",
		"/api/resource/__Sessions/x",
		"/api/resource/`tabUser`",
		"/api/method/frappe.",
		"/api/method/frappe.%00.x",
		"/api/method/frappe.client.get?doctype=HTTP+Note&name=",
		"/api/v2/document/HTTP Note/a/method/",
		"/api/v2/method/HTTP Note/nope",
		"/api/v3/document",
		"/api/",
	],
)
def test_paths(web: Any, writer: Any, path: str) -> None:
	answer = web.raw("GET", path, headers=writer.headers)
	assert answer.status_code < 500, answer.data


@pytest.mark.parametrize(
	("method", "arguments"),
	[
		("frappe.client.insert", {"doc": "{bad"}),
		("frappe.client.insert", {"doc": [1]}),
		("frappe.client.insert_many", {"docs": 5}),
		("frappe.client.set_value", {"doctype": "HTTP Note", "name": "x", "fieldname": None}),
		("frappe.client.bulk_update", {"docs": [{}]}),
		("frappe.desk.form.save.savedocs", {"doc": "zz", "action": "Save"}),
		("frappe.desk.form.assign_to.add", {}),
		("run_doc_method", {"method": "x"}),
		("login", {"usr": ["a"], "pwd": {"b": 1}}),
		("logout", {"x": 1}),
	],
)
def test_methods(writer: Any, method: str, arguments: dict[str, Any]) -> None:
	answer = writer.post(f"/api/method/{method}", json=arguments)
	assert answer.status_code < 500, answer.text
