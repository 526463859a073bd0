"""Sessions: rows of `__Sessions`, found by the hash of the cookie `sid`, so that a stolen table signs nobody
in.

Reading one is a single primary key lookup, done for every request: a session ended by another process, or a
user disabled there, is out at once. `last_seen` is written at most every ten minutes.
"""

from __future__ import annotations

import json
import secrets
import time
from typing import Any, NamedTuple

from embedded_host.base.context import local
from embedded_host.storage.secrets import secret_hash
from embedded_host.storage.transactions import transaction

#: seconds without a request after which a session ends (site config `session_hours` overrides)
DEFAULT_HOURS = 240
TOUCH_SECONDS = 600

_FIND = (
	'SELECT s.user, s.data, s.last_seen, u.user_type, u.language, u.full_name FROM "__Sessions" s '
	'JOIN "tabUser" u ON u.name = s.user WHERE s.sid = ? AND u.enabled = 1'
)


class Session(NamedTuple):
	"""A live session and what every request needs to know of its user."""

	sid: str
	user: str
	data: dict[str, Any]
	user_type: str
	language: str | None
	full_name: str


def lifetime() -> int:
	"""Seconds that a session lives after its last request."""
	return int(float(local.conf.get("session_hours") or DEFAULT_HOURS) * 3600)


def find(sid: str, touch: bool = True) -> Session | None:
	"""The live session of a cookie value, None when it is unknown, expired or its user disabled.

	With `touch`, outside any transaction alone: that it was used is written in one of its own.
	"""
	row = local.db.execute(_FIND, (secret_hash(sid),)).fetchone()
	if row is None or row[2] + lifetime() < time.time():
		return None
	user, data, last_seen, user_type, language, full_name = row
	if touch and last_seen + TOUCH_SECONDS < time.time():
		_touch(sid)
	return Session(sid, user, json.loads(data or "{}"), user_type, language, full_name)


def create(user: str, address: str | None) -> str:
	"""Starts a session inside the running write transaction and returns its cookie value."""
	sid = secrets.token_hex(28)
	now = time.time()
	local.db.execute(
		'INSERT INTO "__Sessions" (sid, user, data, created, last_seen, ip_address) '
		"VALUES (?, ?, ?, ?, ?, ?)",
		(secret_hash(sid), user, "{}", now, now, address),
	)
	local.db.execute('DELETE FROM "__Sessions" WHERE last_seen < ?', (now - lifetime(),))
	return sid


def delete(sid: str) -> None:
	"""Ends one session."""
	local.db.execute('DELETE FROM "__Sessions" WHERE sid = ?', (secret_hash(sid),))


def delete_of(user: str, keep: str | None = None) -> None:
	"""Ends every session of `user` but the one whose cookie value is `keep`."""
	local.db.execute(
		'DELETE FROM "__Sessions" WHERE user = ? AND sid != ?', (user, secret_hash(keep) if keep else "")
	)


def store(sid: str, data: dict[str, Any]) -> None:
	"""Writes a session's data in a transaction of its own; call it outside any other."""
	with transaction(write=True):
		local.db.execute(
			'UPDATE "__Sessions" SET data = ? WHERE sid = ?', (json.dumps(data), secret_hash(sid))
		)


def _touch(sid: str) -> None:
	with transaction(write=True):
		local.db.execute(
			'UPDATE "__Sessions" SET last_seen = ? WHERE sid = ?', (time.time(), secret_hash(sid))
		)


def clear_sessions(user: str | None = None, keep_current: bool = False, force: bool = False) -> None:
	"""Ends the sessions of `user` (default: the session's), all but the current one when `keep_current`."""
	delete_of(user or local.session.user, local.session.sid if keep_current else None)
