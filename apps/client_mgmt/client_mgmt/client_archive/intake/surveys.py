"""Surveys behind a link without login (S004-104): invitations, what the form shows, answers and their
review."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from typing import Any

import frappe
from client_mgmt import geo
from client_mgmt.client_archive.dossiers import sources
from client_mgmt.domain.dossier import survey
from client_mgmt.domain.dossier.sources import SURVEY
from client_mgmt.domain.workflow.reasons import weight
from client_mgmt.workflow_policy import engine, owned_fields
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, cint, get_datetime, get_url, now, now_datetime

INVITATION, RESPONSE = "Survey Invitation", "Survey Response"
PAGE = "/assets/client_mgmt/pages/survey.html"
MAX_DAYS = 90
# Where an answer may go, and the invitation's field that names the document.
TARGETS = {"Client": "client", "Client Contact": "contact", "Project Archive": "project"}


def digest(token: str) -> str:
	"""What is stored of a link: the SHA-256 of its 256 random bits."""
	return hashlib.sha256(token.encode()).hexdigest()


def target_of(target: str | None) -> tuple[str, Any] | None:
	"""DocType and field of a mapping such as `Client.industry`; None where survey answers cannot go."""
	doctype, _dot, fieldname = (target or "").strip().partition(".")
	field = frappe.get_meta(doctype).get_field(fieldname) if doctype in TARGETS else None
	if not field or field.permlevel or field.read_only or fieldname in sources.NO_VALUES:
		return None
	return None if fieldname in owned_fields.owned(doctype) else (doctype, field)


def kind_of(field: Any) -> str:
	"""The type of field that an answer is for: a country or currency is answered in words."""
	return "Data" if field.fieldtype == "Link" and field.options in geo.LINKED else field.fieldtype


def frozen(form: Document) -> list[dict[str, Any]]:
	"""The questions as an invitation keeps them: later edits of the form change no link that is out."""
	return [_question(row) for row in form.questions]


def _question(row: Any) -> dict[str, Any]:
	target = target_of(row.target)
	field = target[1] if target else None
	options = survey.options(row.options)
	if row.kind == survey.CHOICE and not options and field and field.fieldtype == "Select":
		options = survey.options(field.options)
	return {
		"id": row.question_id,
		"zh": row.question_zh or row.question_en,
		"en": row.question_en or row.question_zh,
		"kind": row.kind,
		"required": cint(row.required),
		"options": [option._asdict() for option in options],
		"target": row.target if target else "",
		"whole": field is not None and field.fieldtype == "Int",
	}


def invite(form: Document, client: str, project: str, contact: str, days: int) -> dict[str, Any]:
	"""Makes an invitation and its link, which is told this once. See `api.survey.invite`."""
	_check_about(client, project, contact)
	if not form.enabled:
		frappe.throw(_("The survey {0} is not in use.").format(form.name))
	if not 0 < days <= MAX_DAYS:
		frappe.throw(_("A link is good for 1 to {0} days.").format(MAX_DAYS))
	token = secrets.token_urlsafe(32)
	values = {
		"doctype": INVITATION,
		"survey_form": form.name,
		"form_version": form.version,
		"questions": json.dumps(frozen(form), ensure_ascii=False),
		"client": client,
		"project": project or None,
		"contact": contact or None,
		"token_digest": digest(token),
		"expires_on": add_to_date(now_datetime(), days=days),
		"status": "Open",
	}
	with engine.acting():
		doc = frappe.get_doc(values)
		doc.insert(ignore_permissions=True)  # who may write the client, checked above
	return {"name": doc.name, "link": f"{get_url(PAGE)}#{token}", "expires_on": str(doc.expires_on)}


def _check_about(client: str, project: str | None, contact: str | None) -> None:
	doctype, name = ("Project Archive", project) if project else ("Client", client)
	frappe.has_permission(doctype, "write", frappe.get_doc(doctype, name), throw=True)
	for other, named in (("Project Archive", project), ("Client Contact", contact)):
		if named and frappe.db.get_value(other, named, "client") != client:
			frappe.throw(_("{0} {1} is not of this client.").format(_(other), named))


def revoke(name: str) -> str:
	"""Closes an open invitation; returns its status. Raises PermissionError for who may not write what it is
	about."""
	doc = frappe.get_doc(INVITATION, name, for_update=True)
	_check_about(doc.client, doc.project, doc.contact)
	if doc.status == "Open":
		doc.update({"status": "Revoked", "revoked_by": frappe.session.user, "revoked_on": now()})
		with engine.acting():
			doc.save(ignore_permissions=True)  # who may write the client, checked above
	return doc.status


def opened(token: str, for_update: bool = False) -> Document:
	"""The invitation that a link opens. Raises PermissionError for a link that is none, was used or revoked,
	or is too old."""
	given = digest(token if isinstance(token, str) else "")
	name = frappe.db.get_value(INVITATION, {"token_digest": given}, "name")
	doc = frappe.get_doc(INVITATION, name, for_update=for_update) if name else None
	if not doc or not hmac.compare_digest(doc.token_digest, given):
		frappe.throw(_("This link is not valid."), frappe.PermissionError)
	if doc.status == "Answered":
		frappe.throw(_("This survey was answered already. Thank you."), frappe.PermissionError)
	if doc.status != "Open" or get_datetime(doc.expires_on) < now_datetime():
		frappe.throw(_("This link is no longer valid: please ask for a new one."), frappe.PermissionError)
	return doc


def answer(token: str, given: Any) -> str:
	"""Keeps the answers of a link, once, as a Survey Response that waits for review. Returns its name."""
	doc = opened(token, for_update=True)
	questions = json.loads(doc.questions)
	clean, faults = survey.check(questions, given)
	if faults:
		frappe.throw(_complaint(questions, faults[0]))
	if not clean:
		frappe.throw(_("Please answer at least one question."))
	rows = [
		{"question_id": q["id"], "question": q[_language()], "kind": q["kind"], "target": q["target"]}
		| {"answer": clean[q["id"]], "status": "Waiting"}
		for q in questions
		if q["id"] in clean
	]
	about = {"invitation": doc.name, "client": doc.client, "project": doc.project, "contact": doc.contact}
	with engine.acting():
		response = frappe.get_doc({"doctype": RESPONSE, **about, "answered_on": now(), "answers": rows})
		response.insert(ignore_permissions=True)  # a guest answers: the link is the permission
		doc.update({"status": "Answered", "answered_on": now()})
		doc.save(ignore_permissions=True)  # a guest answers: the link is the permission
	return response.name


def _language() -> str:
	return "zh" if (frappe.local.lang or "").startswith("zh") else "en"


def _complaint(questions: list[dict[str, Any]], fault: survey.Fault) -> str:
	sentences = {
		"shape": _("The answers cannot be read: {0}"),
		"unknown": _("There is no question {0} in this survey."),
		"required": _("Please answer: {0}"),
		"length": _("This answer is too long: {0}"),
		survey.NUMBER: _("Please write a number: {0}"),
		survey.DATE: _("Please write a date such as 2026-01-31: {0}"),
	}
	asked = next((q[_language()] for q in questions if q["id"] == fault.question), fault.question)
	return sentences.get(fault.rule, _("Please choose one of the answers: {0}")).format(asked)


def review(name: str, row_name: str, accept: bool, reason: str) -> dict[str, Any]:
	"""Decides about one answer. Accepted, it is offered to its field by the rules of that document; see
	`api.survey.review`."""
	doc = frappe.get_doc(RESPONSE, name, for_update=True)
	_check_about(doc.client, doc.project, doc.contact)
	row = next((row for row in doc.answers if row.name == row_name), None)
	if not row or row.status != "Waiting":
		frappe.throw(_("No such answer waits for review."))
	if not accept and weight(reason) < 2:
		frappe.throw(_("Say why this answer is not taken."))
	conflicts = _take(doc, row) if accept else []
	row.update({"status": "Accepted" if accept else "Refused", "decided_by": frappe.session.user})
	row.update({"decided_on": now(), "reason": (reason or "").strip()})
	doc.status = "Waiting" if any(other.status == "Waiting" for other in doc.answers) else "Reviewed"
	with engine.acting():
		doc.save(ignore_permissions=True)  # who may write the client, checked above
	return {"status": row.status, "response": doc.status, "conflicts": conflicts}


def _take(doc: Document, row: Any) -> list[str]:
	target = target_of(row.target)
	name = doc.get(TARGETS[target[0]]) if target else None
	if not target or not name:
		return []
	document = frappe.get_doc(target[0], name)
	conflicts = sources.offer(document, {target[1].fieldname: row.answer}, SURVEY, doc.name)
	document.save()
	return conflicts
