from __future__ import annotations

import frappe
from client_mgmt import values
from client_mgmt.client_archive.clients import merging
from client_mgmt.domain.dossier import dossier
from client_mgmt.domain.evidence import authority
from client_mgmt.domain.workflow import reasons
from client_mgmt.people import staff as people
from client_mgmt.workflow_policy import ledger, owned_fields
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, now_datetime

LEAST_REASON = 4  # letters and digits


def grant_sentence(rule: str) -> str:
	"""The sentence for a broken rule."""
	sentences = {
		"role": _("Only a Client Mgmt Manager grants a signing authority."),
		"self": _("Nobody grants a signing authority to themselves."),
		"team": _("Whoever is on the project's team cannot grant a signing authority for it."),
	}
	return sentences[rule]


class SigningAuthority(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		chain_count: DF.Int
		chain_head: DF.Data | None
		client: DF.Link
		contact: DF.Link | None
		granted_by: DF.Link | None
		letter: DF.Attach | None
		no_letter: DF.Literal["", "Legal Representative", "Named in the Contract", "Letter Follows", "Other"]
		no_letter_reason: DF.SmallText | None
		party: DF.Literal["", "Client", "Vendor"]
		project: DF.Link | None
		revoked_on: DF.Datetime | None
		revoked_reason: DF.SmallText | None
		user: DF.Link | None
		valid_from: DF.Date
		valid_to: DF.Date | None
	# end: auto-generated types

	def validate(self) -> None:
		owned_fields.keep_owned(self, {"granted_by": frappe.session.user})
		if self.is_new():
			self.check_person()
			self.check_reach()
			self.check_letter()
			self.check_granter()
		else:
			self.check_only_revoked()
		values.require_complete(self)

	def before_save(self) -> None:
		if self.is_new():
			self.granted_by = frappe.session.user
		elif self.is_revoked_now():
			self.revoked_on = authority.revocation_instant(get_datetime(self.revoked_on), now_datetime())

	def after_insert(self) -> None:
		ledger.append(self, "Granted", granted=values.facts(self, self.granted_fields()))

	def on_update(self) -> None:
		if self.is_revoked_now():
			ledger.append(self, "Revoked", reason=self.revoked_reason)

	def on_trash(self) -> None:
		frappe.throw(_("A signing authority is evidence and is never deleted. Revoke it."))

	def granted_fields(self) -> list[str]:
		fields, kept = values.data_fields(self.doctype), owned_fields.owned(self.doctype)
		return [field for field in fields if field not in authority.REVOCATION and field not in kept]

	def is_revoked_now(self) -> bool:
		before = values.stored(self)
		return bool(self.revoked_on and before and not before.revoked_on)

	def check_person(self) -> None:
		"""One person: a contact of this client, or one of our users."""
		if self.party == "Client":
			if self.user or not self.contact:
				frappe.throw(_("A client signs by a contact: name one, and no user."))
			contact = frappe.get_doc("Client Contact", self.contact)
			if contact.client != self.client:
				frappe.throw(_("{0} is no contact of the client {1}.").format(self.contact, self.client))
			values.require_complete(contact, {"user": "-"})
		elif self.contact or not self.user:
			frappe.throw(_("The vendor signs by a user: name one, and no contact."))
		elif not people.is_staff(self.user):
			frappe.throw(
				_("{0} is no enabled user of ours and cannot sign for the vendor.").format(self.user)
			)

	def check_reach(self) -> None:
		"""For which projects, from when to when, and by which letter."""
		merging.check_alive(self)
		if self.project and frappe.db.get_value("Project Archive", self.project, "client") != self.client:
			frappe.throw(_("{0} is no project of the client {1}.").format(self.project, self.client))
		if self.valid_to and not dossier.is_ordered(getdate(self.valid_from), getdate(self.valid_to)):
			frappe.throw(_("{0} lies before {1}.").format(_("Valid To"), _("Valid From")))
		if self.revoked_on or self.revoked_reason:
			frappe.throw(_("A new signing authority cannot be revoked already."))

	def check_letter(self) -> None:
		"""By which letter, or by which exception and why."""
		if not self.letter:
			if not self.no_letter or reasons.weight(self.no_letter_reason) < LEAST_REASON:
				frappe.throw(
					_("A signing authority needs its letter, or a named exception and the reason for it.")
				)
		elif self.no_letter or self.no_letter_reason:
			frappe.throw(_("An authority with a letter needs no exception."))
		elif not self.letter.startswith("/private/files/"):
			frappe.throw(_("The letter of authorisation must be a private file."))
		elif not frappe.db.exists("File", {"file_url": self.letter}):
			frappe.throw(_("There is no such file: upload the letter of authorisation first."))

	def check_granter(self) -> None:
		granter = frappe.session.user
		signer = frappe.db.get_value("Client Contact", self.contact, "user") if self.contact else self.user
		fault = authority.grant_fault(
			granter, frappe.get_roles(granter), self.granter_projects(granter), signer, self.project
		)
		if fault:
			frappe.throw(grant_sentence(fault), frappe.PermissionError)

	def granter_projects(self, granter: str) -> list[str]:
		"""The client's projects whose team names the granter."""
		filters = {"parenttype": "Project Archive", "user": granter}
		named = frappe.get_all("Project Member", filters=filters, pluck="parent")
		return frappe.get_all(
			"Project Archive", filters={"client": self.client, "name": ("in", named)}, pluck="name"
		)

	def check_only_revoked(self) -> None:
		changed = values.changed(self)
		settled = [field for field in changed if field not in authority.REVOCATION]
		if settled:
			frappe.throw(
				_("{0} cannot change: a signing authority is granted once and then only revoked.").format(
					values.labels(self, settled)
				)
			)
		before = values.stored(self)
		if changed and before and before.revoked_on:
			frappe.throw(_("This signing authority is revoked for good."))
		if changed and not reasons.weight(self.revoked_reason) and self.revoked_reason:
			frappe.throw(_("A reason says something in words."))
		if changed and not self.revoked_on:
			frappe.throw(_("Say with the reason from when the authority is revoked."))
