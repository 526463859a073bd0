"""Sites: made whole or not at all, migrated without losing what people made, apps' patches once."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import frappe
from embedded_host.base import hooks
from embedded_host.base.context import local
from embedded_host.base.site_facts import installed_apps
from embedded_host.cli import installer, patches
from embedded_host.cli.standard_records import machine_time_zone
from embedded_host.services import sites
from embedded_host.storage import schema

APP = "sample_app"
HOOKS = """
app_name = "sample_app"
after_install = "sample_app.setup.after_install"
after_migrate = ["sample_app.setup.after_migrate"]
"""
SETUP = """
import frappe

def after_install():
	if not frappe.db.exists("Role", "Sampler"):
		raise RuntimeError("roles of the permissions come first")
	frappe.local.db.insert_row("Sample", {"name": "seed", "title": "installed"})

def after_migrate():
	frappe.db.set_value("Sample", "seed", "title", "migrated")
"""
DOCTYPE = {
	"doctype": "DocType",
	"name": "Sample",
	"module": "Sample Module",
	"field_order": ["title", "amount"],
	"fields": [
		{"fieldname": "amount", "fieldtype": "Currency", "label": "Amount"},
		{"fieldname": "title", "fieldtype": "Data", "label": "Title"},
	],
	"permissions": [{"role": "Sampler", "read": 1, "write": 1}],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
	monkeypatch.setenv("SITES", str(tmp_path / "sites"))
	(tmp_path / "sites").mkdir()
	(tmp_path / "sites" / "apps.txt").write_text(f"{APP}\n")
	yield tmp_path / "sites"
	sites.destroy()


@pytest.fixture
def app(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
	"""The package of an app with one DocType."""
	package = tmp_path / "apps" / APP
	place = package / "sample_module" / "doctype" / "sample"
	place.mkdir(parents=True)
	for name, text in {"__init__": "", "hooks": HOOKS, "setup": SETUP}.items():
		(package / f"{name}.py").write_text(text)
	(package / "modules.txt").write_text("Sample Module\n")
	(package / "patches.txt").write_text("")
	(place / "sample.json").write_text(json.dumps(DOCTYPE))
	monkeypatch.syspath_prepend(str(tmp_path / "apps"))
	hooks.clear()
	yield package
	hooks.clear()
	for name in [name for name in sys.modules if name.partition(".")[0] == APP]:
		del sys.modules[name]


def opened(site: str) -> None:
	sites.init(site)
	sites.connect()


def test_a_new_site(folder: Path) -> None:
	installer.new_site("one.test", "secret", [])
	place = folder / "one.test"
	for part in ("private/files", "public/files", "locks"):
		assert (place / part).is_dir()
	for file in ("site_config.json", "site.db"):
		assert stat.S_IMODE((place / file).stat().st_mode) == 0o600, file
	assert [file.parent.name for file in folder.glob("*/site.db")] == ["one.test"]
	assert sites.installed_apps("one.test") == ["frappe"]
	opened("one.test")
	assert set(frappe.get_all("Role", pluck="name")) >= {
		"Administrator",
		"System Manager",
		"Guest",
		"All",
		"Desk User",
	}
	assert frappe.db.get_value("User", "Guest", ["enabled", "user_type"]) == (1, "Website User")
	assert set(frappe.get_all("Module Def", pluck="name")) == {
		"Core",
		"Geo",
		"Desk",
		"Workflow",
		"Custom",
		"Email",
	}
	assert frappe.local.db.execute("SELECT count(*) FROM `__Auth`").fetchone() == (1,)
	assert frappe.session.user == "Administrator"
	settings = frappe.db.get_value("System Settings", None, ["language", "time_zone", "date_format"])
	assert settings == ("en", machine_time_zone(), "yyyy-mm-dd")


@pytest.mark.parametrize(
	("variable", "name"), [("Asia/Shanghai", "Asia/Shanghai"), ("nowhere", None), ("/etc/passwd", None)]
)
def test_the_machines_time_zone(monkeypatch: pytest.MonkeyPatch, variable: str, name: str | None) -> None:
	unset = machine_time_zone() if monkeypatch.delenv("TZ", raising=False) is None else ""
	monkeypatch.setenv("TZ", variable)
	assert machine_time_zone() == (name or unset)


def test_a_site_is_made_once_and_of_known_apps(folder: Path) -> None:
	installer.new_site("one.test", "secret", [])
	for site, apps in (("one.test", []), ("two.test", ["unknown"]), ("../evil", []), ("", [])):
		with pytest.raises(frappe.ValidationError):
			installer.new_site(site, "secret", apps)
	assert [file.parent.name for file in folder.glob("*/site.db")] == ["one.test"]


def test_a_failing_install_leaves_nothing(app: Path, folder: Path) -> None:
	(app / "setup.py").write_text("def after_install():\n\traise RuntimeError('no')\n")
	with pytest.raises(RuntimeError):
		installer.new_site("one.test", "secret", [APP])
	assert not (folder / "one.test").exists()
	assert getattr(local, "db", None) is None


def test_configuration(folder: Path) -> None:
	(folder / "common_site_config.json").write_text('{"a": 1, "b": 1}')
	(folder / "one.test").mkdir()
	sites.update_site_config("one.test", "b", 2)
	sites.update_site_config("one.test", "c", "词")
	assert sites.site_config("one.test") == {"a": 1, "b": 2, "c": "词"}
	sites.update_site_config("one.test", "c", None)
	assert "c" not in sites.site_config("one.test")
	file = folder / "one.test" / "site_config.json"
	assert stat.S_IMODE(file.stat().st_mode) == 0o600
	with pytest.raises(frappe.DoesNotExistError):
		opened("one.test")


def test_an_app_brings_its_doctypes_roles_and_seeds(app: Path) -> None:
	installer.new_site("one.test", "secret", [APP])
	opened("one.test")
	assert installed_apps() == ["frappe", APP]
	assert [df.fieldname for df in frappe.get_meta("Sample").fields] == ["title", "amount"]
	perm = frappe.get_meta("Sample").permissions[0]
	assert (perm.role, perm.read, perm.write, perm.create, perm.delete) == ("Sampler", 1, 1, 0, 0)
	assert frappe.db.get_value("Role", "Sampler", "desk_access") == 1
	assert frappe.db.get_value("Sample", "seed", "title") == "installed"
	assert frappe.db.get_value("Module Def", "Sample Module", "app_name") == APP


def test_migrate_takes_new_fields_and_keeps_what_people_made(app: Path) -> None:
	installer.new_site("one.test", "secret", [APP])
	opened("one.test")
	db = frappe.local.db
	db.insert_row(
		"Custom Field", {"name": "Sample-extra", "dt": "Sample", "fieldname": "extra", "fieldtype": "Data"}
	)
	schema.sync_table("Sample")
	setter = {"doc_type": "Sample", "field_name": "title", "property": "reqd", "value": "1"}
	db.insert_row("Property Setter", {"name": "ps", "doctype_or_field": "DocField", **setter})
	db.insert_row("Custom DocPerm", {"name": "cp", "parent": "Sample", "role": "All", "read": 1})
	db.set_value("Sample", "seed", {"extra": "mine", "amount": 5})
	db.set_value("Role", "Sampler", "desk_access", 0)
	db.commit()
	sites.destroy()
	doctype = {**DOCTYPE, "fields": [{"fieldname": "added", "fieldtype": "Int"}, DOCTYPE["fields"][1]]}
	(app / "sample_module" / "doctype" / "sample" / "sample.json").write_text(json.dumps(doctype))
	for _ in range(2):
		installer.migrate("one.test")
	opened("one.test")
	meta = frappe.get_meta("Sample")
	assert [df.fieldname for df in meta.fields] == ["title", "added", "extra"]
	assert (meta.get_field("title").reqd, meta.permissions[0].role) == (1, "All")
	row = frappe.db.get_value("Sample", "seed", ["title", "added", "extra"])
	assert row == ("migrated", 0, "mine")
	assert frappe.local.db.execute("SELECT `amount` FROM `tabSample`").fetchone() == (5.0,)
	assert frappe.db.get_value("Role", "Sampler", "desk_access") == 0
	assert frappe.db.count("DocField", {"parent": "Sample"}) == 2


def test_migrate_without_a_change_writes_no_metadata(app: Path) -> None:
	installer.new_site("one.test", "secret", [APP])
	opened("one.test")
	before = frappe.db.get_values("DocField", {"parent": "Sample"}, ["name", "modified"])
	sites.destroy()
	installer.migrate("one.test")
	opened("one.test")
	assert frappe.db.get_values("DocField", {"parent": "Sample"}, ["name", "modified"]) == before


def test_patches_run_once_each_and_not_on_a_new_site(app: Path) -> None:
	(app / "patches.txt").write_text("[pre_model_sync]\nsample_app.old\n")
	installer.new_site("one.test", "secret", [APP])
	values = "{'name': frappe.generate_hash()}"
	patch = f"import frappe\n\ndef execute():\n\tfrappe.local.db.insert_row('Tag', {values})\n"
	(app / "old.py").write_text(
		"def execute():\n\traise RuntimeError('a new site starts with what patches lead to')\n"
	)
	(app / "new.py").write_text(patch)
	(app / "patches.txt").write_text(
		"[pre_model_sync]\nsample_app.old\n\n[post_model_sync]\nsample_app.new # why\n"
	)
	for _ in range(2):
		installer.migrate("one.test")
	opened("one.test")
	assert frappe.db.count("Tag") == 1
	assert set(frappe.get_all("Patch Log", pluck="patch")) == {"sample_app.old", "sample_app.new"}


def test_a_failing_patch_undoes_the_migration(app: Path) -> None:
	installer.new_site("one.test", "secret", [APP])
	(app / "bad.py").write_text("def execute():\n\traise RuntimeError('no')\n")
	(app / "patches.txt").write_text("[post_model_sync]\nsample_app.bad\n")
	with pytest.raises(RuntimeError):
		installer.migrate("one.test")
	opened("one.test")
	assert frappe.db.get_value("Sample", "seed", "title") == "installed"
	assert frappe.db.count("Patch Log") == 0
	(app / "patches.txt").write_text("execute:frappe.db.sql('drop table tabSample')\n")
	with pytest.raises(NotImplementedError):
		patches.run(APP, patches.BEFORE)
