"""Data fields whose options name a format: Email, Phone, URL, Name; and JSON fields."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from embedded_host.base import exceptions
from embedded_host.base import html as html_utils
from embedded_host.base.addresses import validate_email_address
from embedded_host.base.messages import bold, throw
from embedded_host.base.translate import _

_PHONE = re.compile(r"[0-9 +()_,.\-*#]{1,20}")
_PERSON = re.compile(r"[\w][\w'\-., ]*")


def check(row: Any) -> None:
	"""Data fields with the option Email, Phone, URL or Name hold one, JSON fields hold JSON."""
	for df in row._plan.data_options:
		value = row.get(df.fieldname)
		if value and isinstance(value, str):
			_FORMATS[df.options](value, row)
	for df in row._plan.json_fields:
		if row.get(df.fieldname):
			_json(df, row)


def _email(value: str, row: Any) -> None:
	for address in value.replace("\n", ",").split(","):
		if address.strip():
			validate_email_address(address.strip(), throw=True)


def _phone(value: str, row: Any) -> None:
	if not _PHONE.fullmatch(value.strip()):
		throw(
			_("{0} is not a valid Phone Number").format(html_utils.escape_html(value)),
			exceptions.InvalidPhoneNumberError,
		)


def _url(value: str, row: Any) -> None:
	"""A host, or an absolute path of this site."""
	try:
		url = urlsplit(value)
	except ValueError:
		url = urlsplit("")
	if not (url.netloc or (not url.scheme and url.path.startswith("/"))):
		shown = bold(html_utils.escape_html(value))
		throw(_("'{0}' is not a valid URL").format(shown))


def _name(value: str, row: Any) -> None:
	if not _PERSON.fullmatch(value.strip()):
		throw(_("{0} is not a valid Name").format(html_utils.escape_html(value)), exceptions.InvalidNameError)


_FORMATS = {"Email": _email, "Phone": _phone, "URL": _url, "Name": _name}


def _json(df: Any, row: Any) -> None:
	try:
		json.loads(row.get(df.fieldname))
	except ValueError:
		throw(_("{0} must be valid JSON").format(bold(_(df.label))))
