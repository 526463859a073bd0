"""Reading a workbook as a stream of rows: no cell is kept (S004-67..70).

What people do to their workbooks is taken as it is: title rows above the headings, headings under other
names, rows without their kind, blank rows. What is not read is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

import openpyxl

from client_mgmt.domain.workbook import cells
from client_mgmt.domain.workbook.cells import Problem, shorten
from client_mgmt.domain.workbook.file import check
from client_mgmt.domain.workbook.layout import DIGEST, KEY, KIND, ROW, Column, Field, Kind, Sheet
from client_mgmt.domain.workbook.synonyms import bare, heading, names_of

MOST_COLUMNS = 256
MOST_ROWS = 1_048_576
MOST_FILLED = 200_000
HEADING_ROWS = 30
NAME = "project.project_name"
INTERNAL = "~"
Structure = list[tuple[Sheet, list[Column]]]


class Row(NamedTuple):
	"""A row of a dossier. `values`: target.fieldname → plain value, of the columns that the sheet has; `bad`:
	a cell of it could not be read."""

	sheet: str
	number: int
	kind: str
	key: str
	row: str
	digest: str
	values: dict[str, Any]
	bad: bool


class Issue(NamedTuple):
	"""Something to tell: `level` is error or notice; `row` 0 and `column` "" where none is meant."""

	level: str
	sheet: str
	row: int
	column: str
	sentence: str
	values: tuple[str, ...]


class Heading(NamedTuple):
	"""A sheet's headings: what stands in which position (from 0)."""

	fixed: dict[str, int]
	columns: dict[int, Column]
	titles: dict[int, str]


def read(file: BinaryIO, size: int, structure: Structure) -> Iterator[Row | Issue]:
	"""The rows of an open file of `size` bytes, and what there is to tell, in the order of the sheets.

	Raises Problem for a file that is not read at all (`workbook_file.check`).
	"""
	facts = check(file, size)
	try:
		book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
	except Exception as error:
		raise Problem("The workbook is damaged and cannot be read.") from error
	try:
		if facts.has_formulas:
			yield _issue(
				"notice", "", 0, "", Problem("The workbook has formulas: their last results were read.")
			)
		yield from _sheets(book, structure)
	finally:
		book.close()


def _sheets(book: Any, structure: Structure) -> Iterator[Row | Issue]:
	known = {heading(name): part for part in structure for name in part[0].title}
	found, left = 0, MOST_FILLED
	for page in book.worksheets:
		part = known.pop(heading(page.title), None)
		if part is None:
			yield _issue(
				"notice", page.title, 0, "", Problem("This sheet is none of the five and was not read.")
			)
			continue
		found += 1
		known = {name: other for name, other in known.items() if other is not part}
		for item in _guarded(page, *part):
			left -= isinstance(item, Row)
			if left < 0:
				raise Problem("The workbook has more than {0} filled rows.", str(MOST_FILLED))
			yield item
	if not found:
		names = ", ".join(sheet.title.zh for sheet, _columns in structure)
		raise Problem("The workbook has none of the sheets {0}.", names)


def _guarded(page: Any, sheet: Sheet, columns: list[Column]) -> Iterator[Row | Issue]:
	"""The rows of a sheet; what the parser stumbles over is the file's fault."""
	try:
		page.reset_dimensions()
		yield from SheetReader(page.title, sheet, columns).rows(page.iter_rows(max_col=MOST_COLUMNS))
	except Problem:
		raise
	except Exception as error:
		raise Problem("The workbook is damaged and cannot be read.") from error


class SheetReader:
	"""Reads one sheet."""

	def __init__(self, title: str, sheet: Sheet, columns: list[Column]) -> None:
		self.title, self.sheet, self.columns = title, sheet, columns
		self.head: Heading | None = None
		self.kinds = {heading(name): kind for kind in reversed(sheet.kinds) for name in kind.title}

	def rows(self, lines: Iterable[tuple[Any, ...]]) -> Iterator[Row | Issue]:
		"""The rows below the headings, and what there is to tell."""
		for number, line in enumerate(lines, 1):
			if number > MOST_ROWS:
				raise Problem("The workbook is damaged and cannot be read.")
			if self.head:
				yield from self.line(number, line)
			elif number <= HEADING_ROWS:
				self.head = find_heading(line, self.sheet, self.columns)
				if self.head:
					yield from self.unknown(number, line)
			else:
				break
		if not self.head:
			yield _issue("error", self.title, 0, "", Problem("No row with headings was found in this sheet."))

	def unknown(self, number: int, line: tuple[Any, ...]) -> Iterator[Issue]:
		head = self.head
		taken = {*head.columns, *head.fixed.values()} if head else set()
		for at, cell in enumerate(line):
			if at not in taken and _text(cell) and not _text(cell).startswith(INTERNAL):
				problem = Problem("No column is called {0}: it was not read.", shorten(_text(cell)))
				yield _issue("notice", self.title, number, _text(cell), problem)

	def line(self, number: int, line: tuple[Any, ...]) -> Iterator[Row | Issue]:
		head = self.head
		filled = [at for at in head.columns if at < len(line) and _text(line[at])] if head else []
		if not head or not filled:
			return
		kind = self.kind(line, filled)
		if not kind:
			kinds = ", ".join(kind.title.both for kind in self.sheet.kinds)
			problem = Problem("Say in the column {0} what this row is: {1}.", KIND.both, kinds)
			yield _issue("error", self.title, number, self.named(KIND.en), problem)
			return
		values: dict[str, Any] = {}
		bad = False
		for at in head.columns:
			for issue in self.value(kind, at, line[at] if at < len(line) else None, values):
				bad = bad or issue.level == "error"
				yield issue._replace(row=number)
		yield self.row(number, kind, line, values, bad)

	def value(self, kind: Kind, at: int, cell: Any, values: dict[str, Any]) -> Iterator[Issue]:
		"""Puts what a cell says into `values`, under every field that its column stands for."""
		column, title = (self.head.columns[at], self.head.titles[at]) if self.head else (None, "")
		places = [place for place in column.places if place[0] == kind.title.en] if column else []
		if not column or not places:
			if _text(cell):
				unread = Problem("A row of the kind {0} has no such value: it was not read.", kind.title.both)
				yield _issue("notice", self.title, 0, title, unread)
			return
		try:
			value, was = _value(cell, column.field)
		except Problem as problem:
			yield _issue("error", self.title, 0, title, problem)
			return
		if was:
			yield _issue("notice", self.title, 0, title, Problem("{0} was read as {1}.", was, str(value)))
		for _kind, target, field in places:
			values[f"{target}.{field}"] = value

	def row(self, number: int, kind: Kind, line: tuple[Any, ...], values: dict[str, Any], bad: bool) -> Row:
		key, row, digest = (self.fixed(line, title.en) for title in (KEY, ROW, DIGEST))
		key = key or str(values.get(NAME) or "").strip()
		return Row(self.title, number, kind.title.en, key, row, digest, values, bad)

	def fixed(self, line: tuple[Any, ...], title: str) -> str:
		at = self.head.fixed.get(title) if self.head else None
		return cells.text_of(_text(line[at])) if at is not None and at < len(line) else ""

	def named(self, title: str) -> str:
		at = self.head.fixed.get(title) if self.head else None
		return self.head.titles[at] if self.head and at is not None else ""

	def kind(self, line: tuple[Any, ...], filled: list[int]) -> Kind | None:
		"""The kind of a row: as it says, or the only one that has all its values."""
		kinds = self.sheet.kinds
		if len(kinds) == 1:
			return kinds[0]
		said = heading(self.fixed(line, KIND.en))
		if said:
			return self.kinds.get(said)
		columns = self.head.columns if self.head else {}
		wanted = [{place[0] for place in columns[at].places} for at in filled]
		fitting = [kind for kind in kinds if all(kind.title.en in names for names in wanted)]
		return fitting[0] if len(fitting) == 1 else None


def find_heading(line: Iterable[Any], sheet: Sheet, columns: list[Column]) -> Heading | None:
	"""What the cells of a row name as columns of this sheet; None where they name fewer than two."""
	names = known_names(columns)
	fixed: dict[str, int] = {}
	found: dict[int, Column] = {}
	titles: dict[int, str] = {}
	for simplify in (heading, bare):  # first what is called so exactly
		for at, cell in enumerate(line):
			text = _text(cell)
			column = names.get(simplify(text)) if text and at not in titles else None
			if column is None or column in found.values() or column.title.en in fixed:
				continue
			titles[at] = text
			if column.places:
				found[at] = column
			else:
				fixed[column.title.en] = at
	return Heading(fixed, found, titles) if len(titles) > 1 and found else None


def known_names(columns: list[Column]) -> dict[str, Column]:
	"""Heading → column. A label goes before a synonym, the column further left before another."""
	names: dict[str, Column] = {}
	for column in columns:
		for label in (*column.title, *column.field.label):
			names.setdefault(heading(label), column)
	for column in columns:
		places = [f"{target}.{field}" for _kind, target, field in column.places] or [column.title.en]
		for name in (name for place in places for name in names_of(place)):
			names.setdefault(name, column)
	return names


def _value(cell: Any, field: Field) -> tuple[Any, str]:
	if cell is None or cell.value is None:
		return cells.read(None, field)
	if getattr(cell, "data_type", "") == "e":
		raise Problem("{0} is the error of a formula.", shorten(cell.value))
	percent = field.fieldtype == "Percent" and isinstance(cell.value, int | float)
	return cells.read(cell.value, field, str(cell.number_format or "") if percent else "")


def _text(cell: Any) -> str:
	"""What a cell shows; a blank one shows nothing."""
	return "" if cell is None or cell.value is None else str(cell.value).strip()


def _issue(level: str, sheet: str, row: int, column: str, problem: Problem) -> Issue:
	return Issue(level, sheet, row, column, problem.sentence, problem.values)


def group(
	rows: Iterable[Row | Issue], keep: Callable[[Row], Any]
) -> tuple[dict[str, list[Any]], list[Issue]]:
	"""(dossier → what `keep` makes of its rows, everything there is to tell).

	A row without a dossier belongs to the only one that there is.
	"""
	dossiers: dict[str, list[Any]] = {}
	issues: list[Issue] = []
	nobodys: list[Row] = []
	for item in rows:
		if isinstance(item, Issue):
			issues.append(item)
		elif item.key:
			dossiers.setdefault(item.key, []).append(keep(item))
		else:
			nobodys.append(item)
	only = next(iter(dossiers)) if len(dossiers) == 1 else ""
	for row in nobodys:
		if only:
			dossiers[only].append(keep(row._replace(key=only)))
		else:
			problem = Problem("Say in the column {0} which dossier this row belongs to.", KEY.both)
			issues.append(_issue("error", row.sheet, row.number, "", problem))
	return dossiers, issues
