"""Somebody signs for somebody of the same party, for a time. Kept in the ledger, ended by revoking."""

from __future__ import annotations

import frappe
from client_mgmt.domain.evidence.signoff import CLIENT, VENDOR
from client_mgmt.people import team as people
from client_mgmt.people import words
from client_mgmt.workflow_policy import engine, ledger, receipts, signers
from client_mgmt.workflow_policy.append_only import Kept
from frappe import _
from frappe.utils import date_diff, formatdate, get_datetime, now_datetime

FIXED = ("owner", "party", "delegator", "delegate", "project", "valid_from", "valid_to", "reason")
KEPT = ("chain_head", "chain_count")


class ApprovalDelegation(Kept):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		chain_count: DF.Int
		chain_head: DF.Data | None
		delegate: DF.Link
		delegator: DF.Link
		party: DF.Literal["Client", "Vendor"]
		project: DF.Link | None
		reason: DF.SmallText | None
		revoked_on: DF.Datetime | None
		revoked_reason: DF.SmallText | None
		valid_from: DF.Date
		valid_to: DF.Date
	# end: auto-generated types

	def validate(self) -> None:
		if self.is_new():
			self.check_people()
			self.check_granter()
			self.check_dates()
		else:
			self.check_only_revoked()

	def after_insert(self) -> None:
		ledger.append(self, "Granted", reason=self.reason, **self.facts())
		with words.reading_as(self.delegator):
			sentence = _("{0} signs for you from {1} to {2}, as you have said.")
			dates = formatdate(self.valid_from), formatdate(self.valid_to)
			self.tell_delegator(sentence.format(words.named(self.delegate), *dates))

	def on_update(self) -> None:
		before = self.get_doc_before_save()
		if before and self.revoked_on and not before.revoked_on:
			ledger.append(self, "Revoked", reason=self.revoked_reason, **self.facts())
			with words.reading_as(self.delegator):
				sentence = _("{0} signs for you no longer.").format(words.named(self.delegate))
				self.tell_delegator(sentence)

	def refuse_loss(self) -> None:
		"""A delegation is evidence: it is revoked, never removed."""
		frappe.throw(_("A delegation is never renamed or deleted: revoke it."))

	def facts(self) -> dict[str, str]:
		"""What the ledger keeps, as text."""
		fields = ("party", "delegator", "delegate", "project", "valid_from", "valid_to", "revoked_on")
		return {field: ledger.text(self.get(field)) for field in fields}

	def check_people(self) -> None:
		"""Delegation never crosses parties, nor clients (domain model, guarantee 1)."""
		if self.delegator == self.delegate:
			frappe.throw(_("Nobody delegates to themselves."))
		sides = [_side(self.delegator), _side(self.delegate)]
		if sides[0] != sides[1] or sides[0][0] != self.party:
			frappe.throw(_("{0} is nobody of your party.").format(self.delegate))

	def check_granter(self) -> None:
		"""A party delegates for itself: nobody, an administrator included, gives away another person's
		signature; the client's is given by who may sign for that client (domain model, guarantee 1)."""
		if frappe.session.user != self.delegator:
			frappe.throw(
				_("A delegation is entered by who delegates, and by nobody else."), frappe.PermissionError
			)
		if self.party == CLIENT and not signers.holds_authority(self.delegator, self.project):
			frappe.throw(
				_("You hold no Signing Authority that is valid now: there is nothing to delegate."),
				frappe.PermissionError,
			)
		if not frappe.db.get_value("User", self.delegate, "enabled"):
			frappe.throw(_("{0} has no login that could sign.").format(self.delegate))

	def tell_delegator(self, sentence: str) -> None:
		"""Mails whose signature it is, whoever has ended the delegation."""
		recipient = frappe.db.get_value("User", self.delegator, "email")
		subject = f"{_(self.doctype)} {self.name}"
		receipts.queue_mail([recipient], subject, [sentence, self.revoked_reason or self.reason or ""])

	def check_dates(self) -> None:
		"""Whole days in the site's time zone, both included."""
		if date_diff(self.valid_to, self.valid_from) < 0:
			frappe.throw(_("Valid To lies before Valid From."))
		if self.revoked_on or self.chain_head or self.chain_count:
			frappe.throw(_("A new delegation is not revoked yet."))

	def check_only_revoked(self) -> None:
		"""A stored delegation changes in one way: it is revoked, from now on."""
		stored = self.get_doc_before_save()
		kept = FIXED if engine.is_acting() else (*FIXED, *KEPT)
		if any(ledger.text(self.get(field)) != ledger.text(stored.get(field)) for field in kept):
			frappe.throw(_("A delegation is not changed: revoke it and enter another one."))
		if stored.revoked_on and ledger.text(self.revoked_on) != ledger.text(stored.revoked_on):
			frappe.throw(_("A revocation stands."))
		if self.revoked_on and not stored.revoked_on:
			self.revoked_on = max(get_datetime(self.revoked_on), now_datetime())


def _side(user: str) -> tuple[str, str]:
	"""The party of a login and its client ("" for the vendor)."""
	contacts = people.contacts_of(user)
	if frappe.db.get_value("User", user, "user_type") == "System User" and user != "Administrator":
		return ("" if contacts else VENDOR), ""
	return (CLIENT, contacts[0]["client"]) if len(contacts) == 1 else ("", "")
