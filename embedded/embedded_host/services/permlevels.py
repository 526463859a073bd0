"""Fields above permlevel 0: who may not write them leaves them as they are, who may not read them sees
nothing.
"""

from __future__ import annotations

from typing import Any

from embedded_host.base.context import local
from embedded_host.model.defaults import resolve
from embedded_host.services.permissions import get_permlevels


def reset(doc: Any) -> None:
	"""Puts back, silently, the fields whose permlevel the session's user may not write."""
	if doc.flags.ignore_permissions or local.session.user == "Administrator":
		return
	before = doc.__dict__.get("_doc_before_save")
	_reset(doc, before, doc.doctype)
	for table in doc._plan.tables:
		old = {row.name: row for row in (before.get(table) if before is not None else ())}
		for row in doc.get(table) or ():
			_reset(row, old.get(row.name), doc.doctype)


def _reset(row: Any, before: Any, parenttype: str) -> None:
	levels = row._plan.permlevels
	if not levels:
		return
	allowed = get_permlevels(parenttype, "write")
	defaults = {df.fieldname: (df, default) for df, default in row._plan.defaults}
	for fieldname, level in levels.items():
		if level in allowed:
			continue
		if before is not None:
			row.__dict__[fieldname] = before.__dict__.get(fieldname)
		elif fieldname in defaults:
			row.__dict__[fieldname] = resolve(*defaults[fieldname], row)
		else:
			row.__dict__[fieldname] = [] if fieldname in row._plan.tables else None


def hide(doc: Any) -> None:
	"""Blanks the fields whose permlevel the session's user may not read, in child rows too."""
	if local.session.user == "Administrator":
		return
	allowed = get_permlevels(doc.doctype, "read")
	for row in (doc, *doc.get_all_children()):
		for fieldname, level in row._plan.permlevels.items():
			if level not in allowed:
				row.__dict__[fieldname] = [] if fieldname in row._plan.tables else None
