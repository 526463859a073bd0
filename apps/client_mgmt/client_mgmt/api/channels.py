"""Messages to the groups of a project. For the project's own staff."""

from typing import Any

import frappe
from client_mgmt.integrations import webhooks
from client_mgmt.people.viewer import staff_only
from frappe import _


@frappe.whitelist(methods=["POST"])
def preview(channel: str, title: str, text: str) -> dict[str, Any]:
	"""What would be sent to a Project Channel `{tool, to, sender, body}`; sends nothing (S000-98).

	Raises PermissionError for who may not read the channel.
	"""
	staff_only()
	doc = frappe.get_doc("Project Channel", channel)
	doc.check_permission("read")
	return webhooks.preview(doc, title, text)


@frappe.whitelist(methods=["POST"])
def send(channel: str, title: str, text: str) -> str:
	"""Sends a message through a Project Channel (S004-55): the name of its Channel Message, which logs how it
	went. Raises PermissionError for who may not write the channel, ValidationError while it is switched off.
	"""
	staff_only()
	doc = frappe.get_doc("Project Channel", channel)
	doc.check_permission("write")
	if not doc.enabled:
		frappe.throw(_("The channel is switched off."))
	return webhooks.queue(doc.name, title, text)
