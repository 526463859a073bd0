"""Contract amounts, payment nodes and KPIs of a dossier (S004-22..24, S004-47, S004-48)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
PERCENT_STEP = Decimal("0.005")  # half of the last digit of a percentage with two decimals


class Fault(NamedTuple):
	"""What is wrong: `rule` names it, `idx` is the row's number from 1 (0: the table), then figures."""

	rule: str
	idx: int
	found: Decimal = Decimal(0)
	expected: Decimal = Decimal(0)


def money(value: Any) -> Decimal:
	"""`value` in whole cents; nothing is zero."""
	return Decimal(str(value or 0).replace(",", "")).quantize(CENT)


def payment_faults(contract_amount: Any, nodes: Iterable[Mapping[str, Any]]) -> list[Fault]:
	"""Where the payment nodes `{amount, percent}` do not make up the contract.

	The amounts add up to the contract amount exactly. Percentages are optional: where one is given they add
	up to 100, and each agrees with its amount, both within the rounding of two decimals.
	"""
	rows = list(nodes)
	total, expected = sum((money(row.get("amount")) for row in rows), Decimal(0)), money(contract_amount)
	faults = [Fault("sum", 0, total, expected)] if rows and total != expected else []
	percents = [Decimal(str(row.get("percent") or 0)) for row in rows]
	if not any(percents):
		return faults
	whole = sum(percents, Decimal(0))
	if abs(whole - HUNDRED) > PERCENT_STEP * len(rows):
		faults.append(Fault("percents", 0, whole, HUNDRED))
	for idx, (row, percent) in enumerate(zip(rows, percents, strict=True), 1):
		share = expected * percent / HUNDRED
		if percent and abs(money(row.get("amount")) - share) > expected * PERCENT_STEP / HUNDRED + CENT:
			faults.append(Fault("share", idx, money(row.get("amount")), share.quantize(CENT)))
	return faults


def kpi_faults(rows: Iterable[Mapping[str, Any]], complete: bool) -> list[Fault]:
	"""KPIs `{kpi, target_value}` whose value is none of their kind: a budget limit is positive, a coverage
	lies between 0 and 100. `complete`: what is still empty is a fault too."""
	faults = []
	for idx, row in enumerate(rows, 1):
		value = Decimal(str(row.get("target_value") or 0))
		if row.get("kpi") == "Budget Limit" and (value < 0 or (complete and not value)):
			faults.append(Fault("budget", idx, value))
		if row.get("kpi") == "User Coverage" and not 0 <= value <= HUNDRED:
			faults.append(Fault("coverage", idx, value))
	return faults
