"""Readers of attached documents: what is read, what is refused, and within which memory."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from client_mgmt.integrations import documents
from client_mgmt.integrations.documents import UnreadableDocumentError, read_text

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = (
	"<w:p><w:r><w:t>合同编号：</w:t></w:r><w:r><w:t>A-1</w:t></w:r></w:p>"
	"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>首付款</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>30%</w:t></w:r></w:p>"
	"</w:tc></w:tr></w:tbl><w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
)
RELS = (
	'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
	'<Relationship Id="r1" Type="http://x/{type}" Target="{target}" TargetMode="External"/></Relationships>'
)


def docx(path: Path, body: str = BODY, head: str = "", **members: str | bytes) -> Path:
	with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
		archive.writestr("[Content_Types].xml", "<Types/>")
		archive.writestr("word/document.xml", f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")
		for name, content in members.items():
			archive.writestr(name, content)
	return path


def pdf(path: Path, text: str = "", pages: int = 1, password: str = "") -> Path:
	"""A PDF with one line of text a page, written by hand, so that no library makes what another reads."""
	stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode() if text else b""
	kids = " ".join(f"{4 + number} 0 R" for number in range(pages))
	objects = [
		b"<</Type/Catalog/Pages 2 0 R>>",
		f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
		b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		*[
			f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {4 + pages} 0 R"
			"/Resources<</Font<</F1 3 0 R>>>>>>".encode()
		]
		* pages,
		b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
	]
	out, places = io.BytesIO(b"%PDF-1.4\n"), []
	out.seek(0, 2)
	for number, body in enumerate(objects, 1):
		places.append(out.tell())
		out.write(b"%d 0 obj%s\nendobj\n" % (number, body))
	table = out.tell()
	out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
	out.writelines(b"%010d 00000 n \n" % place for place in places)
	out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table))
	path.write_bytes(out.getvalue())
	return encrypted(path, password) if password else path


def encrypted(path: Path, password: str) -> Path:
	pypdf = pytest.importorskip("pypdf")
	writer = pypdf.PdfWriter(clone_from=str(path))
	writer.encrypt(password, algorithm="RC4-128")
	writer.write(str(path))
	return path


def refused(path: Path, sentence: str, name: str = "") -> None:
	with pytest.raises(UnreadableDocumentError, match=sentence):
		read_text(path, name or path.name)


def test_what_is_read(tmp_path: Path) -> None:
	"""S004-72: text in two encodings, docx with tables, a PDF's text layer."""
	text = tmp_path / "a.txt"
	for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
		text.write_bytes("合同编号：A-1\r\n".encode(encoding))
		assert read_text(text, "a.TXT") == "合同编号：A-1\n"
	assert read_text(docx(tmp_path / "a.docx"), "a.docx") == "合同编号：A-1\n首付款\t30%\n"
	assert read_text(pdf(tmp_path / "a.pdf", "Contract No.: A-1"), "a.pdf").strip() == "Contract No.: A-1"


def test_kinds_that_are_not_read(tmp_path: Path) -> None:
	for name, sentence in (
		("a.docm", "macros"),
		("a.doc", "macros"),
		("a.exe", "not read"),
		("a", "not read"),
	):
		path = docx(tmp_path / name)
		refused(path, sentence)
	refused(docx(tmp_path / "b.docx", **{"word/vbaProject.bin": b"x"}), "macros")
	text = tmp_path / "binary.txt"
	text.write_bytes(b"\x00\x81\xff" * 9)
	refused(text, "UTF-8")
	text.write_bytes(b"no archive")
	refused(text, "no readable docx", "a.docx")
	refused(text, "damaged", "a.pdf")


@pytest.mark.parametrize(
	("kind", "target"),
	[
		("attachedTemplate", "http://evil.example/t.dotm"),
		("image", "file://server/share/x.png"),
		("hyperlink", "https://evil.example/"),
		("oleObject", "\\\\server\\share"),
	],
)
def test_a_docx_that_points_outside(tmp_path: Path, kind: str, target: str) -> None:
	rels = RELS.format(type=kind, target=target)
	refused(docx(tmp_path / "a.docx", **{"word/_rels/document.xml.rels": rels}), "external links")


def test_a_mail_address_is_no_outside(tmp_path: Path) -> None:
	rels = RELS.format(type="hyperlink", target="mailto:li@example.com")
	assert "A-1" in read_text(docx(tmp_path / "a.docx", **{"word/_rels/document.xml.rels": rels}), "a.docx")


def test_hostile_markup_and_bombs(tmp_path: Path) -> None:
	entity = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
	refused(docx(tmp_path / "a.docx", head=entity), "DTD")
	refused(docx(tmp_path / "b.docx", body="<w:p>" + " " * (40 * 2**20) + "</w:p>"), "zip bomb")
	many = {f"word/{number}.xml": "x" for number in range(documents.MAX_ENTRIES)}
	refused(docx(tmp_path / "c.docx", **many), "zip bomb")
	refused(docx(tmp_path / "d.docx", body="<w:p>"), "broken markup")


def test_a_big_file_is_refused_by_its_size(tmp_path: Path) -> None:
	"""200 MB: told by the size on disk, nothing is read."""
	path = tmp_path / "a.pdf"
	with path.open("wb") as file:
		file.truncate(200 * 2**20)
	refused(path, "200 MB: 20 are the limit")


def test_pdfs_that_are_not_read(tmp_path: Path) -> None:
	refused(pdf(tmp_path / "a.pdf", "secret", password="x"), "encrypted")
	refused(pdf(tmp_path / "b.pdf"), "only images")
	refused(pdf(tmp_path / "c.pdf", "x", pages=documents.PDF_PAGES + 1), "300 pages")


SCRIPT = """
import resource, sys
from pathlib import Path
from client_mgmt.integrations.documents import UnreadableDocumentError, read_text
limit = 300 * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
try:
	read_text(Path(sys.argv[1]), sys.argv[1])
except UnreadableDocumentError as error:
	print(error)
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
"""


def bomb(path: Path) -> Path:
	"""A page whose content inflates to 1 GB."""
	packer = zlib.compressobj(9)
	piece = b"BT (a) Tj ET\n" * 2**16
	stream = b"".join(packer.compress(piece) for _number in range(2**30 // len(piece))) + packer.flush()
	pdf(path, "x")
	data = path.read_bytes()
	start, end = data.index(b"<</Length"), data.index(b"endobj", data.index(b"<</Length"))
	body = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream\n" % (len(stream), stream)
	path.write_bytes(data[:start] + body + data[end:])
	return path


def test_memory_is_bounded(tmp_path: Path) -> None:
	"""A zip bomb whose headers claim 99 bytes, and a PDF whose page inflates to 1 GB: refused, in under
	450 MB."""
	size = 400 * 2**20
	lying = docx(tmp_path / "a.docx")
	archive = zipfile.ZipFile(lying, "a", zipfile.ZIP_DEFLATED)
	with archive, archive.open("word/_rels/document.xml.rels", "w") as member:
		for _number in range(400):
			member.write(b" " * 2**20)
	lying.write_bytes(lying.read_bytes().replace(size.to_bytes(4, "little"), (99).to_bytes(4, "little")))
	for path in (lying, bomb(tmp_path / "b.pdf")):
		done = subprocess.run(
			[sys.executable, "-c", SCRIPT, str(path)], capture_output=True, text=True, timeout=60, check=True
		)
		*sentence, peak = done.stdout.strip().splitlines()
		assert sentence and int(peak) < 450, done.stdout
