"""How messages name a child row."""

from __future__ import annotations

from typing import Any

from embedded_host.base.translate import _


def row_prefix(row: Any) -> str:
	"""`Row #2:` of a child row, nothing for a document."""
	return _("Row #{0}:").format(row.idx) if row._plan.istable and row.get("parentfield") else ""
