"""Days named in a text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.language.dates import end_of_month, find_days, nearest_year

MONDAY = date(2025, 8, 11)
DAYS = st.dates(date(2001, 1, 1), date(2090, 12, 31))


def days(text: str, sent: date | None = MONDAY) -> list[str]:
	return [day.value.isoformat() for day in find_days(text, sent)]


@pytest.mark.parametrize(
	("text", "day"),
	[
		("请于本周五前确认", "2025-08-15"),
		("下周一", "2025-08-18"),
		("下下周三", "2025-08-27"),
		("周三下班前", "2025-08-13"),
		("下月15日", "2025-09-15"),
		("8月20日前", "2025-08-20"),
		("八月二十日", "2025-08-20"),
		("１２月３日", "2025-12-03"),
		("1月5号", "2026-01-05"),
		("明年3月1日", "2026-03-01"),
		("2025/8/20", "2025-08-20"),
		("2025.8.20", "2025-08-20"),
		("二〇二五年八月二十日", "2025-08-20"),
		("月底前", "2025-08-31"),
		("下个月底", "2025-09-30"),
		("三季度末", "2025-09-30"),
		("年底", "2025-12-31"),
		("明天下午5点前", "2025-08-12"),
		("三个工作日内", "2025-08-14"),
		("两周内", "2025-08-25"),
		("by Friday", "2025-08-15"),
		("next Monday", "2025-08-18"),
		("end of the month", "2025-08-31"),
		("by the end of next month", "2025-09-30"),
		("Aug 20", "2025-08-20"),
		("20th of August 2026", "2026-08-20"),
		("within 5 working days", "2025-08-18"),
	],
)
def test_days_are_read(text: str, day: str) -> None:
	"""S004-95: relative to the mail's day, Monday 2025-08-11."""
	assert days(text) == [day]


@pytest.mark.parametrize(
	"text",
	[
		"下周",
		"9月上旬",
		"2月30日",
		"合同签订后30天内付款",
		"工期3周内",
		"每周五",
		"every Friday",
		"3.5万",
		"第8条",
		"1.2亿",
	],
)
def test_what_names_no_day(text: str) -> None:
	"""Nothing is invented."""
	assert days(text) == []


def test_without_the_mails_day_only_full_dates() -> None:
	assert days("本周五，8月20日，2025-08-21", None) == ["2025-08-21"]


@pytest.mark.parametrize("text", ["8月20日前", "截止日期：8月20日", "by 20 August", "no later than Aug 20"])
def test_limits_are_told(text: str) -> None:
	assert find_days(text, MONDAY)[0].by


@given(
	DAYS, st.sampled_from(["{0.year}年{0.month}月{0.day}日", "{0:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}"])
)
def test_written_out_days(day: date, pattern: str) -> None:
	assert days("于" + pattern.format(day) + "前") == [day.isoformat()]


@given(DAYS, st.integers(1, 12), st.integers(1, 31))
def test_a_day_without_a_year_against_a_walk(sent: date, month: int, day: int) -> None:
	"""Slow oracle: every day from 90 days before the mail on, one after the other."""
	window = (sent + timedelta(days=offset) for offset in range(-90, 276))
	expected = next((found for found in window if (found.month, found.day) == (month, day)), None)
	assert nearest_year(month, day, sent) == expected


@given(DAYS, st.integers(0, 6), st.sampled_from(["本", "下", "下下", ""]))
def test_weekdays_against_a_walk(sent: date, weekday: int, word: str) -> None:
	"""Slow oracle: walk to the Monday, then week by week."""
	start = sent
	while word and start.weekday() != 0:
		start -= timedelta(days=1)
	start += timedelta(days=7 * word.count("下"))
	while start.weekday() != weekday:
		start += timedelta(days=1)
	assert days(f"{word}周{'一二三四五六日'[weekday]}", sent) == [start.isoformat()]


@given(DAYS, st.integers(1, 60))
def test_working_days_against_a_walk(sent: date, count: int) -> None:
	walk, left = sent, count
	while left:
		walk += timedelta(days=1)
		left -= walk.strftime("%a") not in ("Sat", "Sun")
	assert days(f"{count}个工作日内", sent) == [walk.isoformat()]


@given(DAYS)
def test_the_end_of_a_month_is_followed_by_a_first(day: date) -> None:
	last = end_of_month(day.year, day.month)
	assert (last.month, (last + timedelta(days=1)).day) == (day.month, 1)


@given(st.text("本下周五月日0123456789前年-/. by Friday next内工作天一二十", max_size=40), st.none() | DAYS)
def test_any_text_is_read(text: str, sent: date | None) -> None:
	"""Every find lies in the text, none overlaps another, and no text breaks the reader."""
	found = find_days(text, sent)
	ends = [0]
	for day in found:
		assert ends[-1] <= day.start < day.end <= len(text)
		ends.append(day.end)
