import frappe
from client_mgmt.workflow_policy import ledger

KINDS = ("Workflow Event", "Signature Record")


def execute() -> None:
	"""Keys of entries were joined by bars, which may stand in a document's name: they are JSON arrays now. No
	hash holds them."""
	for kind in KINDS:
		about = ["name", "reference_doctype", "reference_name", "sequence", "entry_key"]
		signed = ["round", "purpose", "party", "slot"] if kind == KINDS[1] else []
		for row in frappe.get_all(kind, filters={"entry_key": ("not like", "[%")}, fields=[*about, *signed]):
			keys = {"entry_key": ledger.entry_key(row.reference_doctype, row.reference_name, row.sequence)}
			if signed:
				keys["signature_key"] = ledger.signature_key(row)
			frappe.db.set_value(kind, row.name, keys, update_modified=False)
