"""Install and migrate: what must exist is seeded, what somebody edited is left alone."""

from __future__ import annotations

from client_mgmt.client_archive.standard import seed as standard
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


def after_migrate() -> None:
	"""Put back what the controls need and is missing; a tag or rule that somebody deleted stays deleted."""
	indexes.ensure()
	roles.seed()
	workflows.seed()
	policies.seed()
	milestones.seed()
