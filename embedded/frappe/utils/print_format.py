"""Print formats are Frappe's own; here an app prints its documents itself."""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.base.html import escape_html
from frappe import _


@frappe.whitelist()
def download_pdf(doctype: str = "", name: str = "", **_form: Any) -> None:
	"""Not offered: raises ValidationError (417) that says what is."""
	about = (_(doctype), escape_html(name))
	frappe.throw(_("There are no print formats here: print the page of {0} {1}.").format(*about))
