import frappe


def execute() -> None:
	"""Versions of the dossier standard become whole numbers, in the order in which they were entered."""
	if not frappe.db.exists("DocType", "Archive Standard"):
		return
	names = frappe.get_all("Archive Standard", pluck="name", order_by="creation asc", limit_page_length=0)
	for number, name in enumerate(names, 1):
		frappe.db.set_value("Archive Standard", name, "version", str(number), update_modified=False)
