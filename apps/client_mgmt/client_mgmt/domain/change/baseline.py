"""What scheduling a change does to the baselined requirements (S000-52)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

ADD, MODIFY, REMOVE = "Add", "Modify", "Remove"
# column of Change Item without its prefix -> field of Requirement
COLUMNS = {"feature": "feature", "priority": "priority", "acceptance": "acceptance_criteria"}
Row = Mapping[str, Any]


class Step(NamedTuple):
	"""One thing to do: insert a requirement (`requirement` None) or set `values` on an existing one."""

	operation: str
	requirement: str | None
	values: dict[str, Any]


class Fault(NamedTuple):
	"""Why an item cannot be applied: `rule`, the row's number and its requirement."""

	rule: str
	idx: int
	requirement: str


def before(requirement: Row | None) -> dict[str, Any]:
	"""What an item shows of its requirement: revision and `before_*`; empty for an item that adds one."""
	shown: dict[str, Any] = {"requirement_revision": requirement["revision"] if requirement else 0}
	for column, field in COLUMNS.items():
		shown[f"before_{column}"] = requirement[field] if requirement else None
	return shown


def proposed(item: Row) -> dict[str, Any]:
	"""The requirement's fields that an item proposes; an empty proposal leaves the field as it is."""
	return {
		field: item[f"proposed_{column}"]
		for column, field in COLUMNS.items()
		if item.get(f"proposed_{column}")
	}


def faults(items: Iterable[Row], requirements: Mapping[str, Row], project: str | None) -> list[Fault]:
	"""Items that can never be applied to `project`, whatever their revision.

	`requirements` gives by name {"project", "status", "revision", "feature", "priority",
	"acceptance_criteria"}.
	"""
	found, seen = [], set()
	for idx, item in enumerate(items, 1):
		name = item.get("requirement") or ""
		rule = _fault(item, requirements.get(name), project)
		if not rule and name and name in seen:
			rule = "twice"
		if rule:
			found.append(Fault(rule, idx, name))
		seen.add(name)
	return found


def _fault(item: Row, requirement: Row | None, project: str | None) -> str | None:
	if item["operation"] == ADD:
		return "add names one" if item.get("requirement") else None
	if not item.get("requirement"):
		return None
	if not requirement or requirement["project"] != project:
		return "foreign"
	if requirement["status"] != "Baselined":
		return "not baselined"
	if item["operation"] == MODIFY:
		new = proposed(item)
		return None if any(requirement[field] != value for field, value in new.items()) else "nothing changes"
	return None


def stale(items: Iterable[Row], requirements: Mapping[str, Row]) -> list[Fault]:
	"""Items whose requirement has moved on since the item showed it."""
	return [
		Fault("stale", idx, item["requirement"])
		for idx, item in enumerate(items, 1)
		if item["operation"] != ADD
		and requirements[item["requirement"]]["revision"] != item.get("requirement_revision")
	]


def plan(items: Iterable[Row], requirements: Mapping[str, Row], change: str) -> list[Step]:
	"""The steps that apply items without faults, in their order, each naming `change` as the last change."""
	return [_step(item, requirements, change) for item in items]


def _step(item: Row, requirements: Mapping[str, Row], change: str) -> Step:
	name: str | None = item.get("requirement") or None
	if item["operation"] == ADD:
		values = {**proposed(item), "status": "Baselined", "revision": 1}
	elif item["operation"] == MODIFY:
		values = {**proposed(item), "revision": requirements[item["requirement"]]["revision"] + 1}
	else:
		values = {"status": "Removed"}
	return Step(item["operation"], name, {**values, "last_change": change})
