"""Lists of any DocType: rows in words, how many there are, and how they fall into groups.

Every column that a question names, in whatever clause, is one that this reader may read on every row, so that
nothing hidden answers as an oracle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import frappe
from client_mgmt.counting import tally
from client_mgmt.interface import forms, reading, states, titles, words
from client_mgmt.interface.shapes import Cell, Column, Group, Line, Listing
from client_mgmt.people.asking import asking
from client_mgmt.people.portal import ORDER, STANDARD_COLUMNS
from client_mgmt.values import TABLES
from frappe import _
from frappe.model.workflow import get_workflow, get_workflow_name
from frappe.utils import cint

MOST = 200
OPERATORS = frozenset("= != > >= < <= like in is between".split()) | {"not like", "not in"}
GROUPING = frozenset({"Select", "Link", "Check"})
TEXT = frozenset(
	"Data|Small Text|Text|Long Text|Text Editor|HTML Editor|Markdown Editor|Code|Link|Dynamic Link|Select|"
	"Read Only|Autocomplete|Phone|Barcode".split("|")
)
DEFAULT_ORDER = "modified desc"
Filters = list[list[Any]]
NO_GROUPS: list[Group] = []


@asking()
def listing(doctype: Any, ask: dict[str, Any], most: int = MOST) -> Listing:
	"""A page of a list, of at most `most` rows. `ask`: filters, or_filters, order_by, start, limit, columns,
	group_by, search.

	Raises DoesNotExistError for a DocType that is not this reader's, ValidationError for a column that is not
	theirs to read, or for a clause that is none.
	"""
	if not reading.is_open(doctype) or frappe.get_meta(doctype).issingle:
		reading.refuse()
	known = columns_of(doctype)
	where, either = _conditions(doctype, ask, known)
	order = _order(str(ask.get("order_by") or DEFAULT_ORDER), known)
	start, limit = max(cint(ask.get("start")), 0), min(max(cint(ask.get("limit")), 1), most)
	shown = _shown(doctype, ask.get("columns"), known)
	rows = frappe.get_list(
		doctype,
		filters=where,
		or_filters=either,
		fields=_selected(doctype, shown, known),
		order_by=order,
		limit_start=start,
		limit_page_length=limit,
	)
	group_by = str(ask.get("group_by") or "")
	total, groups = start + len(rows), NO_GROUPS
	if group_by or len(rows) == limit or (start and not rows):  # else the last page says how many
		total, groups = _counted(doctype, where, either, group_by, known)
	return {
		"columns": [_column(known[name], name) for name in shown],
		"rows": _lines(doctype, rows, [known[name] for name in shown if known[name]]),
		"total": total,
		"has_next": start + len(rows) < total,
		"groups": groups,
		"order_by": order,
	}


def columns_of(doctype: str) -> dict[str, Any]:
	"""The columns that this reader may name: → DocField, None for a standard column. Without a permission
	level of their own, a column is there on every row."""
	valid = set(frappe.get_meta(doctype).get_valid_columns())
	fields = {
		df.fieldname: df
		for df in reading.fields(doctype)
		if df.fieldname in valid and df.fieldtype not in TABLES and not reading.is_internal(df)
	}
	return {**dict.fromkeys(STANDARD_COLUMNS), **fields}


def _refuse(what: Any) -> None:
	frappe.throw(_("{0} is no column of this list.").format(frappe.utils.escape_html(str(what))))


def _checked(clause: Any, known: dict[str, Any]) -> list[Any]:
	"""One condition as [column, operator, value]."""
	match clause:
		case [str(column), str(operator), value] | [_, str(column), str(operator), value]:
			if column not in known or operator.strip().lower() not in OPERATORS:
				_refuse(column)
			if not _is_plain(value):
				_refuse(value)
			return [column, operator.strip().lower(), value]
		case _:
			_refuse(clause)
	return []


def _is_plain(value: Any) -> bool:
	"""Whether a value is one, or a list of such: what else a database layer may read into it, is none."""
	if isinstance(value, list):
		return all(_is_plain(each) and not isinstance(each, list) for each in value)
	return value is None or isinstance(value, str | int | float)


def _clauses(given: Any, known: dict[str, Any]) -> Filters:
	if isinstance(given, dict):
		given = [
			[column, *value] if isinstance(value, list) else [column, "=", value]
			for column, value in given.items()
		]
	if not isinstance(given or [], list):
		_refuse(given)
	return [_checked(clause, known) for clause in given or []]


def _conditions(doctype: str, ask: dict[str, Any], known: dict[str, Any]) -> tuple[Filters, Filters]:
	where = [*_clauses(ask.get("filters"), known), *reading.own_filters(doctype)]
	either = _clauses(ask.get("or_filters"), known)
	text = str(ask.get("search") or "").strip()
	if text and either:
		frappe.throw(_("Search or alternatives, not both at once."))
	return where, either or searched(doctype, text, known)


def searched(doctype: str, text: str, known: dict[str, Any]) -> Filters:
	"""The alternatives of a search: the text in the name, the title or a search field. Dates and numbers are
	not searched: MariaDB compares no text with them (measured on v15.41: 417)."""
	if not text:
		return []
	meta = frappe.get_meta(doctype)
	named = [part.strip() for part in str(meta.get("search_fields") or "").split(",")]
	names = dict.fromkeys(["name", titles.title_field(doctype), *named])
	held = {"name", *(name for name, df in known.items() if df and df.fieldtype in TEXT)}
	return [[name, "like", f"%{text}%"] for name in names if name in held]


def _order(given: str, known: dict[str, Any]) -> str:
	for part in given.split(","):
		match = ORDER.fullmatch(part)
		if not match or match.group(1) not in known:
			_refuse(part)
	return given


def _shown(doctype: str, given: Any, known: dict[str, Any]) -> list[str]:
	wanted = given if isinstance(given, list) else []
	for name in wanted:
		if not isinstance(name, str) or name not in known:
			_refuse(name)
	if wanted:
		return list(dict.fromkeys(wanted))
	state = forms.state_field(doctype)
	listed = [name for name, df in known.items() if df and df.in_list_view]
	return list(dict.fromkeys([*listed, *([state] if state in known else [])]))


def _selected(doctype: str, shown: Iterable[str], known: dict[str, Any]) -> list[str]:
	"""The columns to read: those shown, the title, and what their words need (currencies, dynamic links)."""
	beside = [
		df.options for name in shown if (df := known[name]) and df.fieldtype in ("Currency", "Dynamic Link")
	]
	names = ["name", "modified", titles.title_field(doctype), *shown, *beside]
	return list(dict.fromkeys(name for name in names if name in known))


def _column(df: Any, name: str) -> Column:
	label = _(df.label or name) if df else _(frappe.get_meta("DocType").get_label(name))
	return {"fieldname": name, "label": label, "fieldtype": df.fieldtype if df else "Data"}


def _lines(doctype: str, rows: list[Any], fields: list[Any]) -> list[Line]:
	named: titles.Named = {}
	for row in rows:
		titles.named(fields, row, named)
	known, title, colours = titles.of(named), titles.title_field(doctype), states.colours()
	state = forms.state_field(doctype)
	found: list[Line] = []
	for row in rows:
		cells: dict[str, Cell] = {}
		for df in fields:
			value = row.get(df.fieldname)
			cells[df.fieldname] = {"value": value, "text": words.text(df, value, row, known)}
			if df.fieldname == state:
				cells[df.fieldname]["colour"] = colours.get(value, states.PLAIN)
		name, modified, said = row.name, str(row.modified), str(row.get(title) or row.name)
		if doctype in titles.WORDS:
			said = _(said)
		found.append({"name": name, "title": said, "modified": modified, "cells": cells})
	return found


def _counted(
	doctype: str, where: Filters, either: Filters, group_by: str, known: dict[str, Any]
) -> tuple[int, list[Group]]:
	df = known.get(group_by)
	if group_by and (not df or df.fieldtype not in GROUPING):
		_refuse(group_by)
	counts = tally(doctype, group_by, where, either)
	return counts.total(), _groups(doctype, df, counts) if df else []


def _groups(doctype: str, df: Any, counts: Counter[Any]) -> list[Group]:
	"""Groups in the order of the Workflow or of the choices, then the others."""
	ordered: list[Any] = []
	if df.fieldname == forms.state_field(doctype) and get_workflow_name(doctype):
		ordered = [row.state for row in get_workflow(doctype).states]
	elif df.fieldtype == "Select":
		ordered = str(df.options or "").split("\n")
	values = dict.fromkeys([*ordered, *sorted(filter(None, counts), key=str), *counts])
	named: titles.Named = {}
	for value in values:
		titles.named([df], {df.fieldname: value}, named)
	known, colours = titles.of(named), states.colours()
	return [
		{
			"value": value if value is not None else "",
			"label": words.text(df, value, {}, known),
			"colour": colours.get(value, states.PLAIN),
			"count": counts.get(value, 0),
		}
		for value in values
		if counts.get(value) or value
	]
