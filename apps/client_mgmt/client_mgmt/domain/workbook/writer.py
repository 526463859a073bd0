"""Writing the workbook: validation, help texts, formats (S004-64..69)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Literal, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from client_mgmt.domain.workbook import cells
from client_mgmt.domain.workbook.layout import (
	DIGEST,
	FIXED,
	KEY,
	KIND,
	NUMBERS,
	ROW,
	Column,
	Field,
	Sheet,
	Title,
)

EMPTY_ROWS = 500  # below the filled ones that are validated too
MOST_LIST = 255  # characters of the options inside a rule
MOST_HELP = 255
FORMATS = {
	"Currency": "#,##0.00####",
	"Float": "0.#########",
	"Percent": "0.####",
	"Date": "yyyy-mm-dd",
	"Int": "0",
}
WIDE = frozenset({"Small Text", "Text", "Long Text"})
HEAD, FILL = Font(bold=True, color="FFFFFF"), PatternFill("solid", start_color="2F5597")
WRAP = Alignment(vertical="top", wrap_text=True)
DATE_HELP = Title("A date as YYYY-MM-DD.", "日期，格式 YYYY-MM-DD。")
MORE_HELP = Title("An amount greater than zero.", "大于 0 的金额。")
KEY_HELP = Title(
	"Which dossier the row belongs to: its number, for a new one any text that its rows share.",
	"该行属于哪个档案：填写项目编号；新档案可填任意文字，各表保持一致。",
)
ROW_HELP = Title("Left empty for a new row.", "新增的行请留空。")
HELP = {KEY: KEY_HELP, ROW: ROW_HELP}


class Line(NamedTuple):
	"""A row: its kind, the dossier, its own number, the digests, and target.fieldname → plain value."""

	kind: str
	key: str
	row: str
	digest: str
	values: Mapping[str, Any]


def write(
	file: BinaryIO,
	structure: Iterable[tuple[Sheet, list[Column]]],
	lines: Mapping[str, Iterable[Line]],
	language: str,
) -> None:
	"""Writes the sheets in order; `lines`: English title of a sheet → its rows; `language`: of headings and
	options."""
	book = Workbook(write_only=True)
	for sheet, columns in structure:
		page = book.create_sheet(sheet.title.of(language))
		page.freeze_panes = "B2"
		rows = list(lines[sheet.title.en])
		titles = {kind.title.en: kind.title.of(language) for kind in sheet.kinds}
		lists = _long_lists(columns, language)
		_set_columns(page, columns, language, lists)
		page.append([*_headings(page, columns, language), *(_text(page, f"~{at}") for at in lists)])
		for at in range(max(len(rows), *map(len, lists.values()), 0) if lists else len(rows)):
			line = (
				_cells(page, columns, rows[at], titles, language) if at < len(rows) else [None] * len(columns)
			)
			extra = (_text(page, options[at]) if at < len(options) else None for options in lists.values())
			page.append([*line, *extra])
		for rule in _rules(columns, language, len(rows) + EMPTY_ROWS, lists):
			page.data_validations.append(rule)
	book.save(file)


def _long_lists(columns: list[Column], language: str) -> dict[int, list[str]]:
	"""Lists that no rule can hold in itself stand in hidden columns of their own: position of the column that
	they belong to → options."""
	found = {}
	for at, column in enumerate(columns):
		options = _options(column, language)
		if len(",".join(options)) > MOST_LIST or any("," in option or '"' in option for option in options):
			found[at] = options
	return found


def _options(column: Column, language: str) -> list[str]:
	if column.field.fieldtype == "Check":
		return [pair[language.startswith("zh")] for pair in cells.CHECK.values()]
	return [str(cells.written(option.en, column.field, language)) for option in column.field.options]


def _set_columns(page: Any, columns: list[Column], language: str, lists: Mapping[int, Any]) -> None:
	for at, column in enumerate(columns, 1):
		width = 40 if column.field.fieldtype in WIDE else max(14, 2 * len(column.title.of(language)) + 2)
		page.column_dimensions[get_column_letter(at)].width = min(width, 40)
		page.column_dimensions[get_column_letter(at)].hidden = column.title == DIGEST
	for at in range(len(columns) + 1, len(columns) + 1 + len(lists)):
		page.column_dimensions[get_column_letter(at)].hidden = True


def _headings(page: Any, columns: list[Column], language: str) -> Iterator[Cell]:
	for column in columns:
		cell = _text(page, column.title.of(language))
		cell.font, cell.fill, cell.alignment = HEAD, FILL, WRAP
		yield cell


def _text(page: Any, text: str) -> Cell:
	cell = WriteOnlyCell(page, value=text)
	cell.data_type = "s"
	return cell


def _cells(
	page: Any, columns: list[Column], line: Line, titles: Mapping[str, str], language: str
) -> list[Any]:
	fixed = {KEY: line.key, KIND: titles[line.kind], ROW: line.row, DIGEST: line.digest}
	return [
		_cell(page, cells.text_cell(fixed[column.title]), column.field)
		if column.title in FIXED
		else _cell(page, _value(column, line, language), column.field)
		for column in columns
	]


def _value(column: Column, line: Line, language: str) -> Any:
	for kind, target, field in column.places:
		if kind == line.kind and f"{target}.{field}" in line.values:
			return cells.written(line.values[f"{target}.{field}"], column.field, language)
	return None


def _cell(page: Any, value: Any, field: Field) -> Any:
	if value is None:
		return None
	if isinstance(value, str):
		cell = _text(page, value)
		if field.fieldtype in WIDE:
			cell.alignment = WRAP
		return cell
	cell = WriteOnlyCell(page, value=value)
	cell.number_format = FORMATS.get(field.fieldtype, "General")
	return cell


def _rules(
	columns: list[Column], language: str, last: int, lists: Mapping[int, list[str]]
) -> Iterator[DataValidation]:
	hidden = {at: get_column_letter(len(columns) + 1 + number) for number, at in enumerate(lists)}
	for at, column in enumerate(columns):
		if column.title == DIGEST:
			continue
		rule = _rule(column, language)
		if at in hidden:
			rule.formula1 = f"${hidden[at]}$2:${hidden[at]}${len(lists[at]) + 1}"
		rule.allow_blank, rule.showErrorMessage = True, rule.type is not None
		text = _help(column, language)
		if text:
			rule.promptTitle, rule.prompt = column.title.of(language)[:32], text[:MOST_HELP]
			rule.showInputMessage = True
		rule.add(f"{get_column_letter(at + 1)}2:{get_column_letter(at + 1)}{last + 1}")
		yield rule


def _rule(column: Column, language: str) -> DataValidation:
	field = column.field
	options = _options(column, language)
	if options:
		return DataValidation(type="list", formula1=f'"{",".join(options)}"')
	if field.fieldtype == "Date":
		return DataValidation(type="date", operator="greaterThan", formula1="1")
	if field.fieldtype in NUMBERS or field.fieldtype == "Int":
		kind: Literal["whole", "decimal"] = "whole" if field.fieldtype == "Int" else "decimal"
		if field.least is None:
			return DataValidation(type=kind, operator="between", formula1="-1E+15", formula2="1E+15")
		if field.least:
			return DataValidation(type=kind, operator="greaterThan", formula1="0")
		return DataValidation(type=kind, operator="greaterThanOrEqual", formula1="0")
	if field.length:
		return DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(field.length))
	return DataValidation(type=None)


def _help(column: Column, language: str) -> str:
	field = column.field
	more = (
		DATE_HELP if field.fieldtype == "Date" else MORE_HELP if field.least == 1 else HELP.get(column.title)
	)
	return " ".join(filter(None, (field.help, more.of(language) if more else "")))
