"""The hooks, by what the app does with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.client import refuses
from tests.factory import Factory

from client_mgmt.demo import people
from client_mgmt.demo.people import BANK, FREIGHT

PROJECT = "Project Archive"
ANCHOR = "client_mgmt.workflow_policy.anchor.take"


@pytest.mark.contract(
	"app_name", "app_title", "app_publisher", "app_description", "app_license", "app_version"
)
def test_who_the_app_is(site: Any) -> None:
	import client_mgmt

	def told(hook: str) -> list[str]:
		return site.get_hooks(hook, app_name="client_mgmt")

	assert (told("app_name"), told("app_license")) == (["client_mgmt"], ["mit"])
	assert told("app_title") == ["Client Management"]
	assert told("app_publisher") and told("app_description")
	assert told("app_version") == [client_mgmt.__version__]


@pytest.mark.contract("after_install", "after_migrate")
def test_installed(site: Any) -> None:
	"""What these hooks seed is there."""
	for hook in ("after_install", "after_migrate"):
		assert callable(site.get_attr(site.get_hooks(hook, app_name="client_mgmt")[0]))
	assert site.db.exists("Role", "Client Mgmt Manager")
	assert site.db.get_value("Workflow", {"document_type": "Change Request", "is_active": 1})


@pytest.mark.embedded
@pytest.mark.contract("before_uninstall")
def test_uninstalled(host: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
	"""Its refusal leaves everything as it was; once it lets go, the app's tables go too.

	On a bench it would take the app from under the other tests; tests/app/test_seeds.py calls the hook there.
	"""
	from embedded_host.cli.uninstaller import uninstall_app

	copy = host.copy(tmp_path / "sites")
	monkeypatch.setenv("SITES", str(copy.folder))
	with pytest.raises(Exception, match="Export the evidence first"):
		uninstall_app(copy.site, "client_mgmt")
	with copy.connected() as frappe:
		assert "client_mgmt" in frappe.get_hooks("app_name")
		frappe.get_attr("client_mgmt.uninstall.export_evidence")()
		frappe.db.commit()
	uninstall_app(copy.site, "client_mgmt")
	with copy.connected() as frappe:
		assert frappe.get_hooks("app_name") == ["frappe"]
		assert not frappe.db.exists("DocType", PROJECT)


@pytest.mark.contract("doc_events")
def test_events_of_one_doctype_and_of_all(site: Any) -> None:
	"""`DocShare` has a handler of its own; the guard's stand under `*` and know the documents they guard."""
	import frappe.share

	project = site.db.get_value(PROJECT, {"project_name": BANK})
	with pytest.raises(site.PermissionError):
		frappe.share.add(PROJECT, project, people.OTHER_PM.user)
	with pytest.raises((site.ValidationError, site.PermissionError)):
		site.rename_doc(PROJECT, project, "another name", force=True)
	frappe.share.add("Role", "All", people.OTHER_PM.user)


@pytest.mark.contract("permission_query_conditions", "has_permission")
def test_rows_and_documents_are_filtered(site: Any, as_user: Any) -> None:
	bank = site.db.get_value(PROJECT, {"project_name": BANK})
	freight = site.db.get_value(PROJECT, {"project_name": FREIGHT})
	for person, mine, other in ((people.PM, bank, freight), (people.OTHER_PM, freight, bank)):
		with as_user(person):
			names = site.get_list(PROJECT, pluck="name", limit_page_length=0)
			assert mine in names and other not in names
			assert site.has_permission(PROJECT, "read", doc=mine)
			assert not site.has_permission(PROJECT, "read", doc=other)


@pytest.mark.contract("auth_hooks")
def test_every_request_passes_the_hook(api: Any) -> None:
	refuses(api(people.BUSINESS_OWNER).try_query("frappe.client.get_list", doctype="User"), 403)
	assert api(people.PM).try_query("frappe.client.get_list", doctype="User").status_code in (200, 403)
	assert api(people.BUSINESS_OWNER).try_query("ping").status_code == 200


@pytest.mark.contract("override_whitelisted_methods")
def test_a_method_is_replaced(api: Any) -> None:
	"""The app's count respects what the caller may see."""
	of_all = api("Administrator").query("frappe.client.get_count", doctype=PROJECT)
	assert api(people.OTHER_PM).query("frappe.client.get_count", doctype=PROJECT) < of_all


@pytest.mark.contract("standard_queries")
def test_link_search_is_the_apps(api: Any, make: Factory) -> None:
	def finds(person: Any, name: str) -> bool:
		rows = api(person).call("frappe.desk.search.search_link", doctype=PROJECT, txt=name)
		return name in {row["value"] for row in rows}

	bank, freight = make.project(BANK), make.project(FREIGHT)
	assert finds(people.PM, bank) and not finds(people.PM, freight)
	assert finds(people.OTHER_PM, freight) and not finds(people.OTHER_PM, bank)


@pytest.mark.contract("scheduler_events")
def test_the_schedule_is_known(site: Any, host: Any) -> None:
	assert site.get_hooks("scheduler_events")["daily"].count(ANCHOR) == 1
	if host.embedded:
		from embedded_host.services import scheduler

		assert ("daily", ANCHOR) in list(scheduler.events())
	else:
		assert site.db.get_value("Scheduled Job Type", {"method": ANCHOR}, "frequency") == "Daily"
