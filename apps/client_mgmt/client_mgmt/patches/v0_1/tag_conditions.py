import frappe
from client_mgmt.setup import tags


def execute() -> None:
	"""Gives the seeded tags of a site from before suggestions the condition that suggests them."""
	for tag in tags.TAGS:
		name = tag["tag_name"]
		if frappe.db.exists("Client Tag", name) and not frappe.db.get_value(
			"Client Tag", name, "suggest_when"
		):
			frappe.db.set_value("Client Tag", name, "suggest_when", tag["suggest_when"])
