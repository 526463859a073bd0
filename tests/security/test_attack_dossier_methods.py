"""Every method of the app, called by who has no business there: guests, a client's people, another project's
manager. What exists answers like what does not, and no answer holds a word of the dossier."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, unique

from client_mgmt import api as methods
from client_mgmt import hooks
from client_mgmt.demo import people

GUESTS = {"client_mgmt.api.survey.form", "client_mgmt.api.survey.answer"}
LIBRARY = {"client_mgmt.api.dossier.standard_fields", "client_mgmt.api.dossier.check_text"}
WORDS = ("机密城市", "机密项目", "机密客户", "机密需求")


def every() -> Iterator[tuple[str, Any]]:
	"""(dotted name, function) of what a request may call."""
	for module in pkgutil.iter_modules(methods.__path__):
		found = importlib.import_module(f"{methods.__name__}.{module.name}")
		for name, function in inspect.getmembers(found, callable):
			own = getattr(function, "__module__", "") == found.__name__ and not inspect.isclass(function)
			if own and not name.startswith("_") and name != "count":
				yield f"{found.__name__}.{name}", function


METHODS = dict(every())


@pytest.fixture(scope="module")
def secret(api: Callable[..., Api], make: Factory, admin: Api) -> dict[str, Any]:
	"""What each parameter would name: a dossier of which the callers are not, and all about it."""
	client = make.client(by=people.PM, city="机密城市")
	api(people.PM).update("Client", client, client_name=unique("机密客户"))
	project = make.dossier(client=client, team=[make.team(people.PM)[0]], project_name=unique("机密项目"))
	pm = api(people.PM)
	need = {
		"project": project,
		"feature": unique("机密需求"),
		"priority": "High",
		"acceptance_criteria": "好",
	}
	requirement = pm.create("Requirement", **need)["name"]
	document = pm.create("Requirement Document", project=project, title="机密项目规格")["name"]
	version = pm.create("Requirement Document Version", document=document, why="首版")["name"]
	pm.create("Client Contact", client=client, contact_name="甲", email="x@secret.example")
	return {
		"project": project, "client": client, "requirement": requirement, "version": version,
		"from_version": version, "to_version": version, "source": client,
		"target": client, "doctype": PROJECT, "name": project, "change_request": "x", "from_revision": 0,
		"to_revision": 0, "survey_form": make.one("Survey Form"), "from_date": "2020-01-01",
		"to_date": "2030-12-31", "reason": "没有什么原因", "key": "amount", "action": "Submit",
		"item": "合同已核对", "message": "救火", "raw": "机密", "text": "系统应快速响应", "answers": {},
		"values": {"client": client, "project_name": "劫持"}, "source_text": "登录", "field": "goals",
		"rows": [{"feature": "登录"}], "take": "ours", "file_url": "/private/files/x.txt", "start": 0,
		"end": 1, "accept": 1, "format": "html", "language": "zh", "mode": "dry_run", "on_error": "refuse",
		**dict.fromkeys(("standard", "due_by", "received_at", "note", "contact"), ""),
	}  # fmt: skip


def arguments(method: str, secret: dict[str, Any]) -> dict[str, Any]:
	wanted = inspect.signature(METHODS[method]).parameters
	given = {name: secret.get(name, "x") for name in wanted if not name.startswith("_")}
	if method in ("client_mgmt.api.standards.put_in_force", "client_mgmt.api.collect.settle"):
		given["name"] = "STD-00001"
	return given


def answers(person: Api, method: str, given: dict[str, Any]) -> Iterator[Any]:
	yield person.try_call(method, **given)
	yield person.try_query(method, **given)


def test_there_are_methods() -> None:
	assert len(METHODS) > 60 and set(METHODS) >= GUESTS


@pytest.mark.parametrize("method", sorted(METHODS))
def test_guests_reach_the_survey_alone(guest: Api, secret: dict[str, Any], method: str) -> None:
	for answer in answers(guest, method, arguments(method, secret)):
		refuses(answer, (401, 403, 405))
		assert not any(word in answer.text for word in WORDS)
	if method in GUESTS:
		refuses(guest.try_call(method, **arguments(method, secret)), 403)


@pytest.mark.parametrize("method", sorted(set(METHODS) - set(hooks.client_portal_methods)))
def test_a_clients_people_reach_what_is_named(
	api: Callable[..., Api], secret: dict[str, Any], method: str
) -> None:
	for person in (people.BUSINESS_OWNER, people.OTHER_CONTACT):
		for answer in answers(api(person), method, arguments(method, secret)):
			refuses(answer, (403, 405))
			assert not any(word in answer.text for word in WORDS)


@pytest.mark.parametrize("method", sorted(set(METHODS) - LIBRARY))
@pytest.mark.parametrize("person", [people.OTHER_PM, people.OTHER_CONTACT, people.DEVELOPER])
def test_nobody_else_learns_of_a_dossier(
	api: Callable[..., Api], admin: Api, secret: dict[str, Any], person: Any, method: str
) -> None:
	"""A developer is on the bank's team, another manager on none of it; the client is another one's."""
	before = admin.read(PROJECT, secret["project"])["modified"]
	for answer in answers(api(person), method, arguments(method, secret)):
		assert answer.status_code < 500, answer.text
		shown = (
			json.dumps(answer.json(), ensure_ascii=False) if "json" in answer.headers["Content-Type"] else ""
		)
		assert not any(word in shown for word in WORDS), shown
	assert admin.read(PROJECT, secret["project"])["modified"] == before
	assert not admin.names(PROJECT, client=secret["client"], project_name="劫持")


def test_the_secret_is_one(api: Callable[..., Api], secret: dict[str, Any]) -> None:
	"""The same calls tell it to the project's own manager."""
	pm, project = api(people.PM), secret["project"]
	brief = pm.query("client_mgmt.api.brief.project_brief", project=project)
	shown = json.dumps(brief, ensure_ascii=False)
	assert all(word in shown for word in WORDS)
	assert pm.query("client_mgmt.api.dossier_findings.findings", project=project)
