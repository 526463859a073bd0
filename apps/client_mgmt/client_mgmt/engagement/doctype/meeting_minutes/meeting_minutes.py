from frappe.model.document import Document


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

	pass
