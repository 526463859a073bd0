"""A site of the framework alone, made once; each test works in a transaction that is rolled back.

What a module's function `prepare()` makes is there before each of its tests, in a copy of the site.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.hosts import once_a_run

from embedded_host.base.context import local
from embedded_host.cli import installer
from embedded_host.services import job_runs, sites
from embedded_host.services.sites import connected
from embedded_host.storage import caches
from embedded_host.storage.database import Database
from embedded_host.storage.sqlite import close_thread

SITE = "storage.test"


@pytest.fixture(scope="session")
def storage_sites(of_this_run: Path) -> Iterator[Path]:
	"""The folder of the sites, with one site in it; `SITES` names it."""
	folder = of_this_run / "storage"
	with pytest.MonkeyPatch.context() as patch:
		patch.setenv("SITES", str(folder))
		once_a_run(folder, lambda: installer.new_site(SITE, "secret", []))
		yield folder


@pytest.fixture(scope="module")
def module_sites(
	request: pytest.FixtureRequest, storage_sites: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
	"""`storage_sites`, or a copy in which what the module's `prepare()` made is committed."""
	if not hasattr(request.module, "prepare"):
		yield storage_sites
		return
	folder = tmp_path_factory.mktemp("prepared")
	shutil.copytree(storage_sites / SITE, folder / SITE)
	with connected(SITE, folder):
		local.db.begin(write=True)
		request.module.prepare()
		local.db.commit()
	yield folder
	close_thread()
	caches.forget(folder / SITE / "site.db")


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
def db(module_sites: Path) -> Iterator[Database]:
	"""`frappe.db` in a write transaction that is rolled back."""
	sites.init(SITE, module_sites)
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
