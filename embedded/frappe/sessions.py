"""What a session holds for its pages."""

from __future__ import annotations

from embedded_host.base.context import local

__all__ = ["get_csrf_token"]


def get_csrf_token() -> str:
	"""The session's CSRF token, "" where none has been made yet: the pages of the app make it."""
	return str(local.session.data.get("csrf_token") or "")
