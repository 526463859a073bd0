"""Reading a mail: charsets, quoted and forwarded mail, signatures, limits."""

from __future__ import annotations

import base64
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.mail.blocks import blocks
from client_mgmt.domain.mail.reader import MAX_BYTES, MailError, read, read_eml

HEAD = "From: =?gb2312?B?1dTD9A==?= <zhao@b.example>\r\nSubject: x\r\n"


def nested(depth: int) -> bytes:
	lines = [b"From: a@b.example", b"Subject: nested"]
	for level in range(depth):
		lines += [b'Content-Type: multipart/mixed; boundary="b%d"' % level, b"", b"--b%d" % level]
	return b"\r\n".join([*lines, b"Content-Type: text/plain", b"", b"deep"])


def test_charsets() -> None:
	"""S004-92: GB2312 and GBK are read as GB18030, raw 8-bit headers as well."""
	for charset in ("gb2312", "GBK", "gb18030", "", "x-unknown"):
		body = HEAD + f"Content-Type: text/plain; charset={charset}\r\n\r\n"
		mail = read_eml(body.encode() + "镕基：开发𠮷系统".encode("gb18030"))
		assert (mail.address("From"), mail.text) == (("赵敏", "zhao@b.example"), "镕基：开发𠮷系统")
	raw = "From: 赵敏 <zhao@b.example>\r\nSubject: 需求\r\n\r\n您好".encode("gbk")
	assert read_eml(raw).headers == {"From": "赵敏 <zhao@b.example>", "Subject": "需求"}


def test_html_alone_is_read_as_text() -> None:
	html = "<style>p{}</style><p>您好</p><p>请确认&nbsp;需求<br>谢谢</p><blockquote><p>旧</p></blockquote>"
	mail = read_eml((HEAD + "Content-Type: text/html; charset=utf-8\r\n\r\n" + html).encode())
	assert mail.text == "您好\n请确认 需求\n谢谢\n> 旧"


def test_an_attached_mail_stays_closed() -> None:
	parts = (
		"--b\r\nContent-Type: text/plain\r\n\r\nmine\r\n--b\r\nContent-Type:"
		" message/rfc822\r\n\r\nFrom: x@y.example\r\n\r\ninner\r\n--b--"
	)
	mail = read_eml((HEAD + 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + parts).encode())
	assert mail.text == "mine"


def test_pasted_text_source_and_base64() -> None:
	"""The same mail by each way that it may come in."""
	source = HEAD + "\r\n您好"
	encoded = base64.b64encode(source.encode()).decode()
	for raw in (source, encoded, "data:message/rfc822;base64," + encoded):
		assert (read(raw).text, read(raw).address("From")[0]) == ("您好", "赵敏")
	assert read("您好，需求如下：登录").headers == {}


@pytest.mark.parametrize(
	("content", "sentence"),
	[
		(nested(1000), "parts"),
		(nested(40), "deeper"),
		(b"Subject: x\n" + b"a" * MAX_BYTES, "MB"),
		(
			HEAD.encode() + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\n\nx\n" * 9000,
			"parts",
		),
		(
			HEAD.encode() + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\n\nx\n" * 900,
			"parts",
		),
	],
)
def test_mails_beyond_the_limits(content: bytes, sentence: str) -> None:
	"""A thousand nested parts, many parts, a mail of 15 MB: refused, with memory bounded."""
	tracemalloc.start()
	try:
		with pytest.raises(MailError) as refused:
			read_eml(content)
		peak = tracemalloc.get_traced_memory()[1]
	finally:
		tracemalloc.stop()
	assert sentence in refused.value.args[0][0]
	assert peak < 8 * 1024 * 1024


def test_fifty_megabytes_are_not_even_decoded() -> None:
	raw = "QUJD" * (50 * 1024 * 1024 // 3)
	tracemalloc.start()
	with pytest.raises(MailError):
		read(raw)
	peak = tracemalloc.get_traced_memory()[1]
	tracemalloc.stop()
	assert peak < 1024 * 1024


def test_a_reply_is_its_own_words() -> None:
	text = "同意，请继续。\n\n李明\n13800138000\n\n在 2025年8月18日，王工 <w@v.example> 写道：\n> 预算100万"
	found = blocks(text)
	assert text[found.own.start : found.own.end].strip().endswith("13800138000")
	assert text[found.signature.start : found.signature.end] == "李明\n13800138000"
	assert found.forwarded == {}


def test_a_forward_is_what_it_forwards() -> None:
	text = (
		"请跟进\n\n---------- Forwarded message ---------\nFrom: A B"
		" <a@b.example>\nDate: Aug 11, 2025\n\nWe need an app.\n"
	)
	found = blocks(text)
	assert text[found.own.start : found.own.end].strip() == "We need an app."
	head = {key: text[span.start : span.end] for key, span in found.forwarded.items()}
	assert head == {"From": "A B <a@b.example>", "Date": "Aug 11, 2025"}


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
	"""No mail breaks the reader."""
	for candidate in (content, HEAD.encode() + content):
		try:
			assert isinstance(read_eml(candidate).text, str)
		except MailError as refused:
			assert len(refused.args[0]) == 2


@given(st.text(max_size=300))
def test_any_text_has_its_blocks(text: str) -> None:
	found = blocks(text)
	assert 0 <= found.own.start <= found.own.end <= len(text)
	assert found.own.start <= found.signature.start <= found.signature.end <= len(text)
