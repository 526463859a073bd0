"""Quarterly visits to delivered clients (S004-80)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import frappe
from client_mgmt import scheduled, values
from client_mgmt.client_archive.living import library
from client_mgmt.client_archive.living.updates import PROJECT, today
from client_mgmt.domain.dossier import living
from client_mgmt.people import staff as people
from client_mgmt.settings import setting
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.utils import date_diff, getdate

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.client_visit.client_visit import ClientVisit

VISIT = "Client Visit"
PLAN = ("client", "project", "due_on")
FIELDS = ["name", "client", "project", "due_on"]


def key(client: str, due_on: Any) -> str:
	"""The unique key of a visit: one a client and day."""
	return f"{client}|{getdate(due_on)}"


def create_due(after: str = "") -> None:
	"""Makes the visits whose day has come; the scheduler calls it daily, the queue for the clients behind
	`after`. Called twice it makes nothing twice; days on which it did not run are not made up for."""
	living_on = {"lifecycle": living.DELIVERED, "name": (">", after)}
	delivered = frappe.get_all("Client", filters=living_on, pluck="name", order_by="name asc")
	due = _due(library.delivered_on(delivered))
	lacking = [client for client in delivered if client in due]
	title = _("No visit was made for {0}")
	scheduled.in_batches(
		f"{__name__}.create_due", lacking, lambda client: _create(client, due[client]), title
	)


def _due(delivered: dict[str, date]) -> dict[str, date]:
	"""Client → day of the visit that has come and that nobody has made yet."""
	months, day = setting("visit_interval_months"), today()
	days = {client: living.visit_on_or_before(last, months, day) for client, last in delivered.items()}
	keys = {key(client, due): (client, due) for client, due in days.items() if due}
	made = frappe.get_all(VISIT, filters={"visit_key": ("in", list(keys))}, pluck="visit_key") if keys else []
	return dict(keys[one] for one in keys.keys() - set(made))


def _create(client: str, due: date) -> None:
	project = frappe.get_all(
		PROJECT,
		filters={"client": client, "delivered_on": ["is", "set"]},
		order_by="delivered_on desc",
		limit=1,
		pluck="name",
	)[0]
	visit = frappe.get_doc({"doctype": VISIT, "client": client, "project": project, "due_on": due})
	with engine.acting():
		visit.insert(ignore_permissions=True)  # the schedule makes it, no person


def check(visit: ClientVisit) -> None:
	"""What was planned stays, what was recorded stays; who visited is ours, whom they met is the client's."""
	before = values.stored(visit)
	if before and before.visited_on and values.changed(visit):
		frappe.throw(_("A recorded visit stays as it is."))
	if before and (moved := values.changed(visit, PLAN)):
		frappe.throw(_("{0} of a planned visit stays as it is.").format(values.labels(visit, moved)))
	if visit.project and frappe.db.get_value(PROJECT, visit.project, "client") != visit.client:
		frappe.throw(_("{0} is no project of this client.").format(visit.project))
	if visit.contact and frappe.db.get_value("Client Contact", visit.contact, "client") != visit.client:
		frappe.throw(_("{0} is no contact of this client.").format(visit.contact))
	if visit.visited_on:
		_check_record(visit)


def _check_record(visit: ClientVisit) -> None:
	if date_diff(visit.visited_on, today()) > 0:
		frappe.throw(_("A visit is recorded once it has taken place."))
	visit.visited_by = visit.visited_by or frappe.session.user
	if not people.is_staff(visit.visited_by):
		frappe.throw(_("{0} is no enabled user of ours.").format(visit.visited_by))


def plan_next(visit: ClientVisit) -> None:
	"""A recorded visit moves the client's next contact to the next visiting day."""
	before = visit.get_doc_before_save()
	if not visit.visited_on or (before and before.visited_on):
		return
	delivered = library.delivered_on([visit.client]).get(visit.client)
	if delivered:
		following = living.visit_after(delivered, setting("visit_interval_months"), today())
		library.plan_contact(visit.client, following)


def overdue() -> list[dict[str, Any]]:
	"""The visits whose day has passed unvisited, among those that the session's user may see."""
	day = today()
	rows = frappe.get_list(
		VISIT,
		filters={"visited_on": ["is", "not set"], "due_on": ["<", day]},
		fields=FIELDS,
		order_by="due_on asc",
		limit_page_length=0,
	)
	return [{**row, "days_overdue": living.days_overdue(getdate(row.due_on), day)} for row in rows]
