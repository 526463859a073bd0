"""Indexes that a DocType's file cannot say: of several columns, or of one that is no field.

Each answers a list as people ask for it, without reading and sorting all that is there (measured at 100,000
change requests, docs/performance.md). Those of one field stand in the DocType's file.
"""

from __future__ import annotations

import sys
import time

import frappe

WORTH_SAYING = 0.5  # seconds
INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
	# one state or project, newest first; who entered what belongs to no project yet
	"Change Request": (
		("workflow_state", "modified"),
		("project", "modified"),
		("owner",),
		("creation",),
		("project", "scheduled_on"),  # the four figures count what was scheduled of each project
		("workflow_state", "project", "owner", "name"),  # how many of a state somebody sees
	),
	"Meeting Minutes": (("workflow_state", "modified"), ("project", "modified"), ("owner",)),
	# whose dossiers they are is asked in nearly every request of our staff
	"Project Archive": (("workflow_state", "modified"), ("owner",), ("actual_start",), ("actual_end",)),
	"Requirement": (("project", "modified"), ("owner",)),
	"Client": (("owner",),),
	"Client Visit": (("visited_on", "recommend_score"),),
	# records sort by when they came
	"Workflow Event": (("creation",),),
	# whoever signed a document keeps reading it: asked in every list of what is signed
	"Signature Record": (("creation",), ("signer", "reference_doctype", "reference_name")),
}


def ensure() -> None:
	"""Adds what is missing; on a large site it says how far it is."""
	wanted = [(doctype, columns) for doctype, indexes in INDEXES.items() for columns in indexes]
	for number, (doctype, columns) in enumerate(wanted, 1):
		began = time.monotonic()
		frappe.db.add_index(doctype, list(columns))
		took = time.monotonic() - began
		if took > WORTH_SAYING:
			said = f"index {number} of {len(wanted)}, {doctype} by {', '.join(columns)}: {took:.1f} s"
			sys.stderr.write(f"client_mgmt: {said}\n")
