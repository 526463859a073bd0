import frappe
from client_mgmt.client_archive.clients import duplicates
from client_mgmt.domain.clients import duplicates as rules


def execute() -> None:
	"""Gives the clients and contacts from before the duplicate check the keys that they are compared by."""
	for row in frappe.get_all("Client", fields=["name", "client_name"]):
		key = rules.name_key(row.client_name)
		keys = {"name_key": key, "name_pinyin": rules.name_sound(key)}
		frappe.db.set_value("Client", row.name, keys, update_modified=False)
	for row in frappe.get_all("Client Contact", fields=["name", "phone", "client"]):
		key = duplicates.phone_key(row.phone, row.client)
		frappe.db.set_value("Client Contact", row.name, "phone_key", key, update_modified=False)
