"""What one call costs in the process, without HTTP: processor milliseconds of the thread that answers it."""

from __future__ import annotations

import datetime
import json
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from firm import BANK, CHANGE
from load import Failed
from screens import METHOD
from targets import unique
from werkzeug.test import create_environ

from client_mgmt.demo import people
from embedded_host.web.app import create_application

SITE = "perf.localhost"
API = "/api/method/client_mgmt.api."
ITEM = {"operation": "Add", "proposed_feature": "导出", "proposed_priority": "Medium"}
Ask = Callable[[], Any]


class Calls:
	"""The host's WSGI application in this process, asked as the demo's people.

	`tokens`: user → key:secret.
	"""

	def __init__(self, sites: Path, tokens: dict[str, str]) -> None:
		self.app, self.tokens = create_application(SITE, str(sites)), tokens
		self.spent = 0.0

	def ask(self, user: str, method: str, path: str, body: Any = None, **query: Any) -> Any:
		"""The answer of one request; what it cost is in `spent`. Raises Failed for an error."""
		texts = {
			key: json.dumps(value) if isinstance(value, list | dict) else value
			for key, value in query.items()
		}
		environ = create_environ(
			path,
			f"http://{SITE}",
			method=method,
			query_string=urlencode(texts),
			headers={"Authorization": f"token {self.tokens[user]}", "Accept": "application/json"},
			json=body,
		)
		status: list[str] = []

		def start(line: str, _headers: Any, _error: Any = None) -> Callable[[bytes], Any]:
			status.append(line)
			return lambda _data: None

		began = time.thread_time()
		content = b"".join(self.app(environ, start))
		self.spent = (time.thread_time() - began) * 1000
		if not status[0].startswith("200"):
			raise Failed(f"{method} {path}: {status[0]} {content[:600].decode()}")
		answer = json.loads(content)
		return answer.get("message", answer.get("data"))

	def draft(self) -> str:
		"""The name of a new change request that can be submitted."""
		body = {
			"title": unique("变更"),
			"project": BANK,
			"description": "导出 Excel。",
			"reason": "每月复核。",
		}
		items = [{**ITEM, "proposed_acceptance": "可以演示"}]
		path = "/api/resource/Change%20Request"
		return str(self.ask(people.PM.user, "POST", path, {**body, "change_items": items})["name"])

	def cost(self, ask: Ask, times: int) -> float:
		"""Median processor milliseconds of so many calls, after one that warms up."""
		ask()
		spent = []
		for _time in range(times):
			ask()
			spent.append(self.spent)
		return round(statistics.median(spent), 2)


def measured(calls: Calls, change: str, times: int) -> dict[str, float]:
	"""Name of a call → processor milliseconds; `change` is a closed one of the bank that an anchor holds."""
	return {name: calls.cost(ask, times) for name, ask in [*_reads(calls, change), *_writes(calls)]}


def _reads(calls: Calls, change: str) -> Iterable[tuple[str, Ask]]:
	pm, pmo = people.PM.user, people.PMO.user
	resource, state = "/api/resource/", [["workflow_state", "=", "Awaiting Signatures"]]
	about, year = {"doctype": CHANGE}, datetime.date.today().year
	years = {"from_date": f"{year}-01-01", "to_date": f"{year}-12-31"}  # as the page of the figures opens

	def get(user: str, path: str, check: Callable[[Any], bool] = bool, **query: Any) -> Ask:
		def ask() -> None:
			answer = calls.ask(user, "GET", path, **query)
			if not check(answer):
				raise Failed(f"{path} {query} answered {str(answer)[:300]}")

		return ask

	yield "get", get(pm, f"{resource}Change%20Request/{change}")
	yield "list", get(pm, METHOD + "list", lambda found: found["rows"], **about)
	yield "list of one state", get(pm, METHOD + "list", lambda found: found["rows"], **about, filters=state)
	yield "count", get(pm, "/api/method/frappe.client.get_count", **about)
	yield "count, PMO", get(pmo, "/api/method/frappe.client.get_count", **about)
	yield "events", get(pm, f"{resource}Workflow%20Event", order_by="creation desc", limit_page_length=20)
	yield "four figures", get(pmo, API + "metrics.four_metrics", **years)
	yield "search", get(pm, METHOD + "search", text="第 42 列")
	yield "verify", get(pm, API + "signing.verify", lambda found: found["valid"], **about, name=change)
	yield "evidence", get(pm, API + "signing.evidence", **about, name=change)


def _writes(calls: Calls) -> Iterable[tuple[str, Ask]]:
	made: list[str] = []

	def submit() -> None:
		body = {"doctype": CHANGE, "name": made.pop(), "action": "Submit"}
		calls.ask(people.PM.user, "POST", API + "workflow.act", body)

	yield "create", lambda: made.append(calls.draft())
	yield "transition", submit
