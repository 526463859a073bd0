"""Installed apps: their hooks, modules, files and translations' folders."""

from __future__ import annotations

import importlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from frappe.context import _dict, local


def get_installed_apps() -> list[str]:
	"""Names of the site's apps in the order of installation; `frappe` is the first."""
	from embedded_host.hooks import installed_apps

	return installed_apps()


def get_hooks(hook: str | None = None, default: Any = None, app_name: str | None = None) -> Any:
	"""Values of `hook` over all installed apps (lists joined, dicts merged); all hooks when None."""
	from embedded_host.hooks import collect

	hooks = collect(app_name)
	if hook is None:
		return _dict(hooks)
	if hook in hooks:
		return hooks[hook]
	return [] if default is None else default


def get_attr(path: str) -> Any:
	"""The object at a dotted path; raises ValidationError when the app is not installed."""
	from frappe import _
	from frappe.exceptions import AppNotInstalledError
	from frappe.messages import throw

	module_name, _dot, name = path.rpartition(".")
	app = path.split(".", 1)[0]
	if not getattr(local.flags, "in_install", None) and app not in get_installed_apps():
		throw(_("App {0} is not installed").format(app), AppNotInstalledError)
	return getattr(importlib.import_module(module_name), name)


def get_app_path(app: str, *parts: str) -> str:
	"""Absolute path inside an app's package."""
	return str(Path(str(importlib.import_module(app).__file__)).parent.joinpath(*parts))


def get_site_path(*parts: str) -> str:
	"""Path inside the site's folder."""
	return str(Path(local.site_path, *parts))


def get_module_list(app: str) -> list[str]:
	"""The names in an app's modules.txt, in their order."""
	text = Path(get_app_path(app, "modules.txt")).read_text(encoding="utf-8")
	return [line.strip() for line in text.splitlines() if line.strip()]


def get_module_app(module: str) -> str:
	"""The installed app that a module belongs to; raises ValidationError when there is none."""
	from frappe import _
	from frappe.exceptions import AppNotInstalledError
	from frappe.messages import throw

	app = _module_apps(tuple(get_installed_apps())).get(module.replace("_", " ").lower())
	if app is None:
		throw(_("Module {0} not found").format(module), AppNotInstalledError)
	return str(app)


@lru_cache(maxsize=16)
def _module_apps(apps: tuple[str, ...]) -> dict[str, str]:
	return {module.replace("_", " ").lower(): app for app in apps for module in get_module_list(app)}
