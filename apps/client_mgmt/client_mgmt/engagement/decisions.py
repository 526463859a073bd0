"""The decisions of a project, out of the minutes that the caller reads."""

from __future__ import annotations

from typing import Any

import frappe

MINUTES = "Meeting Minutes"
COLUMNS = "name parent decision rationale decided_by change_request supersedes".split()


def listed(project: str, start: int, limit: int) -> dict[str, Any]:
	"""`{rows: [{name, minutes, title, on, decision, rationale, decided_by, change_request, supersedes}],
	has_next}` of `limit` minutes from the `start`th on, the newest first; times in the site's zone."""
	held = frappe.get_list(
		MINUTES,
		filters={"project": project},
		fields=["name", "title", "start_time"],
		order_by="start_time desc, name desc",
		limit_start=start,
		limit_page_length=limit + 1,
	)
	shown = {row.name: row for row in held[:limit]}
	rows = frappe.get_all(
		"Meeting Decision",
		filters={"parenttype": MINUTES, "parent": ("in", list(shown) or [""])},
		fields=COLUMNS,
		order_by="idx asc",
		limit_page_length=0,
	)
	for row in rows:
		minutes = shown[row.parent]
		row.update(
			{"minutes": row.pop("parent"), "title": minutes.title, "on": str(minutes.start_time or "")}
		)
	order = list(shown)
	return {
		"rows": sorted(rows, key=lambda row: order.index(row["minutes"])),
		"has_next": len(held) > limit,
	}
