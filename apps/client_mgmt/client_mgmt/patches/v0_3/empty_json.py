import frappe

FIELDS = (
	("Client", "value_sources"),
	("Client Contact", "value_sources"),
	("Project Archive", "value_sources"),
	("Contract Facts", "spans"),
	("Contract Facts", "contradictions"),
)


def execute() -> None:
	"""These columns hold JSON from now on, which empty text is not: before the columns change, it is taken
	out."""
	for doctype, field in FIELDS:
		if not frappe.db.exists("DocType", doctype) or not frappe.get_meta(doctype).has_field(field):
			continue
		for row in frappe.get_all(doctype, filters={field: ("is", "not set")}, fields=["name", field]):
			if row[field] is not None:
				frappe.db.set_value(doctype, row.name, field, None, update_modified=False)
