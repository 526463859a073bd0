"""Which rows a reader may see: permission conditions, bound and as SQL."""

from __future__ import annotations

from typing import Any, NamedTuple

from pypika import Table
from pypika.terms import Criterion, Parameter

from embedded_host.base import exceptions
from embedded_host.base.context import local
from embedded_host.base.messages import bold, msgprint
from embedded_host.base.translate import _
from embedded_host.storage import ports
from embedded_host.storage.conditions import Conditions
from embedded_host.storage.ddl import SQLLiteQuery, table
from embedded_host.storage.ports import Meta, get_meta
from embedded_host.storage.query_fields import Scope
from embedded_host.storage.query_filters import InJson, Raw
from embedded_host.storage.query_values import stored_list


class RowShape(NamedTuple):
	"""Row conditions of one DocType without their values: numbers are those of bound values, 0 means none."""

	doctype: str
	owner: int = 0
	sql: tuple[str, ...] = ()
	shared: int = 0
	only_shared: bool = False
	user_permissions: tuple[tuple[str, bool, int], ...] = ()
	#: of a child DocType: the parent's table fields that the reader may see
	parentfields: tuple[str, ...] = ()


def row_shapes(meta: Meta, user: str, parent_doctype: str | None, params: list[Any]) -> tuple[RowShape, ...]:
	"""Shapes of the conditions on the DocType's rows and, for a child DocType, on those of its parent.

	Raises PermissionError where no role opens the DocType and nothing is shared.
	"""
	if not meta.istable:
		return (shape_of(meta.name, user, params),)
	if not parent_doctype:
		raise exceptions.PermissionError
	parent = get_meta(parent_doctype)
	fields = _parentfields(meta, parent, user)
	own = RowShape(
		meta.name,
		sql=tuple(ports.permissions().get_list_conditions(meta.name, user).sql),
		parentfields=fields,
	)
	return own, shape_of(parent.name, user, params)


def shape_of(doctype: str, user: str, params: list[Any]) -> RowShape:
	"""Shape of the conditions on one main DocType; raises PermissionError."""
	found: Conditions = ports.permissions().get_list_conditions(doctype, user)
	if not found.allowed:
		_no_permission(doctype, user)
	owner = _number(params, user) if found.owner_only else 0
	permissions = tuple(
		(limit.field, limit.strict, _number(params, stored_list(limit.names)))
		for limit in found.user_permission_filters
	)
	shared = _number(params, stored_list(found.shared)) if found.shared else 0
	return RowShape(doctype, owner, tuple(found.sql), shared, found.only_shared, permissions)


def _number(params: list[Any], value: Any) -> int:
	params.append(value)
	return len(params)


def _parentfields(meta: Meta, parent: Meta, user: str) -> tuple[str, ...]:
	"""The parent's table fields of such rows that the reader may see; PermissionError without any."""
	scope = Scope(parent, user)
	fields = [df.fieldname for df in parent.table_fields if df.options == meta.name]
	visible = tuple(fieldname for fieldname in fields if not scope.hidden(parent, fieldname))
	if not visible:
		raise exceptions.PermissionError
	return visible


def _no_permission(doctype: str, user: str) -> None:
	text = _("User {0} does not have doctype access via role permission for document {1}")
	msgprint(text.format(bold(user), bold(_(doctype))))
	local.flags.error_message = _("No permission for {0}").format(_(doctype))
	raise exceptions.PermissionError


def criterion(shape: RowShape) -> Criterion | None:
	"""SQL of the conditions in terms of `tab<DocType>`; None when every row passes."""
	target = table(shape.doctype)
	named = InJson(target.field("name"), shape.shared) if shape.shared else None
	if shape.only_shared:
		return named or Raw("0")
	parts: list[Criterion] = [Raw(f"({text})") for text in shape.sql]
	if shape.owner:
		parts.append(target.owner == Parameter(f"?{shape.owner}"))
	parts += [_user_permission(target, *limit) for limit in shape.user_permissions]
	if not parts:
		return None
	every = Criterion.all(parts)
	return every | named if named else every


def _user_permission(target: Table, field: str, strict: bool, number: int) -> Criterion:
	column = target.field(field)
	allowed = InJson(column, number)
	return allowed if strict or field == "name" else allowed | (column == "") | column.isnull()


def of_child(shapes: tuple[RowShape, ...]) -> Criterion:
	"""A child row is seen when its parent is, and its own DocType's hooks agree."""
	own, parent = shapes
	target, parents = table(own.doctype), table(parent.doctype)
	every = (target.parenttype == parent.doctype) & target.parentfield.isin(own.parentfields)
	rows = criterion(own)
	if rows is not None:
		every &= rows
	rows = criterion(parent)
	if rows is not None:
		every &= target.parent.isin(SQLLiteQuery.from_(parents).select(parents.field("name")).where(rows))
	return every
