"""What the storage asks of the layers above: metadata and permissions, handed in by `services.sites`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from embedded_host.base.context import _dict, local
from embedded_host.base.exceptions import DoesNotExistError
from embedded_host.storage.conditions import Conditions


class Meta(Protocol):
	"""As much of a DocType as its table and its lists need (`model.meta.Meta`)."""

	name: str
	istable: Any
	issingle: Any
	is_submittable: Any
	data_fields: list[_dict]

	@property
	def columns(self) -> dict[str, str]: ...

	@property
	def valid_columns(self) -> tuple[str, ...]: ...

	@property
	def table_fields(self) -> list[_dict]: ...

	@property
	def permlevels(self) -> dict[str, int]: ...

	def get(self, key: str, default: Any = None) -> Any: ...

	def get_field(self, fieldname: str) -> _dict | None: ...

	def get_label(self, fieldname: str) -> str: ...


class Permissions(Protocol):
	"""Who may see what; the module `services.permissions` answers."""

	def get_roles(self, user: str | None = None) -> list[str]: ...

	def get_permlevels(
		self, doctype: str, ptype: str = "read", user: str | None = None
	) -> frozenset[int]: ...

	def get_selectable_columns(self, doctype: str, user: str) -> frozenset[str] | None: ...

	def get_list_conditions(self, doctype: str, user: str | None = None) -> Conditions: ...

	def has_permission(self, doctype: str, ptype: str = "read", *, user: str | None = None) -> bool: ...


class _Above:
	load_meta: Callable[[str], Any]
	permissions: Permissions


def hand_in(load_meta: Callable[[str], Any], permissions: Permissions) -> None:
	"""Tells who reads metadata from the database and who decides on permissions."""
	_Above.load_meta, _Above.permissions = staticmethod(load_meta), permissions


def permissions() -> Permissions:
	"""Who decides on permissions."""
	return _Above.permissions


def get_meta(doctype: Any) -> Any:
	"""The metadata of a DocType (a name, or a document of it), read once per cache generation.

	Raises DoesNotExistError where there is no DocType of exactly this name.
	"""
	try:
		return local.db.rooms["meta"][doctype]
	except (KeyError, TypeError):
		return _read_meta(doctype)


def _read_meta(doctype: Any) -> Any:
	name = doctype if isinstance(doctype, str) else getattr(doctype, "doctype", None)
	if not isinstance(name, str):
		raise DoesNotExistError(f"No DocType is called {doctype!r:.80}")
	room = local.db.rooms.setdefault("meta", {})
	found = room.get(name)
	if found is None:
		found = room[name] = _Above.load_meta(name)
	return found
