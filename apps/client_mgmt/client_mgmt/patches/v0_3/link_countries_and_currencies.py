import frappe
from client_mgmt import geo
from client_mgmt.setup import currencies

CURRENCY_OF = ("Project Archive", "Change Request", "Contract Facts")


def execute() -> None:
	"""Countries and currencies were text and are links now: each gets the record that it names.

	A country's text becomes that of the record which it means, or a record of its own. A currency is signed
	with the change whose price it is of, so its text stays as it is, and what is no record yet becomes one.
	"""
	for doctype in CURRENCY_OF:
		for text in _texts(doctype, "currency"):
			if not frappe.db.exists(geo.CURRENCY, text):
				_insert(geo.CURRENCY, currency_name=text, enabled=1)
	for text in _texts("Client", "country"):
		_link_clients(text)
	currencies.open_to_staff()


def _texts(doctype: str, field: str) -> set[str]:
	return set(frappe.get_all(doctype, filters={field: ("is", "set")}, pluck=field))


def _link_clients(text: str) -> None:
	name = geo.country(text.strip())
	name = frappe.db.get_value(geo.COUNTRY, name, "name") or _insert(geo.COUNTRY, country_name=name)
	if name == text:
		return
	for row in frappe.get_all("Client", filters={"country": text}, fields=["name", "country"]):
		if row.country == text:
			frappe.db.set_value("Client", row.name, "country", name, update_modified=False)


def _insert(doctype: str, **values: object) -> str:
	doc = frappe.get_doc({"doctype": doctype, **values})
	return doc.insert(ignore_permissions=True).name  # the installer acts, no person
