"""Collects what is signed: the fields, the rows and the attachments of a document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import frappe
from client_mgmt.domain import Readable
from client_mgmt.domain.evidence import signed_content, signoff
from client_mgmt.domain.evidence.signed_content import BUILT_IN, NO_VALUE
from client_mgmt.people.asking import remembered
from client_mgmt.workflow_policy import owned_fields
from frappe.utils import get_files_path

TABLES = ("Table", "Table MultiSelect")


def schema_of(doctype: str, fieldnames: Iterable[str]) -> dict[str, Any]:
	"""The types of these fields, of tables those of their rows; names that the DocType lacks are left out."""
	meta = frappe.get_meta(doctype)
	found: dict[str, Any] = {}
	for name in fieldnames:
		field = meta.get_field(name)
		if field and field.fieldtype in TABLES:
			rows = frappe.get_meta(field.options).fields
			found[name] = {row.fieldname: row.fieldtype for row in rows if row.fieldtype not in NO_VALUE}
		elif field:
			found[name] = field.fieldtype
	return found


def signed_fields(doctype: str, rule: Mapping[str, Any], state_field: str) -> list[str]:
	"""The fields that a sign-off rule signs: the built-in ones and those that it adds. A DocType without
	built-in ones whose rule names none signs every field but the engine's and the state."""
	named = [*BUILT_IN.get(doctype, ()), *signoff.lines(rule.get("signed_fields"))]
	if not named:
		apart = {state_field, *owned_fields.owned(doctype)}
		fields = frappe.get_meta(doctype).fields
		named = [f.fieldname for f in fields if f.fieldtype not in NO_VALUE and f.fieldname not in apart]
	return list(dict.fromkeys(named))


def new_content(doc: Readable, rule: Mapping[str, Any], state_field: str, **about: Any) -> dict[str, Any]:
	"""The content of a round that opens now; `about` holds round, parties and policy_version."""
	doctype, name = doc.get("doctype"), doc.get("name")
	about |= {"doctype": doctype, "name": name, "purpose": rule["purpose"], "revision": doc.get("revision")}
	schema = schema_of(doctype, signed_fields(doctype, rule, state_field))
	return signed_content.build(about, doc, schema, attachments(doctype, name))


def current_content(doc: Readable, signed: Mapping[str, Any]) -> dict[str, Any]:
	"""The content as it is now, of exactly the fields that an earlier content holds."""
	doctype, name = doc.get("doctype"), doc.get("name")
	schema = signed_content.narrowed(schema_of(doctype, signed["fields"]), signed)
	about = {**signed, "revision": doc.get("revision"), "name": name, "doctype": doctype}
	return signed_content.build(about, doc, schema, attachments(doctype, name))


@remembered
def attachments(doctype: str, name: str) -> list[tuple[str, str]]:
	"""The files attached to a document: file name and SHA-256 of the bytes; of a linked file, of its URL."""
	files = frappe.get_all(
		"File",
		filters={"attached_to_doctype": doctype, "attached_to_name": name, "is_folder": 0},
		fields=["file_name", "file_url"],
	)
	return sorted((file.file_name or "", file_digest(file.file_url or "")) for file in files)


def file_digest(url: str) -> str:
	"""The SHA-256 of a file's bytes, "missing" where they are gone; of a link elsewhere that of its URL."""
	path = file_path(url)
	if not path:
		return hashlib.sha256(url.encode()).hexdigest()
	return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"


def file_path(url: str) -> Path | None:
	"""Where this site keeps the file of a URL; None for a link elsewhere."""
	if not url.startswith(("/files/", "/private/files/")):
		return None
	return Path(get_files_path(PurePosixPath(url).name, is_private=int(url.startswith("/private/"))))
