"""Search over everything that the reader may see, and what has changed of it."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.interface import forms, lists, reading, titles, words
from client_mgmt.interface.shapes import Changes, Hits
from client_mgmt.people import notices
from client_mgmt.people.asking import asking
from client_mgmt.people.permissions import CLIENT, STAFF
from client_mgmt.people.viewer import viewer_of
from client_mgmt.workflow_policy import policies
from frappe import _
from frappe.utils import get_datetime, now

SHORTEST, MOST_HITS, MOST_CHANGES = 2, 5, 200
# Records about documents, found through these.
RECORDS = frozenset(
	"Workflow Event|Signature Record|Dossier Entry|Requirement Version|Requirement Document Version|"
	"Dossier Import Unit|Channel Message|Ambiguity Dismissal|Dossier Reminder|Survey Response|"
	"Client Message".split("|")
)
FOLLOWED = ("Client Message",)  # pages show these as they come


def doctypes() -> list[str]:
	"""The DocTypes of the app, and those that an administrator put under its engine, that the reader sees."""
	known = CLIENT if viewer_of().client_side else STAFF
	names = dict.fromkeys([*known, *policies.guarded()])
	return [name for name in names if reading.is_open(name)]


def searchable() -> list[str]:
	"""Those whose documents people look for."""
	return [name for name in doctypes() if name not in RECORDS and not frappe.get_meta(name).issingle]


@asking()
def search(text: str) -> list[Hits]:
	"""Documents with the text in name, title or a search field, at most five a DocType, newest first. Fewer
	than two characters find nothing."""
	text = text.strip()[:140]
	if len(text) < SHORTEST:
		return []
	found = ((doctype, _hits(doctype, text)) for doctype in searchable())
	return [{"doctype": name, "label": _(name), "hits": hits} for name, hits in found if hits]


def _hits(doctype: str, text: str) -> list[Any]:
	known, title = lists.columns_of(doctype), titles.title_field(doctype)
	state = forms.state_field(doctype)
	rows = frappe.get_list(
		doctype,
		filters=reading.own_filters(doctype),
		or_filters=lists.searched(doctype, text, known),
		fields=list(dict.fromkeys(["name", title, *([state] if state in known else [])])),
		order_by=lists.DEFAULT_ORDER,
		limit_page_length=MOST_HITS,
	)
	return [
		{
			"name": row.name,
			"title": words.shortened(str(row.get(title) or row.name)),
			"text": _(row.get(state) or "") if state else "",
		}
		for row in rows
	]


@asking()
def changes(since: str) -> Changes:
	"""The documents changed after `since` (a time of the site, as `now` in the answer before) that the reader
	may see; of each DocType at most the 200 newest."""
	at, unread = now(), notices.unread()
	after = get_datetime(since) if since else None
	if not after:
		return {"now": at, "changed": [], "unread": unread}
	found = [
		{"doctype": doctype, "name": name}
		for doctype in (*searchable(), *filter(reading.is_open, FOLLOWED))
		for name in frappe.get_list(
			doctype,
			filters=[["modified", ">", after], *reading.own_filters(doctype)],
			pluck="name",
			order_by=lists.DEFAULT_ORDER,
			limit_page_length=MOST_CHANGES,
		)
	]
	return {"now": at, "changed": found, "unread": unread}
