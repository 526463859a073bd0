"""The side doors of the attack surface: ways to change or to show a document that do not save the document
itself.

Each function is a `doc_events` handler (`hooks.py` says of what) and raises before anything is written.
Source: attack-surface.md; what the doors of a document itself do is `guard.py`.
"""

from __future__ import annotations

import re
from typing import Any

import frappe
from client_mgmt.domain.evidence import signoff
from client_mgmt.paths import leads_out
from client_mgmt.people import one_answer
from client_mgmt.people.names import folded
from client_mgmt.people.permissions import CLIENT, exact, is_scoped, parent_of, scoped
from client_mgmt.people.viewer import Viewer
from client_mgmt.workflow_policy import checks, engine, kept_files, policies
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

OUTSIDE = frozenset(map(folded, ("Client Contact", "Guest", "All")))
MENTION = re.compile(r'data-id=["\']([^"\']+)["\']')


def refuse_row_alone(row: Document, _event: str | None = None) -> None:
	"""Child rows: Frappe runs their own events only when a request saves or deletes the row by itself."""
	frappe.throw(
		_("Rows of {0} are saved with their {1}, not alone.").format(
			_(row.doctype), _(parent_of(row.doctype) or "")
		),
		frappe.PermissionError,
	)


def refuse_write_in_get(doc: Document, _event: str | None = None, *_names: Any) -> None:
	"""No GET changes anything: Frappe commits what `bulk_update` and others write in a GET request."""
	request = frappe.request
	if request and request.method in ("GET", "HEAD", "OPTIONS") and not engine.is_rehearsing():
		frappe.throw(_("A GET request may not change {0}.").format(_(doc.doctype)), frappe.PermissionError)


def check_file(file: Document, _event: str | None = None) -> None:
	"""File, before_insert and before_validate: who may attach, change or move an attachment of the app's
	documents."""
	stored = None if file.is_new() else frappe.db.get_value("File", file.name, "*", as_dict=True)
	_check_path(file)
	_check_claim(file, stored)
	_check_bytes(file, stored)
	for row in filter(None, (file, stored)):
		_check_attaching(row)
	if is_scoped(file.attached_to_doctype) and not (file.is_private and _is_stored_here(file)):
		frappe.throw(
			_("Files of {0} are private files of this site.").format(_(file.attached_to_doctype)),
			frappe.ValidationError,
		)


def check_file_deletion(file: Document, _event: str | None = None) -> None:
	"""File, on_trash: an attachment is deleted by who may edit its document, where its state allows it, and
	with a document that was deleted."""
	doctype, name = file.attached_to_doctype, file.attached_to_name
	if is_scoped(doctype) and name and not frappe.db.exists(doctype, name):
		return
	try:
		_check_attaching(file)
	except (frappe.PermissionError, frappe.ValidationError):
		kept_files.put_back(file.file_url)
		raise


def keep_file(file: Document, _event: str | None = None) -> None:
	"""File, on_update: the bytes of the app's attachments are kept."""
	if is_scoped(file.attached_to_doctype):
		kept_files.keep(file.file_url)


def _is_stored_here(file: Document) -> bool:
	return not file.file_url or str(file.file_url).startswith("/private/files/")


def _check_attaching(file: Any) -> None:
	doctype, name = file.get("attached_to_doctype"), file.get("attached_to_name")
	if not is_scoped(doctype) or not name or engine.is_acting():
		return
	if not frappe.has_permission(doctype, "write", name):
		frappe.throw(
			_("You may not change the attachments of {0} {1}.").format(_(doctype), name),
			frappe.PermissionError,
		)
	_check_open(doctype, name)


def _check_open(doctype: str, name: str) -> None:
	"""Attachments are signed content: they rest where it is locked, and where the state admits no edit. A
	DocType that is not guarded may have a say of its own (`check_attachments`)."""
	row = frappe.get_doc(doctype, name)
	if not policies.is_guarded(doctype):
		row.run_method("check_attachments")
		return
	policy = policies.of(doctype, row)
	workflow = policies.workflow_of(doctype, policy.state_field)
	state = policies.state_of(policy, row, workflow)
	checks.check_allow_edit(doctype, row, workflow, state)
	if any(signoff.locks(rule, state, row.get("round_outcome")) for rule in policy.rows("sign_off_rules")):
		frappe.throw(
			_("{0} {1} is signed or being signed in the state {2}: its attachments stay as they are.").format(
				_(doctype), name, _(state)
			)
		)


def _check_path(file: Document) -> None:
	"""Where no request's guard has looked: files that jobs make."""
	if leads_out(str(file.file_url or "")):
		frappe.throw(_("{0} leads out of the files of this site.").format(file.file_url))


def _check_bytes(file: Document, stored: Any) -> None:
	"""v15.41 moves, publishes and overwrites the bytes of a file by any record of its URL, also by one that
	hangs on nothing: those of our attachments rest."""
	before = stored or frappe._dict(file_url=file.file_url, is_private=1)
	same = cint(before.is_private) == cint(file.is_private) and before.file_url == file.file_url
	if not before.file_url or (same and (not stored or file.get("content") is None)):
		return
	ours = {"attached_to_doctype": ("in", scoped()), "name": ("!=", file.name or "")}
	if frappe.db.exists("File", {"file_url": before.file_url, **ours}):
		frappe.throw(_("This file is attached to another document as well, and rests."))


def _check_claim(file: Document, stored: Any) -> None:
	"""A private `file_url` that other File rows hold opens nothing to who may read none of them."""
	url = file.file_url
	if not url or not str(url).startswith("/private/") or (stored and stored.file_url == url):
		return
	others = {"file_url": url, "name": ("!=", file.name or "")}
	holders = frappe.get_all("File", filters=others, fields=["name", "file_url"])
	if file.is_new() and holders and all(holder.file_url != url for holder in holders):
		kept_files.rename(file)  # the same letters in another case: another file to the disk alone
	elif holders and not any(frappe.has_permission("File", "read", holder.name) for holder in holders):
		frappe.throw(_("This file belongs to somebody else."), frappe.PermissionError)


def refuse_share(share: Document, _event: str | None = None) -> None:
	"""DocShare, validate: shares beat every permission hook, and outlive a team, so the app's documents have
	none."""
	if is_scoped(share.share_doctype):
		if share.user:
			one_answer.check_person(share, "user")
		frappe.throw(
			_("{0} is not shared by hand: the project's team decides who sees it.").format(
				_(share.share_doctype)
			),
			frappe.PermissionError,
		)


def check_assignment(todo: Document, _event: str | None = None) -> None:
	"""ToDo, validate: only staff who see the document already; an assignment never opens one."""
	if is_scoped(todo.reference_type) and todo.reference_name and todo.allocated_to:
		one_answer.check_person(todo, "allocated_to")
		_check_staff_reader(todo.allocated_to, todo.reference_type, todo.reference_name)


def check_follower(follow: Document, _event: str | None = None) -> None:
	"""Document Follow, validate: who follows is mailed every change, internal ones too."""
	if is_scoped(follow.ref_doctype):
		_check_staff_reader(follow.user, follow.ref_doctype, follow.ref_docname)


def _check_staff_reader(user: str, doctype: str, name: str) -> None:
	if Viewer(user).client_side or not frappe.has_permission(doctype, "read", name, user=user):
		frappe.throw(
			_("{0} does not see {1} {2}; the project's team decides that.").format(user, _(doctype), name),
			frappe.PermissionError,
		)


def check_comment(comment: Document, _event: str | None = None) -> None:
	"""Comment, validate: comments are internal; a mention would mail their text to a client-side person."""
	if not is_scoped(comment.reference_doctype):
		return
	for user in set(MENTION.findall(comment.content or "")):
		if frappe.db.exists("User", user) and Viewer(user).client_side:
			frappe.throw(
				_("Comments are internal: {0} is on the client's side.").format(user), frappe.ValidationError
			)


def refuse_tag(link: Document, _event: str | None = None) -> None:
	"""Tag Link, validate: Frappe answers `_user_tags` with every document, to the client's side too."""
	if exact(link.document_type) in CLIENT:
		frappe.throw(
			_("Tags of {0} would be shown to the client.").format(_(link.document_type)),
			frappe.ValidationError,
		)


def check_log(version: Document, event: str | None = None) -> None:
	"""Version, before_insert, before_validate and on_trash: the change log of the app's documents is written
	by the framework alone (which asks nobody's permission), and goes with its document (S004-38)."""
	stored = None if version.is_new() else frappe.db.get_value("Version", version.name, "ref_doctype")
	if not any(map(is_scoped, (stored, version.ref_doctype))):
		return
	written = version.is_new() and event != "on_trash"
	gone = event == "on_trash" and not frappe.db.exists(version.ref_doctype, version.docname)
	if not gone and not (written and version.flags.ignore_permissions):
		frappe.throw(
			_("The change log of {0} {1} stays as it is.").format(_(version.ref_doctype), version.docname),
			frappe.PermissionError,
		)


def check_permission_row(row: Document, _event: str | None = None) -> None:
	"""Custom DocPerm and DocPerm: none opens a DocType that the client's side never sees, to its roles or to
	all."""
	hidden = is_scoped(row.parent) and exact(row.parent) not in CLIENT
	if hidden and folded(row.role) in OUTSIDE:
		frappe.throw(
			_("{0} is internal: role {1} gets no permission on it.").format(_(row.parent), _(row.role)),
			frappe.ValidationError,
		)
