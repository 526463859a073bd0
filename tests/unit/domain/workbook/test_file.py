"""Files that are no plain workbook are refused before anything parses them, in bounded memory."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from client_mgmt.domain.workbook.cells import Problem
from client_mgmt.domain.workbook.file import MIB, MOST_BYTES, check

MOST_EXTRA_MB = 60


def workbook() -> bytes:
	buffer = io.BytesIO()
	Workbook().save(buffer)
	return buffer.getvalue()


def changed(extra: dict[str, bytes], without: str = "") -> bytes:
	"""A workbook with other parts."""
	buffer = io.BytesIO()
	with (
		zipfile.ZipFile(io.BytesIO(workbook())) as old,
		zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
	):
		for name in old.namelist():
			if name not in extra and name != without:
				new.writestr(name, old.read(name))
		for name, content in extra.items():
			new.writestr(name, content)
	return buffer.getvalue()


def refused(data: bytes, sentence: str, size: int | None = None) -> None:
	with pytest.raises(Problem, match=sentence):
		check(io.BytesIO(data), len(data) if size is None else size)


def test_a_workbook_passes() -> None:
	data = workbook()
	file = io.BytesIO(data)
	assert not check(file, len(data)).has_formulas
	assert file.tell() == 0


def test_formulas_are_noticed() -> None:
	book, buffer = Workbook(), io.BytesIO()
	book.active["A1"] = "=1+1"
	book.save(buffer)
	assert check(io.BytesIO(buffer.getvalue()), 1).has_formulas


@pytest.mark.parametrize(
	("name", "sentence"),
	[
		("xl/vbaProject.bin", "macros"),
		("xl/macrosheets/sheet1.xml", "macros"),
		("xl/externalLinks/externalLink1.xml", "links to other files"),
		("xl/connections.xml", "links to other files"),
		("xl/embeddings/oleObject1.bin", "links to other files"),
	],
)
def test_macros_and_links_are_refused(name: str, sentence: str) -> None:
	refused(changed({name: b"x"}), sentence)


def test_a_macro_workbook_by_its_type_is_refused() -> None:
	types = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
	refused(changed({"[Content_Types].xml": types}), "macros")


@pytest.mark.parametrize(
	"part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/a.rels"]
)
def test_entities_are_refused(part: str) -> None:
	bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
	refused(changed({part: bomb}), "entities")
	refused(changed({part: b" " * (64 * 1024 - 5) + bomb}), "entities")  # over the edge of two blocks
	refused(changed({part: bomb.decode().encode("utf-16")}), "damaged")


def test_other_files_are_refused() -> None:
	refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old .xls")
	refused("客户名称,城市\n甲,上海\n".encode(), "no .xlsx")
	refused(b"", "no .xlsx")
	refused(workbook()[:300], "damaged")
	refused(changed({}, without="xl/workbook.xml"), "no .xlsx")
	refused(b"PK\x03\x04" + bytes(100), "damaged")


def test_a_large_file_is_refused_by_its_size_alone() -> None:
	refused(b"", "MB are the limit", size=200 * MIB)
	refused(b"", "MB are the limit", size=MOST_BYTES + 1)


def test_many_parts_are_refused() -> None:
	refused(changed({f"xl/part{number}.xml": b"" for number in range(600)}), "parts")


def lie_about_sizes(data: bytes) -> bytes:
	"""The same zip file, its directory saying that the last part is small."""
	lying = bytearray(data)
	at = data.rfind(b"PK\x01\x02")
	lying[at + 24 : at + 28] = (1000).to_bytes(4, "little")
	return bytes(lying)


def sheet(rows: bytes, space: bytes = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main") -> bytes:
	return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, rows)


def noise(count: int, piece: bytes) -> bytes:
	"""`piece` with a number in it, so often, which no compression makes small."""
	return b"".join(piece % number for number in range(count))


def test_a_part_that_would_fill_the_memory_is_refused() -> None:
	"""Tags that no row ends, a text without an end, rows without an end, and ends that are none."""
	parts = {
		"a row": sheet(b"<row>" + noise(300_000, b'<a b="%d"/>') + b"</row>"),
		"a text": sheet(b"<row><c><v>" + noise(2_300_000, b"%08d") + b"</v></c></row>"),
		"rows": sheet(noise(450_000, b'<row r="%d"></row>')),
		"another namespace": sheet(noise(150_000, b'<row r="%d"><c/></row>'), b"http://elsewhere"),
		"a namespace inside": sheet(b'<x xmlns="http://elsewhere">' + noise(9, b"<row>%d</row>") + b"</x>"),
		"a comment": sheet(b"<row><!-- </row> --></row>"),
	}
	for content in parts.values():
		with pytest.raises(Problem):
			data = changed({"xl/worksheets/sheet1.xml": content})
			check(io.BytesIO(data), len(data))
	data = changed({"xl/worksheets/sheet1.xml": sheet(noise(100_000, b'<row r="%d"><c><v>1</v></c></row>'))})
	assert not check(io.BytesIO(data), len(data)).has_formulas


BOMBS: dict[str, Callable[[], bytes]] = {
	"ratio": lambda: changed({"xl/worksheets/sheet1.xml": bytes(100 * MIB)}),
	"told": lambda: changed({f"xl/worksheets/sheet{n}.xml": bytes(30 * MIB) for n in range(1, 8)}),
	"strings": lambda: changed({"xl/sharedStrings.xml": bytes(50 * MIB)}),
	"styles": lambda: changed({"xl/styles.xml": bytes(9 * MIB)}),
	"lie": lambda: lie_about_sizes(changed({"xl/worksheets/sheet1.xml": bytes(100 * MIB)})),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_zip_bombs_are_refused_in_little_memory(bomb: str, tmp_path: Path) -> None:
	"""Counted in a process of its own: what checking adds to what the imports take."""
	path = tmp_path / "bomb.xlsx"
	path.write_bytes(BOMBS[bomb]())
	code = (
		"import sys\n"
		"from pathlib import Path\n"
		"from client_mgmt.domain.workbook.cells import Problem\n"
		"from client_mgmt.domain.workbook.file import check\n"
		"def peak():\n"
		"\tlines = Path('/proc/self/status').read_text().splitlines()\n"
		"\treturn next(int(line.split()[1]) for line in lines if line.startswith('VmHWM'))\n"
		"path, before = Path(sys.argv[1]), peak()\n"
		"try:\n"
		"\tcheck(path.open('rb'), path.stat().st_size)\n"
		"except Problem as problem:\n"
		"\tprint(problem)\n"
		"print((peak() - before) // 1024)\n"
	)
	done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=60)
	sentence, extra = done.stdout.strip().splitlines()
	assert "larger than" in sentence or "more than is read" in sentence or "damaged" in sentence
	assert int(extra) < MOST_EXTRA_MB
