from __future__ import annotations

from urllib.parse import urlsplit

import frappe
from client_mgmt.integrations import webhooks
from client_mgmt.people.team import team_of
from frappe import _
from frappe.model.document import Document


class ProjectChannel(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		enabled: DF.Check
		host: DF.Data | None
		owner_user: DF.Link
		project: DF.Link
		signing_secret: DF.Password | None
		tool: DF.Literal["DingTalk", "Feishu", "WeCom", "Teams", "Slack"]
		webhook_url: DF.Password
	# end: auto-generated types

	def validate(self) -> None:
		self.check_sender()
		url = self.secret("webhook_url")
		webhooks.check_url(self.tool, url)
		self.host = urlsplit(url).hostname

	def on_trash(self) -> None:
		if frappe.db.exists("Channel Message", {"channel": self.name}):
			frappe.throw(_("Messages went through this channel: switch it off instead."))

	def check_sender(self) -> None:
		"""S000-98: somebody of our side of the team answers for what is sent."""
		ours = {row["user"] for row in team_of(self.project) if row["party"] == "Vendor"}
		ours.add(frappe.db.get_value("Project Archive", self.project, "archive_owner"))
		if self.owner_user not in ours:
			frappe.throw(_("{0} is not on our side of the project's team.").format(self.owner_user))

	def secret(self, field: str) -> str:
		"""The address or the signing secret, as just given or as stored; "" where there is none. A stored one
		is shown as asterisks."""
		shown = (self.get(field) or "").strip()
		if shown.strip("*") or not shown:
			return shown
		return self.get_password(field, raise_exception=False) or ""
