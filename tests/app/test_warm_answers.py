"""A process that has answered for long answers what a new one does, whoever has changed what in between.

What outlives a request is made of metadata, Workflow and policy (`values.of_meta`, `policies.transitions`,
`uses.broken`, the host's plans): the new process has none of it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.client import Api
from tests.factory import CHANGE, MINUTES, PROJECT, Factory
from tests.hosts import Embedded, Host
from tests.workflows import detour

from client_mgmt.demo import people

READERS = (people.PM, people.TECH_LEAD, people.OTHER_PM, people.BUSINESS_OWNER)
MOVING = re.compile(r'"(seconds|csrf_token|now)": [^,}]*')
COLD = "import sys; from tests.app.test_warm_answers import cold; cold(sys.argv[1])"
Change = Callable[[Api, Factory], Any]


def answers(frappe: Any) -> list[str]:
	"""Every page, list and form that the readers may meet, as JSON."""
	frappe.local.db.begin(write=False)
	names = {kind: frappe.get_all(kind, pluck="name", order_by="creation desc", limit=3) for kind in KINDS}
	found = []
	for reader in READERS:
		frappe.set_user(reader.user)
		frappe.local.lang = frappe.db.get_value("User", reader.user, "language") or "en"
		for question, ask in _questions(names).items():
			frappe.local.flags.clear()
			found.append(f"{reader.user}, {question}: {MOVING.sub('', _told(frappe, ask))}")
	frappe.set_user("Administrator")
	frappe.local.db.begin(write=True)
	return found


KINDS = (CHANGE, MINUTES, PROJECT)


def _questions(names: dict[str, list[str]]) -> dict[str, Callable[[], Any]]:
	from client_mgmt.interface import forms, inbox, lists, pages, session

	found: dict[str, Callable[[], Any]] = {"boot": session.boot, "inbox": inbox.inbox}
	for kind in KINDS:
		found[f"form {kind}"] = lambda kind=kind: forms.form(kind)
		found[f"list {kind}"] = lambda kind=kind: lists.listing(kind, {"limit": 20})
		for name in ("", *names[kind]):
			found[f"page {kind} {name}"] = lambda kind=kind, name=name: pages.page(kind, name)
	return found


def _told(frappe: Any, ask: Callable[[], Any]) -> str:
	try:
		return str(frappe.as_json(ask(), indent=None, separators=(", ", ": ")))
	except frappe.DoesNotExistError as error:
		return f"not found: {error}"


def cold(folder: str) -> None:
	"""Prints the answers of this process, which has answered nothing before."""
	with Embedded(Path(folder)).connected() as frappe:
		print(json.dumps(answers(frappe)))


def told_by_a_new_process(host: Host) -> list[str]:
	root = Path(__file__).resolve().parents[2]
	done = subprocess.run(
		[sys.executable, "-c", COLD, host.sites_path()], cwd=root, capture_output=True, text=True, check=True
	)
	found: list[str] = json.loads(done.stdout)
	return found


def edit(_admin: Api, make: Factory) -> None:
	make.api(people.PM).update(CHANGE, make.change("Draft"), title="被别人改过")


def take_a_role(admin: Api, _make: Factory) -> None:
	roles = admin.read("User", people.TECH_LEAD.user)["roles"]
	admin.update(
		"User", people.TECH_LEAD.user, roles=[row for row in roles if row["role"] != "Technical Lead"]
	)


def change_the_team(_admin: Api, make: Factory) -> None:
	pm, project = make.api(people.PM), make.project()
	team = pm.read(PROJECT, project)["team"]
	pm.update(PROJECT, project, team=[row for row in team if row.get("user") != people.TESTER.user])


def add_a_field(admin: Api, _make: Factory) -> None:
	about = {"fieldname": "x_note", "label": "Note", "fieldtype": "Data", "insert_after": "title"}
	admin.create(
		"Custom Field", dt=CHANGE, mandatory_depends_on="eval:doc.workflow_state == 'Signed'", **about
	)


def rename_a_label(admin: Api, _make: Factory) -> None:
	about = {"doctype_or_field": "DocField", "doc_type": CHANGE, "field_name": "title"}
	admin.create("Property Setter", property="label", property_type="Data", value="Subject", **about)


def sharpen_the_policy(admin: Api, make: Factory) -> None:
	rules = admin.read("Workflow Policy", CHANGE)["reason_rules"]
	longer = [{**rule, "min_length": int(rule["min_length"] or 0) + 7} for rule in rules]
	admin.update("Workflow Policy", CHANGE, reason_rules=longer)
	make.change("Submitted")


def switch_the_language(admin: Api, _make: Factory) -> None:
	admin.update("User", people.PM.user, language="zh")


def bend_the_workflow(admin: Api, make: Factory) -> Iterator[None]:
	with detour(admin) as add:
		add()
		make.change("Submitted")
		yield


CHANGES: tuple[Change, ...] = (
	*(edit, bend_the_workflow, add_a_field, rename_a_label, sharpen_the_policy, switch_the_language),
	*(change_the_team, take_a_role),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_is_kept_goes_with_what_it_was_made_of(
	host: Host, admin: Api, make: Factory, change: Change
) -> None:
	if not host.embedded:
		pytest.skip("the embedded host alone: a bench's process keeps no metadata between requests")
	with host.connected() as frappe:
		before = answers(frappe)
		frappe.db.rollback()
	undo = change(admin, make)
	if undo is not None:
		next(undo)
	with host.connected() as frappe:
		warm = answers(frappe)
		frappe.db.rollback()
	assert warm != before, "nothing has changed"
	assert warm == told_by_a_new_process(host)
	for _rest in undo or ():
		pytest.fail("a change yields once")
