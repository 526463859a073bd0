from __future__ import annotations

import frappe
from client_mgmt import values
from client_mgmt.integrations import imap
from client_mgmt.people import staff as people
from client_mgmt.workflow_policy import engine, owned_fields
from frappe import _
from frappe.model.document import Document

WHERE = ("host", "port", "security", "username")


class DossierMailbox(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		enabled: DF.Check
		folder: DF.Data
		host: DF.Data
		last_error: DF.SmallText | None
		last_read_on: DF.Datetime | None
		last_uid: DF.Data | None
		mailbox_name: DF.Data
		password: DF.Password
		port: DF.Int
		receiver: DF.Link
		security: DF.Literal["TLS", "STARTTLS"]
		uid_validity: DF.Data | None
		username: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		owned_fields.keep_owned(self)
		self.check_account()
		self.check_secret_stays_home()
		if not people.is_staff(self.receiver):
			frappe.throw(_("{0} is no enabled user of ours and cannot receive mail.").format(self.receiver))

	def check_account(self) -> None:
		"""Names of hosts and folders as IMAP takes them; no line ends that would become commands."""
		if not 0 < self.port < 65536:
			frappe.throw(_("{0} is no port: 993 is usual.").format(self.port))
		if not imap.FOLDER.fullmatch(self.folder or ""):
			frappe.throw(_("The folder's name is written in ASCII, as the server lists it."))
		for field in ("host", "username"):
			if any(not character.isprintable() or character == " " for character in self.get(field) or ""):
				frappe.throw(_("{0} holds a blank or a line end.").format(values.labels(self, [field])))

	def check_secret_stays_home(self) -> None:
		"""A stored password is never sent to another server, or for another name, than it was entered for."""
		given = (self.password or "").strip("*")
		if values.stored(self) and not engine.is_acting() and values.changed(self, WHERE) and not given:
			frappe.throw(_("Enter the password again: the account is another one."))
