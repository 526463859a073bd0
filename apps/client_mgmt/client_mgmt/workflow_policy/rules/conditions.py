"""What is wrong with a condition that an administrator writes, before anybody meets it: asked of the host,
whose own names and limits decide."""

from __future__ import annotations

import ast

import frappe
from client_mgmt.domain.workflow import conditions
from client_mgmt.workflow_policy import policies

Wrong = tuple[str, tuple[str, ...]]
SENTENCES = (
	("changes", "A condition asks and changes nothing: {0}."),
	("expression", "The condition is no expression: {0}."),
	("unknown", "A condition has no {0}."),
)
TEXTS = dict(SENTENCES)


def fault(condition: str | None) -> Wrong | None:
	"""An English sentence with places, and what they hold; None for a condition that may stand."""
	text = (condition or "").strip()
	if not text:
		return None
	part = conditions.changing_part(text)
	if part:
		return TEXTS["changes"], (part,)
	try:
		ast.parse(text, mode="eval")
		policies.evaluated(f"True or (\n{text}\n)", frappe._dict())  # compiled, never asked
	except Exception as error:
		return TEXTS["expression"], (str(error) or type(error).__name__,)
	unknown = next((name for name in conditions.names_asked(text) if not _is_known(name)), None)
	return (TEXTS["unknown"], (unknown,)) if unknown else None


def _is_known(name: str) -> bool:
	try:
		return policies.evaluated(name, frappe._dict()) is not None
	except Exception:
		return False
