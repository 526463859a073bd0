from __future__ import annotations

import frappe
from client_mgmt import values
from client_mgmt.domain import channels
from client_mgmt.integrations import sealing, webhooks
from client_mgmt.workflow_policy.people import team_of
from frappe import _
from frappe.model.document import Document


class ProjectChannel(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from typing import Literal

		from frappe.types import DF

		enabled: DF.Check
		owner_user: DF.Link
		project: DF.Link
		sealed_secret: DF.SmallText | None
		sealed_url: DF.SmallText | None
		signing_secret: DF.Data | None
		tool: Literal["DingTalk", "Feishu", "WeCom", "Teams", "Slack"]
		webhook_url: DF.SmallText
	# end: auto-generated types

	def validate(self) -> None:
		self.check_sender()
		self.seal_url()
		self.seal_secret()

	def on_trash(self) -> None:
		if frappe.db.exists("Channel Message", {"channel": self.name}):
			frappe.throw(_("Messages went through this channel: switch it off instead."))

	def check_sender(self) -> None:
		"""S000-98: somebody of our side of the team answers for what is sent."""
		ours = {row["user"] for row in team_of(self.project) if row["party"] == "Vendor"}
		ours.add(frappe.db.get_value("Project Archive", self.project, "archive_owner"))
		if self.owner_user not in ours:
			frappe.throw(_("{0} is not on our side of the project's team.").format(self.owner_user))

	def seal_url(self) -> None:
		"""The address opens the group to whoever knows it: it is kept encrypted, and shown by its ends."""
		before = values.stored(self)
		if before and self.webhook_url == before.webhook_url:
			self.sealed_url = before.sealed_url
			if self.tool != before.tool:
				webhooks.check_url(self.tool, sealing.unseal(self.sealed_url))
			return
		url = (self.webhook_url or "").strip()
		webhooks.check_url(self.tool, url)
		self.sealed_url, self.webhook_url = sealing.seal(url), channels.masked(url)

	def seal_secret(self) -> None:
		before = values.stored(self)
		if before and (self.signing_secret or "") == (before.signing_secret or ""):
			self.sealed_secret = before.sealed_secret
		else:
			secret = (self.signing_secret or "").strip()
			self.sealed_secret, self.signing_secret = sealing.seal(secret), "…" if secret else None
