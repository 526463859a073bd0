"""The roles of the app, by name (domain.md, "Roles and visibility"); `setup.roles` seeds them."""

from __future__ import annotations

CLIENT_ROLE = "Client Contact"
MANAGER_ROLE = "Client Mgmt Manager"
DESK_ROLES = (
	"Client Liaison Officer",
	"Project Manager",
	"Technical Lead",
	"Product Manager",
	"Project Assistant",
	"Quality Administrator",
	"Customer Success Manager",
	"PMO",
	"Client Sales",
	"Delivery Member",
	MANAGER_ROLE,
)
