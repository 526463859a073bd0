"""Prose into requirement rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.language.prose import MAX_TEXT, split


def rows(text: str) -> list[tuple[str, str | None, str | None]]:
	return [(row.feature, row.priority, row.acceptance_criteria) for row in split(text)]


def test_the_examples_of_the_source() -> None:
	"""S004-40, S004-43, S004-44: the three columns."""
	assert rows("手机端登录|高|支持微信扫码+短信验证码\n报表导出|中|PDF格式,含水印") == [
		("手机端登录", "High", "支持微信扫码+短信验证码"),
		("报表导出", "Medium", "PDF格式,含水印"),
	]


def test_prose() -> None:
	"""S004-42: a paragraph gives several rows, greetings give none."""
	text = (
		"您好！手机端登录必须支持微信扫码，这个很重要；报表导出"
		"，PDF格式，要带水印。系统响应时间不超过3秒。谢谢！"
	)
	assert rows(text) == [
		("手机端登录", "High", "必须支持微信扫码"),
		("报表导出", None, "PDF格式，要带水印"),
		("系统响应时间", None, "不超过3秒"),
	]
	assert [row.kind for row in split(text)] == ["Functional", "Functional", "Non-functional"]


def test_lists() -> None:
	text = (
		"需求如下：\n1. 手机端登录：支持微信扫码；\n2、报表导出（优先级：中）"
		"，PDF格式，含水印\n3）最好能做深色模式\n以上请评估。"
	)
	assert rows(text) == [
		("手机端登录", None, "支持微信扫码"),
		("报表导出", "Medium", "PDF格式，含水印"),
		("深色模式", "Low", None),
	]


def test_english() -> None:
	text = (
		"Hello. The system must allow users to log in by SMS code."
		" Reports should be exported as PDF, with a watermark."
	)
	assert [(row.priority, row.kind) for row in split(text)] == [
		("High", "Functional"),
		("Medium", "Functional"),
	]


def test_what_belongs_to_the_row_before() -> None:
	"""A criterion in a sentence of its own."""
	assert rows("客户要手机端，能用微信扫码登录。验收标准：扫码3秒内完成。") == [
		("手机端", None, "能用微信扫码登录。验收标准：扫码3秒内完成")
	]


@pytest.mark.parametrize("text", ["", "您好，谢谢！", "\n\n", "---", "|||", "祝好"])
def test_nothing_asked_for(text: str) -> None:
	assert split(text) == []


def test_priorities_are_not_invented() -> None:
	"""S004-41: high, medium and low as the text says, else None."""
	assert [row.priority for row in split("支持库存查询，支持扫码入库")] == [None, None]


@given(st.text("手机端登录必须支持，。；：\n1.- |高中低要能报表 system must log in(（）)", max_size=150))
def test_rows_stand_in_the_text(text: str) -> None:
	"""In order, without overlap, each source where it says."""
	end = 0
	for row in split(text):
		assert end <= row.start < row.end <= len(text)
		assert text[row.start : row.end] == row.source
		assert row.feature and len(row.feature) <= 140
		end = row.end


def test_a_limit() -> None:
	with pytest.raises(ValueError):
		split("x" * (MAX_TEXT + 1))
