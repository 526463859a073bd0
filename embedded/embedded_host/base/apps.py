"""What the installed apps offer: hooks, functions by dotted path, modules."""

from __future__ import annotations

import importlib
from functools import lru_cache
from typing import Any

from embedded_host.base.app_files import get_module_list
from embedded_host.base.context import _dict, local
from embedded_host.base.exceptions import AppNotInstalledError
from embedded_host.base.hooks import collect
from embedded_host.base.messages import throw
from embedded_host.base.site_facts import installed_apps
from embedded_host.base.translate import _


def get_hooks(hook: str | None = None, default: Any = None, app_name: str | None = None) -> Any:
	"""Values of `hook` over all installed apps (lists joined, dicts merged); all hooks when None."""
	hooks = collect(app_name)
	if hook is None:
		return _dict(hooks)
	if hook in hooks:
		return hooks[hook]
	return [] if default is None else default


def get_attr(path: str) -> Any:
	"""The object at a dotted path; raises ValidationError when the app is not installed."""
	module_name, _dot, name = path.rpartition(".")
	app = path.split(".", 1)[0]
	if not getattr(local.flags, "in_install", None) and app not in installed_apps():
		throw(_("App {0} is not installed").format(app), AppNotInstalledError)
	return getattr(importlib.import_module(module_name), name)


def get_module_app(module: str) -> str:
	"""The installed app that a module belongs to; raises ValidationError when there is none."""
	app = _module_apps(tuple(installed_apps())).get(module.replace("_", " ").lower())
	if app is None:
		throw(_("Module {0} not found").format(module), AppNotInstalledError)
	return str(app)


@lru_cache(maxsize=16)
def _module_apps(apps: tuple[str, ...]) -> dict[str, str]:
	return {module.replace("_", " ").lower(): app for app in apps for module in get_module_list(app)}
