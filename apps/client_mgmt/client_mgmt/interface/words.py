"""Values in words: what a page shows for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from client_mgmt.values import TABLES
from frappe import _
from frappe.utils import cint, flt, formatdate, get_datetime, strip_html

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


def _money(df: Any, value: Any, row: Mapping[str, Any]) -> str:
	return f"{row.get(df.options or 'currency') or ''} {flt(value):,.2f}".strip()


def _number(_df: Any, value: Any, _row: Mapping[str, Any]) -> str:
	return f"{flt(value):g}" if abs(flt(value)) < 1e6 else str(flt(value))


FORMATS: dict[str, Callable[[Any, Any, Mapping[str, Any]], str]] = {
	"Select": lambda _df, value, _row: _(str(value)),
	"Currency": _money,
	"Float": _number,
	"Percent": lambda df, value, row: f"{_number(df, value, row)}%",
	"Date": lambda _df, value, _row: formatdate(value),
	"Datetime": lambda _df, value, _row: f"{formatdate(value)} {get_datetime(value):%H:%M}",
	**dict.fromkeys(MARKUP, lambda _df, value, _row: strip_html(str(value))),
}


def shortened(said: str, longest: int = 140) -> str:
	"""One line of a text."""
	line = " ".join(said.split())
	return line if len(line) <= longest else line[: longest - 1] + "…"
