"""Which functions HTTP may call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ALL_METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")


@dataclass(frozen=True)
class Whitelisted:
	"""How a function may be called over HTTP."""

	allow_guest: bool
	methods: tuple[str, ...]


#: function -> how it may be called; bound methods are looked up by their `__func__`
registry: dict[Callable[..., Any], Whitelisted] = {}


def whitelist(
	allow_guest: bool = False, methods: list[str] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
	"""Decorator: HTTP may call this function, with these verbs (all when not told)."""
	verbs = tuple(methods) if methods else ALL_METHODS

	def register(fn: Callable[..., Any]) -> Callable[..., Any]:
		target = getattr(fn, "__func__", fn)
		registry[target] = Whitelisted(allow_guest, verbs)
		return fn

	return register


def get_whitelisted(fn: Callable[..., Any]) -> Whitelisted | None:
	"""How `fn` may be called over HTTP, None when it may not."""
	return registry.get(getattr(fn, "__func__", fn))
