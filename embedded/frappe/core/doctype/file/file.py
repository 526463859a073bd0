"""File: a record of something uploaded, and its content on disk.

Each record has a file of its own below `private/files` or `public/files`; an attached file is read and
changed with the
right to read and write the document that it hangs on.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from pathlib import Path
from typing import Any

import frappe
from embedded_host.base.context import local
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\/:*?\"<>|#%]+")
_LOCAL = re.compile(r"/(private/)?files/[^/\\\x00]+")
DEFAULT_MAX_BYTES = 25 * 1024 * 1024
MAX_NAME = 100
_READING = ("read", "select", "print", "email", "report", "export")


class MaxFileSizeReachedError(frappe.ValidationError):
	"""The content is larger than `max_file_size` of the site config."""


class File(Document):
	"""`content` (bytes or text; base64 when `decode`) is an attribute that is written to disk, not a
	field.
	"""

	def before_validate(self) -> None:
		if self.is_new() or self.get("content") is not None:
			self.take_content()
		self.check_attached_document()

	def take_content(self) -> None:
		"""Writes new content to disk, or checks the `file_url` that a record points to instead."""
		content = self.__dict__.pop("content", None)
		decode = cint(self.__dict__.pop("decode", 0))
		if cint(self.is_folder):
			return
		if content is None:
			if not self.file_url:
				frappe.throw(_("A file needs content or a URL"))
			self.check_claimed_url()
			return
		data = _bytes(content, bool(decode))
		_check_size(len(data))
		self.file_name = clean_name(self.file_name)
		self.content_hash = hashlib.md5(data, usedforsecurity=False).hexdigest()
		self.file_size = len(data)
		self.file_type = Path(self.file_name).suffix[1:].upper()[:10] or None
		self.store(data)

	def store(self, data: bytes) -> None:
		"""Writes `data` under a name that no other record uses, and that nobody guesses where it is private;
		a rolled back transaction takes it away again.
		"""
		path = _free_path(self.folder_on_disk(), self.file_name, secret=bool(cint(self.is_private)))
		path.parent.mkdir(parents=True, exist_ok=True)
		path.write_bytes(data)
		local.db.after_rollback.add(lambda: path.unlink(missing_ok=True))
		self.file_url = f"{'/private' if cint(self.is_private) else ''}/files/{path.name}"

	def folder_on_disk(self) -> Path:
		"""Where this record's file lies."""
		return Path(frappe.get_site_path("private" if cint(self.is_private) else "public", "files"))

	def check_claimed_url(self) -> None:
		"""A record may point to another's file only for somebody who may read that one."""
		url = str(self.file_url)
		if url.startswith(("http://", "https://")):
			return
		if not _LOCAL.fullmatch(url) or ".." in url:
			frappe.throw(_("URL must start with http:// or https://"))
		records = frappe.get_all(
			"File", filters={"file_url": url, "name": ("!=", self.name or "")}, pluck="name"
		)
		if not records and not self.flags.ignore_permissions:
			frappe.throw(_("File {0} does not exist").format(url))
		if not any(frappe.has_permission("File", "read", name) for name in records) and records:
			frappe.throw(_("You don't have permission to access this file"), frappe.PermissionError)
		self.is_private = int(url.startswith("/private/"))
		self.file_name = clean_name(self.file_name or url.rsplit("/", 1)[-1])

	def check_attached_document(self) -> None:
		"""Attaching is a change of the document: it needs the right to write it."""
		if self.attached_to_name is not None:
			self.attached_to_name = str(self.attached_to_name)
		if self.flags.ignore_permissions or not (self.attached_to_doctype and self.attached_to_name):
			return
		frappe.has_permission(self.attached_to_doctype, "write", self.attached_to_name, throw=True)

	def validate(self) -> None:
		before = self.get_doc_before_save()
		if before is None:
			return
		if cint(before.is_private) != cint(self.is_private):
			self.move(before)
		elif before.file_url != self.file_url:
			self.check_claimed_url()

	def move(self, before: Any) -> None:
		"""Between public and private: the file goes with the record, others that point to it keep theirs."""
		old = before.get_full_path()
		if not old.exists():
			return
		data = old.read_bytes()
		self.store(data)
		if not _others_use(before):
			frappe.db.after_commit.add(lambda: old.unlink(missing_ok=True))

	def on_trash(self) -> None:
		if cint(self.is_home_folder):
			frappe.throw(_("The folder {0} cannot be deleted").format(self.name))

	def after_delete(self) -> None:
		path = None if cint(self.is_folder) or not self.is_local() else self.get_full_path()
		if path and not _others_use(self):
			frappe.db.after_commit.add(lambda: path.unlink(missing_ok=True))

	def is_local(self) -> bool:
		"""Whether the content lies on this site's disk."""
		return bool(_LOCAL.fullmatch(self.file_url or ""))

	def get_full_path(self) -> Path:
		"""Path of the content on disk; raises ValidationError for a URL elsewhere."""
		if not self.is_local():
			frappe.throw(_("File {0} is not on this site").format(self.file_url))
		private = self.file_url.startswith("/private/")
		return Path(
			frappe.get_site_path("private" if private else "public", "files", Path(self.file_url).name)
		)

	def get_content(self) -> str | bytes:
		"""The content: text where it is UTF-8, else bytes; raises DoesNotExistError when it is gone."""
		path = self.get_full_path()
		if not path.exists():
			frappe.throw(_("File {0} does not exist").format(self.file_url), frappe.DoesNotExistError)
		data = path.read_bytes()
		try:
			return data.decode()
		except UnicodeDecodeError:
			return data


def clean_name(name: str | None) -> str:
	"""A file name without folders and characters that file systems or URLs trip over."""
	base = _UNSAFE.sub("_", str(name or "").replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
	stem, dot, suffix = base.rpartition(".")
	if len(base) > MAX_NAME:
		base = f"{stem[: MAX_NAME - len(suffix) - 1]}{dot}{suffix}" if dot else base[:MAX_NAME]
	return base or "file"


def _bytes(content: Any, decode: bool) -> bytes:
	if decode:
		text = content.decode() if isinstance(content, bytes) else str(content)
		try:
			return base64.b64decode(text.split(",", 1)[-1])
		except (binascii.Error, ValueError):
			frappe.throw(_("The content is not valid base64"))
	return content if isinstance(content, bytes) else str(content).encode()


def _check_size(size: int) -> None:
	most = cint(frappe.conf.get("max_file_size")) or DEFAULT_MAX_BYTES
	if size > most:
		frappe.throw(
			_("File size exceeded the maximum allowed size of {0} MB").format(round(most / 1048576, 1)),
			MaxFileSizeReachedError,
		)


def _free_path(folder: Path, name: str, secret: bool) -> Path:
	path = folder / name
	while secret or path.exists():
		secret = False
		path = folder / f"{Path(name).stem}-{frappe.generate_hash(length=12)}{Path(name).suffix}"
	return path


def _others_use(doc: Any) -> bool:
	return bool(frappe.db.exists("File", {"file_url": doc.file_url, "name": ("!=", doc.name)}))


def has_permission(doc: Any, ptype: str = "read", user: str | None = None) -> bool:
	"""An attached file goes with its document, another belongs to who uploaded it; a public one may be
	read.
	"""
	user = user or frappe.session.user
	if ptype in _READING and not cint(doc.is_private):
		return True
	if doc.attached_to_doctype and doc.attached_to_name:
		if not frappe.db.exists(doc.attached_to_doctype, doc.attached_to_name):
			return bool(doc.owner == user)
		wanted = "read" if ptype in _READING else "write"
		return frappe.has_permission(doc.attached_to_doctype, wanted, str(doc.attached_to_name), user)
	return ptype == "create" or bool(doc.owner == user)


def get_permission_query_conditions(user: str) -> str:
	"""Lists show one's own uploads; those of a document are found through the document."""
	if "System Manager" in frappe.get_roles(user):
		return ""
	return f"`tabFile`.`owner` = {frappe.db.escape(user)}"
