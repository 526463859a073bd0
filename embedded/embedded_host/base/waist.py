"""The edge of the waist (docs/waist.md): what is asked for beyond it is named and refused, never ignored."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from embedded_host.base.context import local


def refuse(name: str) -> NoReturn:
	"""Raises NotImplementedError naming what is not offered: `frappe.db.sql`."""
	raise NotImplementedError(f"{name} is outside the embedded host's contract (docs/waist.md)")


def refuse_options(function: str, unknown: Iterable[str]) -> None:
	"""Raises NotImplementedError naming the options that `function` (`frappe.get_list`) does not take."""
	names = ", ".join(sorted(unknown))
	if names:
		refuse(f"{function}({names})")


def edge_of(package: str) -> Callable[[str], Any]:
	"""The `__getattr__` of a package of `frappe`: submodules at first use; every other name is refused."""

	def beyond(name: str) -> Any:
		if name.startswith("__"):
			raise AttributeError(name)
		if importlib.util.find_spec(f"{package}.{name}"):
			return importlib.import_module(f"{package}.{name}")
		return refuse(f"{package}.{name}")

	return beyond


class Edge:
	"""An object of the running context of which only some members are handed on."""

	def __init__(self, name: str, members: str) -> None:
		"""`name`: as apps write it (`frappe.db`, which stands in `frappe.local.db`); `members`: words."""
		self._name, self._members = name, frozenset(members.split())
		self._kept_as = name.rpartition(".")[2]

	def __getattr__(self, member: str) -> Any:
		if member in self._members:
			return getattr(getattr(local, self._kept_as), member)
		if member.startswith("_"):
			raise AttributeError(member)
		return refuse(f"{self._name}.{member}")

	def __dir__(self) -> list[str]:
		return sorted(self._members)
