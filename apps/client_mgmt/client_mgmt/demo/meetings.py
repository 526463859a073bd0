"""Minutes of three kinds (a review, a demo, an internal sync) and their action items."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.api import workflow
from client_mgmt.demo import people
from client_mgmt.demo.changes import Passwords, sign
from client_mgmt.demo.kit import acting_as, insert
from client_mgmt.demo.people import BANK, FREIGHT, Person
from frappe.utils import add_days, now_datetime, nowdate

MINUTES = "Meeting Minutes"
DECISION = {"decision": "按演示结果进入下一迭代", "rationale": "验收标准全部通过"}


def build(projects: dict[str, str], passwords: Passwords) -> None:
	"""Acknowledged review, circulated demo, internal sync and a draft for the bank; a circulated one for the
	other."""
	bank, freight = projects[BANK], projects[FREIGHT]
	review = _minutes(bank, people.PM, "第12周评审会纪要", "Review", "Client", people.BUSINESS_OWNER)
	sign(MINUTES, review, people.BUSINESS_OWNER, passwords)
	_action(bank, review, people.PM, "补充结算通道压测报告", people.DEVELOPER.user, "Client")
	demo = _minutes(bank, people.LIAISON, "周五客户演示会纪要", "Demo", "Client", people.CLIENT_PRODUCT)
	_action(bank, demo, people.LIAISON, "确认水印样式", people.CLIENT_PRODUCT.user, "Client")
	internal = _minutes(bank, people.PRODUCT, "演示会后内部同步", "Internal Sync", "Internal", None)
	_action(bank, internal, people.PRODUCT, "核对尾款风险与排期余量", people.SUCCESS.user, "Internal")
	_minutes(
		bank, people.PM, "第13周评审会纪要（草稿）", "Review", "Client", people.BUSINESS_OWNER, draft=True
	)
	other = _minutes(freight, people.OTHER_PM, "运单平台启动会纪要", "Other", "Client", people.OTHER_CONTACT)
	_action(freight, other, people.OTHER_PM, "提供历史运单样本", people.OTHER_CONTACT.user, "Client")


def _minutes(
	project: str,
	writer: Person,
	title: str,
	meeting_type: str,
	audience: str,
	guest: Person | None,
	draft: bool = False,
) -> str:
	with acting_as(writer):
		minutes = insert(
			MINUTES,
			project=project,
			title=title,
			meeting_type=meeting_type,
			audience=audience,
			mode="Hybrid",
			start_time=now_datetime(),
			duration=60,
			agenda=[{"topic": "本周完成情况", "presenter": writer.name, "planned_minutes": 30}],
			attendees=_attendees(writer, guest),
			discussion="<p>逐项演示本周完成的功能，记录反馈。</p>",
			decisions=[{**DECISION, "decided_by": writer.name}],
		)
		if not draft:
			workflow.act(MINUTES, minutes.name, "Circulate")
	return minutes.name


def _attendees(writer: Person, guest: Person | None) -> list[dict[str, Any]]:
	rows: list[dict[str, Any]] = [{"party": "Vendor", "user": writer.user, "present": 1}]
	if guest:
		contact = frappe.db.get_value("Client Contact", {"user": guest.user}, "name")
		rows.append({"party": "Client", "contact": contact, "present": 1})
	return rows


def _action(project: str, minutes: str, writer: Person, description: str, owner: str, audience: str) -> None:
	with acting_as(writer):
		insert(
			"Action Item",
			project=project,
			minutes=minutes,
			description=description,
			owner_user=owner,
			due_date=add_days(nowdate(), 7),
			audience=audience,
		)
