"""Rows of a list as one sheet: no text of it is a formula, numbers and days are such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.utils import get_column_letter

from client_mgmt.domain.workbook import cells
from client_mgmt.domain.workbook.writer import FILL, HEAD, WIDE, WRAP

FORMATS = {
	"Currency": "#,##0.00",
	"Float": "0.#########",
	"Percent": '0.####"%"',
	"Int": "0",
	"Date": "yyyy-mm-dd",
	"Datetime": "yyyy-mm-dd hh:mm",
}
WIDTHS = {"Date": 12, "Datetime": 17, "Check": 8, "Int": 10, **dict.fromkeys(WIDE, 48)}
USUAL_WIDTH = 22
EMPTY: tuple[Any, ...] = (None, "")


def write(
	file: BinaryIO,
	title: str,
	columns: Sequence[tuple[str, str]],
	rows: Iterable[Sequence[Any]],
	note: str = "",
) -> None:
	"""Writes a workbook of one sheet. `columns`: (heading, fieldtype); `rows`: for each column (value,
	words): numbers and days write the value, all others the words; `note`: a last line."""
	book = Workbook(write_only=True)
	page = book.create_sheet(_sheet_name(title))
	page.freeze_panes = "B2"
	for at, (_heading, kind) in enumerate(columns, 1):
		page.column_dimensions[get_column_letter(at)].width = WIDTHS.get(kind, USUAL_WIDTH)
	page.append([_heading_cell(page, heading) for heading, _kind in columns])
	for row in rows:
		page.append([_cell(page, kind, *pair) for (_heading, kind), pair in zip(columns, row, strict=True)])
	if note:
		page.append([_text(page, note)])
	book.save(file)


def _sheet_name(title: str) -> str:
	"""At most 31 characters, without those that no sheet's name has."""
	plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in title).strip()
	return plain[:31] or "1"


def _heading_cell(page: Any, heading: str) -> Cell:
	cell = _text(page, heading)
	cell.font, cell.fill = HEAD, FILL
	return cell


def _cell(page: Any, kind: str, value: Any, words: str) -> Cell | None:
	if value in EMPTY and not words:
		return None
	native = _native(kind, value)
	if native is None:
		cell = _text(page, words)
		if kind in WIDE:
			cell.alignment = WRAP
		return cell
	cell = WriteOnlyCell(page, value=native)
	cell.number_format = FORMATS[kind]
	return cell


def _native(kind: str, value: Any) -> Any:
	"""A number, a day or a time; None for what is written in words."""
	try:
		if kind in ("Int", "Float", "Currency", "Percent"):
			number = Decimal(str(value))
			return number if number.is_finite() else None
		if kind in ("Date", "Datetime"):
			moment = datetime.fromisoformat(str(value)).replace(microsecond=0, tzinfo=None)
			fits = moment.date() >= cells.FIRST_SERIAL
			return (moment if kind == "Datetime" else moment.date()) if fits else None
	except (ValueError, InvalidOperation):
		return None
	return None


def _text(page: Any, text: str) -> Cell:
	cell = WriteOnlyCell(page, value=cells.text_cell(text))
	cell.data_type = "s"
	return cell
