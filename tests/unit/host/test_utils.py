"""frappe.utils, against what v15.41.0 answered to the same calls (time zone Asia/Shanghai, yyyy-mm-dd)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import frappe
from embedded_host.base import addresses, html
from frappe import utils

D, DT = dt.date, dt.datetime

MEASURED: list[tuple[str, Any]] = [
	("getdate('2025/8/20')", D(2025, 8, 20)),
	("getdate('20-08-2025')", D(2025, 8, 20)),
	("getdate('2025-08-20 11:22:33')", D(2025, 8, 20)),
	("getdate('2025-08-20T11:00:00Z')", D(2025, 8, 20)),
	("getdate(' 2025-08-20 ')", D(2025, 8, 20)),
	("getdate('0001-01-01')", None),
	("getdate(5)", None),
	("getdate(DT(2025, 1, 2, 3, 4))", D(2025, 1, 2)),
	("get_datetime('2025-08-20')", DT(2025, 8, 20)),
	("get_datetime('2025-08-20 11:22:33.5')", DT(2025, 8, 20, 11, 22, 33, 500000)),
	("get_datetime('')", None),
	("get_datetime(D(2025, 1, 2))", DT(2025, 1, 2)),
	("add_days('2025-01-30', 3)", "2025-02-02"),
	("add_days(D(2025, 1, 30), 3)", D(2025, 2, 2)),
	("add_days(DT(2025, 1, 30, 4, 5), 3)", DT(2025, 2, 2, 4, 5)),
	("add_days('2025-01-30 10:00:00', 3)", "2025-02-02 10:00:00.000000"),
	("add_to_date('2025-01-30', hours=3)", "2025-01-30 03:00:00.000000"),
	("add_to_date(D(2025, 1, 30), hours=3)", DT(2025, 1, 30, 3)),
	("add_to_date(D(2025, 1, 30), days=3, as_string=True)", "2025-02-02"),
	("add_to_date(DT(2025, 1, 30), hours=3, as_string=True)", "2025-01-30 03:00:00.000000"),
	("add_to_date('2025-01-30', months=1, as_datetime=True)", "2025-02-28 00:00:00.000000"),
	("date_diff('2025-02-01 23:00:00', '2025-01-30 01:00:00')", 2),
	("formatdate('2025-08-20')", "2025-08-20"),
	("formatdate('')", ""),
	(
		"[cint(v) for v in ('7.9', 'zz', None, True, '1,234', ' 5 ', '-7.9', '1e3', [1], 'nan')]",
		[7, 0, 0, 1, 0, 5, -7, 1000, 0, 0],
	),
	("[cint('', 3), cint('zz', 3)]", [3, 3]),
	("[flt(v) for v in ('1,234.5', 'zz', None, '  3.2 ', '3.2abc', [1])]", [1234.5, 0.0, 0.0, 3.2, 0.0, 0.0]),
	("[cstr(v) for v in (None, '你'.encode(), 1.0)]", ["", "你", "1.0"]),
	("strip_html('<p>a <b>b</b></p>&amp;<br>c<!-- x -->')", "a b&amp;c"),
	("escape_html('<a href=\\'x\\'>\"&</a>')", "&lt;a href=&apos;x&apos;&gt;&quot;&amp;&lt;/a&gt;"),
	("[escape_html(None), escape_html(5)]", [None, 5]),
	("sanitize_html('t<b>x</b><script>alert(1)</script>')", "t<b>x</b>&lt;script&gt;alert(1)&lt;/script&gt;"),
	("sanitize_html('a < b & c')", "a < b & c"),
	("sanitize_html('a <5 days> b')", "a <5 days> b"),
	("sanitize_html('x <y@z.io> w')", "x &lt;y@z.io&gt; w"),
	("sanitize_html('<a href=\\'javascript:alert(1)\\'>x</a>')", "<a>x</a>"),
	("sanitize_html('<img src=x onerror=alert(1)>')", '<img src="x">'),
	('sanitize_html(\'{"a": "b"}\')', '{"a": "b"}'),
	("sanitize_html('\"<img src=x onerror=alert(1)>\"')", '"<img src="x">"'),
	("sanitize_html('<b>unclosed')", "<b>unclosed</b>"),
	("sanitize_html(None)", None),
	(
		"[validate_email_address(v) for v in ('a@b.co', 'a@b', '', None, ' a@b.co ', '张@b.co')]",
		["a@b.co", "", "", "", "a@b.co", ""],
	),
	("validate_email_address('A B <a@b.co>, zz, c@d.co')", "a@b.co, c@d.co"),
	("validate_email_address('a@b.co\\r\\nBcc: x@y.co')", ""),
]


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(("expression", "answer"), MEASURED, ids=[row[0] for row in MEASURED])
def test_answers_as_measured(expression: str, answer: Any) -> None:
	found = eval(expression, {**vars(addresses), **vars(html), **vars(utils), "dt": dt, "D": D, "DT": DT})
	assert found == answer
	assert type(found) is type(answer)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
	("expression", "error", "says"),
	[
		(
			"getdate('2024-02-30')",
			frappe.ValidationError,
			"<strong>2024-02-30</strong> is not a valid date string.",
		),
		("getdate('2025年8月20日')", frappe.ValidationError, "is not a valid date string."),
		(
			"validate_email_address('a@b.co, zz', True)",
			frappe.InvalidEmailAddressError,
			"zz is not a valid Email",
		),
	],
)
def test_refusals(expression: str, error: type[Exception], says: str) -> None:
	with pytest.raises(error, match=says.replace(".", r"\.")):
		eval(expression, {**vars(addresses), **vars(utils)})


def test_time_is_the_sites_own(db: Any) -> None:
	"""Naive, in the time zone of System Settings; a change holds at once."""
	frappe.local.conf["time_zone"] = "UTC"
	db.set_value("System Settings", None, "time_zone", "Asia/Shanghai")
	utc = dt.datetime.now(dt.timezone.utc).replace(tzinfo=None)
	ahead = utils.now_datetime() - utc
	assert abs(ahead - dt.timedelta(hours=8)) < dt.timedelta(seconds=5)
	assert utils.now_datetime().tzinfo is None
	assert utils.convert_utc_to_system_timezone(DT(2025, 1, 1)).isoformat() == "2025-01-01T08:00:00+08:00"
	assert utils.getdate() == utils.getdate("") == utils.now_datetime().date()
	assert (len(utils.now()), utils.nowdate()) == (26, utils.today())


@pytest.mark.usefixtures("db")
def test_addresses_and_paths() -> None:
	frappe.local.conf["host_name"] = "https://client.example/"
	assert utils.get_url("/x") == utils.get_url("x") == "https://client.example/x"
	assert utils.get_url("http://a.b/c") == "http://a.b/c"
	site = Path(frappe.get_site_path())
	assert utils.get_files_path("a.txt", is_private=1) == str(site / "private" / "files" / "a.txt")
	assert utils.get_fullname("Administrator") == "Administrator"
	assert utils.get_fullname("no@one.example") == "no@one.example"


@pytest.mark.parametrize(
	"attack",
	[
		"<svg onload=alert(1)>",
		"<img src=x onerror=alert(1)",
		"<a href=' javascript:alert(1)'>x</a>",
		"<a href='data:text/html,x'>x</a>",
		"<iframe src=//evil></iframe>",
		"<b style='position:fixed;background:url(//evil)'>x</b>",
		"<form action=//evil><input></form>",
		"<scr<script>ipt>alert(1)</script>",
		"<b-x onclick=alert(1)>x</b-x>",
		"<style>@import '//evil'</style>",
		'["<img src=x onerror=alert(1)>"]',
		'{"a": "<svg onload=alert(1)>"}',
		"<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
	],
)
def test_nothing_that_runs_survives(attack: str) -> None:
	clean = html.sanitize_html(attack)
	tags = clean.replace("&lt;", "")
	assert not any(
		word in tags for word in ("<svg", "<iframe", "<form", "<script", "<style", "<b-x", "<math")
	)
	assert "onerror" not in tags.partition("<img")[2].partition(">")[0]
	assert "url(" not in tags
	assert 'href=" javascript' not in tags and "data:text" not in tags


@given(st.text(alphabet="<>/!&;\"'= abpx-onerror", max_size=60))
def test_cleaning_twice_changes_nothing(text: str) -> None:
	once = html.sanitize_html(text)
	assert html.sanitize_html(once) == once
