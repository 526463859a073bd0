"""What the web app asks on a demo site: pages, lists and inboxes of the bank's project manager and client.

Closed: each client asks again as soon as it has its answer, so that with 20 the server is never idle and an
answer takes what 20 answers cost. Paced: 20 people who each open a page every two seconds, whenever that is
due, whether or not the server keeps up.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from load import Failed, Figures, measure, paced, request
from targets import Target, token_of

from client_mgmt.demo import people

METHOD = "/api/method/client_mgmt.api.ui."
CHANGE = "Change Request"
PACED = (20, 2.0)  # people, seconds between two pages of one
Screens = dict[str, bytes]


def screens(target: Target, administrator: str, password: str) -> Screens:
	"""Name of a measured request → its bytes, for the demo's change that waits for signatures."""
	found: Screens = {}
	for who, person in (("manager", people.PM), ("client", people.BUSINESS_OWNER)):
		token = token_of(target.url, administrator, password, person.user)
		name = _waiting(target, token)
		page = METHOD + "page?" + urlencode({"doctype": CHANGE, "name": name})
		found[f"page, {who}"] = request("GET", target.url, page, token)
		found[f"page again, {who}"] = _again(target, page, token)
		found[f"list, {who}"] = request("GET", target.url, METHOD + "list?doctype=Change+Request", token)
		found[f"inbox, {who}"] = request("GET", target.url, METHOD + "inbox", token)
		found[f"boot, {who}"] = request("GET", target.url, METHOD + "boot", token)
	return found


def _waiting(target: Target, token: str) -> str:
	filters = json.dumps([["workflow_state", "=", "Awaiting Signatures"]])
	path = METHOD + "list?" + urlencode({"doctype": CHANGE, "filters": filters})
	return str(ask(target, path, token)["rows"][0]["name"])


def ask(target: Target, path: str, token: str) -> Any:
	"""What a method answers; raises Failed."""
	status, body = target.connection.ask(request("GET", target.url, path, token))
	if status != 200:
		raise Failed(f"{path}: {status} {body[:400]!r}")
	return json.loads(body)["message"]


def _again(target: Target, path: str, token: str) -> bytes:
	"""The request for a page that the browser has already; raises Failed when it is sent again."""
	wanted = request("GET", target.url, path, token)
	_status, _body = target.connection.ask(wanted)
	wanted = request("GET", target.url, path, token, headers={"If-None-Match": target.connection.etag})
	status, body = target.connection.ask(wanted)
	if (status, body) != (304, b""):
		raise Failed(f"{path}: {status} for the ETag {target.connection.etag}")
	return wanted


def run(target: Target, wanted: Screens, clients: tuple[int, ...], seconds: float) -> dict[str, Any]:
	"""`{"closed": {name: [Figures]}, "paced": {name: Figures}}`."""
	closed: dict[str, list[Figures]] = {}
	for name, content in wanted.items():
		closed[name] = [measure(target.url, _same(content), count, seconds) for count in clients]
	pages = {name: content for name, content in wanted.items() if name.startswith("page")}
	people_, every = PACED
	each = {name: paced(target.url, _same(content), people_, every, 20) for name, content in pages.items()}
	return {"closed": closed, "paced": each}


def _same(content: bytes) -> Any:
	return lambda _client, _count: content


def report(found: dict[str, Any]) -> Iterator[str]:
	"""The table for people."""
	people_, every = PACED
	title = f"paced: {people_} people, a page every {every:g} s each"
	yield f"\n{title:44} median    p95  p95 from when it was due"
	for name, figures in found["paced"].items():
		yield f"{name:44} {figures['median']:>6} {figures['p95']:>6} {figures['due_p95']:>6}"
