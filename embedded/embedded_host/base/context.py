"""What is alive during one request, job or command: `frappe.local` and the proxies to it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from werkzeug.local import LocalProxy


class _dict(dict[str, Any]):  # noqa: N801 (Frappe's name)
	"""A dict whose keys are attributes too; a missing attribute is None."""

	__slots__ = ()
	if TYPE_CHECKING:

		def __getattr__(self, key: str) -> Any: ...

		def __setattr__(self, key: str, value: Any) -> None: ...

	else:
		__getattr__ = dict.get
		__setattr__ = dict.__setitem__

	def __delattr__(self, key: str) -> None:
		self.pop(key, None)

	def __getstate__(self) -> _dict:
		return self

	def __setstate__(self, state: dict[str, Any]) -> None:
		self.update(state)

	def update(self, *args: Any, **kwargs: Any) -> _dict:  # type: ignore[override]  # as Frappe's does
		"""Like dict.update, and returns itself."""
		super().update(*args, **kwargs)
		return self

	def copy(self) -> _dict:
		"""A shallow copy of the same type."""
		return _dict(self)


class Local(threading.local):
	"""What one thread works on; asked thousands of times a request, so that it is a plain thread's own."""

	if TYPE_CHECKING:

		def __getattr__(self, name: str) -> Any: ...

		def __setattr__(self, name: str, value: Any) -> None: ...

	def release(self) -> None:
		"""Forgets everything."""
		self.__dict__.clear()


local = Local()


class _Proxy(LocalProxy[Any]):
	"""What stands in `local` under a name. Attributes are asked for hundreds of times a request: this goes
	there straight."""

	__slots__ = ("_name",)

	def __init__(self, name: str) -> None:
		super().__init__(lambda: getattr(local, name))
		object.__setattr__(self, "_name", name)

	def __getattr__(self, key: str) -> Any:
		return getattr(getattr(local, self._name), key)


db: Any = _Proxy("db")
session: Any = _Proxy("session")
flags: Any = _Proxy("flags")
form_dict: Any = _Proxy("form_dict")
request: Any = _Proxy("request")
response: Any = _Proxy("response")
conf: Any = _Proxy("conf")
lang: Any = _Proxy("lang")
message_log: Any = _Proxy("message_log")


def set_user(username: str) -> None:
	"""Acts as `username` from here on (tests, demo, jobs)."""
	session = getattr(local, "session", None)
	if session is None:
		session = local.session = _dict()
	session.user = username
	session.sid = username
	session.data = _dict()


def reset(site: str | None = None, conf: dict[str, Any] | None = None) -> None:
	"""Starts an empty context for `site`: nobody but Guest is signed in, no flag is set."""
	local.release()
	local.site = site
	local.conf = _dict(conf or {})
	local.flags = _dict()
	local.form_dict = _dict()
	local.response = _dict(docs=[])
	local.request = None
	local.request_ip = None
	local.lang = local.conf.get("lang") or "en"
	local.message_log = []
	local.session = _dict(user="Guest", sid=None, data=_dict())
