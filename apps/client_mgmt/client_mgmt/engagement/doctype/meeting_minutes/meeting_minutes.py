from __future__ import annotations

import frappe
from client_mgmt import values
from client_mgmt.domain.change import minutes
from client_mgmt.people.viewer import viewer_of
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, get_datetime, getdate, now_datetime

OPEN_STATES = frozenset({"", "Draft", "Disputed"})
NO_CONTENT = frozenset(
	"workflow_state revision round round_outcome policy_version chain_head chain_count circulated_on "
	"closed_unacknowledged".split()
)


class MeetingMinutes(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.engagement.doctype.meeting_agenda_item.meeting_agenda_item import MeetingAgendaItem
		from client_mgmt.engagement.doctype.meeting_attendee.meeting_attendee import MeetingAttendee
		from client_mgmt.engagement.doctype.meeting_decision.meeting_decision import MeetingDecision

		acknowledgement_required: DF.Check
		agenda: DF.Table[MeetingAgendaItem]
		attendees: DF.Table[MeetingAttendee]
		audience: DF.Literal["Internal", "Client"]
		chain_count: DF.Int
		chain_head: DF.Data | None
		circulated_on: DF.Datetime | None
		closed_unacknowledged: DF.Check
		decisions: DF.Table[MeetingDecision]
		discussion: DF.TextEditor | None
		duration: DF.Int
		meeting_type: DF.Literal["", "Stand-up", "Review", "Retrospective", "Demo", "Internal Sync", "Other"]
		mode: DF.Literal["", "On-site", "Remote", "Hybrid"]
		policy_version: DF.Data | None
		project: DF.Link | None
		revision: DF.Int
		round: DF.Int
		round_outcome: DF.Literal["", "Open", "Complete", "Declined"]
		start_time: DF.Datetime | None
		title: DF.Data
		workflow_state: DF.Link | None
	# end: auto-generated types

	def validate(self) -> None:
		self.check_content_open()
		self.ask_acknowledgement()
		self.check_attendees()
		values.require_complete(self)

	def before_save(self) -> None:
		move = self.flags.move
		if not move:
			return
		if move.to_state == "Circulated":
			self.circulated_on = now_datetime()
			self.revision += move.from_state == "Disputed"
		elif move.to_state == "Closed" and move.from_state == "Circulated" and self.acknowledgement_required:
			self.check_patience()
			self.closed_unacknowledged = 1

	def locked_fields(self) -> dict[str, str]:
		"""The fields of stored minutes that rest for the session's user: → sentence with {0} for labels.
		Circulated minutes are what the client was told: only a dispute opens them, for us."""
		state = self.workflow_state or "Draft"
		content = [field for field in values.data_fields(self.doctype) if field not in NO_CONTENT]
		found = {}
		if viewer_of().client_side:
			found = dict.fromkeys(content, _("Minutes are kept by the vendor; dispute them instead."))
		if state != "Draft":
			settled = _("Project and audience of minutes cannot change once they are circulated.")
			found |= dict.fromkeys(("project", "audience"), settled)
		if state not in OPEN_STATES:
			closed = _("{0} cannot change while the minutes are {1}.").format("{0}", _(state))
			found |= dict.fromkeys(content, closed)
		return found

	def check_content_open(self) -> None:
		"""Refuses what `locked_fields` says."""
		before = values.stored(self)
		if not before:
			return
		found = before.locked_fields()
		changed = [field for field in values.changed(self) if field in found]
		for sentence in dict.fromkeys(found[field] for field in changed):
			labels = values.labels(self, [field for field in changed if found[field] == sentence])
			person = viewer_of().client_side and (before.workflow_state or "Draft") in OPEN_STATES
			frappe.throw(
				sentence.format(labels), frappe.PermissionError if person else frappe.ValidationError
			)

	def ask_acknowledgement(self) -> None:
		"""The type decides when it is set, afterwards a hand may. Nobody acknowledges internal minutes."""
		if self.audience != "Client":
			self.acknowledgement_required = 0
		elif values.changed(self, ["meeting_type", "audience"]):
			asked = minutes.asks_acknowledgement(self.meeting_type, self.audience)
			self.acknowledgement_required = int(asked or bool(self.acknowledgement_required))

	def check_attendees(self) -> None:
		if not values.changed(self, ["attendees", "project"]):
			return
		client = frappe.db.get_value("Project Archive", self.project, "client") if self.project else None
		for row in self.attendees:
			if not (row.user or row.contact or row.person_name):
				frappe.throw(_("Attendee {0}: name a user, a contact or a person.").format(row.idx))
			if row.contact and frappe.db.get_value("Client Contact", row.contact, "client") != client:
				frappe.throw(
					_("Attendee {0}: {1} is no contact of this project's client.").format(
						row.idx, row.contact
					)
				)
			row.party = "Client" if row.contact else "Vendor" if row.user else row.party

	def check_patience(self) -> None:
		"""Silence ends five working days after the minutes were circulated."""
		first = minutes.may_close_unacknowledged_from(getdate(get_datetime(self.circulated_on)))
		if getdate() < first:
			frappe.throw(
				_(
					"The client has five working days to acknowledge. Close the minutes without it from {0}."
				).format(formatdate(first))
			)
