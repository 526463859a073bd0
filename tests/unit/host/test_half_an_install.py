"""Issue 9, 30: `migrate` finishes what an installation left undone, and does nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.client import some
from tests.hosts import Embedded

from client_mgmt import install
from embedded_host.cli import installer

STANDARD = (
	"Role",
	"Workflow",
	"Workflow State",
	"Workflow Action Master",
	"Workflow Policy",
	"Workflow Policy Version",
	"Client Tag",
	"Ambiguity Rule",
	"Review Checklist Item",
	"Archive Standard",
	"Survey Form",
	"Custom Field",
	"Custom DocPerm",
	"Patch Log",
)
#: what breaks, in the order of an installation
STEPS = ("workflows", "tags", "surveys")
PASSWORD = "Harbour-91-quilt-moss"


class Broken(Exception):
	"""The connection is lost."""


def made(host: Embedded) -> dict[str, list[Any]]:
	"""What an installation makes, without what is named or timed at random."""
	with host.connected() as frappe:
		found = {kind: frappe.get_all(kind, pluck="name", order_by="name") for kind in STANDARD}
		found["Workflow Policy Version"] = sorted(frappe.get_all("Workflow Policy Version", pluck="digest"))
		found["Patch Log"] = sorted(frappe.get_all("Patch Log", pluck="patch"))
		found["Custom DocPerm"] = sorted(frappe.get_all("Custom DocPerm", pluck="parent"))
		found["key"] = [bool(frappe.conf.get("client_mgmt_anchor_key"))]
		found["desk"] = [frappe.db.get_value("Role", "Client Contact", "desk_access")]
	return {kind: names for kind, names in found.items() if names}


@contextmanager
def site(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Embedded]:
	"""A site without the app."""
	folder.mkdir(parents=True)
	(folder / "apps.txt").write_text("frappe\nclient_mgmt\n", encoding="utf-8")
	patch.setenv("SITES", str(folder))
	host = Embedded(folder)
	installer.new_site(host.site, PASSWORD)
	yield host
	host.forget()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
	with (
		pytest.MonkeyPatch.context() as patch,
		site(tmp_path_factory.mktemp("whole") / "sites", patch) as host,
	):
		installer.add_app(host.site, "client_mgmt")
		return made(host)


def break_off(host: Embedded, step: str) -> None:
	"""An installation that ends before a step; what was done until then is stored, as a bench's database does
	with what it commits by itself."""
	with pytest.MonkeyPatch.context() as patch, host.connected() as frappe:

		def lost(*_given: Any, **_named: Any) -> None:
			raise Broken

		patch.setattr(getattr(install, step), "seed", lost)
		frappe.local.flags.in_install = True
		with pytest.raises(Broken):
			installer.install_app("client_mgmt")
		frappe.db.commit()


@pytest.mark.parametrize("step", STEPS)
def test_migrate_finishes_it(
	tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: dict[str, list[Any]], step: str
) -> None:
	with site(tmp_path / "sites", monkeypatch) as host:
		break_off(host, step)
		assert made(host) != whole
		installer.migrate(host.site)
		once = made(host)
		assert {kind: once.get(kind) for kind in some(whole)} == whole
		installer.migrate(host.site)
		assert made(host) == once


def test_what_somebody_deleted_stays_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
	with site(tmp_path / "sites", monkeypatch) as host:
		installer.add_app(host.site, "client_mgmt")
		with host.connected() as frappe:
			(tag, *_more) = frappe.get_all("Client Tag", pluck="name")
			frappe.delete_doc("Client Tag", tag)
			frappe.db.commit()
		installer.migrate(host.site)
		with host.connected() as frappe:
			assert not frappe.db.exists("Client Tag", tag)
