"""A site of the framework alone, made once; each test works in a transaction that is rolled back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import frappe
from embedded_host.base.context import local
from embedded_host.cli import installer
from embedded_host.services import job_runs, sites
from embedded_host.storage import schema
from embedded_host.storage.database import Database
from embedded_host.storage.sqlite import close_thread
from frappe.utils import now_datetime

SITE = "storage.test"


@pytest.fixture(scope="session")
def storage_sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
	"""The folder of the sites, with one site in it; `SITES` names it."""
	folder = tmp_path_factory.mktemp("sites")
	with pytest.MonkeyPatch.context() as patch:
		patch.setenv("SITES", str(folder))
		installer.new_site(SITE, "secret", [])
		yield folder


@pytest.fixture
def workplace(storage_sites: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
	"""A site of the test's own, connected, free to commit; the folder of the sites."""
	shutil.copytree(storage_sites / SITE, tmp_path / SITE)
	monkeypatch.setenv("SITES", str(tmp_path))
	sites.init(SITE, tmp_path)
	sites.connect()
	yield tmp_path
	sites.destroy()
	close_thread()


@pytest.fixture
def db(storage_sites: Path) -> Iterator[Database]:
	"""`frappe.db` in a write transaction that is rolled back."""
	sites.init(SITE, storage_sites)
	sites.connect()
	local.db.begin(write=True)
	try:
		yield local.db
	finally:
		sites.destroy()


def run_all() -> int:
	"""Runs the jobs that are due now in the running context; how many that were."""
	count = 0
	while job_runs.run_next("test"):
		count += 1
	return count


def record(name: str, **values: Any) -> dict[str, Any]:
	"""Values of a row with the columns that every row has; each is a little newer than the one before."""
	now = now_datetime()
	return {
		"name": name,
		"owner": "Administrator",
		"modified_by": "Administrator",
		"creation": now,
		"modified": now,
		**values,
	}


@pytest.fixture
def make_doctype(db: Database) -> Callable[..., None]:
	"""make_doctype(name, "fieldname:Type[options] flag …", …, permissions=[…], **values of the DocType)."""

	def make(name: str, *fields: str, permissions: Any = (), **values: Any) -> None:
		db.insert_row("DocType", record(name, module="Core", custom=1, **values))
		rows = [("fields", "DocField", _field(spec)) for spec in fields]
		rows += [("permissions", "DocPerm", dict(perm)) for perm in permissions]
		for idx, (parentfield, doctype, row) in enumerate(rows, 1):
			place = {"parent": name, "parenttype": "DocType", "parentfield": parentfield, "idx": idx}
			db.insert_row(doctype, record(frappe.generate_hash(), **row, **place))
		schema.sync_table(name)

	return make


def _field(spec: str) -> dict[str, Any]:
	first, _space, flags = spec.partition(" ")
	fieldname, _colon, fieldtype = first.partition(":")
	fieldtype, _bracket, options = fieldtype.partition("[")
	found: dict[str, Any] = {"fieldname": fieldname, "fieldtype": fieldtype.replace("_", " ")}
	found.update(label=fieldname.title(), options=options.rstrip("]").replace("_", " ") or None)
	for flag in flags.split():
		key, _equals, value = flag.partition("=")
		found[key] = value or 1
	return found


@pytest.fixture
def insert(db: Database) -> Callable[..., str]:
	"""insert(doctype, name, **values) -> name."""

	def make(doctype: str, name: str, **values: Any) -> str:
		db.insert_row(doctype, record(name, **values))
		return name

	return make
