"""What the app's DocType files say, for tests that hold the code against them."""

from __future__ import annotations

import json
from collections.abc import Container
from functools import cache
from pathlib import Path
from typing import Any

APP = Path(__file__).resolve().parents[1] / "apps" / "client_mgmt" / "client_mgmt"
TABLES = ("Table", "Table MultiSelect")


@cache
def definitions() -> dict[str, dict[str, Any]]:
	"""DocType → its JSON."""
	read = (json.loads(path.read_text(encoding="utf-8")) for path in APP.glob("*/doctype/*/*.json"))
	return {row["name"]: row for row in read if row["doctype"] == "DocType"}


def child_tables(parents: Container[str]) -> dict[str, str]:
	"""Child DocType → the one of `parents` whose rows it holds."""
	return {
		field["options"]: name
		for name, row in definitions().items()
		if name in parents
		for field in row["fields"]
		if field["fieldtype"] in TABLES
	}
