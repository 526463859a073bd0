"""Issue 9, 28: clients that others have written meet what they know from Frappe: frappeclient (Python),
frappe-js-sdk, and frappe-ui's request layer, which posts even what only reads."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.process import Served
from tests.client import Api, refuses
from tests.factory import CHANGE, Factory, unique
from tests.hosts import DEMO_PASSWORD

from client_mgmt.demo import people, texts

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "apps" / "client_mgmt" / "frontend"
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")


def draft(project: str) -> dict[str, Any]:
	about = {"description": texts.CHANGE_DESCRIPTION, "reason": texts.CHANGE_REASON}
	return {"doctype": CHANGE, "title": unique("外来"), "project": project, **about}


@pytest.fixture
def manager(host: Served) -> Iterator[Any]:
	frappeclient = (
		pytest.importorskip("frappeclient", reason="pip install frappe-client") if not IN_CI else None
	)
	if frappeclient is None:
		import frappeclient
	client = frappeclient.FrappeClient(host.url)
	client.login(people.PM.user, DEMO_PASSWORD)
	yield client
	client.logout()


def test_frappeclient_reads_and_writes(manager: Any, make: Factory) -> None:
	"""Its lists ask for `fields="*"` in quotes, its other calls go to `/` with `cmd`."""
	rows = manager.get_list(CHANGE, limit_page_length=3)
	assert rows
	assert "title" in rows[0]
	made = manager.insert(draft(make.project()))
	assert manager.update({"doctype": CHANGE, "name": made["name"], "title": "neu"})["title"] == "neu"
	assert manager.set_value(CHANGE, made["name"], "title", "neuer")["title"] == "neuer"
	assert manager.get_value(CHANGE, "title", {"name": made["name"]}) == {"title": "neuer"}
	assert manager.get_doc(CHANGE, made["name"])["workflow_state"] == "Draft"
	assert isinstance(manager.get_api("client_mgmt.api.ui.inbox"), list)
	assert isinstance(manager.post_api("client_mgmt.api.ui.inbox"), list)


def test_frappeclient_deletes_an_untouched_draft(
	manager: Any, api: Callable[..., Api], make: Factory
) -> None:
	name = manager.insert(draft(make.project()))["name"]
	manager.delete(CHANGE, name)
	refuses(api(people.PM).try_read(CHANGE, name), 404)


def test_what_is_not_offered_says_what_is(api: Callable[..., Api]) -> None:
	"""A sentence, and no 404 or 500."""
	for method, values in {
		"frappe.desk.reportview.export_query": {"doctype": CHANGE, "file_format_type": "CSV"},
		"frappe.utils.print_format.download_pdf": {"doctype": CHANGE, "name": "CR-2026-0001"},
	}.items():
		refuses(api(people.PM).try_call(method, **values), 417, "ValidationError")


def node() -> str:
	"""The folder of a Node with the frontend's packages installed; skipped loudly where there is none."""
	found = subprocess.run(
		[sys.executable, str(ROOT / "embedded" / "node.py")], capture_output=True, text=True, check=False
	)
	if not found.returncode and not (FRONTEND / "node_modules" / "frappe-js-sdk").exists():
		env = {**os.environ, "PATH": f"{found.stdout}:{os.environ['PATH']}"}
		found.returncode = subprocess.call(["npm", "ci", "--silent"], cwd=FRONTEND, env=env)
	if found.returncode:
		line = "NO CLIENT IN JAVASCRIPT HAS RUN: this machine has no Node, or no package index"
		pytest.fail(line) if IN_CI else pytest.skip(line)
	return found.stdout


@pytest.mark.timeout(300)
def test_clients_in_javascript(host: Served, admin: Api, make: Factory) -> None:
	keys = admin.call("frappe.core.doctype.user.user.generate_keys", user=people.PM.user)
	key = admin.read("User", people.PM.user)["api_key"]
	env = {
		**os.environ,
		"PATH": f"{node()}:{os.environ['PATH']}",
		"SITE_URL": host.url,
		"SITE_USER": people.PM.user,
		"SITE_PASSWORD": DEMO_PASSWORD,
		"SITE_TOKEN": f"{key}:{keys['api_secret']}",
		"SITE_PROJECT": make.project(),
	}
	command = ["npx", "vitest", "run", "--config", "foreign/vitest.config.ts"]
	done = subprocess.run(command, cwd=FRONTEND, env=env, capture_output=True, text=True, timeout=240)
	assert done.returncode == 0, done.stdout + done.stderr
	assert "3 passed" in done.stdout
