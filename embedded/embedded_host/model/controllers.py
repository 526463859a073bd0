"""Which class the documents of a DocType have."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from embedded_host.base.apps import get_module_app
from embedded_host.base.plain import scrub
from embedded_host.storage.ports import get_meta


class _Above:
	document: type[Any]


def hand_in(document: type[Any]) -> None:
	"""Tells the class of documents without a controller; `services.sites` does."""
	_Above.document = document


def get_controller(doctype: str) -> type[Any]:
	"""The class of a DocType's documents: the app's controller, `Document` for a custom DocType."""
	meta = get_meta(doctype)
	found: type[Any] | None = meta.__dict__.get("_controller")
	if found is None:
		found = _Above.document if meta.get("custom") else _import_controller(doctype, meta.module)
		meta.__dict__["_controller"] = found
	return found


def _import_controller(doctype: str, module: str) -> type[Any]:
	app = get_module_app(module)
	folder = scrub(doctype)
	path = f"{app}.{scrub(module)}.doctype.{folder}.{folder}"
	if importlib.util.find_spec(path) is None:
		return _Above.document
	name = doctype.replace(" ", "").replace("-", "")
	found: type[Any] = getattr(importlib.import_module(path), name, _Above.document)
	return found
