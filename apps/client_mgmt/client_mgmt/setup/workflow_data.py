"""The three workflows of the domain model, as data.

A transition is (from states, action, next state, who). Who is a tuple of (role, condition) pairs: the role
opens the action, the condition says that the project's team names this person in that role.
"""

from __future__ import annotations

Who = tuple[tuple[str, str], ...]
Transition = tuple[str, str, str, Who]

CONTACT = 'frappe.db.get_value("Client Contact", {"user": frappe.session.user}, "name") or "-"'
SELF_APPROVAL_REFUSED = frozenset({"Review"})
# Steps that may be taken and that nobody waits for lead here: Frappe's "optional" states.
OPTIONAL_STATES = {"Project Archive Review": ("Under Revision", "Delivered")}


def vendor(*roles: str, project: str = "doc.project") -> Who:
	"""People of the vendor whom the team of `project` (an expression) names in one of these roles, and who
	hold the role of the same name."""
	condition = (
		f'frappe.db.get_value("Project Member", {{"parent": {project}, "parenttype": "Project Archive", '
		'"party": "Vendor", "user": frappe.session.user, "project_role": "%s"}, "name")'
	)
	return tuple((role, condition % role) for role in roles)


CLIENT_MEMBER = (
	'frappe.db.get_value("Project Member", {"parent": doc.project, "parenttype": "Project Archive", '
	f'"party": "Client", "contact": {CONTACT}}}, "name")'
)
CLIENT_SIGNATORY = (
	f'{CLIENT_MEMBER} and frappe.db.get_value("Signing Authority", '
	f'{{"party": "Client", "contact": {CONTACT}, "revoked_on": ["is", "not set"]}}, "name")'
)
CLIENT_ATTENDEE = (
	'frappe.db.get_value("Meeting Attendee", {"parent": doc.name, "parenttype": "Meeting Minutes", '
	f'"contact": {CONTACT}}}, "name")'
)
COMPLETE: Who = (("All", 'doc.round_outcome == "Complete"'),)
DECLINED: Who = (("All", 'doc.round_outcome == "Declined"'),)
PM = vendor("Project Manager")

CHANGE_STATES = {
	"Draft": "All",
	"Submitted": "Project Manager",
	"Returned": "All",
	"Under Assessment": "Technical Lead",
	"Awaiting Signatures": "Project Manager",
	"Signed": "Project Manager",
	"Scheduled": "Project Manager",
	"Implemented": "Project Manager",
	"Closed": "Client Mgmt Manager",
	"Rejected": "Client Mgmt Manager",
	"Withdrawn": "Client Mgmt Manager",
}
CHANGE_TRANSITIONS: tuple[Transition, ...] = (
	(
		"Draft, Returned",
		"Submit",
		"Submitted",
		(("Client Contact", CLIENT_MEMBER), *vendor("Client Liaison Officer", "Project Manager")),
	),
	("Submitted", "Accept for Assessment", "Under Assessment", PM),
	("Submitted", "Return", "Returned", PM),
	("Submitted", "Reject", "Rejected", PM),
	("Under Assessment", "Complete Assessment", "Awaiting Signatures", vendor("Technical Lead")),
	("Under Assessment", "Return", "Returned", vendor("Technical Lead")),
	("Awaiting Signatures", "Signatures Complete", "Signed", COMPLETE),
	("Awaiting Signatures", "Signature Declined", "Returned", DECLINED),
	("Awaiting Signatures, Signed", "Reopen", "Under Assessment", PM),
	("Signed", "Schedule", "Scheduled", PM),
	("Scheduled", "Complete", "Implemented", vendor("Project Manager", "Technical Lead")),
	("Implemented", "Accepted by Client", "Closed", COMPLETE),
	("Implemented", "Acceptance Declined", "Scheduled", DECLINED),
	("Implemented", "Rework", "Scheduled", (("Client Contact", CLIENT_SIGNATORY),)),
	(
		"Draft, Submitted, Under Assessment, Awaiting Signatures, Returned",
		"Withdraw",
		"Withdrawn",
		(("All", "doc.raised_by == frappe.session.user"), *PM),
	),
)

ARCHIVE_STATES = dict.fromkeys(
	("Draft", "Submitted", "Returned", "Archived", "Under Revision", "Delivered"), "All"
)
REVIEWERS = vendor("Project Assistant", "Quality Administrator", project="doc.name")
ARCHIVE_TRANSITIONS: tuple[Transition, ...] = (
	(
		"Draft, Returned, Under Revision",
		"Submit",
		"Submitted",
		(
			("All", "doc.archive_owner == frappe.session.user"),
			("Client Sales", ""),
			*vendor("PMO", "Project Manager", "Customer Success Manager", project="doc.name"),
		),
	),
	("Submitted", "Review", "Archived", REVIEWERS),
	("Submitted", "Return", "Returned", REVIEWERS),
	("Archived", "Revise", "Under Revision", vendor("Project Manager", "PMO", project="doc.name")),
	("Archived", "Deliver", "Delivered", vendor("Project Manager", project="doc.name")),
)

KEEPERS = vendor(
	"Project Manager",
	"Technical Lead",
	"Product Manager",
	"Client Liaison Officer",
	"Customer Success Manager",
	"PMO",
	"Project Assistant",
)
MINUTES_STATES = {
	"Draft": "All",
	"Circulated": "Project Manager",
	"Disputed": "All",
	"Acknowledged": "Project Manager",
	"Closed": "Client Mgmt Manager",
}
MINUTES_TRANSITIONS: tuple[Transition, ...] = (
	("Draft, Disputed", "Circulate", "Circulated", KEEPERS),
	("Circulated", "Acknowledged by Client", "Acknowledged", COMPLETE),
	("Circulated", "Acknowledgement Declined", "Disputed", DECLINED),
	("Circulated", "Dispute", "Disputed", (("Client Contact", CLIENT_ATTENDEE),)),
	(
		"Circulated",
		"Close",
		"Closed",
		tuple((role, f"not doc.acknowledgement_required and {condition}") for role, condition in KEEPERS),
	),
	("Acknowledged", "Close", "Closed", KEEPERS),
	(
		"Circulated",
		"Close Unacknowledged",
		"Closed",
		tuple((role, f"doc.acknowledgement_required and {condition}") for role, condition in PM),
	),
)

WORKFLOWS: dict[str, tuple[str, dict[str, str], tuple[Transition, ...]]] = {
	"Change Request Control": ("Change Request", CHANGE_STATES, CHANGE_TRANSITIONS),
	"Project Archive Review": ("Project Archive", ARCHIVE_STATES, ARCHIVE_TRANSITIONS),
	"Meeting Minutes Control": ("Meeting Minutes", MINUTES_STATES, MINUTES_TRANSITIONS),
}
STYLES = {
	"Signed": "Success",
	"Closed": "Success",
	"Archived": "Success",
	"Delivered": "Success",
	"Acknowledged": "Success",
	"Awaiting Signatures": "Warning",
	"Returned": "Warning",
	"Disputed": "Danger",
	"Rejected": "Danger",
	"Withdrawn": "Inverse",
}
