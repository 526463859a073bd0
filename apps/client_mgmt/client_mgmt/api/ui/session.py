"""The first answers that the app asks for; guests may ask too."""

from typing import Any

import frappe
from client_mgmt.interface import answers, session


@frappe.whitelist(allow_guest=True, methods=["GET", "POST"])
def boot() -> dict[str, Any]:
	"""Who is here and what there is: `{user, full_name, side, roles, lang, time_zone, currency, csrf_token,
	site_name, doctypes, state_colours, messages_hash, demo, demo_people}`. Guests learn their language and,
	on a demo site, whom to sign in as, with the password where it was generated with the site and still is
	theirs."""
	return session.boot()


@frappe.whitelist(allow_guest=True, methods=["GET", "POST"])
def messages(lang: str, hash: str = "") -> Any:
	"""The app's strings `{source: translation}` in "zh" or "en". With the `hash` that `boot` told, the answer
	stays good for good."""
	found = session.messages(lang)
	return answers.tagged(found, lasting=bool(hash) and hash == session.messages_hash(lang))
