"""What waits for this reader, over all DocTypes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe
from client_mgmt.domain.evidence import signoff
from client_mgmt.domain.workflow.team import TEAM_ROLES
from client_mgmt.engagement import conversation, priorities
from client_mgmt.interface import reading, titles, words
from client_mgmt.interface.shapes import Item
from client_mgmt.people import team as people
from client_mgmt.people.asking import asking
from client_mgmt.people.permissions import SHARED
from client_mgmt.people.viewer import Viewer, viewer_of
from client_mgmt.workflow_policy import policies, signers
from client_mgmt.workflow_policy.plugins.reasons import Reasons
from frappe import _
from frappe.utils import add_days, cint, getdate, nowdate

MOST = 100
LEADER = "Project Manager"
SOON = 7  # days before a freeze
ACKNOWLEDGEMENT = "Acknowledgement"


@asking()
def inbox() -> list[Item]:
	"""What waits, the overdue first, then by the day until when."""
	found = [*_guarded(), *_priorities(), *_answers(), *_actions(), *_updates(), *_freezes()]
	known = titles.of({"Project Archive": {item["project"] for item in found} - {""}})
	for item in found:
		item["project_title"] = known.get(f"Project Archive::{item['project']}", item["project"])
		item["doctype_label"] = _(item["doctype"])
	return sorted(
		found, key=lambda item: (not item["overdue"], str(item["until"] or "9999"), str(item["since"]))
	)


def _item(kind: str, doctype: str, row: Any, what: str, title: str = "", until: Any = None) -> Item:
	day = str(until) if until else None
	return {
		"doctype": doctype,
		"doctype_label": "",
		"name": row.name,
		"title": words.shortened(str(title or row.name)),
		"what": what,
		"kind": kind,
		"since": str(row.get("modified") or "")[:19] or None,
		"until": day,
		"overdue": day is not None and day < nowdate(),
		"project": row.name if doctype == "Project Archive" else row.get("project") or "",
		"project_title": "",
	}


def _guarded() -> Iterator[Item]:
	"""Documents in a Workflow whose next step, or signature, is this reader's."""
	for doctype in policies.guarded():
		if reading.is_open(doctype):
			yield from _of_doctype(doctype)


def _of_doctype(doctype: str) -> Iterator[Item]:
	mine = _turns(doctype, viewer_of())
	field, title = policies.state_field(doctype), titles.title_field(doctype)
	meta = frappe.get_meta(doctype)
	beside = [name for name in ("project", "round_outcome", "round") if meta.has_field(name)]
	rows = frappe.get_list(
		doctype,
		filters=[[field, "in", sorted(mine) or [""]], *reading.own_filters(doctype)],
		fields=list(dict.fromkeys(["name", "modified", "owner", title, field, *beside])),
		order_by="modified desc",
		limit_page_length=MOST,
	)
	waiting = [row for row in rows if row.get("round_outcome") == signoff.OPEN]
	signing = _to_sign(doctype, waiting)
	for row in rows:
		if row.name in signing:
			only_seen = signing[row.name] == ACKNOWLEDGEMENT
			kind, what = ("confirm", _("Confirm")) if only_seen else ("sign", _("Sign"))
			yield _item(kind, doctype, row, what, row.get(title))
		elif row not in waiting and (action := _step(doctype, row, mine[row[field]])):
			yield _item("act", doctype, row, _(action), row.get(title))


def _turns(doctype: str, viewer: Viewer) -> dict[str, tuple[str, set[str]]]:
	"""State → the step on from it and the roles that take it, of those that this reader holds; of a signing
	state no step. Nobody waits for a step that needs a reason, or that leads into an optional state."""
	found: dict[str, tuple[str, set[str]]] = {}
	policy = policies.load(doctype, cint(policies.guarded()[doctype]["effective_version"]))
	workflow = policies.workflow_of(doctype, policy.state_field)
	reasons = policy.rows(Reasons.rows_field)
	optional = {row.state for row in (workflow.states if workflow else ()) if cint(row.is_optional_state)}
	for row in workflow.transitions if workflow else ():
		if row.next_state in optional:
			continue
		if row.state in found and found[row.state][0] != row.action:
			continue
		if not Reasons.least(reasons, row.action):
			found.setdefault(row.state, (row.action, set()))[1].add(row.allowed)
	held = {state: turn for state, turn in found.items() if turn[1] & viewer.roles}
	signing = {rule["signing_state"] for rule in policy.rows("sign_off_rules")}
	no_step: tuple[str, set[str]] = ("", set())
	return {**held, **dict.fromkeys(signing, no_step)}


def _step(doctype: str, row: Any, turn: tuple[str, set[str]]) -> str:
	"""The step on, where it is this reader's: by role in the team where it is the team's; what anybody may
	take waits for who entered the document."""
	action, roles = turn
	viewer = viewer_of()
	mine = roles & viewer.roles
	if not action:
		return ""
	if mine <= {"All"} or not (mine & TEAM_ROLES or viewer.client_side):
		return action if row.owner == viewer.user else ""
	if viewer.client_side:
		return action if row.owner == viewer.user else ""
	project = people.project_of(doctype, row)
	return action if mine & _seats().get(project or "", set()) else ""


def _seats() -> dict[str, set[str]]:
	"""Project → the roles in which this reader stands on its team."""
	known = frappe.flags.client_mgmt_seats
	if known is None:
		where = {"parenttype": "Project Archive", "party": "Vendor", "user": frappe.session.user}
		known = frappe.flags.client_mgmt_seats = {}
		for row in frappe.get_all("Project Member", filters=where, fields=["parent", "project_role"]):
			known.setdefault(row.parent, set()).add(row.project_role)
	return known


def _to_sign(doctype: str, rows: list[Any]) -> dict[str, str]:
	"""Those whose open round this reader may sign and has not → the round's purpose. Asked once a project, as
	authority and party are the project's; minutes ask their attendees."""
	names = [row.name for row in rows]
	about = {"reference_doctype": doctype, "reference_name": ("in", names or [""])}
	told = frappe.get_all("Signature Record", filters=about, fields=["reference_name", "round", "party"])
	signed = {(row.reference_name, cint(row.round), row.party) for row in told}
	parties: dict[tuple[str, str], str] = {}
	found = {}
	policy = policies.load(doctype, cint(policies.guarded()[doctype]["effective_version"]))
	rules = {rule["signing_state"]: rule for rule in policy.rows("sign_off_rules")}
	for row in rows:
		rule = rules.get(row.get(policy.state_field))
		party = _party(doctype, row, rule, parties) if rule else ""
		if rule and party and (row.name, cint(row.round), party) not in signed:
			found[row.name] = rule["purpose"]
	return found


def _party(doctype: str, row: Any, rule: Any, known: dict[tuple[str, str], str]) -> str:
	by_person = rule.get("signers") == "Attendees"
	key = (rule["purpose"], row.name if by_person else row.get("project") or "")
	if key not in known:
		doc = {**row, "doctype": doctype}
		if by_person:
			doc["attendees"] = _attendees(doctype, row.name)
		try:
			known[key] = signers.find(doc, rule, frappe.session.user).party
		except signers.NotASigner:
			known[key] = ""
	return known[key]


def _attendees(doctype: str, name: str) -> list[Any]:
	where = {"parenttype": doctype, "parent": name}
	return frappe.get_all("Meeting Attendee", filters=where, fields=["user", "contact", "present"])


def _priorities() -> Iterator[Item]:
	"""Projects of the client with priorities that no person of theirs has confirmed (S000-11)."""
	if not viewer_of().client_side or not reading.is_open(priorities.REQUIREMENT):
		return
	for project, number in sorted(priorities.waiting().items()):
		row = frappe._dict(name=project)
		title = _("Priorities of requirements to confirm: {0}").format(number)
		yield _item("confirm", "Project Archive", row, _("Confirm"), title)


def _answers() -> Iterator[Item]:
	"""What the other side has asked and nobody has answered, one a document: of the client's side everybody,
	of ours the project's managers."""
	theirs = viewer_of().client_side
	mine = viewer_of().projects if theirs else {one for one, roles in _seats().items() if LEADER in roles}
	if not mine or not reading.is_open(conversation.MESSAGE):
		return
	asked = {
		"party": conversation.VENDOR if theirs else conversation.CLIENT,
		"asks": 1,
		"answered_on": ("is", "not set"),
		"project": ("in", sorted(mine)),
	}
	fields = ["creation as modified", "text", "project", *SHARED.values()]
	rows = frappe.get_list(
		conversation.MESSAGE, filters=asked, fields=fields, order_by="creation asc", limit_page_length=MOST
	)
	about = {(kind, row[field]): row for row in rows for kind, field in SHARED.items() if row[field]}
	for (doctype, name), row in about.items():
		yield _item("answer", doctype, frappe._dict({**row, "name": name}), _("Give an answer"), row.text)


def _actions() -> list[Item]:
	"""One's own open actions."""
	if not reading.is_open("Action Item"):
		return []
	rows = frappe.get_list(
		"Action Item",
		filters={"owner_user": frappe.session.user, "status": "Open"},
		fields=["name", "modified", "description", "due_date", "project"],
		order_by="due_date asc",
		limit_page_length=MOST,
	)
	return [
		_item("action", "Action Item", row, _("Open action"), row.description, row.due_date) for row in rows
	]


def _updates() -> list[Item]:
	"""Dossiers that this reader leads and whose update is overdue."""
	if not reading.is_open("Project Archive"):
		return []
	rows = frappe.get_list(
		"Project Archive",
		filters=[
			["archive_owner", "=", frappe.session.user],
			["next_update_due", "is", "set"],
			["next_update_due", "<", nowdate()],
		],
		fields=["name", "modified", "project_name", "next_update_due"],
		limit_page_length=MOST,
	)
	what = _("Dossier update overdue")
	return [
		_item("overdue", "Project Archive", row, what, row.project_name, row.next_update_due) for row in rows
	]


def _freezes() -> list[Item]:
	"""Iterations of one's projects that close for changes within a week: their project's freeze days, counted
	in calendar days, before they start. For staff on the team."""
	projects = sorted(_seats())
	if viewer_of().client_side or not projects or not reading.is_open("Iteration"):
		return []
	days = frappe.get_all(
		"Project Archive", filters={"name": ("in", projects)}, fields=["name", "freeze_days"]
	)
	freeze = {row.name: cint(row.freeze_days) for row in days}
	latest = add_days(nowdate(), SOON + max(freeze.values(), default=0))
	rows = frappe.get_list(
		"Iteration",
		filters=[
			["project", "in", projects],
			["status", "=", "Planned"],
			["start_date", "between", [nowdate(), latest]],
		],
		fields=["name", "modified", "title", "project", "start_date"],
		limit_page_length=MOST,
	)
	found = [(row, getdate(add_days(row.start_date, -freeze.get(row.project, 0)))) for row in rows]
	until, today = getdate(add_days(nowdate(), SOON)), getdate(nowdate())
	what = _("Closes for changes")
	return [
		_item("frozen", "Iteration", row, what, row.title, day) for row, day in found if today <= day <= until
	]
