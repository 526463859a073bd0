"""Whether a file is a workbook that may be opened at all; looked at before anything parses it.

Sizes are counted while inflating, since a zip file's own figures may lie, and nothing is kept in memory.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import BinaryIO, NamedTuple

from client_mgmt.domain.workbook.cells import Problem

MIB = 1024 * 1024
MOST_BYTES = 20 * MIB
MOST_PARTS = 500
MOST_INFLATED = 160 * MIB
MOST_STRINGS = 40 * MIB
MOST_OTHER = 8 * MIB
MOST_RATIO = 250
CHUNK = 64 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = re.compile(r"vbaproject|macrosheets|activex|\.xlm$", re.IGNORECASE)
LINKS = re.compile(r"externallinks|connections\.xml|querytables|embeddings|oleobject", re.IGNORECASE)
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
STRINGS = "xl/sharedstrings.xml"
TYPES = "[Content_Types].xml"
UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
# Also comments and CDATA, which no spreadsheet program writes and in which an end of a row would be none.
ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY|--|\[CDATA\[)", re.IGNORECASE)
MAIN = re.compile(
	rb"""<(?:worksheet|sst)\s[^<>]*?xmlns=["']http://schemas\.openxmlformats\.org/spreadsheetml/2006/main["']"""
)
MOST_TAGS = 250_000  # that a parser keeps until the end of a row
MOST_RUN = 16 * MIB
MOST_ENDS = 250_000
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


class Facts(NamedTuple):
	"""What the look told."""

	has_formulas: bool


class Gauge:
	"""Counts what a parser has to keep of a part: everything until a row or a shared string ends, whose own
	content it lets go then. Where rows are not in the usual namespace, nothing is let go."""

	def __init__(self, end: bytes, first: bytes) -> None:
		self.end = end if MAIN.search(first) else b""
		self.tags = self.run = self.ends = self.spaces = 0

	def feed(self, chunk: bytes) -> None:
		"""The next bytes; raises Problem for a part that would fill the memory."""
		self.spaces += chunk.count(b"xmlns=")
		for number, piece in enumerate(chunk.split(self.end) if self.end else [chunk]):
			if number:
				self.ends += 1
				self.tags = self.run = 0
			self.tags += piece.count(b"<")
			self.run += len(piece)
			if self.tags > MOST_TAGS or self.run > MOST_RUN or self.ends > MOST_ENDS:
				raise Problem("A part of the workbook holds more than is read.")
		if self.end and self.spaces > 1:
			raise Problem("The workbook is damaged and cannot be read.")


def check(file: BinaryIO, size: int) -> Facts:
	"""Looks through an open file of `size` bytes and leaves it at its beginning.

	Raises Problem for what is no .xlsx workbook, one with macros, links to other files, entities or a
	password, and one that is too large, packed or unpacked.
	"""
	if size > MOST_BYTES:
		raise Problem("The file has {0} MB: {1} MB are the limit.", str(size // MIB), str(MOST_BYTES // MIB))
	head = file.read(8)
	file.seek(0)
	if head == OLE:
		raise Problem("This is an old .xls file or one with a password. Save it as .xlsx without a password.")
	if head[:4] != b"PK\x03\x04":
		raise Problem("This is no .xlsx workbook.")
	try:
		with zipfile.ZipFile(file) as archive:
			facts = _check_parts(archive)
	except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
		if isinstance(error, Problem):
			raise
		raise Problem("The workbook is damaged and cannot be read.") from error
	file.seek(0)
	return facts


def _check_parts(archive: zipfile.ZipFile) -> Facts:
	parts = archive.infolist()
	if len(parts) > MOST_PARTS or len({part.filename.lower() for part in parts}) < len(parts):
		raise Problem(
			"The workbook has {0} parts: {1} different ones are the limit.", str(len(parts)), str(MOST_PARTS)
		)
	for part in parts:
		_check_name(part)
	if not {"xl/workbook.xml", TYPES} <= {part.filename for part in parts}:
		raise Problem("This is no .xlsx workbook.")
	if sum(part.file_size for part in parts) > MOST_INFLATED:
		raise _too_large()
	total, formulas = 0, False
	for part in parts:
		size, has_formula = _check_part(archive, part)
		total, formulas = total + size, formulas or has_formula
		if total > MOST_INFLATED:
			raise _too_large()
	return Facts(formulas)


def _check_name(part: zipfile.ZipInfo) -> None:
	if MACROS.search(part.filename):
		raise Problem("The workbook has macros. Save it as .xlsx without them.")
	if LINKS.search(part.filename):
		raise Problem("The workbook has links to other files or embedded objects. Take them out first.")
	if part.flag_bits & 1:
		raise Problem("The workbook has a password. Save it without one.")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, bool]:
	"""(bytes when inflated, whether it is a sheet with formulas)."""
	is_sheet, is_xml = SHEET.fullmatch(part.filename), part.filename.lower().endswith((".xml", ".rels"))
	most = MOST_INFLATED if is_sheet else MOST_STRINGS if part.filename.lower() == STRINGS else MOST_OTHER
	size, formulas, tail = 0, False, b""
	gauge: Gauge | None = None
	with archive.open(part) as content:
		while chunk := content.read(CHUNK):
			size += len(chunk)
			if size > most or (size > MIB and size > MOST_RATIO * max(part.compress_size, 1)):
				raise _too_large()
			if is_xml:
				gauge = gauge or Gauge(b"</row>" if is_sheet else b"</si>", chunk)
				gauge.feed(chunk)
				_check_text(part, tail + chunk, first=size == len(chunk))
			formulas = formulas or bool(is_sheet and FORMULA.search(tail + chunk))
			tail = chunk[-16:]
	return size, formulas


def _check_text(part: zipfile.ZipInfo, text: bytes, first: bool) -> None:
	if first and text[:2] in UTF_16:
		raise Problem("The workbook is damaged and cannot be read.")
	if ENTITY.search(text):
		raise Problem("The workbook defines entities, as no spreadsheet program writes them.")
	if part.filename == TYPES and b"macroEnabled" in text:
		raise Problem("The workbook has macros. Save it as .xlsx without them.")


def _too_large() -> Problem:
	return Problem("Unpacked, the workbook is larger than {0} MB.", str(MOST_INFLATED // MIB))
