"""Texts that strangers send or people paste, made to keep a reader busy or to break it."""

from __future__ import annotations

import base64
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from client_mgmt.domain.clients import similarity
from client_mgmt.domain.contract import text as contract_text
from client_mgmt.domain.dossier import completeness, measure
from client_mgmt.domain.language import prose, text_diff
from client_mgmt.domain.mail import extraction, html_text
from client_mgmt.domain.mail import reader as mail
from client_mgmt.integrations import documents

SECONDS = 10  # of the processor, on a slow machine; what was quadratic took minutes to hours
LETTER = "From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"


def in_time(act: Callable[[], Any]) -> bool:
	begin = time.process_time()
	act()
	return time.process_time() - begin < SECONDS


@pytest.mark.parametrize(
	"piece",
	["<a ", "<!--", '<a x="', "<a x='\"", "-->']<a x='", '"<a x="</-->', "<![", "</", "<?", "<![CDATA[", "<"],
)
def test_markup_that_nothing_ends_is_read_in_time(piece: str) -> None:
	"""An HTML mail of anybody's, up to the limit of half a megabyte."""
	for end in ("", ">", "-->"):
		html = (piece * html_text.MAX_HTML)[: html_text.MAX_HTML - 3] + end
		assert in_time(lambda html=html: html_text.text_of_html(html))
		assert in_time(lambda html=html: mail.read(LETTER + html[:200_000] + "<p>ok</p>"))


def test_what_a_reader_sees_stays() -> None:
	"""Attributes, comments and Outlook's conditional ones go, and the text between them is read."""
	html = (
		'<p style="x">一<b title="a">二</b></p><!--[if !mso]><!--><div>三</div><!--<![endif]-->'
		"<![if !IE]><p>四</p><![endif]><!-- 无 --><p>5 &lt; 6 < 7</p><blockquote>旧</blockquote>"
	)
	assert html_text.text_of_html(html) == "一二\n三\n四\n5 < 6 < 7\n\n> 旧".replace("\n\n>", "\n>")


@pytest.mark.parametrize("piece", ["a@下周1", "下周1电话", "要", "贰12%右", "On ", "> ", "0"])
def test_a_mail_full_of_days_is_read_in_time(piece: str) -> None:
	letter = mail.read((piece * mail.MAX_TEXT)[: mail.MAX_TEXT])
	assert in_time(lambda: extraction.extract(letter, datetime(2026, 1, 5)))


@pytest.mark.parametrize("piece", ["<", "<a ", "&nbsp", "<img", " "])
def test_a_field_of_brackets_is_looked_at_in_time(piece: str) -> None:
	"""Every save asks of its fields whether they are empty; a client may write a megabyte into one."""
	assert in_time(lambda: completeness.is_empty(piece * (1_000_000 // len(piece))))


@pytest.mark.parametrize("piece", ["1（", "合同编号:", "总价", "第一", "12%", "甲方：", "\t", "签订"])
def test_a_contract_of_labels_is_read_in_time(piece: str) -> None:
	assert in_time(lambda: contract_text.read((piece * contract_text.MAX_TEXT)[: contract_text.MAX_TEXT]))


@pytest.mark.parametrize("inside", ["<w:tbl><w:tr><w:tc>|</w:tc></w:tr></w:tbl>", "<w:p>|</w:p>"])
def test_a_contract_of_tables_in_tables_is_read_in_time(tmp_path: Path, inside: str) -> None:
	"""A docx of 200 kB took minutes at 500 tables, and ever more beyond."""
	begin, _bar, end = inside.partition("|")
	text, noise = "<w:p><w:r><w:t>x</w:t></w:r></w:p>", "".join(f"<!--{n * 7919}-->" for n in range(20_000))
	body = f"<w:tbl><w:tr><w:tc>{(begin + text) * 2000}{end * 2000}</w:tc></w:tr></w:tbl>{noise}"
	word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	path = tmp_path / "contract.docx"
	with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
		content = f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'
		archive.writestr("word/document.xml", content)
	assert in_time(lambda: documents.read_text(path, path.name))
	assert documents.read_text(path, path.name).count("x") == 2000


def test_other_texts_are_read_in_time() -> None:
	for piece in ("1,", "一", "右", "云计算"):
		assert in_time(lambda piece=piece: measure.has_measure(piece * 100_000))
		assert in_time(lambda piece=piece: prose.split((piece * prose.MAX_TEXT)[: prose.MAX_TEXT]))
	text = "中文字" * 33_000
	assert in_time(lambda: text_diff.difference(text, text[::-1]))
	assert in_time(lambda: similarity.masked("有限责任公司" * 20_000, ["有限责任公司" * 20]))


@pytest.mark.parametrize("source", [b"<![" * 50, b"<!--" * 50, bytes(range(256)) * 4])
def test_a_letter_that_breaks_the_parser_is_read_or_refused(source: bytes) -> None:
	raw = base64.b64encode(LETTER.encode() + source).decode()
	try:
		assert isinstance(mail.read(raw).text, str)
	except mail.MailError as refused:
		assert refused.args


def test_a_letter_that_breaks_the_reader_holds_up_no_mailbox(
	site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""What nobody foresaw is kept as unreadable; else the account would stop at it for ever (S004-92)."""
	from client_mgmt.client_archive.intake import mailboxes
	from client_mgmt.integrations.imap import Received

	def broken(_raw: str) -> None:
		raise AssertionError("expected name token")

	monkeypatch.setattr(mailboxes.mails, "read", broken)
	told = mailboxes._described(Received(1, None, b"From: a@b.example\n\nx", False))
	assert told == {"status": "Unreadable", "reason": "AssertionError"}
