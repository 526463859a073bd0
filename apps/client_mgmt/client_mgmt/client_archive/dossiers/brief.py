"""One page for those who build: who the client is, why the project exists, what is asked and who decides.

Which fields stand on it is data; their labels and choices come from the metadata. Money stays out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

import frappe
from client_mgmt.client_archive.dossiers import dossier
from client_mgmt.domain.dossier.completeness import is_empty
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, strip_html

PROJECT = (
	"project_name background reason delivery_method stage planned_start planned_end actual_start actual_end "
	"meeting_frequency communication_tool"
).split()
CLIENT = (
	"client_name client_type industry employees country region city time_zone language cross_border "
	"preferences high_risk high_risk_reason"
).split()
CONTACT = "contact_name job_title contact_role phone email preferences".split()
REQUIREMENT = (
	"name feature priority acceptance_criteria kind goal status revision last_change confirmed_by_client "
	"confirmed_on"
).split()
CHANGE = "name title workflow_state scheduled_on scope_impact".split()
TAG = "tag_name definition suggestion".split()
TABLES = ("goals", "kpis", "team", "raci", "escalation", "risks")
APPLIED = ("Scheduled", "Implemented", "Closed")
TRANSLATED = frozenset({"Workflow State", "Country"})  # records that are shown by their names
NUMBERS = frozenset({"Check", "Int", "Float", "Currency", "Percent"})
MONEY = "Budget Limit"
PEOPLE = {"User": "full_name", "Client Contact": "contact_name"}
NOT_SHOWN = frozenset({"Section Break", "Column Break", "Tab Break", "Attach", "Button", "HTML"})


class Fact(TypedDict):
	"""A value in words, and what it is called."""

	key: str
	label: str
	value: str


class Section(TypedDict):
	"""`facts` of one record, or `columns` and `rows` of several; empty ones are left out of the brief."""

	key: str
	label: str
	facts: list[Fact]
	columns: list[dict[str, str]]
	rows: list[dict[str, str]]


def of_project(name: str) -> list[Section]:
	"""The sections of a project's brief, in the reader's language. The caller has checked the permission."""
	doc = frappe.get_doc("Project Archive", name)
	doc.update(dossier.facts_in_effect(name))  # not what a revision is working on (S004-75)
	sections = [
		_facts("project", _("Project"), doc, PROJECT),
		*_client(doc.client),
		*(_table(doc, field) for field in TABLES if doc.meta.has_field(field)),
		_rows("requirements", _("Requirements"), "Requirement", REQUIREMENT, _asked(name)),
		_rows("changes", _("Changes in Force"), "Change Request", CHANGE, _applied(name)),
	]
	return [section for section in sections if section["facts"] or section["rows"]]


def _client(client: str | None) -> list[Section]:
	if not client:
		return []
	doc = frappe.get_doc("Client", client)
	tags = {"name": ("in", [row.tag for row in doc.client_tags])}
	contacts = {"client": client}
	return [
		_facts("client", _("Client"), doc, CLIENT),
		_rows("tags", _("Client Tags"), "Client Tag", TAG, tags),
		_rows(
			"contacts", _("Contacts"), "Client Contact", CONTACT, contacts, "is_primary desc, creation asc"
		),
	]


def _asked(project: str) -> dict[str, Any]:
	return {"project": project, "status": ("!=", "Removed")}


def _applied(project: str) -> dict[str, Any]:
	return {"project": project, "workflow_state": ("in", APPLIED)}


def _facts(key: str, label: str, doc: Document, fields: Iterable[str]) -> Section:
	known = [df for field in fields if (df := doc.meta.get_field(field))]
	facts: list[Fact] = [
		{"key": df.fieldname, "label": _(df.label), "value": text}
		for df in known
		if (text := _text(df, doc.get(df.fieldname), _titles(df, [doc])))
	]
	return {"key": key, "label": label, "facts": facts, "columns": [], "rows": []}


def _table(doc: Document, field: str) -> Section:
	df = doc.meta.get_field(field)
	columns = [column for column in frappe.get_meta(df.options).fields if column.fieldtype not in NOT_SHOWN]
	rows = [row for row in doc.get(field) or [] if row.get("kpi") != MONEY]
	return _section(field, _(df.label), columns, rows)


def _rows(
	key: str,
	label: str,
	doctype: str,
	fields: list[str],
	filters: dict[str, Any],
	order: str = "creation asc",
) -> Section:
	"""The rows that the reader may see."""
	meta = frappe.get_meta(doctype)
	known = [field for field in fields if field == "name" or meta.has_field(field)]
	found = frappe.get_list(doctype, filters=filters, fields=known, order_by=order, limit_page_length=0)
	columns = [meta.get_field(field) or frappe._dict(fieldname="name", label=_("ID")) for field in known]
	return _section(key, label, columns, found)


def _section(key: str, label: str, columns: list[Any], found: list[Any]) -> Section:
	"""A table without the columns in which nothing was entered."""
	titles = {df.fieldname: _titles(df, found) for df in columns}
	rows = [
		{df.fieldname: _text(df, row.get(df.fieldname), titles[df.fieldname]) for df in columns}
		for row in found
	]
	used = [df for df in columns if any(row[df.fieldname] for row in rows)]
	heads = [{"key": df.fieldname, "label": _(df.label)} for df in used]
	return {"key": key, "label": label, "facts": [], "columns": heads, "rows": rows}


def _text(df: Any, value: Any, titles: Mapping[str, str]) -> str:
	"""A value as its reader would say it: a person's name for a link, words for a tick."""
	if is_empty(value) or (df.fieldtype in NUMBERS and not value):
		return ""
	if df.fieldtype == "Check":
		return _("Yes")
	if df.fieldtype == "Select" or df.options in TRANSLATED:
		return _(value)
	if df.fieldtype == "Link":
		return titles.get(value, value)
	if df.fieldtype == "Datetime":
		return cstr(value)[:16]
	if df.fieldtype in NUMBERS:
		return cstr(value).removesuffix(".0")
	return strip_html(cstr(value)) if df.fieldtype == "Text Editor" else cstr(value)


def _titles(df: Any, rows: Iterable[Any]) -> dict[str, str]:
	"""name → what the people are called whom a column links to; {} for another column."""
	field = PEOPLE.get(df.options) if df.fieldtype == "Link" else None
	names = {row.get(df.fieldname) for row in rows} - {None, ""} if field else None
	if not names:
		return {}
	found = frappe.get_all(df.options, filters={"name": ("in", sorted(names))}, fields=["name", field])
	return {row.name: cstr(row[field]) for row in found}
