"""Renaming (or merging) a document and everything that points to it."""

from __future__ import annotations

from typing import Any

from embedded_host.base import exceptions
from embedded_host.base.context import local
from embedded_host.base.messages import bold, throw
from embedded_host.base.translate import _
from embedded_host.model import events, links, naming
from embedded_host.model.documents import get_doc
from embedded_host.services.deletion import _HUNG_ON
from embedded_host.storage.ports import get_meta
from embedded_host.storage.secrets import rename_password


def rename_doc(
	doctype: str,
	old: str,
	new: str,
	force: bool = False,
	merge: bool = False,
) -> str:
	"""Gives a document another name, in every link too; with `merge` it becomes part of the document `new`.

	`force` renames where the DocType does not allow it. Returns the new name. Raises ValidationError,
	PermissionError,
	DoesNotExistError.
	"""
	doc = get_doc(doctype, old, for_update=True)
	old = doc.name
	new = naming.validate_name(doctype, new)
	target = local.db.get_value(doctype, new, "name")
	_check_names(doc, new, target, merge)
	_check_rights(doc, target if merge else None, force)
	answer = events.run(doc, "before_rename", old, new, merge)
	if isinstance(answer, dict) and answer.get("new"):
		new = naming.validate_name(doctype, answer["new"])
	new = str(target) if merge else new
	_move(doc, old, new, merge)
	renamed = get_doc(doctype, new)
	events.run(renamed, "after_rename", old, new, merge)
	text = _("merged {0} into {1}") if merge else _("renamed from {0} to {1}")
	renamed.add_comment("Edit", text.format(bold(old), bold(new)))
	return new


def _check_names(doc: Any, new: str, target: str | None, merge: bool) -> None:
	kind = _(doc.doctype)
	if doc.name == new:
		throw(_("No changes made because old and new name are the same."))
	if merge and not target:
		throw(_("{0} {1} does not exist, select a new target to merge").format(kind, new))
	if not merge and target and target.casefold() != doc.name.casefold():
		throw(_("Another {0} with name {1} exists, select another name").format(kind, new))


def _check_rights(doc: Any, target: str | None, force: bool) -> None:
	if not doc.has_permission("write"):
		throw(_("You need write permission to rename"), exceptions.PermissionError)
	if not doc.meta.get("allow_rename") and not force:
		throw(_("{0} not allowed to be renamed").format(_(doc.doctype)))
	if target:
		get_doc(doc.doctype, target).check_permission("write")


def _move(doc: Any, old: str, new: str, merge: bool) -> None:
	if merge:
		local.db.delete_row(doc.doctype, old)
	else:
		_rename_row(doc, old, new)
	_rename_children(doc, old, new)
	_rename_links(doc.doctype, old, new)
	_rename_hung_on(doc.doctype, old, new)


def _rename_row(doc: Any, old: str, new: str) -> None:
	local.db.rename_value(doc.doctype, "name", old, new)
	rule = doc.meta.get("autoname") or ""
	if rule.startswith("field:") and rule[6:] in doc._plan.column_set:
		local.db.update_row(doc.doctype, new, {rule[6:]: new})


def _rename_children(doc: Any, old: str, new: str) -> None:
	for child_doctype in set(doc._plan.tables.values()):
		local.db.rename_value(child_doctype, "parent", old, new, {"parenttype": doc.doctype})


def _rename_links(doctype: str, old: str, new: str) -> None:
	for other, fieldname, dynamic in links.pointing_fields(doctype):
		where = {get_meta(other).get_field(fieldname).options: doctype} if dynamic else None
		local.db.rename_value(other, fieldname, old, new, where)


def _rename_hung_on(doctype: str, old: str, new: str) -> None:
	for other, (type_field, name_field) in _HUNG_ON.items():
		local.db.rename_value(other, name_field, old, new, {type_field: doctype})
	local.db.rename_value("File", "attached_to_name", old, new, {"attached_to_doctype": doctype})
	rename_password(doctype, old, new)
