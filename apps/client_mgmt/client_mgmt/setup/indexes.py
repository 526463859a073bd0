"""Indexes that a DocType's file cannot say: of several columns, or of one that is no field.

Each answers a list as people ask for it, without reading and sorting all that is there (measured at 100,000
change requests, docs/performance.md). Those of one field stand in the DocType's file.
"""

from __future__ import annotations

import frappe

INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
	# one state or project, newest first; who entered what belongs to no project yet
	"Change Request": (
		("workflow_state", "modified"),
		("project", "modified"),
		("owner",),
		("creation",),
		("project", "scheduled_on"),  # the four figures count what was scheduled of each project
	),
	"Meeting Minutes": (("workflow_state", "modified"), ("project", "modified"), ("owner",)),
	# whose dossiers they are is asked in nearly every request of our staff
	"Project Archive": (("workflow_state", "modified"), ("owner",), ("actual_start",), ("actual_end",)),
	"Requirement": (("project", "modified"), ("owner",)),
	"Client": (("owner",),),
	"Client Visit": (("visited_on", "recommend_score"),),
	# records sort by when they came
	"Workflow Event": (("creation",),),
	"Signature Record": (("creation",),),
}


def ensure() -> None:
	"""Adds what is missing."""
	for doctype, indexes in INDEXES.items():
		for columns in indexes:
			frappe.db.add_index(doctype, list(columns))
