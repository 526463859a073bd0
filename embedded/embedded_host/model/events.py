"""Life cycle events: the controller's method, then the `doc_events` of the DocType, then those of `*`."""

from __future__ import annotations

from typing import Any

from embedded_host.base import budget, hooks


def run(doc: Any, event: str, *args: Any, **kwargs: Any) -> Any:
	"""Calls what listens to `event`; returns what the controller's method returned, else the last hook's
	value.
	"""
	budget.check()
	plan = doc._plan
	listeners = plan.events.get(event)
	if listeners is None:
		listeners = plan.events[event] = hooks.doc_events(doc.doctype, event)
	method = getattr(type(doc), event, None)
	result = method(doc, *args, **kwargs) if method is not None else None
	for listener in listeners:
		answer = listener(doc, event, *args, **kwargs)
		if result is None:
			result = answer
	return result
