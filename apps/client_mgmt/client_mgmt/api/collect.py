"""Collecting a dossier's values: where each comes from, and what was given differently. For staff."""

from typing import Any, TypedDict, cast

import frappe
from client_mgmt import values
from client_mgmt.client_archive.clients import similar
from client_mgmt.client_archive.dossiers import handover as checklist
from client_mgmt.client_archive.dossiers import sources as kept
from client_mgmt.domain.dossier import sources as rules
from client_mgmt.people.viewer import staff_only
from client_mgmt.settings import setting
from frappe import _


class Value(TypedDict):
	"""One filled field; `source` is "" for a default that nobody has touched."""

	field: str
	label: str
	value: Any
	source: str
	reference: str
	by: str
	on: str


@frappe.whitelist(methods=["GET", "POST"])
def sources(doctype: str, name: str) -> dict[str, Any]:
	"""Where the values of a Client or Project Archive come from: `{values: [Value], conflicts: [Value
	Conflict]}`; of a dossier also the conflicts of its client (S004-62). Times are in the site's zone.

	Raises PermissionError for who may not read the document.
	"""
	staff_only()
	doc = frappe.get_doc(doctype, name)
	frappe.has_permission(doctype, "read", doc, throw=True)
	if not doc.meta.has_field(kept.COLUMN):
		frappe.throw(_("{0} keeps no sources of its values.").format(_(doctype)))
	conflicts = [{**row, "label": kept.label(row)} for row in kept.open_conflicts(doc)]
	return {"values": _values(doc), "conflicts": conflicts}


def _values(doc: Any) -> list[Value]:
	known = rules.read(doc.get(kept.COLUMN))
	hidden = kept.hidden_fields(doc)
	empty = {"source": "", "reference": "", "by": "", "on": ""}
	return [
		cast(
			Value,
			{
				"field": field,
				"label": _(doc.meta.get_label(field)),
				"value": value,
				**empty,
				**known.get(field, {}),
			},
		)
		for field, value in values.facts(doc).items()
		if field not in hidden and value not in ("", 0, "0", [])
	]


@frappe.whitelist(methods=["POST"])
def settle(name: str, take: str, reason: str) -> dict[str, Any]:
	"""Settles a Value Conflict: `take` is "ours" or "theirs". See `client_archive.sources.settle`."""
	staff_only()
	return kept.settle(name, take, reason)


@frappe.whitelist(methods=["GET", "POST"])
def handover(project: str) -> dict[str, Any]:
	"""The hand-over checklist of a dossier (S004-103): `{rule, missing, rows}`; `rule` is what Submit does
	about the open compulsory items that `missing` names, Warn or Block.

	Raises PermissionError for who may not read the dossier.
	"""
	staff_only()
	doc = frappe.get_doc("Project Archive", project)
	frappe.has_permission(doc.doctype, "read", doc, throw=True)
	columns = values.data_fields("Handover Item")
	rows = [{column: row.get(column) for column in columns} for row in doc.handover]
	return {"rule": setting("handover_rule"), "missing": checklist.missing(doc), "rows": rows}


@frappe.whitelist(methods=["GET", "POST"])
def similar_clients(client: str) -> list[dict[str, Any]]:
	"""Up to ten past clients like this one by industry, type, size band and tags, and what went wrong there
	(S004-105): `[{client, client_name, industry, size_band, score, matched, projects: [{project,
	project_name, changes, overdue_payments, days_late}], lessons: [{lesson, project, topic,
	what_went_wrong, why, what_to_do, tags}]}]`.

	A client that the caller does not see comes with industry, size band and shared lessons alone, the rest
	null and names masked. Raises PermissionError for who may not read `client`.
	"""
	staff_only()
	frappe.has_permission("Client", "read", frappe.get_doc("Client", client), throw=True)
	return similar.clients(client)
