"""Non-functional requirements are measured: a number with its unit, or a named standard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.dossier.measure import SHOWN, has_measure, shown


@pytest.mark.parametrize(
	"text",
	[
		"响应时间≤3秒",
		"可用性 99.9%",
		"三秒内返回",
		"支持 1000 个并发用户",
		"not later than 200 ms",
		"99.95 % of a month",
		"符合等保三级",
		"conforms to WCAG 2.1 AA",
		"符合 GB/T 22239",
		"容量２００ＧＢ",
	],
)
def test_measured(text: str) -> None:
	"""S004-31."""
	assert has_measure(text)


@pytest.mark.parametrize(
	"text", ["", "系统应快速响应", "界面友好", "secure and fast", "并发 500", "v2", "isolated"]
)
def test_not_measured(text: str) -> None:
	"""S004-31."""
	assert not has_measure(text)


@given(st.text(max_size=100))
def test_the_span_is_a_part_of_the_text(text: str) -> None:
	start, end = shown(text)
	assert 0 <= start <= end <= len(text) and end - start <= SHOWN
	assert bool(text[start:end]) == bool(text.strip())
