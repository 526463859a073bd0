"""Who is here and what there is: the first answer that the app asks for."""

from __future__ import annotations

import csv
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import frappe
from client_mgmt.interface import finding, reading, states, titles
from client_mgmt.people.asking import asking
from client_mgmt.people.permissions import CLIENT, STAFF
from client_mgmt.people.viewer import viewer_of
from frappe import _
from frappe.model.workflow import get_workflow_name
from frappe.utils import get_fullname, get_system_timezone
from frappe.utils.password import check_password

LANGUAGES = ("zh", "en")
DEMO_HOOK = "client_mgmt_demo_people"
DEMO_PASSWORD = "demo_password"  # in the site's configuration, where the demo's password was generated
REMEMBERED = 600  # seconds; meanwhile somebody may be told what is not their password any more


@asking()
def boot() -> dict[str, Any]:
	"""See `client_mgmt.api.ui.boot`."""
	user = frappe.session.user
	lang = "zh" if str(frappe.local.lang or "en").startswith("zh") else "en"
	people = demo_people()
	found = {
		"user": user,
		"side": "Guest",
		"lang": lang,
		"messages_hash": messages_hash(lang),
		"site_name": frappe.local.site,
		"demo": bool(people),
		"demo_people": [{**one, **_told(one["user"])} for one in people] if user == "Guest" else [],
	}
	return found if user == "Guest" else {**found, **_of_person(user)}


def _of_person(user: str) -> dict[str, Any]:
	viewer = viewer_of()
	return {
		"side": "Client" if viewer.client_side else "Vendor",
		"full_name": get_fullname(user),
		"roles": sorted(viewer.roles),
		"time_zone": get_system_timezone(),
		"currency": frappe.get_meta("Project Archive").get_field("currency").default or "CNY",
		"csrf_token": frappe.session.data.get("csrf_token") or "",
		"doctypes": _doctypes(viewer.client_side),
		"state_colours": states.colours(),
	}


def _doctypes(client_side: bool) -> list[dict[str, Any]]:
	"""The DocTypes that this person opens or fills in."""
	names = dict.fromkeys([*(CLIENT if client_side else STAFF), *finding.doctypes(), *_more(client_side)])
	found = []
	for name in names:
		read, create = reading.is_open(name), reading.is_open(name, "create")
		if read or create:
			meta = frappe.get_meta(name)
			about = {"name": name, "label": _(name)}
			module = {"module": meta.module, "module_label": _(meta.module)}
			single = bool(meta.issingle)
			can_create = create and not single and not meta.get("in_create")
			rights = {"can_create": can_create, "can_read": read, "is_single": single}
			workflow = {"has_workflow": bool(get_workflow_name(name))}
			found.append({**about, **module, **rights, **workflow, "title_field": titles.title_field(name)})
	return found


def _more(client_side: bool) -> list[str]:
	"""The app's other DocTypes (rules, settings, choices) and an administrator's own; staff's alone."""
	if client_side:
		return []
	modules = ["Client Archive", "Change Control", "Engagement", "Workflow Policy"]
	theirs = {"module": ("in", modules), "custom": 1}
	asked: dict[str, Any] = {"filters": {"istable": 0}, "or_filters": theirs, "order_by": "name"}
	return frappe.get_all("DocType", **asked, pluck="name", limit_page_length=0)


def demo_people() -> list[dict[str, Any]]:
	"""Whom to sign in as on a demo site: the logins that the demo made, where it did."""
	paths = frappe.get_hooks(DEMO_HOOK) or []
	return [person for path in paths for person in frappe.get_attr(path)()]


def _told(user: str) -> dict[str, str]:
	"""`{password}` of somebody of the demo: the one generated with the site, as long as it is theirs.

	A password that a person chose is not known here, be it DEMO_PASSWORD or their own. That it still is
	theirs is asked of the host, and kept for a while: hashing takes its time."""
	password = str(frappe.conf.get(DEMO_PASSWORD) or "")
	if not password:
		return {}
	key = f"client_mgmt_demo_password:{user}"
	said = frappe.cache.get_value(key)
	if said is None:
		said = "yes" if _is_theirs(user, password) else "no"
		frappe.cache.set_value(key, said, expires_in_sec=REMEMBERED)
	return {"password": password} if said == "yes" else {}


def _is_theirs(user: str, password: str) -> bool:
	try:
		check_password(user, password, delete_tracker_cache=False)
	except frappe.AuthenticationError:
		frappe.clear_messages()
		return False
	return True


def messages(lang: str) -> dict[str, str]:
	"""Source → translation of the strings that the web app shows of its own (`locale/client.json`); {} in
	English. Without that list, as in a tree without the web app, all strings of the app."""
	return _messages(_language(lang))


def messages_hash(lang: str) -> str:
	"""Changes whenever `messages` does."""
	return hashlib.sha256(json.dumps(messages(lang), sort_keys=True).encode()).hexdigest()[:16]


def _language(lang: str) -> str:
	return "zh" if str(lang).startswith("zh") else "en"


@lru_cache(maxsize=4)
def _messages(lang: str) -> dict[str, str]:
	folder = Path(__file__).resolve().parents[1]
	table, shown = folder / "translations" / f"{lang}.csv", folder / "locale" / "client.json"
	if not table.exists():
		return {}
	known = set(json.loads(shown.read_text(encoding="utf-8"))) if shown.exists() else None
	with table.open(encoding="utf-8", newline="") as file:
		pairs = [(row[0], row[1]) for row in csv.reader(file) if len(row) > 1]
	return {source: text for source, text in pairs if known is None or source in known}
