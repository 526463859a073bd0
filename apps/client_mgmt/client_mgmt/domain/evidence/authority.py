"""Signing authorities: who grants them, and when a revocation counts; `delegation.valid_at` reads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

GRANTER = "Client Mgmt Manager"
REVOCATION = frozenset({"revoked_on", "revoked_reason"})


def grant_fault(
	granter: str,
	granter_roles: Iterable[str],
	granter_projects: Iterable[str],
	signer: str | None,
	project: str | None,
) -> str | None:
	"""Why `granter` may not grant an authority ("role", "self" or "team"), or None.

	`granter_projects` are the projects of that client whose team names the granter; an authority without
	`project` covers all of them. `signer` is the login of the person who would sign.
	"""
	if GRANTER not in granter_roles:
		return "role"
	if signer and signer == granter:
		return "self"
	projects = set(granter_projects)
	return "team" if projects and (not project or project in projects) else None


def revocation_instant(asked: datetime, now: datetime) -> datetime:
	"""When a revocation takes effect: as asked, but never before it is saved: it unmakes no signature."""
	return max(asked, now)
