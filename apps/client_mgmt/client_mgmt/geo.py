"""Countries and currencies: which record is meant by what people and other systems write."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.domain.clients import countries
from client_mgmt.domain.language import amounts
from frappe.model.document import Document

COUNTRY, CURRENCY = "Country", "Currency"
LINKED = frozenset({COUNTRY, CURRENCY})
HOME = "China"


def spelled(target: str | None, text: Any) -> Any:
	"""A value for a Link to `target`: the name of the Country or Currency that the words `text` mean. What
	means none, and what is for another DocType, comes back as it is, so that saving refuses it."""
	if target not in LINKED or not isinstance(text, str) or not text.strip():
		return text
	return country(text.strip()) if target == COUNTRY else currency(text.strip())


def country(text: str) -> str:
	"""`China`, 中国 or CN: the record's name."""
	if text == HOME or frappe.db.exists(COUNTRY, text):
		return text
	code = countries.country_code(text)
	return (code and frappe.db.get_value(COUNTRY, {"code": code.lower()}, "name")) or text


def currency(text: str) -> str:
	"""`CNY`, RMB or 人民币: the record's name."""
	if text in amounts.CURRENCIES or frappe.db.exists(CURRENCY, text):
		return text
	return countries.currency_code(text) or text


def keep_case(doc: Document, field: str) -> None:
	"""Before `validate`: a Link takes the letters of its record. A text from before there were records, such
	as a signed `cny`, keeps its own."""
	before = None if doc.is_new() else doc.get_doc_before_save()
	stored = before.get(field) if before else None
	if stored and stored.casefold() == str(doc.get(field)).casefold():
		doc.set(field, stored)
