"""What a person sets for themselves."""

import frappe
from frappe import _

LANGUAGES = ("zh", "en")


@frappe.whitelist(methods=["POST"])
def set_language(language: str) -> str:
	"""The language in which the caller reads: labels, messages and mails, from now on and on every device.

	Takes "zh" or "en", answers it. Raises ValidationError for another one.
	"""
	if language not in LANGUAGES:
		frappe.throw(_("The app speaks zh and en, not {0}.").format(language))
	person = frappe.get_doc("User", frappe.session.user)
	person.language = language
	person.save(ignore_permissions=True)  # nobody but the caller, and this field alone
	return language
