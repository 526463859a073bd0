"""The text of an attached document: txt, docx, or a PDF with a text layer. What is hostile or cannot be read
is refused by a sentence, before it takes memory or time.

A docx is opened member by member with limits on entries, inflated size and ratio; its XML allows no DTD. A
PDF is read by a process of its own with limits on memory and time (`pdf_text.py`).
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MAX_BYTES = 20 * 2**20
MAX_CHARACTERS = 200_000
MAX_ENTRIES, MAX_INFLATED, MAX_MEMBER, MAX_RATIO = 2000, 100 * 2**20, 30 * 2**20, 200
PDF_SECONDS, PDF_MEMORY, PDF_PAGES = 20, 400 * 2**20, 300
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KINDS = (".txt", ".docx", ".pdf")
PIECES = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n"}
ROW, CELL, PARAGRAPH = "\x1d", "\x1e", "\x1f"  # characters that no XML holds
PLACES = {f"{WORD}tr": ROW, f"{WORD}tc": CELL, f"{WORD}p": PARAGRAPH}


class UnreadableDocumentError(ValueError):
	"""Why a document is not read: `text` with `{0}` places for `values`, for the reader's language."""

	def __init__(self, text: str, *values: object) -> None:
		super().__init__(text.format(*values))
		self.text, self.values = text, values


def read_text(path: Path, name: str) -> str:
	"""The text of the file at `path`, at most 200,000 characters; its kind is that of `name`'s ending.

	Table cells of a docx are parted by tabs, rows and paragraphs by line ends. Raises
	UnreadableDocumentError for another kind, for more than 20 MB (told by the size on disk), for a file that
	does not hold to its format, and for what could be hostile.
	"""
	suffix = Path(name).suffix.lower()
	if suffix in (".docm", ".dotm", ".doc"):
		raise UnreadableDocumentError("{0} may hold macros: save it as .docx or PDF.", suffix)
	if suffix not in KINDS:
		raise UnreadableDocumentError("{0} is not read: attach a text, docx or PDF.", suffix or name)
	size = path.stat().st_size
	if size > MAX_BYTES:
		raise UnreadableDocumentError(
			"The file has {0} MB: {1} are the limit.", -(-size // 2**20), MAX_BYTES // 2**20
		)
	text = {".txt": _plain, ".docx": _docx, ".pdf": _pdf}[suffix](path)
	return text[:MAX_CHARACTERS]


def _plain(path: Path) -> str:
	content = path.read_bytes()
	for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030"):
		try:
			text = content.decode(encoding)
		except UnicodeDecodeError:
			continue
		if "\0" not in text:
			return text.replace("\r\n", "\n")
	raise UnreadableDocumentError("The text is neither UTF-8 nor GB18030.")


def _docx(path: Path) -> str:
	try:
		with zipfile.ZipFile(path) as archive:
			_check_archive(archive)
			_check_relations(archive)
			return _body_text(_xml(archive, "word/document.xml"))
	except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
		raise UnreadableDocumentError("The file is no readable docx.") from error


def _check_archive(archive: zipfile.ZipFile) -> None:
	entries = archive.infolist()
	inflated = sum(entry.file_size for entry in entries)
	packed = sum(entry.compress_size for entry in entries) or 1
	if len(entries) > MAX_ENTRIES or inflated > MAX_INFLATED or inflated > packed * MAX_RATIO:
		raise UnreadableDocumentError("The docx inflates beyond the limits: it looks like a zip bomb.")
	names = {entry.filename.lower() for entry in entries}
	if any("vbaproject" in name or name.startswith(("word/activex", "word/embeddings")) for name in names):
		raise UnreadableDocumentError("The docx holds macros or embedded objects: save it without them.")


def _check_relations(archive: zipfile.ZipFile) -> None:
	"""What a docx loads from outside (templates, images, frames) tells its sender who opened it, or attacks;
	a mail address that somebody typed does not."""
	for name in archive.namelist():
		if not name.endswith(".rels"):
			continue
		for relation in _xml(archive, name):
			outside = relation.get("TargetMode", "").lower() == "external"
			target = relation.get("Target", "")
			if outside and not target.lower().startswith("mailto:"):
				raise UnreadableDocumentError(
					"The docx points to {0} outside: save it without external links.", target[:80]
				)


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
	"""A member, read up to its limit whatever its header claims."""
	with archive.open(name) as member:
		content = member.read(MAX_MEMBER + 1)
	if len(content) > MAX_MEMBER:
		raise UnreadableDocumentError("The docx inflates beyond the limits: it looks like a zip bomb.")
	try:
		return fromstring(content, forbid_dtd=True)
	except (DefusedXmlException, ParseError) as error:
		raise UnreadableDocumentError(
			"The docx holds XML that is not read: a DTD, or broken markup."
		) from error


def _body_text(document: Element) -> str:
	body = document.find(f"{WORD}body")
	lines = [_block(block) for block in (body if body is not None else ())]
	return "\n".join(lines)


def _block(block: Element) -> str:
	if block.tag != f"{WORD}tbl":
		return _runs(block, PIECES)
	lines = _runs(block, PIECES | PLACES).split(ROW)[1:]
	return "\n".join("\t".join(_cell(cell) for cell in line.split(CELL)[1:]) for line in lines)


def _cell(text: str) -> str:
	return text.removeprefix(PARAGRAPH).replace(PARAGRAPH, " ")


def _runs(block: Element, pieces: Mapping[str, str]) -> str:
	"""Text as it stands: what a tracked change deleted is no `w:t`, tabs and breaks are kept. One pass,
	however deep tables lie in each other."""
	parts = (
		(node.text or "") if node.tag == f"{WORD}t" else pieces.get(str(node.tag), "")
		for node in block.iter()
	)
	return "".join(parts)


def _pdf(path: Path) -> str:
	"""Read by a process that the operating system holds to its limits. Its output is UTF-8."""
	reader = Path(__file__).with_name("pdf_text.py")
	limits = (PDF_PAGES, PDF_MEMORY, PDF_SECONDS, MAX_CHARACTERS)
	command = [sys.executable, "-I", str(reader), str(path), *map(str, limits)]
	try:
		done = subprocess.run(command, capture_output=True, timeout=PDF_SECONDS + 5, check=False)
	except subprocess.TimeoutExpired as error:
		raise UnreadableDocumentError("The PDF takes too long to read.") from error
	if done.returncode:
		raise _pdf_error(done.returncode)
	text = done.stdout.decode("utf-8", "replace")
	return re.sub(r"[ \t]+\n", "\n", text)


def _pdf_error(code: int) -> UnreadableDocumentError:
	errors = {
		3: UnreadableDocumentError("The PDF is encrypted: attach it without a password."),
		4: UnreadableDocumentError("The PDF has more than {0} pages.", PDF_PAGES),
		5: UnreadableDocumentError(
			"The PDF holds no text, only images: attach one with a text layer, or enter the figures by hand."
		),
	}
	damaged = UnreadableDocumentError("The PDF is damaged, or takes more memory or time than is allowed.")
	return errors.get(code, damaged)
