"""High-risk marks and persona tags: the evidence behind them. For staff alone, never for a client's side."""

from typing import Any

import frappe
from client_mgmt.client_archive.clients import risk, tags
from client_mgmt.people.viewer import staff_only


@frappe.whitelist(methods=["GET", "POST"])
def evidence(client: str) -> dict[str, Any]:
	"""Why a client is marked (S004-05, S004-63): `{high_risk, reason, source, override, evidence}`, each
	piece `{kind, project, documents, figures, overridden}` of a project that the caller sees.

	Raises PermissionError for who may not read the client.
	"""
	_may_read(client)
	return risk.evidence(client)


@frappe.whitelist(methods=["POST"])
def override(client: str, reason: str) -> dict[str, Any]:
	"""Clears a derived mark in spite of its evidence; answers like `evidence`. See
	`client_archive.risk.override`."""
	_may_read(client)
	risk.override(client, reason)
	return risk.evidence(client)


@frappe.whitelist(methods=["GET", "POST"])
def tag_suggestions(client: str) -> list[dict[str, Any]]:
	"""Tags that would fit a client, each with its evidence (S004-90, S004-91); sets nothing. See
	`client_archive.tags.suggestions`. Raises PermissionError for who may not read the client."""
	_may_read(client)
	return tags.suggestions(client)


def _may_read(client: str) -> None:
	staff_only()
	frappe.has_permission("Client", "read", client, throw=True)
