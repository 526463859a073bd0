"""The hand-over checklist of a dossier: its rows, their files, and what Submit makes of the open ones
(S004-103)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frappe
from client_mgmt import values
from client_mgmt.domain.dossier import handover
from client_mgmt.settings import setting
from frappe import _
from frappe.utils import now_datetime

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.project_archive.project_archive import ProjectArchive

# What the system writes into a row, and what that speaks of.
STAMPS = {
	"done": ("done_by", "done_on", ("attachment",)),
	"waived": ("waived_by", "waived_on", ("not_applicable", "reason")),
}


def begin(doc: ProjectArchive) -> None:
	"""For `before_insert`: a dossier that brings no checklist gets the site's."""
	if not doc.handover:
		for item in handover.asked(setting("handover_items")):
			doc.append("handover", {"kind": item.kind, "item": item.item})


def check(doc: ProjectArchive) -> None:
	"""For `validate`: a file is a private one of this dossier."""
	if not values.changed(doc, ["handover"]):
		return
	for row in doc.handover:
		if row.attachment and not _is_ours(doc, row.attachment):
			frappe.throw(
				_("Hand-over row {0}: attach the file to this dossier first, privately.").format(row.idx)
			)


def _is_ours(doc: ProjectArchive, url: str) -> bool:
	place = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name, "is_private": 1}
	return not doc.is_new() and bool(frappe.db.exists("File", {"file_url": url, **place}))


def stamp(doc: ProjectArchive) -> None:
	"""For `before_save`: who brought a file or said that an item does not apply, and when."""
	before = values.stored(doc)
	known = {row.name: row for row in before.handover} if before else {}
	for row in doc.handover:
		kept = known.get(row.name)
		for by, on, about in STAMPS.values():
			if not row.get(about[0]):
				row.set(by, None)
				row.set(on, None)
			elif kept and kept.get(by) and all((kept.get(f) or "") == (row.get(f) or "") for f in about):
				row.set(by, kept.get(by))
				row.set(on, kept.get(on))
			else:
				row.set(by, frappe.session.user)
				row.set(on, now_datetime())


def missing(doc: Any) -> list[str]:
	"""The open compulsory items of a dossier, in the reader's language."""
	wanted = handover.asked(setting("handover_items"))
	rows = [row.as_dict() for row in doc.handover]
	return [item.item or _(item.kind) for item in handover.still_open(rows, wanted)]


def check_complete(doc: ProjectArchive) -> None:
	"""For Submit: refuses or warns of open items, as the site's settings say. Raises
	frappe.ValidationError."""
	found = missing(doc)
	if not found:
		return
	sentence = _("The hand-over is not complete: {0}.").format(_(", ").join(found))
	if setting("handover_rule") == handover.BLOCK:
		frappe.throw(sentence)
	frappe.msgprint(sentence)
