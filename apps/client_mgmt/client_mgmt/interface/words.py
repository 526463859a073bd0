"""Values in words: what a page shows for them."""

from __future__ import annotations

from calendar import month_abbr
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import frappe
from client_mgmt.values import TABLES
from frappe import _
from frappe.utils import cint, flt, get_datetime, getdate, strip_html

MARKUP = frozenset({"Text Editor", "HTML Editor", "Markdown Editor"})
EMPTY: tuple[Any, ...] = (None, "", [])


def text(df: Any, value: Any, row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
	"""A value in the reader's words; `row` holds the currency and the DocType of dynamic links, `titles`
	those of `interface.titles`."""
	kind = df.fieldtype
	if kind == "Check":
		return _("Yes") if cint(value) else _("No")
	if value in EMPTY:
		return ""
	if kind in ("Link", "Dynamic Link"):
		target = df.options if kind == "Link" else row.get(df.options)
		return titles.get(f"{target}::{value}", str(value))
	if kind in TABLES:
		return str(len(value))
	formatter = FORMATS.get(kind)
	return formatter(df, value, row) if formatter else str(value)


def day(value: Any) -> str:
	"""A date as the web app writes it: 3 Aug 2026, 2026年8月3日."""
	date = getdate(value)
	if str(frappe.local.lang or "").startswith("zh"):
		return f"{date.year}年{date.month}月{date.day}日"
	return f"{date.day} {month_abbr[date.month]} {date.year}"


def moment(value: Any) -> str:
	"""A date with its time, a wall clock reading at the site: 3 Aug 2026, 14:05."""
	between = " " if str(frappe.local.lang or "").startswith("zh") else ", "
	return f"{day(value)}{between}{get_datetime(value):%H:%M}"


def listed(names: Iterable[str]) -> str:
	"""Names one after the other, with the comma of the reader's language."""
	return _(", ").join(names)


def rows(number: int) -> str:
	"""How many rows a table has."""
	return _("1 row") if number == 1 else _("{0} rows").format(number)


def _money(df: Any, value: Any, row: Mapping[str, Any]) -> str:
	return f"{row.get(df.options or 'currency') or ''} {flt(value):,.2f}".strip()


def _number(_df: Any, value: Any, _row: Mapping[str, Any]) -> str:
	return f"{flt(value):g}" if abs(flt(value)) < 1e6 else str(flt(value))


FORMATS: dict[str, Callable[[Any, Any, Mapping[str, Any]], str]] = {
	"Select": lambda _df, value, _row: _(str(value)),
	"Currency": _money,
	"Float": _number,
	"Percent": lambda df, value, row: f"{_number(df, value, row)}%",
	"Date": lambda _df, value, _row: day(value),
	"Datetime": lambda _df, value, _row: moment(value),
	**dict.fromkeys(MARKUP, lambda _df, value, _row: strip_html(str(value))),
}


def shortened(said: str, longest: int = 140) -> str:
	"""One line of a text."""
	line = " ".join(said.split())
	return line if len(line) <= longest else line[: longest - 1] + "…"
