"""`rate_limit`: how often a whitelisted function may be called. Counters live in this process."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe
from embedded_host.base.counter import Counter
from frappe import _
from frappe.exceptions import RateLimitExceededError

ALL = "ALL"


def rate_limit(
	key: str | None = None,
	limit: int | Callable[[], int] = 5,
	seconds: int = 24 * 60 * 60,
	methods: str | list[str] = ALL,
	ip_based: bool = True,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
	"""Decorator: at most `limit` calls in `seconds`, counted per address (`ip_based`) and per value of the
	form's `key`.

	Raises RateLimitExceededError (429). Calls outside HTTP, or with a verb not in `methods`, are not counted.
	"""
	counter = Counter()
	verbs = [methods] if isinstance(methods, str) else list(methods)

	def decorate(fn: Callable[..., Any]) -> Callable[..., Any]:
		@wraps(fn)
		def limited(*args: Any, **kwargs: Any) -> Any:
			request = frappe.local.request
			if request is not None and (ALL in verbs or request.method in verbs):
				_count(counter, key, limit() if callable(limit) else limit, seconds, ip_based)
			return fn(*args, **kwargs)

		return limited

	return decorate


def _count(counter: Any, key: str | None, limit: int, seconds: int, ip_based: bool) -> None:
	who = (
		frappe.local.site,
		frappe.local.request_ip if ip_based else None,
		str(frappe.local.form_dict.get(key) or "").casefold() if key else None,
	)
	if counter.add(who, seconds) > limit:
		frappe.throw(
			_("You hit the rate limit because of too many requests. Please try after sometime."),
			RateLimitExceededError,
		)


__all__ = ["rate_limit"]
