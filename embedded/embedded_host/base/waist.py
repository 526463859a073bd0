"""The edge of the waist (docs/waist.md): what is asked for beyond it is named and refused, never ignored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn


def refuse(name: str) -> NoReturn:
	"""Raises NotImplementedError naming what is not offered: `frappe.db.sql`."""
	raise NotImplementedError(f"{name} is outside the embedded host's contract (docs/waist.md)")


def refuse_options(function: str, unknown: Iterable[str]) -> None:
	"""Raises NotImplementedError naming the options that `function` (`frappe.get_list`) does not take."""
	names = ", ".join(sorted(unknown))
	if names:
		refuse(f"{function}({names})")
