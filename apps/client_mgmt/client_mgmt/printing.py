"""Pages to print: templates of the app with everything escaped, and PDF where its library is installed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import jinja2

import frappe
from frappe import _

MAX_PAGE = 60_000  # characters; their layout takes up to 15 seconds


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
	folder = Path(__file__).resolve().parent
	return jinja2.Environment(
		loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
	)


def page(template: str, **values: Any) -> str:
	"""The HTML of a template (a path below the app's folder). Every value is escaped, whatever it holds."""
	return _templates().get_template(template).render(**values)


def pdf(html: str) -> bytes:
	"""A page as PDF. Fetches nothing, from nowhere.

	Raises frappe.ValidationError where WeasyPrint or a library that it needs is not installed, for a page
	that refers to something outside itself, and for one of more than 60,000 characters.
	"""
	if len(html) > MAX_PAGE:
		frappe.throw(_("The page is too long for a PDF: take it as HTML and print that."))
	try:
		import weasyprint
	except (ImportError, OSError):  # OSError: Pango is missing
		frappe.throw(
			_(
				"PDF needs WeasyPrint and Pango: pip install weasyprint, and the package libpango of the "
				"system. Until then take the page as HTML and print that."
			)
		)
	try:
		return weasyprint.HTML(string=html, url_fetcher=_refuse).write_pdf()
	except (ValueError, AttributeError):  # what the library makes of a refused fetch differs by its version
		frappe.throw(_("The page refers to something outside itself and is not printed."))


def _refuse(url: str, *_more: Any, **_named: Any) -> NoReturn:
	raise ValueError(url)
