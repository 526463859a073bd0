"""Install, migrate, uninstall: what is seeded, what is left alone, what is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from tests.client import Api

WORKFLOW = "Change Request Control"


def test_the_portal_role_has_no_desk(admin: Api) -> None:
	"""Roles are seeded first: a role that a DocPerm creates gets desk access."""
	assert not admin.read("Role", "Client Contact").get("desk_access")
	assert admin.read("Role", "Project Manager")["desk_access"] == 1


def test_the_three_tags_of_the_source(admin: Api) -> None:
	"""S004-88 to S004-90."""
	assert {"敏感型", "敏捷型", "拖延型"} <= admin.names("Client Tag")


def test_the_portal_role_opens_no_archive(site: Any) -> None:
	"""No DocPerm on what the portal's methods serve, since permlevels leak (attack-surface.md)."""
	readable = set(site.get_all("DocPerm", filters={"role": "Client Contact", "read": 1}, pluck="parent"))
	assert readable == {
		"Change Request",
		"Client Message",
		"Meeting Minutes",
		"Requirement",
		"Iteration",
		"Action Item",
		"Signature Record",
		"Workflow Event",
	}
	assert site.get_all("DocPerm", filters={"role": "Client Contact", "delete": 1}, pluck="parent") == []


def test_an_edited_workflow_survives_the_seeds(site: Any) -> None:
	"""Rule 7: seeds never overwrite an administrator's edit."""
	from client_mgmt import install

	workflow = site.get_doc("Workflow", WORKFLOW)
	workflow.transitions[0].condition = "doc.title != 'x'"
	workflow.save()
	tag = site.get_doc("Client Tag", "拖延型")
	tag.definition = "改过的定义"
	tag.save()
	install.after_install()
	install.after_migrate()
	assert site.get_doc("Workflow", WORKFLOW).transitions[0].condition == "doc.title != 'x'"
	assert site.db.get_value("Client Tag", "拖延型", "definition") == "改过的定义"
	assert site.db.count("Workflow", {"document_type": "Change Request"}) == 1


@pytest.mark.contract("before_uninstall")
def test_uninstall_asks_for_the_evidence(site: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
	"""attack-surface.md: refused while unexported evidence exists; afterwards nothing of ours stays."""
	from client_mgmt import uninstall

	site.get_doc({"doctype": "Workflow State", "workflow_state_name": "Not Ours"}).insert()
	export = tmp_path / uninstall.EXPORT
	monkeypatch.setattr(uninstall, "_export_path", lambda: export)
	with pytest.raises(site.ValidationError, match="Export the evidence first"):
		uninstall.before_uninstall()
	assert uninstall.export_evidence() == str(export)
	uninstall.before_uninstall()
	assert not site.db.exists("Workflow", WORKFLOW)
	assert not site.db.exists("Role", "Client Mgmt Manager")
	assert not site.db.exists("Comment", {"reference_doctype": "Change Request"})
	assert site.db.exists("Workflow State", "Not Ours")
