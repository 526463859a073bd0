"""`frappe.utils`: the same answers on both hosts. More of them, measured: tests/unit/host/test_utils.py."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from tests.contract.notes import WRITER

from frappe.utils.password import check_password, update_password

pytestmark = pytest.mark.usefixtures("notes")
UTILS = "frappe.utils"
D, DT = dt.date, dt.datetime


@pytest.mark.contract(
	f"{UTILS}.now_datetime",
	f"{UTILS}.now",
	f"{UTILS}.nowdate",
	f"{UTILS}.today",
	f"{UTILS}.get_system_timezone",
)
def test_now(site: Any) -> None:
	"""Naive, in the site's time zone."""
	from zoneinfo import ZoneInfo

	utils = site.utils
	here = DT.now(ZoneInfo(utils.get_system_timezone())).replace(tzinfo=None)
	assert utils.now_datetime().tzinfo is None
	assert abs(utils.now_datetime() - here) < dt.timedelta(seconds=5)
	assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}", utils.now())
	assert utils.nowdate() == utils.today() == str(utils.now_datetime().date())


@pytest.mark.contract(f"{UTILS}.convert_utc_to_system_timezone")
def test_time_zone(site: Any) -> None:
	noon = DT(2025, 1, 1, 12)
	found = site.utils.convert_utc_to_system_timezone(noon)
	assert found.tzinfo is not None
	assert found.astimezone(dt.timezone.utc).replace(tzinfo=None) == noon


@pytest.mark.contract(f"{UTILS}.getdate", f"{UTILS}.get_datetime")
def test_parsing(site: Any) -> None:
	utils = site.utils
	assert utils.getdate("2025-08-20") == utils.getdate(DT(2025, 8, 20, 9)) == D(2025, 8, 20)
	assert utils.getdate("2025-08-20 11:22:33") == D(2025, 8, 20)
	assert utils.getdate() == utils.now_datetime().date()
	with pytest.raises(site.ValidationError):
		utils.getdate("2025-02-30")
	assert utils.get_datetime("2025-08-20 11:22:33") == DT(2025, 8, 20, 11, 22, 33)
	assert utils.get_datetime(D(2025, 8, 20)) == DT(2025, 8, 20)
	assert abs(utils.get_datetime() - utils.now_datetime()) < dt.timedelta(seconds=5)


@pytest.mark.contract(f"{UTILS}.add_days", f"{UTILS}.add_to_date")
def test_moving(site: Any) -> None:
	"""The answer has the type of the question."""
	utils = site.utils
	assert utils.add_days("2025-01-30", 3) == "2025-02-02"
	assert utils.add_days(D(2025, 1, 30), -30) == D(2024, 12, 31)
	assert utils.add_to_date(DT(2025, 1, 30), hours=3) == DT(2025, 1, 30, 3)
	assert utils.add_to_date("2025-01-30", years=1, days=1) == "2026-01-31"
	assert utils.add_to_date(D(2025, 1, 30), days=3, as_string=True) == "2025-02-02"


@pytest.mark.contract(f"{UTILS}.date_diff")
def test_spans(site: Any) -> None:
	assert site.utils.date_diff("2025-02-01", D(2025, 1, 30)) == 2


@pytest.mark.contract(f"{UTILS}.formatdate")
def test_for_people(site: Any) -> None:
	"""In the order that System Settings name."""
	order = site.db.get_single_value("System Settings", "date_format")
	expected = order.replace("yyyy", "2025").replace("mm", "08").replace("dd", "20")
	assert site.utils.formatdate("2025-08-20") == site.utils.formatdate(D(2025, 8, 20)) == expected
	assert site.utils.formatdate("") == ""


@pytest.mark.contract(f"{UTILS}.cint", f"{UTILS}.flt", f"{UTILS}.cstr")
def test_numbers(site: Any) -> None:
	utils = site.utils
	assert [utils.cint(value) for value in ("7.9", "zz", None, True, " 5 ")] == [7, 0, 0, 1, 5]
	assert [utils.flt(value) for value in ("1,234.5", "zz", None)] == [1234.5, 0.0, 0.0]
	assert [utils.cstr(value) for value in (None, "你".encode(), 5)] == ["", "你", "5"]


@pytest.mark.contract(f"{UTILS}.strip_html", f"{UTILS}.escape_html")
def test_html(site: Any) -> None:
	utils = site.utils
	assert utils.strip_html("<p>a <b>b</b></p>") == "a b"
	assert utils.escape_html("<a>&\"'") == "&lt;a&gt;&amp;&quot;&apos;"


@pytest.mark.contract(f"{UTILS}.get_url", f"{UTILS}.get_files_path", f"{UTILS}.get_fullname")
def test_the_site(site: Any) -> None:
	utils = site.utils
	assert re.match(r"https?://", utils.get_url())
	assert utils.get_url("/x").endswith("/x") and utils.get_url("/x").startswith(utils.get_url())
	assert Path(utils.get_files_path("a.txt", is_private=1)).parts[-3:] == ("private", "files", "a.txt")
	assert Path(utils.get_files_path("a.txt")).parts[-3:] == ("public", "files", "a.txt")
	assert utils.get_fullname(WRITER) == "writer"
	site.set_user(WRITER)
	assert utils.get_fullname() == "writer"


PASSWORD = f"{UTILS}.password"


@pytest.mark.contract(f"{PASSWORD}.check_password", f"{PASSWORD}.update_password")
def test_passwords(site: Any) -> None:
	"""The stored name of the user, or AuthenticationError: wrong, empty or of nobody."""
	update_password(WRITER, "Contract-Secret-1")
	assert check_password(WRITER, "Contract-Secret-1") == WRITER
	assert check_password(WRITER, "Contract-Secret-1", delete_tracker_cache=False) == WRITER
	for user, secret in ((WRITER, "nope"), (WRITER, ""), ("nobody@nowhere.example", "x")):
		with pytest.raises(site.AuthenticationError):
			check_password(user, secret)
	update_password(WRITER, "Contract-Secret-2")
	with pytest.raises(site.AuthenticationError):
		check_password(WRITER, "Contract-Secret-1")
