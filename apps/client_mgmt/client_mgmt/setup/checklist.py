"""Seeds the reviewer's checklist (S004-71 to -74). What an administrator edits or disables stands."""

from __future__ import annotations

import frappe

ITEMS = (
	("合同已核对", "合同编号、主体、金额、日期、付款节点与录入一致", 1),
	("需求无歧义", "目标和验收标准可以测量，没有模糊用语", 1),
	("联系人已核实", "主联系人、技术负责人、决策人的电话或邮箱可以联系上", 1),
	("金额与节点已核对", "各付款节点之和等于合同金额，大小写一致", 1),
	("附件齐全", "合同扫描件和访谈纪要已附上", 0),
)


def seed() -> None:
	"""Insert the items that are missing."""
	for position, (item, explanation, compulsory) in enumerate(ITEMS, 1):
		if not frappe.db.exists("Review Checklist Item", item):
			facts = {
				"item": item,
				"explanation": explanation,
				"compulsory": compulsory,
				"position": position * 10,
			}
			frappe.get_doc({"doctype": "Review Checklist Item", **facts}).insert(
				ignore_permissions=True  # the installer acts, no person
			)
