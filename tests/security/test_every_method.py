"""Who may call what: every whitelisted method of the app, one table (S000-03, attack-surface.md).

A method that is for staff refuses everybody else by itself as well, whatever door the call comes through.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from tests.client import Api, refuses
from tests.factory import CHANGE, PROJECT, Factory, unique

from client_mgmt import api as methods
from client_mgmt import hooks
from client_mgmt.api import dossier, dossier_findings
from client_mgmt.demo import people

APP = Path(inspect.getfile(methods)).parents[1]
PREFIX = "client_mgmt.api."
GUEST = set("survey.form survey.answer ui.boot ui.messages".split())
CLIENT = set(
	"person.set_language person.notice_switches person.switch_notice person.read_notices "
	"delegation.delegate delegation.delegations delegation.revoke "
	"portal.my_projects portal.project portal.attachments portal.decisions portal.requirements "
	"portal.confirm_priorities portal.propose_priority portal.say person.tick requirements.documents "
	"requirements.document_file requirements.change_file signing.get_package signing.sign signing.decline "
	"signing.request_code signing.verify signing.evidence workflow.act workflow.actions "
	"workflow.history ui.boot ui.messages ui.form ui.page ui.save ui.list ui.search ui.inbox "
	"ui.changes ui.notices".split()
)
# In place of Frappe's own methods, for every login of the desk: they answer what its lists show.
DESK = set("desk.get_count desk.get_workflow_state_count desk.mark_as_read desk.search".split())
STAFF = set(
	"brief.project_brief channels.preview channels.send clients.possible_duplicates clients.merge_preview "
	"clients.merge portal.settle collect.sources collect.settle collect.handover "
	"collect.similar_clients dossier.completeness dossier.standard_fields texts.check_text "
	"dossier.ambiguities dossier.dismiss_ambiguity texts.extract_mail texts.accept_mail texts.split_text "
	"texts.accept_rows workbook.export_workbook workbook.import_workbook workbook.import_report "
	"workbook.undo_import dossier.compare_contract dossier.findings escalation.trigger "
	"escalation.acknowledge living.revision_difference living.overdue_updates living.preview_reminder "
	"living.delivered_library living.overdue_visits mailbox.read_now mailbox.suggestions mailbox.accept "
	"mailbox.dismiss metrics.four_metrics policy.approve policy.simulate requirements.versions "
	"requirements.difference requirements.log requirements.release_document requirements.document_difference "
	"review.items review.tick review.waive risk.evidence risk.override risk.tag_suggestions "
	"standards.new_version standards.put_in_force survey.invite survey.revoke survey.review "
	"ui.export".split()
)
# What a member of staff asks about a project that is another team's: the arguments that name it.
ABOUT_A_PROJECT = {
	"project": "brief.project_brief collect.handover dossier.ambiguities texts.accept_rows "
	"workbook.export_workbook dossier.compare_contract dossier.findings escalation.trigger "
	"living.revision_difference living.preview_reminder requirements.documents review.items review.tick "
	"review.waive portal.decisions portal.requirements",
	"client": "collect.similar_clients risk.evidence risk.override risk.tag_suggestions",
	"requirement": "requirements.versions requirements.difference requirements.log",
	"document": "collect.sources dossier.completeness signing.get_package signing.verify signing.evidence "
	"signing.request_code workflow.act workflow.actions workflow.history",
	"name": "portal.project",
	"change_request": "requirements.change_file",
}


def declared() -> dict[str, tuple[set[str], bool]]:
	"""Method → its verbs, and whether it is open to guests, as the source says."""
	found: dict[str, tuple[set[str], bool]] = {}
	packages = {path.parent for path in APP.glob("api/*/__init__.py")}  # these publish what their files hold
	for path in APP.rglob("*.py"):
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			if not isinstance(node, ast.FunctionDef):
				continue
			for mark in node.decorator_list:
				if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "frappe.whitelist":
					said = {word.arg: ast.literal_eval(word.value) for word in mark.keywords}
					place = path.parent if path.parent in packages else path.with_suffix("")
					name = ".".join((*place.relative_to(APP).parts, node.name))
					found[name.removeprefix("api.")] = (set(said["methods"]), said.get("allow_guest", False))
	return found


DECLARED = declared()


def arguments(method: str) -> dict[str, Any]:
	"""Something of the right type for every argument that a method asks for."""
	module, _dot, name = method.rpartition(".")
	function = getattr(__import__(PREFIX + module, fromlist=[name]), name)
	asked = inspect.signature(inspect.unwrap(function)).parameters.values()
	return {p.name: "1" for p in asked if p.default is p.empty and p.kind is not p.VAR_KEYWORD}


def call(session: Api, method: str, verb: str = "", **more: Any) -> requests.Response:
	ask = {"GET": session.try_query, "POST": session.try_call}
	verb = verb or sorted(DECLARED[method][0])[-1]
	return ask[verb](PREFIX + method, **{**arguments(method), **more})


@pytest.fixture(scope="module")
def outsider(admin: Api, make: Factory) -> Any:
	"""A login of the desk whose one role is not the app's."""
	return make.user(admin.create("Role", role_name=unique("Warehouse"), desk_access=1)["name"])


def test_published_paths_stay() -> None:
	"""The methods that moved answer under the module by which they were published first."""
	moved = [method for method in DECLARED if method.split(".")[0] in ("texts", "workbook")]
	assert len(moved) == 9
	for method in moved:
		module, name = method.split(".")
		there = getattr(__import__(PREFIX + module, fromlist=[name]), name)
		assert getattr(__import__(PREFIX + "dossier", fromlist=[name]), name) is there
	assert dossier_findings.findings is dossier.findings


def test_the_table_is_whole() -> None:
	"""A new method stands in the table, and is open to whom its declaration and the hooks say."""
	assert set(DECLARED) == GUEST | CLIENT | DESK | STAFF
	assert {method for method, (_verbs, guest) in DECLARED.items() if guest} == GUEST
	assert {PREFIX + method for method in CLIENT} == set(hooks.client_portal_methods)
	assert {PREFIX + method for method in DESK} == {
		*hooks.override_whitelisted_methods.values(),
		*hooks.standard_queries.values(),
	}


@pytest.mark.parametrize("method", sorted((CLIENT | DESK | STAFF) - GUEST))
def test_guests_call_nothing(guest: Api, method: str) -> None:
	refuses(call(guest, method), (401, 403))


@pytest.mark.parametrize("method", sorted(DESK | STAFF))
def test_a_clients_login_is_refused(api: Callable[..., Api], method: str) -> None:
	refuses(call(api(people.BUSINESS_OWNER), method), 403, "PermissionError")


@pytest.mark.parametrize("method", sorted(STAFF))
def test_a_login_without_a_role_is_refused(api: Callable[..., Api], outsider: Any, method: str) -> None:
	refuses(call(api(outsider), method), (403, 404))


@pytest.mark.parametrize(
	("method", "verb"),
	[(method, verb) for method in sorted(DECLARED) for verb in sorted({"GET", "POST"} - DECLARED[method][0])],
)
def test_another_verb_is_refused(api: Callable[..., Api], method: str, verb: str) -> None:
	"""What changes something answers no GET, what answers a GET takes no POST; a few answer both."""
	refuses(call(api(people.MANAGER), method, verb), 403, "PermissionError")


@pytest.mark.parametrize(
	"method", sorted(method for text in ABOUT_A_PROJECT.values() for method in text.split())
)
def test_another_teams_project_is_closed(api: Callable[..., Api], make: Factory, method: str) -> None:
	project = make.project()
	row = api("Administrator").read(PROJECT, project)
	about = {
		"project": {"project": project},
		"client": {"client": row["client"]},
		"requirement": {"requirement": make.one("Requirement", project=project)},
		"document": {"doctype": PROJECT, "name": project},
		"name": {"name": project},
		"change_request": {"change_request": make.one(CHANGE, project=project)},
	}
	kind = next(kind for kind, text in ABOUT_A_PROJECT.items() if method in text.split())
	refuses(call(api(people.OTHER_PM), method, **about[kind]), (403, 404))


@pytest.mark.parametrize("person", [people.BUSINESS_OWNER, "Guest"], ids=str)
def test_methods_for_staff_look_at_the_person_first(
	site: Any, as_user: Callable[..., Any], person: Any
) -> None:
	"""Behind the portal's door too, and before anything tells what there is."""
	with as_user(person):
		for method in sorted(STAFF):
			with pytest.raises(site.PermissionError):
				site.get_attr(PREFIX + method)(**arguments(method))
				pytest.fail(method)


@pytest.mark.parametrize(
	("method", "argument"),
	[
		("clients.merge_preview", "take"),
		("texts.accept_mail", "values"),
		("texts.accept_rows", "rows"),
		("mailbox.accept", "values"),
		("survey.answer", "answers"),
		("desk.get_count", "filters"),
		("desk.search", "filters"),
	],
)
def test_what_is_no_json_is_refused_by_name(api: Callable[..., Api], method: str, argument: str) -> None:
	for text in ("{x", "[" * 100_000):
		if text == "{x" or "POST" in DECLARED[method][0]:  # a line of a request has a limit
			more = {argument: text, **({"doctype": "Client"} if method.startswith("desk.") else {})}
			answer = call(api(people.MANAGER), method, **more)
			if text == "{x":
				refuses(answer, 417, "ValidationError", argument)
			else:
				refuses(answer, (400, 417), contains="cannot be read")
