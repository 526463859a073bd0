"""Sites from before milestones, kept revisions and update days."""

from __future__ import annotations

from typing import Any

from tests.factory import BANK, PROJECT, day


def test_existing_dossiers_get_what_they_lack(site: Any) -> None:
	"""S004-75, S004-76, S004-85: archived ones count as complete, keep their content, and owe nothing yet;
	a second run changes nothing."""
	from client_mgmt.client_archive.living import milestones, revisions
	from client_mgmt.patches.v0_1 import living_dossiers

	name = site.db.get_value(PROJECT, {"project_name": BANK}, "name")
	draft = site.get_doc({"doctype": PROJECT, "project_name": "草稿"}).insert().name
	before = site.db.get_value(PROJECT, name, ["archived_on", "archived_content"], as_dict=True)
	kept = site.db.get_value("Dossier Revision", {"project": name}, ["digest", "archived_by"])
	for doctype in ("Dossier Revision", "Project Milestone"):
		site.db.delete(doctype)
	site.db.set_value(PROJECT, name, {"last_update_on": None, "next_update_due": None})
	for _run in range(2):
		living_dossiers.execute()
	assert milestones.is_complete(name) and not milestones.is_complete(draft)
	assert revisions.archived(name) == [1]
	assert site.db.get_value("Dossier Revision", {"project": name}, ["digest", "archived_by"]) == kept
	assert str(site.db.get_value(PROJECT, name, "last_update_on")) == str(before.archived_on)[:10]
	assert str(site.db.get_value(PROJECT, name, "next_update_due")) == day(14)
	assert site.db.count("Project Milestone") == site.db.count(PROJECT)


def test_a_revision_under_review_is_not_taken_for_archived(site: Any) -> None:
	"""S004-75: the content in effect belongs to the revision before the one that is being reviewed."""
	from client_mgmt.client_archive.living import revisions
	from client_mgmt.patches.v0_1 import living_dossiers

	name = site.db.get_value(PROJECT, {"project_name": BANK}, "name")
	site.db.delete("Dossier Revision", {"project": name})
	site.db.set_value(PROJECT, name, {"workflow_state": "Submitted", "revision": 2})
	living_dossiers.execute()
	assert revisions.archived(name) == [1]
