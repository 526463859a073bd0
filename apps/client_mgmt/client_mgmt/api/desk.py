"""Counts that the desk asks for, made to respect what the caller may see (`override_whitelisted_methods`)."""

from typing import Any

import frappe
from client_mgmt import counting
from client_mgmt.people import notices
from client_mgmt.values import sent
from frappe import _
from frappe.model.workflow import get_workflow_name
from frappe.utils import cint


@frappe.whitelist(methods=["GET", "POST"])
def get_count(doctype: str, filters: Any = None, debug: bool | str = False, cache: bool | str = False) -> int:
	"""Replaces `frappe.client.get_count`, which counts rows that the caller may not see (attack-surface.md).

	Takes filters as Frappe's lists do. Answers the number of rows that a list of the same filters would show
	the caller. Raises PermissionError without read permission on the DocType.
	"""
	return counting.count(doctype, sent("filters", filters))


@frappe.whitelist(methods=["GET", "POST"])
def get_workflow_state_count(
	doctype: str, workflow_state_field: str, states: str | list[str]
) -> list[dict[str, Any]]:
	"""Replaces Frappe's method of this name, which counts any column over all rows (attack-surface.md).

	Answers `[{<workflow_state_field>: state, "count": n}]` for the states that are not in `states`. Raises
	PermissionError for another column than the active workflow's.
	"""
	workflow = get_workflow_name(doctype)
	field = workflow and frappe.db.get_value("Workflow", workflow, "workflow_state_field")
	if not field or field != workflow_state_field:
		frappe.throw(
			_("{0} is not the state of a workflow.").format(workflow_state_field), frappe.PermissionError
		)
	known = sent("states", states) or [""]
	rows = counting.tally(doctype, field, {field: ("not in", known)})
	return [{field: state, "count": number} for state, number in rows.items()]


@frappe.whitelist(methods=["GET", "POST"])
def search(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int | str,
	page_len: int | str,
	filters: Any = None,
	**_options: Any,
) -> list[tuple[str, ...]]:
	"""Hook `standard_queries`: link search over the rows that the caller may list, also when the caller asks
	to ignore user permissions (Frappe would then drop every permission)."""
	title = frappe.get_meta(doctype).title_field
	fields = ["name", title] if title else ["name"]
	return frappe.get_list(
		doctype,
		filters=sent("filters", filters) or {},
		or_filters=[[field, "like", f"%{txt}%"] for field in fields],
		fields=fields,
		limit_start=cint(start),
		limit_page_length=cint(page_len),
		as_list=True,
	)


@frappe.whitelist(methods=["POST"])
def mark_as_read(docname: str) -> None:
	"""Replaces Frappe's method of this name, which marks anybody's notice (seen on v15.41)."""
	notices.read([docname])
