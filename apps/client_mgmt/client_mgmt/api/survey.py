"""Surveys of a client's needs behind a link without login, and the review of the answers (S004-104)."""

from typing import Any

import frappe
from client_mgmt.client_archive.intake import surveys
from client_mgmt.domain.dossier import survey
from client_mgmt.people.viewer import staff_only
from client_mgmt.values import sent
from frappe import _
from frappe.rate_limiter import rate_limit
from frappe.utils import cint

LANGUAGES = ("zh", "en")
MAX_TOKEN = 100
ASKED, ASKED_SECONDS = 60, 10  # of one address


@frappe.whitelist(methods=["POST"])
def invite(
	survey_form: str, client: str, project: str = "", contact: str = "", valid_days: int | str = 0
) -> dict[str, str]:
	"""A link to a survey about a client, or about one of its projects, for one answer.

	`valid_days`: 1 to 90, else the form's own. Answers `{name, link, expires_on}` (site's time zone); the
	link is told this once, the site keeps a digest of it. Raises PermissionError for who may not write
	the project or client, ValidationError for a project or contact of another client.
	"""
	staff_only()
	form = frappe.get_doc("Survey Form", survey_form)
	frappe.has_permission(form.doctype, "read", form, throw=True)
	return surveys.invite(form, client, project, contact, cint(valid_days) or cint(form.valid_days))


@frappe.whitelist(methods=["POST"])
def revoke(invitation: str) -> dict[str, str]:
	"""Closes a link that is open. Raises PermissionError for who may not write what it is about."""
	staff_only()
	return {"status": surveys.revoke(invitation)}


@frappe.whitelist(allow_guest=True, methods=["GET", "POST"])
@rate_limit(limit=ASKED, seconds=ASKED_SECONDS)
def form(token: str, language: str = "") -> dict[str, Any]:
	"""What the page of a link shows: `{title, intro, about, language, words, questions: [{id, question, kind,
	required, options: [{value, label}]}]}`, and nothing else of the dossier. Changes nothing.

	`language`: zh or en, else the client's. POST keeps the token out of logs. Raises PermissionError for a
	link that is not valid.
	"""
	invitation = surveys.opened(token[:MAX_TOKEN])
	facts = frappe.db.get_value("Client", invitation.client, ["client_name", "language"], as_dict=True)
	frappe.local.lang = language if language in LANGUAGES else facts.language or "zh"
	survey_form = frappe.get_doc("Survey Form", invitation.survey_form)
	project = invitation.project and frappe.db.get_value(
		"Project Archive", invitation.project, "project_name"
	)
	lang = frappe.local.lang
	return {
		"title": survey_form.get(f"title_{lang}") or survey_form.form_name,
		"intro": survey_form.get(f"intro_{lang}") or "",
		"about": " · ".join(filter(None, (facts.client_name, project))),
		"language": lang,
		"words": _words(),
		"questions": [_shown(question, lang) for question in frappe.parse_json(invitation.questions)],
	}


def _shown(question: dict[str, Any], lang: str) -> dict[str, Any]:
	options = [
		# a field's own choices have their translation in the app
		{"value": o["value"], "label": o[lang] if o["zh"] != o["en"] else _(o["value"])}
		for o in question["options"]
	]
	shown = {key: question[key] for key in ("id", "kind", "required", "whole")}
	return {**shown, "question": question[lang], "options": options, "longest": survey.MAX_ANSWER}


def _words() -> dict[str, str]:
	return {
		"send": _("Send answers"),
		"sending": _("Sending…"),
		"required": _("required"),
		"choose": _("Please choose"),
		"thanks": _("Thank you. Your answers have arrived."),
		"next": _("We look at them before anything is entered. You can close this page."),
		"private": _("This link is for you alone and takes one answer."),
		"rating": _("1 is poor, 5 is very good"),
		"failed": _("The answers were not sent. Please try again."),
		"other": "English" if frappe.local.lang == "zh" else "中文",
	}


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=ASKED, seconds=ASKED_SECONDS)
def answer(token: str, answers: dict[str, Any] | str, language: str = "") -> dict[str, str]:
	"""The answers of a link by question id, once. They wait for review and change nothing by themselves.

	Answers `{message}`. Raises PermissionError for a link that is not valid, ValidationError for answers to
	other questions, or that are none.
	"""
	frappe.local.lang = language if language in LANGUAGES else frappe.local.lang
	surveys.answer(token[:MAX_TOKEN], sent("answers", answers))
	return {"message": _("Thank you. Your answers have arrived.")}


@frappe.whitelist(methods=["POST"])
def review(response: str, answer: str, accept: bool | int | str, reason: str = "") -> dict[str, Any]:
	"""Takes or refuses one answer (`answer` is the row's name). An answer that is taken goes into its field
	with the source Survey; where the field holds something else it becomes an open conflict (S004-62).

	Answers `{status, response, conflicts}`. Raises PermissionError for who may not write the document.
	"""
	staff_only()
	return surveys.review(response, answer, bool(cint(accept)), reason)
