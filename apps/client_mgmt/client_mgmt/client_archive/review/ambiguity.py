"""What is ambiguous in a text or a dossier, less what somebody dismissed with a reason (S004-73, S004-74)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple, TypedDict, cast

import frappe
from client_mgmt.domain.dossier import measure
from client_mgmt.domain.language import ambiguity
from frappe import _

CHECKED = ("Requirement", "Project Archive")
LISTED = 3
MOST = 100  # open findings of one text that are told at once
SHOWN = 40  # characters of an unchecked end
RULE_FIELDS = (
	"name language kind phrases exceptions cleared_by units position antecedent "
	"suggestion_zh suggestion_en why_zh why_en"
).split()
KEY_FIELDS = "reference_doctype reference_name reference_field text_digest span_start span_end".split()
Place = tuple[str, str, str, str, int, int]


class OpenFinding(TypedDict):
	"""A finding in a dossier and the text that it stands in. `blocking`: Review waits for it."""

	doctype: str
	name: str
	field: str
	label: str
	text: str
	text_digest: str
	blocking: bool
	start: int
	end: int
	phrase: str
	rule: str
	kind: str
	suggestion: str
	why: str


class _Text(NamedTuple):
	doctype: str
	name: str
	field: str
	label: str
	text: str
	beside: str
	blocking: bool
	measured: bool = False


def check(text: str, language: str = "") -> list[dict[str, Any]]:
	"""The findings of the enabled rules in `text`, as rows; `language` "" takes the rules of both."""
	return _check(text, _rules(), language)


def _check(
	text: str, rules: list[ambiguity.Rule], language: str = "", beside: str = ""
) -> list[dict[str, Any]]:
	return ambiguity.as_rows(ambiguity.check(text, rules, frappe.local.lang or "en", language, beside))


def _rules() -> list[ambiguity.Rule]:
	"""Read at each check, so that an administrator's edit works at once; compiled once for each content."""
	rows = frappe.get_all("Ambiguity Rule", filters={"enabled": 1}, fields=RULE_FIELDS, order_by="name asc")
	return [_rule(tuple(row[field] for field in RULE_FIELDS)) for row in rows]


@lru_cache(maxsize=1024)
def _rule(values: tuple[Any, ...]) -> ambiguity.Rule:
	return ambiguity.rule_from(dict(zip(RULE_FIELDS, values, strict=True)))


def open_findings(project: str) -> list[OpenFinding]:
	"""What stands open in the goals and requirements of a dossier, removed requirements left out; of one text
	at most 100 findings. Looks at no permission."""
	dismissed, rules = _dismissed(project), _rules()
	found: list[OpenFinding] = []
	for text in _texts(project):
		waiting = (finding for finding in _findings(text, rules) if place_of(finding) not in dismissed)
		found += islice(waiting, MOST)
	return found


def fault(project: str) -> str:
	"""Why a dossier is not archived while its goals, or requirements to be baselined, are ambiguous; "" where
	they are not."""
	waiting = [finding for finding in open_findings(project) if finding["blocking"]]
	sentence = _(
		"{0} ambiguous phrases stand open: {1}. Reword each so that it can be tested, or dismiss it "
		"with a reason."
	)
	named = "; ".join(_named(finding) for finding in waiting[:LISTED])
	return sentence.format(len(waiting), named) if waiting else ""


def place_of(finding: OpenFinding) -> Place:
	"""What a dismissal must name to meet this finding."""
	return (
		finding["doctype"],
		finding["name"],
		finding["field"],
		finding["text_digest"],
		finding["start"],
		finding["end"],
	)


def project_of(doctype: str, name: str) -> str:
	"""The dossier that a checked document belongs to; "" for a requirement without one."""
	return name if doctype == "Project Archive" else frappe.db.get_value(doctype, name, "project") or ""


def _named(finding: OpenFinding) -> str:
	return f"{finding['name']} {finding['label']}: “{finding['phrase']}” → {finding['suggestion']}"


def _dismissed(project: str) -> set[Place]:
	rows = frappe.get_all("Ambiguity Dismissal", filters={"project": project}, fields=KEY_FIELDS)
	return {tuple(row[field] for field in KEY_FIELDS) for row in rows}


def _findings(text: _Text, rules: list[ambiguity.Rule]) -> list[OpenFinding]:
	place = {
		"doctype": text.doctype,
		"name": text.name,
		"field": text.field,
		"label": _(text.label),
		"text": text.text[: ambiguity.MAX_TEXT],
		"text_digest": ambiguity.digest(text.text),
		"blocking": text.blocking,
	}
	rows = _check(text.text[: ambiguity.MAX_TEXT], rules, beside=text.beside)
	if len(text.text) > ambiguity.MAX_TEXT:
		rows.append(_unread(text.text))
	if text.measured and text.text.strip() and not measure.has_measure(text.text):
		rows.append(_unmeasured(text.text))
	return [cast(OpenFinding, {**place, **row}) for row in rows]


def _unread(text: str) -> dict[str, Any]:
	"""The finding of a text whose end lies beyond what is checked."""
	return {
		"start": ambiguity.MAX_TEXT,
		"end": len(text),
		"phrase": text[ambiguity.MAX_TEXT :][:SHOWN],
		"rule": "Too Long",
		"kind": "Too Long",
		"suggestion": _("Split it into texts of at most {0} characters.").format(ambiguity.MAX_TEXT),
		"why": _("What stands after the first {0} characters is not checked.").format(ambiguity.MAX_TEXT),
	}


def _unmeasured(text: str) -> dict[str, Any]:
	"""The finding of a non-functional requirement without a measure (S004-31)."""
	start, end = measure.shown(text)
	language = "en" if text.isascii() else "zh"
	return {
		"start": start,
		"end": end,
		"phrase": text[start:end],
		"rule": "No Measure",
		"kind": "No Measure",
		"suggestion": _("State a number and its unit, such as a response time ≤ 3 s.", language),
		"why": _("A non-functional requirement is tested by a number with its unit, or by a named standard."),
	}


def _texts(project: str) -> Iterator[_Text]:
	"""Goals, measured by their target; features, measured by their acceptance criteria; those criteria."""
	goals = frappe.get_all(
		"Project Goal",
		filters={"parent": project, "parenttype": "Project Archive"},
		fields=["goal", "target", "unit"],
		order_by="idx asc",
	)
	for row in goals:
		target = f"{row.target or ''}{row.unit or ''}"
		yield _Text("Project Archive", project, "goals", "Goals", row.goal or "", target, True)
	requirements = frappe.get_all(
		"Requirement",
		filters={"project": project, "status": ("!=", "Removed")},
		fields=["name", "feature", "acceptance_criteria", "kind", "status"],
		order_by="name asc",
	)
	for row in requirements:
		criteria, draft = row.acceptance_criteria or "", row.status == "Draft"
		yield _Text("Requirement", row.name, "feature", "Feature", row.feature or "", criteria, draft)
		place = ("Requirement", row.name, "acceptance_criteria", "Acceptance Criteria")
		yield _Text(*place, criteria, "", draft, row.kind == "Non-functional")
