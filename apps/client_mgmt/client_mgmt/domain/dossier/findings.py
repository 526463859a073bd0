"""What a dossier still lacks that no rule refuses (S004-18, -21, -28, -53, S000-79)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]
# The contacts that every client should have (S004-53).
WANTED_CONTACTS = ("Decision Maker", "Technical Lead")


def unmeasured(goals: Iterable[Row]) -> list[int]:
	"""Numbers (from 1) of the goals without a measure: a target in a unit."""
	return [idx for idx, goal in enumerate(goals, 1) if not (_text(goal, "target") and _text(goal, "unit"))]


def orphans(requirements: Iterable[Row], goals: Iterable[Row]) -> list[str]:
	"""Names of the requirements that serve neither a goal of the dossier nor its background."""
	known = {_text(goal, "goal").casefold() for goal in goals} - {""}
	return [
		row["name"]
		for row in requirements
		if not row.get("serves_background") and _text(row, "goal").casefold() not in known
	]


def missing_contacts(contacts: Iterable[Row]) -> list[str]:
	"""Which of the wanted contact roles nobody has."""
	held = {contact.get("contact_role") for contact in contacts}
	return [role for role in WANTED_CONTACTS if role not in held]


def needs_translator(cross_border: Any, team: Iterable[Row]) -> bool:
	"""Whether a cross-border project has neither a translator nor a bilingual project manager of ours."""
	return bool(cross_border) and not any(
		member.get("project_role") == "Translator"
		or (
			member.get("project_role") == "Project Manager"
			and member.get("party") == "Vendor"
			and member.get("bilingual")
		)
		for member in team
	)


def _text(row: Row, field: str) -> str:
	return str(row.get(field) or "").strip()
