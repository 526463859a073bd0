"""`client-mgmt`: users, execute, refusals, and the guard against another `frappe`."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.unit.host.conftest import SITE

import frappe
from embedded_host.cli import sitebuild
from embedded_host.cli.main import cli
from embedded_host.services.passwords import check_password
from embedded_host.services.sites import connected

pytestmark = pytest.mark.usefixtures("workplace")


def run(*arguments: str, stdin: str = "") -> Result:
	return CliRunner().invoke(cli, list(arguments), input=stdin, env={"SITE": SITE})


def works(user: str, password: str, workplace: Path) -> bool:
	with connected(SITE, workplace):
		try:
			check_password(user, password)
		except frappe.AuthenticationError:
			return False
		return True


def test_users(workplace: Path) -> None:
	added = run(
		"user", "add", "li@x.io", "--name", "Li Ming", "--role", "System Manager", stdin="Zx9!kk-Probe\n"
	)
	assert (added.exit_code, added.output) == (0, "User li@x.io is added.\n")
	assert works("li@x.io", "Zx9!kk-Probe", workplace)
	assert run("user", "set-password", "li@x.io", stdin="Other-9!kk\n").exit_code == 0
	assert (works("li@x.io", "Zx9!kk-Probe", workplace), works("li@x.io", "Other-9!kk", workplace)) == (
		False,
		True,
	)
	for command, enabled in (("disable", 0), ("enable", 1)):
		assert run("user", command, "li@x.io").exit_code == 0
		with connected(SITE, workplace):
			assert frappe.db.get_value("User", "li@x.io", ["enabled", "full_name"]) == (enabled, "Li Ming")


@pytest.mark.parametrize(
	("arguments", "says"),
	[
		(("user", "disable", "no@one.example"), "There is no user no@one.example."),
		(("user", "set-password", "Administrator"), "No password was given."),
		(("execute", "frappe.get_all", "[1]"), "KWARGS is no JSON object"),
		(("execute", "nothere.method"), "App nothere is not installed"),
		(("execute", "frappe.nothing"), "outside the embedded host's contract"),
		(("serve", "--site", "no.test"), "There is no site no.test"),
		(("new-site", SITE), "exists already"),
		(("uninstall-app", "frappe", "--yes"), "cannot be removed"),
		(("migrate", "--site", "../etc"), "Not a site name"),
	],
)
def test_refusals_are_one_line(arguments: tuple[str, ...], says: str) -> None:
	result = run(*arguments)
	assert result.exit_code != 0
	assert says in result.output
	assert "Traceback" not in result.output


def test_execute_prints_the_answer_and_stores_what_was_done(workplace: Path) -> None:
	values = {"doc": {"doctype": "Error Log", "method": "by hand"}}
	assert (
		json.loads(run("execute", "frappe.client.insert", json.dumps(values)).output)["method"] == "by hand"
	)
	with connected(SITE, workplace):
		assert frappe.db.count("Error Log", {"method": "by hand"}) == 1


def test_migrates_only_after_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
	assert [sitebuild.migrate_if_changed(SITE), sitebuild.migrate_if_changed(SITE)] == [True, False]
	monkeypatch.setattr(sitebuild, "fingerprint", lambda _site: "another")
	assert sitebuild.migrate_if_changed(SITE)


def test_unfinished_site_is_made_anew(workplace: Path) -> None:
	folder = workplace / "half.test"
	folder.mkdir()
	(folder / sitebuild.UNFINISHED).touch()
	(folder / "site.db").touch()
	assert not sitebuild.exists("half.test")
	assert run("new-site", "half.test", "--admin-password", "secret").exit_code == 0
	assert sitebuild.exists("half.test")


def test_port_in_use() -> None:
	with socket.socket() as taken:
		taken.bind(("127.0.0.1", 0))
		taken.listen()
		port = str(taken.getsockname()[1])
		result = run("serve", "--port", port)
	assert (result.exit_code, result.output) == (
		1,
		f"Error: cannot listen on 127.0.0.1:{port}: Address already in use\n",
	)


def launch(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
	"""Runs the console script's entry with `path` first on PYTHONPATH."""
	root = Path(frappe.__file__).parents[1]
	env = {**os.environ, "PYTHONPATH": f"{path}{os.pathsep}{root}"}
	code = "from embedded_host.launch import main; main()"
	return subprocess.run([sys.executable, "-c", code, *arguments], env=env, capture_output=True, text=True)


@pytest.mark.parametrize("file", ["frappe/__init__.py", "frappe.py", "frappe/readme.txt"])
def test_does_not_start_beside_another_frappe(tmp_path: Path, file: str) -> None:
	"""Real Frappe, the placeholder of the package index, a stray folder: never imported, and named."""
	other = tmp_path / "other" / file
	other.parent.mkdir(parents=True)
	other.write_text("raise SystemExit('imported')" if other.suffix == ".py" else "")
	result = launch(tmp_path / "other", "--help")
	if other.suffix == ".txt":  # a folder without code does not hide ours
		assert result.returncode == 0
		return
	assert result.returncode == 1
	assert f"`frappe` would be imported from {other}" in result.stderr
	assert "imported\n" not in result.stderr


def test_starts_with_its_own(tmp_path: Path) -> None:
	result = launch(tmp_path, "--help")
	assert (result.returncode, "restore" in result.stdout) == (0, True)


def test_a_start_says_that_passwords_stay(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
	"""Another DEMO_PASSWORD changes nothing in a site that is there: said, with the way to change one."""
	run("user", "add", "demo@x.io", stdin="Zx9!kk-Probe\n")
	logins = json.dumps([{"user": "Administrator"}, {"user": "demo@x.io"}])
	sitebuild.write_private(workplace / SITE / sitebuild.LOGINS, logins)
	monkeypatch.setattr("embedded_host.cli.main._serve", lambda *_args, **_named: None)
	monkeypatch.setattr("embedded_host.cli.main.supervisor.end_with_parent", lambda: None)
	assert "keeps its passwords" not in run("start", "--demo-password", "Zx9!kk-Probe", "--port", "0").output
	said = run("start", "--demo-password", "Other-9!kk", "--admin-password", "Wrong-9!kk", "--port", "0")
	assert said.exit_code == 0
	for words in (
		"DEMO_PASSWORD is not that of demo@x.io",
		"ADMIN_PASSWORD is not that of Administrator",
		f"client-mgmt user set-password demo@x.io --site {SITE}",
		sitebuild.LOGINS,
	):
		assert words in said.output
	assert works("demo@x.io", "Zx9!kk-Probe", workplace)
