"""A change request in every state, each brought there by the people and signatures that it takes."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.api import signing, workflow
from client_mgmt.demo import people, texts
from client_mgmt.demo.dossiers import requirement
from client_mgmt.demo.kit import acting_as, insert
from client_mgmt.demo.people import BANK, FREIGHT, Person

CHANGE = "Change Request"
Passwords = dict[str, str]
FORWARD = tuple(
	"Draft,Submitted,Under Assessment,Awaiting Signatures,Signed,Scheduled,Implemented,Closed".split(",")
)
SIDE = {"Returned": "Return", "Rejected": "Reject", "Withdrawn": "Withdraw"}


def build(projects: dict[str, str], passwords: Passwords) -> None:
	"""One change a state in the bank's project, and two in the freight firm's, raised by its contact."""
	for title, feature, proposed, state in texts.CHANGES:
		_bring(_raise(projects[BANK], people.BUSINESS_OWNER, title, feature, proposed), state, passwords)
	tracking = {"proposed_acceptance": "位置延迟不超过 30 秒"}
	_raise(projects[FREIGHT], people.OTHER_CONTACT, "定位延迟收紧", "运单实时定位", tracking)
	submitted = _raise(projects[FREIGHT], people.OTHER_CONTACT, "取消异常签收提醒", "异常签收提醒", {})
	with acting_as(people.OTHER_CONTACT):
		workflow.act(CHANGE, submitted, "Submit")


def _raise(project: str, contact: Person, title: str, feature: str, proposed: dict[str, str]) -> str:
	item: dict[str, Any] = {"operation": "Modify" if proposed else "Remove", **proposed}
	if feature:
		item["requirement"] = requirement(project, feature)
	else:
		item |= {"operation": "Add", "proposed_acceptance": "清算异常 1 分钟内告警到值班人"}
	with acting_as(contact):
		change = insert(
			CHANGE,
			title=title,
			project=project,
			description=texts.CHANGE_DESCRIPTION,
			reason=texts.CHANGE_REASON,
			change_items=[item],
		)
	return change.name


def _bring(change: str, state: str, passwords: Passwords) -> None:
	if state in SIDE:
		with acting_as(people.BUSINESS_OWNER):
			workflow.act(CHANGE, change, "Submit")
		with acting_as(people.PM):
			workflow.act(CHANGE, change, SIDE[state], texts.REASONS[SIDE[state]])
		return
	for step in FORWARD[1 : FORWARD.index(state) + 1]:
		_step(change, step, passwords)


def _step(change: str, state: str, passwords: Passwords) -> None:
	acts: dict[str, tuple[Person, str, dict[str, Any]]] = {
		"Submitted": (people.BUSINESS_OWNER, "Submit", {}),
		"Under Assessment": (people.PM, "Accept for Assessment", {}),
		"Awaiting Signatures": (people.TECH_LEAD, "Complete Assessment", texts.ASSESSMENT),
		"Scheduled": (people.PM, "Schedule", {}),
		"Implemented": (people.TECH_LEAD, "Complete", {}),
	}
	if state in acts:
		person, action, values = acts[state]
		with acting_as(person):
			workflow.act(CHANGE, change, action, values=values)
	elif state == "Signed":
		sign(CHANGE, change, people.BUSINESS_OWNER, passwords)
		sign(CHANGE, change, people.PM, passwords)
	else:
		sign(CHANGE, change, people.BUSINESS_OWNER, passwords)
	_expect(change, state)


def sign(doctype: str, name: str, person: Person, passwords: Passwords) -> None:
	"""Signs what this person is shown."""
	with acting_as(person):
		package = signing.get_package(doctype, name)
		signing.sign(doctype, name, package["digest"], passwords[person.user])


def _expect(change: str, state: str) -> None:
	found = frappe.db.get_value(CHANGE, change, "workflow_state")
	if found != state:
		frappe.throw(f"{change}: {found} != {state}")
