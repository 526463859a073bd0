"""Actions: who is told of them, when they are given and when their day has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frappe
from client_mgmt import scheduled
from client_mgmt.integrations import telling
from client_mgmt.integrations.telling import Notice
from frappe import _
from frappe.utils import formatdate, nowdate

if TYPE_CHECKING:
	from client_mgmt.engagement.doctype.action_item.action_item import ActionItem

ACTION = "Action Item"


def tell_owner(action: ActionItem) -> None:
	"""Tells whose an open action has become, after the commit."""
	if action.status == "Open" and action.has_value_changed("owner_user"):
		telling.queue(Notice("action", ACTION, action.name, by=frappe.session.user), [action.owner_user])


def tell_overdue(after: str = "") -> None:
	"""Tells the owner of each open action whose day has passed, once; the scheduler calls it daily, the queue
	for those behind the name `after`."""
	late = frappe.get_all(
		ACTION,
		filters={"status": "Open", "due_date": ("<", nowdate()), "name": (">", after)},
		fields=["name", "owner_user", "due_date", "overdue_told"],
		order_by="name asc",
		limit_page_length=0,
	)
	untold = [row for row in late if row.overdue_told != row.due_date]
	title = _("The owner of {0} was not told that it is overdue")
	scheduled.in_batches(f"{__name__}.tell_overdue", untold, _tell, title)


def _tell(row: Any) -> None:
	frappe.db.set_value(ACTION, row.name, "overdue_told", row.due_date, update_modified=False)
	notice = Notice("action_overdue", ACTION, row.name, more=formatdate(row.due_date))
	telling.tell(notice, [row.owner_user])
