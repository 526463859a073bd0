"""Install and migrate: what must exist is seeded, what somebody edited is left alone."""

from __future__ import annotations

import frappe
from client_mgmt.client_archive.standard import seed as standard
from client_mgmt.settings import SETTINGS
from client_mgmt.setup import (
	ambiguity,
	checklist,
	currencies,
	indexes,
	milestones,
	policies,
	roles,
	surveys,
	tags,
	workflows,
)
from client_mgmt.workflow_policy import anchor

MARK = "installed"


def after_install() -> None:
	"""Add indexes, seed roles, workflows, policies, milestones, tags, ambiguity rules, the dossier standard
	and the client survey on a fresh site, and make the key that signs its anchors."""
	indexes.ensure()
	roles.seed(fresh=True)
	workflows.seed()
	policies.seed()
	milestones.seed()
	currencies.open_to_staff()
	tags.seed()
	ambiguity.seed()
	checklist.seed()
	standard.seed()
	surveys.seed()
	anchor.ensure_key()
	mark_installed()


def mark_installed() -> None:
	"""Note that nothing of an installation is left to do."""
	frappe.db.set_value(SETTINGS, None, MARK, 1)


def after_migrate() -> None:
	"""Finish an installation that was broken off; on a site that has one, put back what the controls need and
	is missing. A tag or rule that somebody deleted stays deleted."""
	if not frappe.db.get_single_value(SETTINGS, MARK):
		after_install()
		return
	indexes.ensure()
	roles.seed()
	workflows.seed()
	policies.seed()
	milestones.seed()
