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
	if major_days and impact_days >= major_days:
		return True
	return bool(major_cost and abs(Decimal(impact_cost)) >= Decimal(major_cost))
