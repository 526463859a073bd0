"""The change file: one document with everything about a change, for a dispute (S004-39, S004-32).

It holds what the client's side may see of the change as well, and nothing else: no internal estimate, no
comment, no version log.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from client_mgmt import printing
from client_mgmt.domain.change.baseline import COLUMNS, REMOVE
from client_mgmt.domain.evidence.signed_content import plain
from client_mgmt.domain.evidence.verify_evidence import EVENT, SIGNATURE
from client_mgmt.domain.language.text_diff import CELLS, Piece, difference
from client_mgmt.workflow_policy import anchor, content, ledger, proof
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, get_datetime, get_fullname, get_system_timezone

TEMPLATE = "change_control/change_file.html"
LANGUAGES = ("zh", "en")
MAX_WATERMARK = 60
WATERMARKS = 12  # on each page
FIELDS = (
	"title project change_type description reason scope_impact impact_days impact_cost currency "
	"quality_impact response_plan risk_level is_major raised_by raised_for assessed_by assessed_on "
	"iteration scheduled_on"
).split()

Say = Callable[[str], str]


def html(change: Document, language: str = "", watermark: str = "") -> str:
	"""The change file of a stored change as a page that needs nothing else. `language` zh or en, "" for the
	reader's; `watermark` "" is the one of the settings. Looks at no permission; raises
	frappe.ValidationError for another language, or for a watermark of more than 60 characters."""
	if language not in ("", *LANGUAGES):
		frappe.throw(_("A change file is written in zh or en, not in {0}.").format(language))
	if len(watermark) > MAX_WATERMARK:
		frappe.throw(_("A watermark has at most {0} characters.").format(MAX_WATERMARK))
	language = language or ("zh" if cstr(frappe.local.lang).startswith("zh") else "en")
	say = partial(_, lang=language)
	standing = frappe.db.get_single_value("Client Mgmt Settings", "change_file_watermark")
	watermark = watermark or cstr(standing)[:MAX_WATERMARK]
	return printing.page(
		TEMPLATE,
		_=say,
		language=language,
		watermark=[watermark] * WATERMARKS if watermark else [],
		**_facts(change, say),
	)


def _facts(change: Document, say: Say) -> dict[str, Any]:
	entries = ledger.entries(change.doctype, change.name)
	cells = CELLS // max(1, len(change.change_items) * len(COLUMNS))
	return {
		"change": change,
		"project_name": frappe.db.get_value("Project Archive", change.project, "project_name"),
		"raised_at": _local(change.creation),
		"fields": [_field(change, field, say) for field in FIELDS if change.get(field)],
		"items": [_item(item, say, cells) for item in change.change_items],
		"signatures": [_timed(entry, "signed_at") for entry in entries if entry["kind"] == SIGNATURE],
		"events": [_event(change, entry, say) for entry in entries if entry["kind"] == EVENT],
		"chain": entries,
		"verdict": proof.verify(change.as_dict()),
		"anchor": anchor.proof_of(change.doctype, change.name),
		"public_key": anchor.public_key(),
		"attachments": content.attachments(change.doctype, change.name),
		"printed_by": frappe.session.user,
		"printed_by_name": get_fullname(frappe.session.user),
		"printed_at": _both(ledger.now()),
	}


def _field(change: Document, field: str, say: Say) -> tuple[str, str]:
	"""A field's label and value; what people wrote stays as they wrote it."""
	df = change.meta.get_field(field)
	if df.fieldtype == "Datetime":
		return say(df.label), _local(change.get(field))[-1]
	value = cstr(plain(change.get(field), df.fieldtype))
	if df.fieldtype in ("Select", "Check"):
		value = say("Yes" if df.fieldtype == "Check" else value)
	return say(df.label), value


def _item(item: Document, say: Say, cells: int) -> dict[str, Any]:
	"""An item with what differs in each column of its requirement; an empty proposal leaves the column."""
	meta = frappe.get_meta("Requirement")
	columns: list[tuple[str, list[Piece]]] = []
	for column, field in COLUMNS.items():
		before = cstr(item.get(f"before_{column}"))
		after = "" if item.operation == REMOVE else cstr(item.get(f"proposed_{column}")) or before
		if meta.get_field(field).fieldtype == "Select":
			before, after = say(before), say(after)
		columns.append((say(meta.get_label(field)), difference(before, after, cells)))
	return {"row": item, "columns": columns}


def _event(change: Document, entry: Mapping[str, str], say: Say) -> dict[str, Any]:
	"""An event with old and new values of the fields that it changed (S004-38)."""
	details = json.loads(entry["details"] or "{}")
	changes = []
	for field, (before, after) in (details.get("changes") or {}).items():
		if field in FIELDS:
			changes.append((say(change.meta.get_label(field)), cstr(before), cstr(after)))
	return {**_timed(entry, "at"), "changes": changes}


def _timed(entry: Mapping[str, str], field: str) -> dict[str, Any]:
	return {**entry, "time": _both(entry[field])}


def _both(moment: str) -> list[str]:
	"""A moment of the ledger in UTC and, where that is another, in the site's time zone."""
	at, name = datetime.datetime.fromisoformat(moment), get_system_timezone()
	there = at.astimezone(ZoneInfo(name))
	shown = [f"{at:%Y-%m-%d %H:%M:%S} UTC", f"{there:%Y-%m-%d %H:%M:%S} {name}"]
	return shown if there.utcoffset() else shown[:1]


def _local(moment: Any) -> list[str]:
	"""A moment of a document, which is in the site's time zone, as `_both`."""
	at = get_datetime(moment).replace(tzinfo=ZoneInfo(get_system_timezone()))
	return _both(at.astimezone(datetime.timezone.utc).isoformat())
