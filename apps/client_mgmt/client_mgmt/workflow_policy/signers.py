"""Who may sign a round for whom: the facts about a login, collected and checked ("Dual signature", 1)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from client_mgmt.domain.evidence import delegation, signoff
from client_mgmt.domain.evidence.delegation import Holder
from client_mgmt.domain.evidence.signoff import CLIENT, Side
from client_mgmt.domain.workflow import team
from client_mgmt.people import team as people
from client_mgmt.people.asking import get_value, locks, remembered
from frappe import _
from frappe.utils import get_fullname, now_datetime

Row = Mapping[str, Any]
AUTHORITY_FIELDS = ["name", "contact", "user", "valid_from", "valid_to", "revoked_on", "granted_by"]


@dataclass(frozen=True)
class Signer:
	"""Somebody who may sign now, as the Signature Record names them."""

	user: str
	name: str
	party: str
	contact: str
	role: str
	authority: str
	on_behalf_of: str


class NotASigner(Exception):
	"""Why this login may not sign, as a sentence in the user's language."""


def find(doc: Row, rule: Row, user: str) -> Signer:
	"""The signer that a login is for a document under a rule; raises NotASigner otherwise."""
	project = people.project_of(doc["doctype"], doc)
	client = get_value("Project Archive", project, "client") if project else None
	party, contact = _party(user, client or "")
	if party not in rule["parties"]:
		raise NotASigner(_("{0} does not sign here.").format(_(party)))
	members = people.team_of(project)
	seats = team.seats(members, user, contact["name"] if contact else None)
	if not seats:
		raise NotASigner(_("You are not on the team of project {0}.").format(project or ""))
	me = Holder(user, contact["name"] if contact else "")
	if rule.get("signers") == "Attendees":
		authority, behalf = _attended(doc, me), ""
	else:
		authority, behalf = _authorised(party, me, project or "", client or "")
	return Signer(
		user=user,
		name=contact["contact_name"] if contact else get_fullname(user),
		party=party,
		contact=me.contact,
		role=", ".join(dict.fromkeys(seat["project_role"] for seat in seats)),
		authority=authority,
		on_behalf_of=behalf,
	)


def may_sign(doc: Row, rule: Row, user: str) -> bool:
	"""Whether a login may sign now, as `find` says."""
	try:
		return bool(find(doc, rule, user))
	except NotASigner:
		return False


def party_of(doc: Row, user: str) -> str | None:
	"""The party that a login stands for on a document's project, whether or not it may sign."""
	project = people.project_of(doc["doctype"], doc)
	client = get_value("Project Archive", project, "client") if project else None
	try:
		return _party(user, client or "")[0]
	except NotASigner:
		return None


def _party(user: str, client: str) -> tuple[str, Row | None]:
	account = get_value("User", user, ["user_type", "enabled"], as_dict=True)
	contacts = people.contacts_of(user)
	side = signoff.party_of(user, account.user_type if account else "", contacts, client)
	if isinstance(side, Side):
		raise NotASigner(_no_party(side).format(get_fullname(user)))
	return side, contacts[0] if side == CLIENT else None


def _no_party(side: Side) -> str:
	sentences = {
		Side.SYSTEM_ACCOUNT: _("{0} signs for nobody."),
		Side.BOTH: _("{0} is linked to contacts in a way that leaves open for whom they sign."),
		Side.OTHER_CLIENT: _("{0} is a contact of another client."),
		Side.NO_CONTACT: _("{0} is no contact of this client."),
	}
	return sentences[side]


def _attended(doc: Row, me: Holder) -> str:
	"""An attendee needs no authority; the record names none."""
	column, person = ("contact", me.contact) if me.contact else ("user", me.user)
	if not any(row.get(column) == person and row.get("present") for row in doc.get("attendees") or []):
		raise NotASigner(_("Only who attended signs: you are not among those present."))
	return ""


def _authorised(party: str, me: Holder, project: str, client: str) -> tuple[str, str]:
	"""(authority, on behalf of). Dates and times are in the site's time zone."""
	authorities = _authorities(party, client, project)
	holders = [me, *_delegators(party, me, project, client)]
	now = now_datetime()
	found = delegation.authority_for(holders, authorities, me.user, now)
	if not found:
		raise NotASigner(
			_("You hold no Signing Authority that is valid now for {0} in this project.").format(_(party))
		)
	holder, authority = found
	_check_fresh("Signing Authority", authority["name"], now)
	if holder.delegation:
		_check_fresh("Approval Delegation", holder.delegation, now)
	return authority["name"], holder.user if holder.delegation else ""


def holds_authority(user: str, project: str | None) -> bool:
	"""Whether a login itself may sign now, for this project or where none is named for any, by an authority
	of its own that somebody else granted."""
	contacts = people.contacts_of(user)
	try:
		party, contact = _party(user, contacts[0]["client"] if contacts else "")
	except NotASigner:
		return False
	client = contact["client"] if contact else None
	if project and contact and frappe.db.get_value("Project Archive", project, "client") != client:
		return False
	me = Holder(user, contact["name"] if contact else "")
	found = _authorities(party, client, project)
	return delegation.authority_for([me], found, user, now_datetime()) is not None


@remembered
def _authorities(party: str, client: str | None, project: str | None) -> list[Row]:
	"""The authorities of a party for a client's project; those for any of them where none is named."""
	of_client = {"client": client} if client else {}
	return [
		row
		for row in frappe.get_all(
			"Signing Authority",
			filters={"party": party, **of_client},
			fields=[*AUTHORITY_FIELDS, "project"],
			order_by="creation asc",
		)
		if not project or row.project in (None, "", project)
	]


def _check_fresh(doctype: str, name: str, at: datetime.datetime) -> None:
	"""Reads what counts once more, under lock: another transaction may have revoked it meanwhile. Who only
	asks has read it just now."""
	if not locks():
		return
	fields = ["valid_from", "valid_to", "revoked_on"]
	row = frappe.db.get_value(doctype, name, fields, as_dict=True, for_update=True)
	if not row or not delegation.valid_at(row, at):
		raise NotASigner(_("{0} {1} has just been revoked.").format(_(doctype), name))


def _delegators(party: str, me: Holder, project: str, client: str) -> list[Holder]:
	"""Who delegated to this person themselves, as far as they still stand for the same party and client: what
	an administrator once entered for somebody else gives nothing."""
	now, found = now_datetime(), []
	for row in _delegations(me.user, party):
		given = row.owner == row.delegator and row.project in (None, "", project)
		if not given or not delegation.valid_at(row, now):
			continue
		try:
			side, contact = _party(row.delegator, client)
		except NotASigner:
			continue
		if side == party and frappe.db.get_value("User", row.delegator, "enabled"):
			found.append(Holder(row.delegator, contact["name"] if contact else "", row.name))
	return found


@remembered
def _delegations(delegate: str, party: str) -> list[Any]:
	found: list[Any] = frappe.get_all(
		"Approval Delegation",
		filters={"delegate": delegate, "party": party},
		fields=["name", "owner", "delegator", "project", "valid_from", "valid_to", "revoked_on"],
		order_by="creation asc",
	)
	return found
