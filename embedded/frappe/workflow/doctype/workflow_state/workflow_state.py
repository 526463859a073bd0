"""Workflow State: a name and how it looks."""

from __future__ import annotations

from frappe.model.document import Document


class WorkflowState(Document):
	"""States are shared by all workflows."""
