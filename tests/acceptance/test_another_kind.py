"""An app of somebody else brings a kind of control (docs/plugins.md): tests/apps/paper_trail, on a site of
its own, installed and removed by the host's command."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.app.test_policy_engine import POLICY, SIGN_OFF, add_doctype, add_workflow, step
from tests.client import Api, refuses
from tests.factory import Factory
from tests.hosts import SITE, Embedded, Host

from client_mgmt.demo import people

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "tests" / "apps" / "paper_trail"
PAGE = ROOT / "docs" / "plugins.md"
RULE = {"action": "Submit", "least": 1, "unless_role": "Quality Administrator"}
LACKING = "Submit needs 1 attached files, there are 0."


@pytest.fixture(scope="module")
def host(demo_host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
	if not isinstance(demo_host, Embedded):
		pytest.skip("installs and removes an app: a site made for it")
	copy = demo_host.copy(tmp_path_factory.mktemp("kind") / "sites")
	with pytest.MonkeyPatch.context() as patch:
		patch.syspath_prepend(str(APP))
		(copy.folder / "apps.txt").write_text("frappe\nclient_mgmt\npaper_trail\n", encoding="utf-8")
		patch.setenv("SITES", str(copy.folder))
		command("install-app", "paper_trail")
		with copy.served():
			yield copy
		copy.forget()
	for name in [name for name in sys.modules if name.split(".")[0] == "paper_trail"]:
		del sys.modules[name]


def command(*arguments: str) -> str:
	from embedded_host.cli.main import cli

	done = CliRunner().invoke(cli, [*arguments, "--site", SITE])
	assert done.exit_code == 0, done.output
	return done.output


@pytest.fixture(scope="module")
def paper(admin: Api) -> str:
	doctype = add_doctype(admin)
	steps = [step("Draft", "Submit", "Submitted"), step("Submitted", "Return", "Draft")]
	steps.append(step("Submitted", "Signatures Complete", "Signed", "All", 'doc.round_outcome == "Complete"'))
	add_workflow(admin, doctype, steps)
	admin.create(POLICY, document_type=doctype, attachment_rules=[RULE], sign_off_rules=[SIGN_OFF])
	return doctype


@pytest.fixture(scope="module")
def manager(admin: Api, api: Callable[..., Api]) -> Api:
	"""An administrator with one role: Administrator has them all, the one that excuses too."""
	user, secret = "second@vendor.example", "Second-Passw0rd!"
	names = {"email": user, "first_name": "Second", "send_welcome_email": 0, "new_password": secret}
	admin.create("User", **names, roles=[{"role": "System Manager"}])
	return api(user, secret)


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture
def name(pm: Api, paper: str, make: Factory) -> str:
	return str(pm.create(paper, title="一", project=make.project())["name"])


def why_not(person: Api, paper: str, name: str) -> list[str]:
	shown = person.query("client_mgmt.api.ui.page", doctype=paper, name=name)["actions"]
	return next(action["why_not"] for action in shown if action["action"] == "Submit")


def simulated(manager: Api, paper: str, name: str, **more: Any) -> list[str]:
	told = manager.query("client_mgmt.api.policy.simulate", policy=paper, name=name, **more)
	return [need["text"] for one in told["steps"] if one["action"] == "Submit" for need in one["needs"]]


def test_it_blocks_and_all_say_the_same(manager: Api, pm: Api, paper: str, name: str) -> None:
	refuses(pm.try_act(paper, name, "Submit"), 417, "ValidationError", LACKING)
	assert why_not(pm, paper, name) == [LACKING]
	assert simulated(manager, paper, name) == [LACKING]
	assert pm.upload(paper, name, b"paper").ok
	assert why_not(pm, paper, name) == simulated(manager, paper, name) == []
	assert pm.act(paper, name, "Submit")["workflow_state"] == "Submitted"


@pytest.mark.parametrize(
	("rule", "said"),
	[
		({**RULE, "action": "Teleport"}, ("Attachment Rules, row 1, Action: ", "no action Teleport")),
		(
			{**RULE, "unless_role": "Clerk"},
			("Attachment Rules, row 1, Unless Who Acts Is: ", "no role Clerk"),
		),
		({**RULE, "least": 0}, ("Attachment Rules, row 1, Least Number of Files: At least one file.",)),
	],
)
def test_its_faults_are_refused(admin: Api, paper: str, rule: dict[str, Any], said: tuple[str, ...]) -> None:
	for part in said:
		refuses(admin.try_update(POLICY, paper, attachment_rules=[rule]), 417, "ValidationError", part)


def test_what_its_rules_name_stays(admin: Api, paper: str) -> None:
	place = f"Workflow Policy {paper}, Attachment Rules, row 1, Unless Who Acts Is"
	refuses(admin.try_delete("Role", "Quality Administrator"), 417, "ValidationError", place)


def test_a_weaker_rule_waits_and_can_be_rehearsed(admin: Api, manager: Api, paper: str, name: str) -> None:
	"""The waiting version asks for nothing, the effective one still does."""
	stored = admin.read(POLICY, paper)
	admin.update(POLICY, paper, attachment_rules=[])
	waiting = admin.read(POLICY, paper)
	assert waiting["pending_reasons"] == "Submit needs fewer files"
	assert waiting["effective_version"] == stored["effective_version"]
	assert simulated(manager, paper, name) == []
	assert simulated(manager, paper, name, version=stored["effective_version"]) == [LACKING]
	admin.update(POLICY, paper, attachment_rules=[RULE])
	refuses(manager.try_query("client_mgmt.api.policy.simulate", policy=paper, name=name, version=99), 417)


def test_a_kind_that_its_app_offers_no_more(
	admin: Api, pm: Api, paper: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	import paper_trail.hooks

	from embedded_host.base import hooks

	monkeypatch.setattr(paper_trail.hooks, "workflow_policy_plugins", [])
	hooks.clear()
	try:
		sentence = "Attachment Rules, row 1: the kind of control Attachments is not installed"
		refuses(pm.try_act(paper, name, "Submit"), 417, "ValidationError", sentence)
		assert sentence in why_not(pm, paper, name)[0]
	finally:
		monkeypatch.undo()
		hooks.clear()


def test_the_page_is_the_app() -> None:
	"""Each block of code under a file's name is that file."""
	blocks = re.findall(
		r"`tests/apps/paper_trail/paper_trail/([\w./]+)`[^\n]*\n\n```python\n(.*?)```",
		PAGE.read_text("utf-8"),
		re.S,
	)
	assert [path for path, _code in blocks] == ["hooks.py", "attachments.py", "setup.py"]
	for path, code in blocks:
		assert (APP / "paper_trail" / path).read_text("utf-8").endswith(code), path


def test_without_its_app_nothing_moves(admin: Api, manager: Api, pm: Api, paper: str, name: str) -> None:
	"""Last, as it takes the app away. Taking the rules out is weaker: nobody can say what they asked."""
	command("uninstall-app", "paper_trail", "--yes")
	sentence = "attachment_rules, row 1: the kind of control Attachments is not installed"
	refuses(pm.try_act(paper, name, "Submit"), 417, "ValidationError", sentence)
	assert [sentence in why for why in why_not(pm, paper, name)] == [True]
	assert sentence in simulated(manager, paper, name)[0]
	admin.update(POLICY, paper, reason_rules=[{"action": "Return", "min_length": 3}])
	waiting = admin.read(POLICY, paper)
	assert waiting["pending_reasons"] == "Rules of the kind Attachments, which is not installed, change"
	assert waiting["pending_version"] != waiting["effective_version"]
