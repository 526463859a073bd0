from __future__ import annotations

from typing import Any

import frappe
from client_mgmt import values
from client_mgmt.client_archive.clients import duplicates, merging
from client_mgmt.client_archive.dossiers import entries, sources
from client_mgmt.domain.clients import contacts, credit_code
from client_mgmt.people import staff as people
from client_mgmt.workflow_policy import owned_fields
from frappe import _
from frappe.model.document import Document


class ClientContact(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		client: DF.Link | None
		contact_name: DF.Data
		contact_role: DF.Literal[
			"",
			"Decision Maker",
			"Technical Lead",
			"Business Owner",
			"Product Manager",
			"Architect",
			"Test Manager",
			"Other",
		]
		email: DF.Data | None
		is_primary: DF.Check
		job_title: DF.Data | None
		phone: DF.Data | None
		phone_key: DF.Data | None
		preferences: DF.SmallText | None
		user: DF.Link | None
		value_sources: DF.JSON | None
	# end: auto-generated types

	def validate(self) -> None:
		self.user = self.user or None
		owned_fields.keep_owned(self)
		merging.check_alive(self)
		self.check_reachable()
		self.check_login()
		self.check_client_stays()
		self.keep_one_primary()
		values.require_complete(self)

	def before_save(self) -> None:
		sources.stamp(self)
		self.phone_key = duplicates.phone_key(self.phone, self.client)

	def on_update(self) -> None:
		entries.record_part(self)
		self.take_primary_from_others()
		duplicates.note_contact(self)

	def on_trash(self) -> None:
		if self.is_primary and self.others():
			frappe.throw(_("Mark another contact of the client as primary before you delete this one."))

	def check_reachable(self) -> None:
		"""S004-13: what is given must be an address or a number."""
		if self.email and not contacts.is_email(self.email):
			frappe.throw(_("{0} is no e-mail address.").format(self.email))
		if self.phone and not contacts.is_phone(self.phone, self.region()):
			frappe.throw(_("{0} is no telephone number; a foreign one begins with +.").format(self.phone))

	def region(self) -> str | None:
		country = frappe.db.get_value("Client", self.client, "country") if self.client else None
		return "CN" if credit_code.is_chinese(country) else None

	def check_login(self) -> None:
		"""A Client Mgmt Manager gives a login: an enabled website user, never a member of staff."""
		before = values.stored(self)
		if (before.user if before else None) == self.user:
			return
		if not people.is_manager():
			frappe.throw(
				_("Only a Client Mgmt Manager links a contact with a login."), frappe.PermissionError
			)
		if self.user:
			login = people.login_facts(self.user)
			if not login["enabled"] or login["user_type"] != "Website User":
				frappe.throw(
					_("{0} is no enabled website user, so no contact can sign in with it.").format(self.user)
				)

	def check_client_stays(self) -> None:
		"""A contact who acts somewhere stays with the client whose contact they were then."""
		before = values.stored(self)
		if not before or not before.client or before.client == self.client:
			return
		used = frappe.db.exists("Project Member", {"contact": self.name}) or frappe.db.exists(
			"Signing Authority", {"contact": self.name}
		)
		if self.user or used:
			frappe.throw(
				_(
					"This contact is on a project, may sign or signs in, and stays with the client {0}."
				).format(before.client)
			)

	def others(self) -> list[dict[str, Any]]:
		"""The client's other contacts, held until this transaction ends."""
		if not self.client:
			return []
		frappe.db.get_value("Client", self.client, "name", for_update=True)
		rows = frappe.db.get_values(
			"Client Contact", {"client": self.client}, ["name", "is_primary"], as_dict=True, for_update=True
		)
		return [row for row in rows if row["name"] != self.name]

	def keep_one_primary(self) -> None:
		"""The first contact of a client is the primary one; the mark moves, it is never just dropped."""
		if self.client and not self.is_primary and contacts.must_be_primary(self.name, self.others()):
			before = values.stored(self)
			if before and before.is_primary and before.client == self.client:
				frappe.throw(_("Mark another contact as primary instead: the mark moves there."))
			self.is_primary = 1

	def take_primary_from_others(self) -> None:
		others = self.others() if self.is_primary else []
		for name in contacts.primaries_to_clear(self.name, bool(self.is_primary), others):
			frappe.db.set_value("Client Contact", name, "is_primary", 0)
