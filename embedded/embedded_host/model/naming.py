"""How a new document gets its name."""

from __future__ import annotations

import re
from typing import Any

from embedded_host.base import exceptions
from embedded_host.base.context import local
from embedded_host.base.dates import now_datetime
from embedded_host.base.messages import throw
from embedded_host.base.plain import random_name
from embedded_host.base.translate import _
from embedded_host.model import events

_FORMAT_PART = re.compile(r"\{([^{}]+)\}")
_AMENDED = re.compile(r"(.*)-(\d+)")
_DATED = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d", "WW": "%V", "JJJ": "%j"}
MAX_LENGTH = 140


def set_new_name(doc: Any) -> None:
	"""Names a new document: by its controller, else by the DocType's `autoname`; raises NameError,
	ValidationError.

	A posted name counts only where the DocType asks for one (`prompt`).
	"""
	if doc.flags.name_set:
		return
	events.run(doc, "before_naming")
	meta = doc.meta
	rule = (meta.get("autoname") or "").strip()
	if not _asks(rule):
		doc.name = None
	if meta.issingle:
		doc.name = doc.doctype
	elif doc.get("amended_from"):
		doc.name = _amended(doc)
	else:
		_by_rule(doc, rule)
	doc.name = validate_name(doc.doctype, doc.name)
	doc.flags.name_set = True


def _asks(rule: str) -> bool:
	return rule.lower() == "prompt"


def _by_rule(doc: Any, rule: str) -> None:
	events.run(doc, "autoname")
	if doc.__dict__.get("name") and not _asks(rule):
		return
	if _asks(rule):
		doc.name = doc.__dict__.get("name") or doc.get("__newname")
		if not doc.name:
			throw(_("Please set the document name"))
	elif rule.startswith("field:"):
		doc.name = _of_field(doc, rule[6:])
	elif rule.startswith("naming_series:"):
		doc.name = make_autoname(_series_of(doc, rule[14:] or "naming_series"), doc.doctype, doc)
	elif rule.startswith("format:"):
		doc.name = _formatted(rule[7:], doc)
	elif "#" in rule:
		doc.name = make_autoname(rule, doc.doctype, doc)
	else:
		doc.name = random_name()


def _of_field(doc: Any, fieldname: str) -> str:
	value = doc.get(fieldname)
	value = value.strip() if isinstance(value, str) else value
	if value in (None, ""):
		throw(_("{0} is required").format(_(doc.meta.get_label(fieldname))))
	doc.set(fieldname, value)
	return str(value)


def _series_of(doc: Any, fieldname: str) -> str:
	series = doc.get(fieldname)
	if not series:
		df = doc._plan.by_name.get(fieldname)
		series = (df.options or "").split("\n")[0].strip() if df else ""
		if not series:
			throw(_("Naming Series mandatory"))
		doc.set(fieldname, series)
	return str(series)


def _amended(doc: Any) -> str:
	"""`<original>-1`, `-2` …: the number counts up along the chain of amendments."""
	original = local.db.get_value(doc.doctype, doc.amended_from, ["name", "amended_from"], as_dict=True)
	base, number = doc.amended_from, 1
	if original and original.amended_from and (found := _AMENDED.fullmatch(doc.amended_from)):
		base, number = found.group(1), int(found.group(2)) + 1
	return f"{base}-{number}"


def make_autoname(key: str, doctype: str = "", doc: Any = None) -> str:
	"""The next name of a series such as `CLI-.#####` or `PRJ-.YYYY.-.####`; `hash` gives a random one."""
	if key == "hash":
		return random_name()
	if "#" not in key:
		key += ".#####"
	elif "." not in key:
		throw(_("Invalid naming series {0}: a dot (.) must stand before the #").format(key))
	name = ""
	for part in key.split("."):
		if part and not part.strip("#"):
			name += str(local.db.next_series(name)).zfill(len(part))
		else:
			name += _part(part, doc)
	return name


def _part(part: str, doc: Any) -> str:
	if part in _DATED:
		return now_datetime().strftime(_DATED[part])
	if part == "timestamp":
		return str(now_datetime())
	field = part[1:-1] if part.startswith("{") and part.endswith("}") else part
	if doc is not None and field and field in doc._plan.column_set:
		value = doc.get(field)
		return "" if value is None else str(value).strip()
	return part


def _formatted(template: str, doc: Any) -> str:
	"""`X-{####}`, `{title}-{YYYY}`: the counters of all such DocTypes share one nameless series (v15.41)."""

	def replace(match: re.Match[str]) -> str:
		part = match.group(1)
		if not part.strip("#"):
			return str(local.db.next_series("")).zfill(len(part))
		return _part(part, doc)

	return _FORMAT_PART.sub(replace, template)


def validate_name(doctype: str, name: Any) -> str:
	"""The name without blanks around it; raises NameError, ValidationError for one that cannot be."""
	if name in (None, ""):
		throw(_("No Name Specified for {0}").format(_(doctype)))
	name = str(name).strip()
	if not name:
		throw(_("Name of {0} cannot be empty").format(_(doctype)), exceptions.NameError)
	if "<" in name or ">" in name:
		throw(_("Name cannot contain special characters like {0}").format("'<', '>'"), exceptions.NameError)
	if len(name) > MAX_LENGTH:
		throw(
			_("Name of {0} cannot be longer than {1} characters").format(_(doctype), MAX_LENGTH),
			exceptions.CharacterLengthExceededError,
			_("Value too big"),
		)
	return name
