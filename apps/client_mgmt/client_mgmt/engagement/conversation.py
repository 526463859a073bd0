"""What both sides write to each other about a document that the client reads (S000-15, S000-16). Comments
stay internal: this is apart from them, and no evidence."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.integrations import telling
from client_mgmt.integrations.telling import Notice
from client_mgmt.people import notices
from client_mgmt.people import team as people
from client_mgmt.people.permissions import SHARED, is_shared
from client_mgmt.people.viewer import Viewer, viewer_of
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, now_datetime

MESSAGE = "Client Message"
CLIENT, VENDOR = "Client", "Vendor"
LONGEST = 4000  # characters
MANY = 500
SHOWN = "name owner creation text kind priority party asks answered_on".split()


def messages(doc: Document) -> list[dict[str, Any]]:
	"""The messages about a document that the caller reads, the oldest first: `[{name, by, at, text, kind,
	priority, party, mine, waits}]`; `waits` for the other side's answer. Who signed a document and has left
	the team reads the document alone."""
	if doc.doctype not in SHARED or (viewer_of().client_side and doc.project not in viewer_of().projects):
		return []
	about = {SHARED[doc.doctype]: doc.name}
	rows = frappe.get_all(MESSAGE, filters=about, fields=SHOWN, order_by="creation desc", limit=MANY)
	if not rows:
		return []
	writers = {"name": ("in", [row.owner for row in rows])}
	users = frappe.get_all("User", filters=writers, fields=["name", "full_name"])
	named = {user.name: user.full_name for user in users}
	return [_line(row, named.get(row.owner) or row.owner) for row in reversed(rows)]


def _line(row: Any, by: str) -> dict[str, Any]:
	return {
		"name": row.name,
		"by": by,
		"at": str(row.creation)[:19],
		"text": row.text or "",
		"kind": row.kind,
		"priority": row.priority or "",
		"priority_label": _(row.priority or ""),
		"party": row.party,
		"party_label": _(row.party),
		"mine": row.owner == frappe.session.user,
		"waits": bool(cint(row.asks) and not row.answered_on),
	}


def may_say(doc: Document) -> bool:
	"""Whether the caller, who reads the document, may write to the other side: who stands on the team of its
	project, where the client reads it too."""
	return doc.doctype in SHARED and doc.get("project") in viewer_of().projects and is_shared(doc)


def document(doctype: str, name: str) -> Document:
	"""A document about which the caller may write. Raises frappe.PermissionError otherwise, the same for what
	is not there; frappe.ValidationError where the client does not read it yet."""
	if doctype not in SHARED:
		frappe.throw(_("{0} has no conversation with the client.").format(_(doctype)), frappe.PermissionError)
	doc = frappe.get_doc(doctype, name) if frappe.db.exists(doctype, name) else None
	if not doc or not people.may(doc, "read") or doc.project not in viewer_of().projects:
		frappe.throw(_("Not permitted: {0} {1}").format(_(doctype), name), frappe.PermissionError)
	if not is_shared(doc):
		frappe.throw(_("The client does not read {0}: write a comment to your colleagues.").format(name))
	return doc


def say(doc: Document, text: str, asks: bool = False) -> Document:
	"""Writes a message about a document of `document()` and answers it; whatever the other side had asked
	about it is answered with it. A client's message asks always."""
	text = worded(text)
	party = CLIENT if viewer_of().client_side else VENDOR
	answered(doc, VENDOR if party == CLIENT else CLIENT)
	return add(doc, party=party, text=text, asks=int(asks or party == CLIENT))


def worded(text: Any) -> str:
	"""A text without the blanks around it. Raises frappe.ValidationError for none, or one too long."""
	text = text.strip() if isinstance(text, str) else ""
	if not text:
		frappe.throw(_("Write something first."))
	if len(text) > LONGEST:
		frappe.throw(_("A message has at most {0} characters, this one {1}.").format(LONGEST, len(text)))
	return text


def add(doc: Document, **values: Any) -> Document:
	"""Stores a message about a document and tells the other side: our project managers of a client's that
	waits for them, once until they answer; of ours those of the client who wrote, or their team."""
	tells = values["party"] == VENDOR or (values.get("asks") and not _open(doc, CLIENT))
	message = frappe.get_doc(
		{"doctype": MESSAGE, "project": doc.project, SHARED[doc.doctype]: doc.name, **values}
	)
	with engine.acting():
		message.insert(ignore_permissions=True)  # whoever is on the team may write, by this method alone
	notices.seen(frappe.session.user, doc.doctype, doc.name)
	if tells:
		told = managers(doc.project) if values["party"] == CLIENT else _theirs(doc)
		telling.queue(
			Notice(notices.MESSAGE, doc.doctype, doc.name, by=message.owner, remark=message.text), told
		)
	return message


def _open(doc: Document, party: str) -> list[str]:
	about = {SHARED[doc.doctype]: doc.name, "party": party, "asks": 1, "answered_on": ("is", "not set")}
	return frappe.get_all(MESSAGE, filters=about, pluck="name", limit_page_length=0)


def answered(doc: Document, party: str) -> None:
	"""Nothing that `party` has asked about the document waits any longer."""
	for name in _open(doc, party):
		message = frappe.get_doc(MESSAGE, name)
		message.update({"answered_on": now_datetime(), "answered_by": frappe.session.user})
		with engine.acting():
			message.save(ignore_permissions=True)  # see add


def managers(project: str) -> set[str]:
	"""The project managers of a project, of our own people alone."""
	leads = {row["user"] for row in people.team_of(project) if row["project_role"] == "Project Manager"}
	return {user for user in leads if user and not Viewer(user).client_side}


def _theirs(doc: Document) -> set[str]:
	"""Whom of the client's people an answer is for: who wrote about the document, else those on the team."""
	about = {SHARED[doc.doctype]: doc.name, "party": CLIENT}
	wrote = set(frappe.get_all(MESSAGE, filters=about, pluck="owner", limit_page_length=0))
	contacts = [row["contact"] for row in people.team_of(doc.project) if row["contact"]]
	on_team = frappe.get_all("Client Contact", filters={"name": ("in", contacts or [""])}, pluck="user")
	return wrote or set(filter(None, on_team))
