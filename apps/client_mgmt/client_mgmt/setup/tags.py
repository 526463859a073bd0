"""The persona tags that the sources name (S004-87 to S004-91), in the sources' own words."""

from __future__ import annotations

import frappe

TAGS = (
	{
		"tag_name": "敏感型",
		"english_name": "Sensitive",
		"typical_clients": "政府单位",
		"definition": "对数据安全要求极高",
		"suggestion": "从严处理数据与权限",
		"suggest_when": "Government",
	},
	{
		"tag_name": "敏捷型",
		"english_name": "Agile",
		"typical_clients": "初创公司",
		"definition": "喜欢小步快跑",
		"suggestion": "采用 Sprint 模式",
		"suggest_when": "Small Client",
	},
	{
		"tag_name": "拖延型",
		"english_name": "Delaying",
		"typical_clients": "传统企业",
		"definition": "经常延迟确认",
		"suggestion": "提前发送提醒",
		"suggest_when": "Late Confirmation",
	},
)


def seed() -> None:
	"""Insert the tags that are missing."""
	for tag in TAGS:
		if not frappe.db.exists("Client Tag", tag["tag_name"]):
			frappe.get_doc({"doctype": "Client Tag", **tag}).insert(
				ignore_permissions=True  # the installer acts, no person
			)
