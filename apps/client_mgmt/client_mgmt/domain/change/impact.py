"""When a change is major (S000-91)."""

from __future__ import annotations

from decimal import Decimal


def is_major(
	impact_days: int,
	impact_cost: float | Decimal,
	major_days: int | None,
	major_cost: float | Decimal | None,
	override: str | None = None,
) -> bool:
	"""Whether a change is major: by its days or its cost (up or down) against the project's limits, where a
	limit of zero or None is none; `override` "Raise" or "Lower" decides instead."""
	if override in ("Raise", "Lower"):
		return override == "Raise"
	by_days = bool(major_days) and impact_days >= major_days
	by_cost = bool(major_cost) and abs(impact_cost) >= major_cost
	return by_days or by_cost
