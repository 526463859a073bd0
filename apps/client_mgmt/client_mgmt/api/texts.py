"""Texts: what is ambiguous, prose into rows, a mail into a draft. For staff alone."""

from typing import Any, TypedDict, cast

import frappe
from client_mgmt.client_archive.intake import mail_drafts, requirement_rows
from client_mgmt.client_archive.review import ambiguity
from client_mgmt.domain.language.ambiguity import LANGUAGES, MAX_TEXT
from client_mgmt.people.viewer import staff_only
from client_mgmt.values import sent
from frappe import _


class Finding(TypedDict):
	"""`text[start:end] == phrase`, in characters (code points) of the text as it was sent. `suggestion` is
	in the text's language, `why` in the caller's."""

	start: int
	end: int
	phrase: str
	rule: str
	kind: str
	suggestion: str
	why: str


@frappe.whitelist(methods=["GET", "POST"])
def check_text(text: str, language: str = "") -> list[Finding]:
	"""What is ambiguous in a requirement's text (S004-73, S004-74), by position; changes nothing.

	`language`: "zh", "en", or "" for the rules of both. Raises PermissionError for who may not read the
	rules, as nobody on a client's side may; ValidationError for another language, or for a text of more than
	20,000 characters.
	"""
	staff_only()
	frappe.has_permission("Ambiguity Rule", "read", throw=True)
	if language not in ("", *LANGUAGES):
		frappe.throw(_("Texts are checked in zh or en, not in {0}.").format(language))
	if len(text) > MAX_TEXT:
		frappe.throw(_("The text has {0} characters: {1} are the limit.").format(len(text), MAX_TEXT))
	return cast(list[Finding], ambiguity.check(text, language))


@frappe.whitelist(methods=["POST"])
def extract_mail(raw: str, received_at: str = "") -> dict[str, Any]:
	"""The values of a mail for a first dossier, as suggestions; stores nothing (S004-92..95).

	`raw`: pasted text, the source of an .eml, or an .eml in base64. `received_at`: ISO date or time, for a
	mail without a Date header of its own; a time without an offset is in the site's time zone. Answers
	`{client_name, project_name, contact_name, contact_title, contact_phone, contact_email, expected_start,
	confirm_by, client, contact}`, each `{value, source, start, end, confidence}` or null, the lists
	`deadlines` and `amounts` (with `currency`), `texts`, `attachments`, `cut`. Raises PermissionError for who
	may not begin a dossier's client, ValidationError for a mail beyond the limits.
	"""
	staff_only()
	return mail_drafts.suggest(raw, received_at)


@frappe.whitelist(methods=["POST"])
def accept_mail(values: dict[str, Any] | str) -> dict[str, Any]:
	"""Drafts of a Client, Client Contact and Project Archive out of values that a person has confirmed one by
	one; never anything final. See `client_archive.mail_drafts.accept`."""
	staff_only()
	return mail_drafts.accept(sent("values", values))


@frappe.whitelist(methods=["GET", "POST"])
def split_text(text: str) -> list[dict[str, Any]]:
	"""Suggested requirement rows `[{feature, priority, acceptance_criteria, kind, start, end, source}]` of a
	text, `source` being `text[start:end]`; stores nothing (S004-40..44). For staff."""
	staff_only()
	return requirement_rows.suggest(text)


@frappe.whitelist(methods=["POST"])
def accept_rows(project: str, source_text: str, rows: list[dict[str, Any]] | str) -> list[str]:
	"""Draft Requirements of confirmed rows, each keeping `source_text`; returns their names. Refused by the
	rules of Requirement: who is on the team, and whether the scope is locked."""
	staff_only()
	return requirement_rows.accept(project, source_text, sent("rows", rows))
