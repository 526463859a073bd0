"""Reads the hooks of the installed apps, once per process and set of apps."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from functools import lru_cache
from types import FunctionType, ModuleType
from typing import Any

from embedded_host.base.site_facts import installed_apps

#: hooks that would replace framework classes or overwrite edited records: refused (docs/divergences.md)
REFUSED = ("override_doctype_class", "extend_doctype_class", "fixtures")


def collect(app: str | None = None) -> dict[str, Any]:
	"""Hook name -> list of values, or dict of such for dict hooks, over the installed apps or of one."""
	return _merged((app,) if app else tuple(installed_apps()))


@lru_cache(maxsize=16)
def _merged(apps: tuple[str, ...]) -> dict[str, Any]:
	merged: dict[str, Any] = {}
	for app in apps:
		module = importlib.import_module(f"{app}.hooks")
		for name, value in vars(module).items():
			if name.startswith("_") or isinstance(value, FunctionType | ModuleType | type):
				continue
			if name in REFUSED and value:
				raise NotImplementedError(
					f"hook {name} of {app} is refused by the embedded host (docs/waist.md)"
				)
			_append(merged, name, value)
	return merged


def _append(target: dict[Any, Any], key: Any, value: Any) -> None:
	if isinstance(value, dict):
		inner = target.setdefault(key, {})
		for inner_key, inner_value in value.items():
			_append(inner, inner_key, inner_value)
	elif isinstance(value, list | tuple):
		target.setdefault(key, []).extend(value)
	else:
		target.setdefault(key, []).append(value)


def doc_events(doctype: str, event: str) -> tuple[Callable[..., Any], ...]:
	"""The functions that `doc_events` names for this event: those of the DocType, then those of `*`."""
	return _doc_events(tuple(installed_apps()), doctype, event)


@lru_cache(maxsize=8192)
def _doc_events(apps: tuple[str, ...], doctype: str, event: str) -> tuple[Callable[..., Any], ...]:
	events = _merged(apps).get("doc_events", {})
	paths: list[str] = []
	for wanted in (doctype, "*"):
		for key, handlers in events.items():
			names = key if isinstance(key, tuple) else (key,)
			if wanted in names:
				paths.extend(handlers.get(event, ()))
	return tuple(_function(path) for path in paths)


def functions(hook: str, key: str | None = None) -> tuple[Callable[..., Any], ...]:
	"""The functions of a list hook, or under `key` of a dict hook."""
	return _functions(tuple(installed_apps()), hook, key)


@lru_cache(maxsize=4096)
def _functions(apps: tuple[str, ...], hook: str, key: str | None) -> tuple[Callable[..., Any], ...]:
	value = _merged(apps).get(hook, {} if key else [])
	paths = value.get(key, ()) if key else value
	return tuple(_function(path) for path in paths)


@lru_cache(maxsize=512)
def accepts(function: Callable[..., Any], argument: str) -> bool:
	"""Whether a hook takes an argument of that name."""
	parameters = inspect.signature(function).parameters.values()
	return any(p.name == argument or p.kind is p.VAR_KEYWORD for p in parameters)


def _function(path: str) -> Callable[..., Any]:
	module, _dot, name = path.rpartition(".")
	return getattr(importlib.import_module(module), name)


def clear() -> None:
	"""Forgets what was read (tests that install another app)."""
	for cached in (_merged, _doc_events, _functions):
		cached.cache_clear()
