import frappe
from client_mgmt.setup.workflow_data import OPTIONAL_STATES


def execute() -> None:
	"""States that nobody waits for are optional in the Workflows that came with the app."""
	for workflow, states in OPTIONAL_STATES.items():
		rows = {"parenttype": "Workflow", "parent": workflow, "state": ("in", states)}
		for name in frappe.get_all("Workflow Document State", filters=rows, pluck="name"):
			frappe.db.set_value(
				"Workflow Document State", name, "is_optional_state", 1, update_modified=False
			)
	frappe.clear_cache()
