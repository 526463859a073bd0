import frappe
from client_mgmt.client_archive.requirements import versions


def execute() -> None:
	"""Requirements from before versions get the one that they stand in, by who saved it last. Twice does
	nothing twice."""
	settled = {"status": ("!=", versions.DRAFT)}
	for name in frappe.get_all("Requirement", filters=settled, pluck="name", order_by="name asc"):
		requirement = frappe.get_doc("Requirement", name)
		versions.record(requirement, requirement.modified_by, requirement.modified)
