"""Clients whose projects are all delivered: whom to contact when, and what to offer (S004-78, S004-79)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

import frappe
from client_mgmt.client_archive.living.updates import PROJECT, today
from client_mgmt.domain.dossier import living
from client_mgmt.settings import setting
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.utils import getdate

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.client.client import Client
	from client_mgmt.client_archive.doctype.project_archive.project_archive import ProjectArchive

FIELDS = ["name", "client_name", "industry", "city", "next_contact_on", "next_offer"]
ASKED_IN_VAIN = ("Rejected", "Withdrawn")


def follow(doc: ProjectArchive) -> None:
	"""on_update: the last running project takes its client into the library, a new one out of it."""
	before = doc.get_doc_before_save()
	was_delivered = bool(before and before.delivered_on)
	if doc.delivered_on and not was_delivered:
		_deliver(doc)
	elif doc.client and not doc.delivered_on and (was_delivered or not before or before.client != doc.client):
		_reopen(doc.client)


def _deliver(doc: ProjectArchive) -> None:
	if not doc.client:
		return
	client = frappe.get_doc("Client", doc.client, for_update=True)
	if client.lifecycle == living.DELIVERED or running(client.name):
		return
	client.lifecycle = living.DELIVERED
	day = today()
	delivered = getdate(doc.delivered_on) or day
	if not client.next_contact_on or getdate(client.next_contact_on) <= day:
		client.next_contact_on = living.visit_after(delivered, setting("visit_interval_months"), day)
	_save(client)


def _reopen(name: str) -> None:
	if frappe.db.get_value("Client", name, "lifecycle", for_update=True) == living.DELIVERED:
		client = frappe.get_doc("Client", name, for_update=True)
		client.lifecycle = "Active"
		_save(client)


def plan_contact(name: str, day: date) -> None:
	"""Sets the day on which a delivered client is to be contacted next."""
	client = frappe.get_doc("Client", name, for_update=True)
	if client.lifecycle == living.DELIVERED:
		client.next_contact_on = day
		_save(client)


def _save(client: Client) -> None:
	with engine.acting():
		client.save(ignore_permissions=True)  # follows from the project, whoever moved it


def running(client: str) -> list[str]:
	"""The projects of a client that are neither delivered nor closed, read under lock."""
	filters = {"client": client, "delivered_on": ["is", "not set"]}
	rows = frappe.db.get_values(PROJECT, filters, ["name"], as_dict=True, for_update=True)
	return sorted(row["name"] for row in rows)


def check_lifecycle(client: Client) -> None:
	"""Refuse to call a client delivered by hand while a project of theirs runs (S004-78)."""
	before = None if client.is_new() else client.get_doc_before_save()
	if engine.is_acting() or not before or client.lifecycle != living.DELIVERED:
		return
	if before.lifecycle != living.DELIVERED and (projects := running(client.name)):
		frappe.throw(
			_("{0} is not delivered: these projects run: {1}.").format(client.name, _(", ").join(projects))
		)


def delivered_on(clients: list[str]) -> dict[str, date]:
	"""When the last project of each of these clients was delivered or closed."""
	rows = frappe.get_all(
		PROJECT,
		filters=[["client", "is", "set"], ["client", "in", clients], ["delivered_on", "is", "set"]],
		fields=["client", "delivered_on"],
		order_by="delivered_on asc",
	)
	return {row.client: getdate(row.delivered_on) for row in rows}


def entries(due_by: date | None = None) -> list[dict[str, Any]]:
	"""The delivered clients that the session's user may see, the next to be contacted first; see
	`api.living.delivered_library`."""
	filters: list[list[Any]] = [["lifecycle", "=", living.DELIVERED]]
	if due_by:
		filters += [["next_contact_on", "is", "set"], ["next_contact_on", "<=", due_by]]
	order = "next_contact_on asc, name asc"
	clients = frappe.get_list("Client", filters=filters, fields=FIELDS, order_by=order, limit_page_length=0)
	names = [row.name for row in clients]
	dates, wishes, day = delivered_on(names), _wishes(names), today()
	return [
		{
			**row,
			"delivered_on": dates.get(row.name),
			"contact_due": bool(row.next_contact_on) and getdate(row.next_contact_on) <= day,
			"suggested_offers": wishes[row.name],
		}
		for row in clients
	]


def _wishes(clients: list[str]) -> dict[str, list[dict[str, Any]]]:
	"""What these clients asked for and did not get, as far as the user may see it: the next offers."""
	mine = [["client", "is", "set"], ["client", "in", clients]]
	projects = frappe.get_list(PROJECT, filters=mine, fields=["name", "client"], limit_page_length=0)
	owners = {row.name: row.client for row in projects}
	rows = frappe.get_list(
		"Change Request",
		filters=[
			["project", "is", "set"],
			["project", "in", list(owners)],
			["workflow_state", "in", ASKED_IN_VAIN],
		],
		fields=["name", "title", "project", "workflow_state"],
		order_by="name",
		limit_page_length=0,
	)
	found: dict[str, list[dict[str, Any]]] = defaultdict(list)
	for row in rows:
		found[owners[row.project]].append(dict(row))
	return found
