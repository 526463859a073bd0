"""`/files/…` (public), `/private/files/…` (by permission of a File record) and `/assets/<app>/…`.

What was uploaded is never run in the site's name: HTML, SVG and XML are sent as attachments, everything under
a policy without scripts.
"""

from __future__ import annotations

import gzip
import mimetypes
import os
import re
from functools import lru_cache
from pathlib import Path

from werkzeug.security import safe_join
from werkzeug.utils import send_file

import frappe
from embedded_host.base.app_files import get_app_path
from embedded_host.base.messages import clear_messages
from embedded_host.base.site_facts import installed_apps
from embedded_host.web import pages
from embedded_host.web.responses import FILE_POLICY, Reply, is_text, takes_gzip
from frappe import _
from frappe.exceptions import PermissionError

#: sent as attachments: a browser would run them
_ACTIVE = ("html", "svg", "xml", "javascript")
_ASSET_SECONDS = 3600
#: a built file whose name says its content: it never changes
_HASHED = re.compile(r"/assets/[\w.]+/frontend/assets/[^/]+-[\w-]{8}\.\w+$")


def download(path: str) -> Reply:
	"""An uploaded file; 403 when the user may read no File record of this URL, 404 when there is no file."""
	private = path.startswith("/private/files/")
	name = path.removeprefix("/private/files/" if private else "/files/")
	found = _inside(frappe.get_site_path("private" if private else "public", "files"), name)
	title = _readable_title(path) if private else name
	if not found:
		return pages.not_found()
	reply = _send(found, cached=0, title=title)
	reply.headers.append(("Content-Security-Policy", FILE_POLICY))
	return reply


def asset(path: str) -> Reply:
	"""A file of an installed app's `public` folder."""
	app, _slash, name = path.removeprefix("/assets/").partition("/")
	if app not in installed_apps():
		return pages.not_found()
	found = _inside(get_app_path(app, "public"), name)
	if not found:
		return pages.not_found()
	reply = _send(found, cached=_ASSET_SECONDS, safe=True)
	if _HASHED.search(path):
		_set(reply, "Cache-Control", "public, max-age=31536000, immutable")
	return _packed(reply, found)


def _packed(reply: Reply, file: Path) -> Reply:
	"""The same answer, compressed once for everybody, where it is text and the browser takes it so."""
	kind = mimetypes.guess_type(file.name)[0] or ""
	if reply.status != 200 or not is_text(kind):
		return reply
	reply.headers.append(("Vary", "Accept-Encoding"))
	if takes_gzip(frappe.request.headers.get("Accept-Encoding", "")):
		reply.body = _gzipped(str(file), file.stat().st_mtime_ns)
		tag = next((v for k, v in reply.headers if k.lower() == "etag"), "")
		reply.headers = [(k, v) for k, v in reply.headers if k.lower() not in ("content-length", "etag")]
		reply.headers += [("ETag", f"W/{tag}")] if tag else []
		reply.headers.append(("Content-Encoding", "gzip"))
	return reply


@lru_cache(maxsize=512)
def _gzipped(file: str, _changed: int) -> bytes:
	return gzip.compress(Path(file).read_bytes(), 9, mtime=0)


def _set(reply: Reply, name: str, value: str) -> None:
	reply.headers = [(k, v) for k, v in reply.headers if k.lower() != name.lower()]
	reply.headers.append((name, value))


def _readable_title(url: str) -> str:
	"""The file's name to people. Its record has this very URL: the database compares without case, a disk
	with it, so that a record in other letters is another file's."""
	rows = frappe.get_all(
		"File", filters={"file_url": url, "is_private": 1}, fields=["name", "file_url", "file_name"]
	)
	for row in rows:
		if row.file_url == url and frappe.has_permission(
			"File", "read", doc=frappe.get_doc("File", row.name)
		):
			return row.file_name or url.rpartition("/")[2]
	clear_messages()
	return frappe.throw(_("You don't have permission to access this file"), PermissionError)


def _inside(folder: str, name: str) -> Path | None:
	"""The regular file `name` below `folder`; None when there is none or it lies elsewhere by a link."""
	joined = safe_join(folder, name)
	if not joined:
		return None
	real = Path(os.path.realpath(joined))
	return real if real.is_file() and real.is_relative_to(os.path.realpath(folder)) else None


def _send(path: Path, cached: int, safe: bool = False, title: str = "") -> Reply:
	kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
	active = not safe and any(word in kind for word in _ACTIVE)
	response = send_file(
		path,
		frappe.request.environ,
		mimetype=kind,
		as_attachment=active,
		download_name=title or path.name,
		conditional=True,
		max_age=cached,
	)
	headers = [(k, v) for k, v in response.headers if k.lower() != "cache-control"]
	headers.append(("Cache-Control", f"public, max-age={cached}" if cached else "private, no-cache"))
	return Reply(response.status_code, response.iter_encoded(), headers)
