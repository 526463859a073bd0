"""Who is who on the demo site. Tests and documentation name these logins."""

from __future__ import annotations

from typing import Any, NamedTuple

import frappe
from frappe import _

BANK, FREIGHT = "银行支付结算模块", "物流运单跟踪平台"


class Seat(NamedTuple):
	"""A place on a project's team."""

	project: str
	project_role: str
	can_sign: bool = False


class Person(NamedTuple):
	"""A login: `user` is its mail address; `title`, `contact_role` and `phone` are a client contact's;
	`language` is the one that they read."""

	user: str
	name: str
	roles: tuple[str, ...]
	seats: tuple[Seat, ...] = ()
	title: str = ""
	contact_role: str = ""
	phone: str = ""
	language: str = "zh"

	@property
	def party(self) -> str:
		return "Client" if self.contact_role else "Vendor"


MANAGER = Person("wang.jing@vendor.example", "王静", ("Client Mgmt Manager",))
SALES = Person("chu.yan@vendor.example", "褚燕", ("Client Sales",))
PM = Person(
	"li.ming@vendor.example", "李明", ("Project Manager",), (Seat(BANK, "Project Manager", can_sign=True),)
)
TECH_LEAD = Person(
	"zhao.lei@vendor.example", "赵磊", ("Technical Lead",), (Seat(BANK, "Technical Lead", can_sign=True),)
)
PRODUCT = Person("sun.li@vendor.example", "孙丽", ("Product Manager",), (Seat(BANK, "Product Manager"),))
LIAISON = Person(
	"zhou.min@vendor.example", "周敏", ("Client Liaison Officer",), (Seat(BANK, "Client Liaison Officer"),)
)
SUCCESS = Person(
	"wu.hao@vendor.example", "吴昊", ("Customer Success Manager",), (Seat(BANK, "Customer Success Manager"),)
)
PMO = Person("zheng.kai@vendor.example", "郑凯", ("PMO",), (Seat(BANK, "PMO"),))
ASSISTANT = Person(
	"feng.yu@vendor.example", "冯雨", ("Project Assistant",), (Seat(BANK, "Project Assistant"),)
)
QUALITY = Person(
	"chen.jie@vendor.example",
	"陈洁",
	("Quality Administrator",),
	(Seat(BANK, "Quality Administrator"), Seat(FREIGHT, "Quality Administrator")),
)
DEVELOPER = Person("wei.dong@vendor.example", "卫东", ("Delivery Member",), (Seat(BANK, "Developer"),))
TESTER = Person("jiang.nan@vendor.example", "蒋楠", ("Delivery Member",), (Seat(BANK, "Tester"),))
OPERATIONS = Person(
	"shen.yang@vendor.example", "沈阳", ("Delivery Member",), (Seat(BANK, "Operations"),), language="en"
)
OTHER_PM = Person(
	"han.xue@vendor.example", "韩雪", ("Project Manager",), (Seat(FREIGHT, "Project Manager", can_sign=True),)
)
OTHER_TECH_LEAD = Person(
	"yang.fan@vendor.example", "杨帆", ("Technical Lead",), (Seat(FREIGHT, "Technical Lead"),)
)

BUSINESS_OWNER = Person(
	"liu.fang@bank.example",
	"刘芳",
	("Client Contact",),
	(Seat(BANK, "Business Owner", can_sign=True),),
	"支付业务部总经理",
	"Business Owner",
	"13800138001",
)
CLIENT_PRODUCT = Person(
	"he.jing@bank.example",
	"何静",
	("Client Contact",),
	(Seat(BANK, "Product Manager", can_sign=True),),
	"产品经理",
	"Product Manager",
	"13800138002",
)
ARCHITECT = Person(
	"lv.tao@bank.example",
	"吕涛",
	("Client Contact",),
	(Seat(BANK, "Architect"),),
	"架构师",
	"Architect",
	"13800138003",
)
TEST_MANAGER = Person(
	"shi.wen@bank.example",
	"施文",
	("Client Contact",),
	(Seat(BANK, "Test Manager"),),
	"测试经理",
	"Test Manager",
	"13800138004",
	"en",
)
DECISION_MAKER = Person(
	"zhang.hua@bank.example",
	"张华",
	("Client Contact",),
	(Seat(BANK, "Decision Maker"),),
	"分管行长",
	"Decision Maker",
	"13800138005",
)
OTHER_CONTACT = Person(
	"cao.ming@freight.example",
	"曹明",
	("Client Contact",),
	(Seat(FREIGHT, "Business Owner", can_sign=True),),
	"信息部经理",
	"Business Owner",
	"13900139001",
)

STAFF = (
	MANAGER, SALES, PM, TECH_LEAD, PRODUCT, LIAISON, SUCCESS, PMO, ASSISTANT, QUALITY, DEVELOPER, TESTER,
	OPERATIONS, OTHER_PM, OTHER_TECH_LEAD,
)  # fmt: skip
CONTACTS = (BUSINESS_OWNER, CLIENT_PRODUCT, ARCHITECT, TEST_MANAGER, DECISION_MAKER, OTHER_CONTACT)
EVERYBODY = STAFF + CONTACTS


def try_out() -> dict[str, str]:
	"""Login → what to try as somebody, in the reader's language."""
	return {
		PM.user: _("Take a change from raise to schedule: assess, sign, plan."),
		TECH_LEAD.user: _("Assess the impact of a change and put it up for signature."),
		LIAISON.user: _("Raise a change on a client's behalf, keep the minutes."),
		ASSISTANT.user: _("Review a dossier: contract, ambiguities, checklist."),
		SALES.user: _("Begin a dossier: client, contacts, contract."),
		MANAGER.user: _("Bend a workflow, a policy, a form."),
		BUSINESS_OWNER.user: _("Sign a change on the phone, or decline it."),
		CLIENT_PRODUCT.user: _("Raise a change in your own project."),
		OTHER_CONTACT.user: _("Another client: nothing of the bank is to be seen."),
	}


def shown() -> list[dict[str, Any]]:
	"""The demo's logins that stand on this site: `{user, full_name, roles, side, try_out}`, roles translated,
	those with something to try first. [] on a site without the demo."""
	users = [person.user for person in EVERYBODY]
	there = set(frappe.get_all("User", filters={"name": ("in", users), "enabled": 1}, pluck="name"))
	hints = try_out()
	found = [
		{
			"user": person.user,
			"full_name": person.name,
			"roles": [_(role) for role in person.roles],
			"side": person.party,
			"try_out": hints.get(person.user, ""),
		}
		for person in EVERYBODY
		if person.user in there
	]
	return sorted(found, key=lambda person: not person["try_out"])
