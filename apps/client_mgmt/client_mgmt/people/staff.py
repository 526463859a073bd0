"""Who a login is, beside what `viewer.Viewer` and `workflow_policy.people` tell."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.people.asking import remembered
from client_mgmt.people.roles import MANAGER_ROLE
from client_mgmt.people.team import contacts_of, team_rule


@remembered
def login_facts(user: str) -> dict[str, Any]:
	"""{"enabled", "user_type", "contact"} of a login, as `domain.team.findings` wants them."""
	row = frappe.db.get_value("User", user, ["enabled", "user_type"], as_dict=True) or {}
	contacts = contacts_of(user)
	return {
		"enabled": row.get("enabled"),
		"user_type": row.get("user_type"),
		"contact": contacts[0]["name"] if contacts else None,
	}


def is_staff(user: str) -> bool:
	"""Whether `user` is an enabled System User that stands for no client contact."""
	facts = login_facts(user)
	return bool(facts["enabled"]) and facts["user_type"] == "System User" and not facts["contact"]


def acts_as(project: str | None, *roles: str) -> bool:
	"""Whether the session's user holds one of these roles and stands in it on the project's team."""
	user = frappe.session.user
	held = set(frappe.get_roles(user)).intersection(roles)
	in_team = team_rule("Project Archive", {"name": project}, user)
	return bool(project) and any(in_team(role) for role in held)


def is_manager() -> bool:
	"""Whether the session's user administers the app."""
	return MANAGER_ROLE in frappe.get_roles(frappe.session.user)
