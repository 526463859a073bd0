"""From a mail to a draft dossier: what is suggested, and what a person has confirmed (S004-92..95)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from client_mgmt.client_archive.dossiers import sources as value_sources
from client_mgmt.domain.dossier.sources import MAIL
from client_mgmt.domain.mail import extraction
from client_mgmt.domain.mail import reader as mails
from client_mgmt.people import staff as people
from frappe import _
from frappe.utils import escape_html, get_system_timezone

CONTACT_FIELDS = {
	"contact_name": "contact_name",
	"job_title": "contact_title",
	"phone": "contact_phone",
	"email": "contact_email",
}
COLLEAGUES = 50  # known contacts of one mail domain that are looked at
# Where each value goes, and so what it is called.
PLACES = {
	"client_name": ("Client", "client_name"),
	"project_name": ("Project Archive", "project_name"),
	"contact_name": ("Client Contact", "contact_name"),
	"contact_title": ("Client Contact", "job_title"),
	"contact_phone": ("Client Contact", "phone"),
	"contact_email": ("Client Contact", "email"),
	"expected_start": ("Project Archive", "planned_start"),
	"expected_end": ("Project Archive", "planned_end"),
	"contract_amount": ("Project Archive", "contract_amount"),
	"currency": ("Project Archive", "currency"),
	"confirm_by": ("Action Item", "due_date"),
	"client": ("Project Archive", "client"),
	"contact": ("Project Member", "contact"),
}


def suggest(raw: str, received_at: str | None) -> dict[str, Any]:
	"""The values of `domain.extraction.extract`, with the `texts` that their places lie in ("body" and each
	"header:…") and the names of `attachments`. Known clients and contacts are those that the caller may see.

	Raises frappe.ValidationError for a mail that is not read or a time that is none.
	"""
	received = _received(received_at)
	try:
		mail = mails.read(raw)
	except mails.MailError as error:
		sentence, value = error.args[0]
		frappe.throw(_(sentence).format(value))
	first = extraction.extract(mail, received)
	result = extraction.extract(mail, received, _known(mail, first))
	headers = {f"header:{name}": text for name, text in mail.headers.items()}
	return {
		**result,
		"texts": {"body": mail.text, **headers},
		"attachments": mail.attachments,
		"cut": mail.cut,
	}


def _received(text: str | None) -> datetime | None:
	"""A time of receipt in the site's time zone; one with an offset is brought there."""
	if not text:
		return None
	try:
		received = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
	except ValueError:
		frappe.throw(
			_("{0} is no time of receipt: write it like 2025-08-11 or 2025-08-11 09:30.").format(text)
		)
	return received.astimezone(ZoneInfo(get_system_timezone())) if received.tzinfo else received


def _known(mail: mails.Mail, first: Mapping[str, Any]) -> extraction.Known:
	"""The records that this mail may mean, among those that the caller may list."""
	sender = mail.address("From")[1]
	address = (first["contact_email"] or {}).get("value") or ""
	name = (first["client_name"] or {}).get("value")
	variants = (
		{name, name.replace("（", "(").replace("）", ")"), name.replace("(", "（").replace(")", "）")}
		if name
		else set()
	)
	clients = (
		_listed("Client", {"client_name": ("in", sorted(variants))}, ["name", "client_name"]) if name else []
	)
	return extraction.Known(tuple(clients), tuple(_contacts(address)), own=_is_ours(sender))


def _contacts(address: str) -> list[dict[str, str]]:
	domain = address.rpartition("@")[2]
	if not domain or "%" in domain or "_" in domain:
		return []
	wanted = address if domain in extraction.PUBLIC else f"%@{domain}"
	rows = _listed("Client Contact", {"email": ("like", wanted)}, ["name", "contact_name", "email", "client"])
	names = {row["client"] for row in rows} - {None, ""}
	titles = {
		row["name"]: row["client_name"]
		for row in (
			_listed("Client", {"name": ("in", sorted(names))}, ["name", "client_name"]) if names else []
		)
	}
	return [
		{
			**row,
			"client": row["client"] if row["client"] in titles else "",
			"client_name": titles.get(row["client"], ""),
		}
		for row in rows
	]


def _listed(doctype: str, filters: dict[str, Any], fields: list[str]) -> list[dict[str, str]]:
	return frappe.get_list(doctype, filters=filters, fields=fields, limit_page_length=COLLEAGUES)


def _is_ours(address: str) -> bool:
	user = address and frappe.db.get_value("User", {"email": address}, "name")
	return bool(user) and people.is_staff(user)


def accept(values: Any) -> dict[str, Any]:
	"""Drafts out of `values`, of which a person has confirmed each: field → text, or → a value as `suggest`
	gave it. Makes a prospect (unless `client` names one), its contact (unless `contact` does), a dossier in
	Draft and, for `confirm_by` and each of `deadlines` (`{value, task}`), an action of the caller's. A
	comment on the dossier keeps the sources. What a known record holds otherwise stays, and is an open
	conflict (S004-62).

	Returns `{client, contact, project, action_item, deadlines}`, None or [] for what was not made. Raises
	frappe.ValidationError for another field, PermissionError for who may not create these.
	"""
	given = dict(values) if isinstance(values, dict) else values
	deadlines = _deadlines(given.pop("deadlines", None) or []) if isinstance(given, dict) else []
	facts, sources = _facts(given)
	client = _client(facts)
	contact = _contact(facts, client)
	project = _project(facts, client)
	confirm = (
		(facts["confirm_by"], _("Confirm the requirements to the client")) if "confirm_by" in facts else None
	)
	action = _action(project, *confirm) if confirm else None
	made = [_action(project, day, task) for day, task in deadlines]
	_keep_sources(sources, project, client)
	known = {"client": client, "contact": contact, "project": project}
	return {**known, "action_item": action, "deadlines": [name for name in made if name]}


def _deadlines(rows: Any) -> list[tuple[str, str]]:
	"""Each confirmed deadline as (day, what is due)."""
	if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
		frappe.throw(_("deadlines is a list of objects with value and task."))
	for row in rows:
		if not row.get("value") or not str(row.get("task") or "").strip():
			frappe.throw(_("A deadline needs its day (value) and what is due then (task)."))
	return [(str(row["value"]), str(row["task"]).strip()) for row in rows]


def _facts(values: Any) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
	if not isinstance(values, dict):
		frappe.throw(_("values is an object of field names and their values."))
	facts: dict[str, str] = {}
	sources: dict[str, tuple[str, str]] = {}
	for field, given in values.items():
		if field not in PLACES:
			frappe.throw(_("{0} is no field that a mail gives a draft.").format(field))
		value = given.get("value") if isinstance(given, dict) else given
		if isinstance(given, dict) and field == "contract_amount" and given.get("currency"):
			facts.setdefault("currency", str(given["currency"]))
		if value not in (None, ""):
			facts[field] = str(value).strip()
			sources[field] = (facts[field], str(given.get("source") or "") if isinstance(given, dict) else "")
	if not facts:
		frappe.throw(_("Confirm at least one value of the mail."))
	return facts, sources


def _client(facts: Mapping[str, str]) -> str | None:
	if "client" in facts:
		frappe.has_permission("Client", "read", facts["client"], throw=True)
		_offer("Client", facts["client"], {"client_name": facts.get("client_name")})
		return facts["client"]
	if "client_name" not in facts:
		return None
	return _insert({"doctype": "Client", "client_name": facts["client_name"]})


def _insert(row: dict[str, Any]) -> str:
	doc = frappe.get_doc(row)
	value_sources.carry(doc, MAIL)
	return doc.insert().name


def _offer(doctype: str, name: str, given: dict[str, str | None]) -> None:
	"""What the mail says about a known record, where the caller may write it."""
	doc = frappe.get_doc(doctype, name)
	said = {field: value for field, value in given.items() if value}
	if said and frappe.has_permission(doctype, "write", doc):
		value_sources.offer(doc, said, MAIL)
		doc.save()


def _contact(facts: Mapping[str, str], client: str | None) -> str | None:
	person = {field: facts.get(name) for field, name in CONTACT_FIELDS.items()}
	if "contact" in facts:
		frappe.has_permission("Client Contact", "read", facts["contact"], throw=True)
		_offer("Client Contact", facts["contact"], person)
		return facts["contact"]
	if "contact_name" not in facts:
		return None
	return _insert({"doctype": "Client Contact", "client": client, **person})


def _project(facts: Mapping[str, str], client: str | None) -> str | None:
	if "project_name" not in facts:
		return None
	dossier = {
		"project_name": facts["project_name"],
		"client": client,
		"planned_start": facts.get("expected_start"),
		"planned_end": facts.get("expected_end"),
		"contract_amount": facts.get("contract_amount"),
	}
	if "currency" in facts:
		dossier["currency"] = facts["currency"]
	return _insert({"doctype": "Project Archive", **dossier})


def _action(project: str | None, day: str, task: str) -> str | None:
	if not project or not frappe.has_permission("Action Item", "create"):
		return None
	action = {
		"doctype": "Action Item",
		"description": task,
		"owner_user": frappe.session.user,
		"due_date": day,
		"audience": "Internal",
		"project": project,
	}
	return frappe.get_doc(action).insert().name


def _keep_sources(sources: Mapping[str, tuple[str, str]], project: str | None, client: str | None) -> None:
	doctype, name = ("Project Archive", project) if project else ("Client", client)
	if not name:
		return
	lines = [
		escape_html(f"{_label(field)}: {value} ({source or _('entered by hand')})")
		for field, (value, source) in sources.items()
	]
	heading = escape_html(_("Confirmed from a mail"))
	frappe.get_doc(doctype, name).add_comment("Info", "<br>".join([heading, *lines]))


def _label(field: str) -> str:
	doctype, name = PLACES[field]
	return _(frappe.get_meta(doctype).get_field(name).label)
