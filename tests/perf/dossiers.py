"""Dossiers for the workbook's benchmark: as rows of the five sheets, and as documents for REST."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

SHEETS: dict[str, list[str]] = {
	"基础信息": "项目编号 项目名称 交付方式 计划开始 计划结束 客户名称 客户类型 行业 员工数 城市".split(),
	"项目目标": "项目编号 类型 项目背景 原因 目标 基线 目标值 单位 指标 目标日期".split(),
	"需求明细": "项目编号 功能点 优先级 类别 验收标准 原文".split(),
	"财务条款": (
		"项目编号 类型 合同编号 合同签署日期 合同金额 违约条款 发票抬头 付款节点 百分比 金额 截止日期"
	).split(),
	"协作记录": (
		"项目编号 类型 会议频率 沟通工具 联系人姓名 职务 电话 所属方 联系人 项目角色 活动 RACI 人员 渠道"
	).split(),
}
BACKGROUND = "税务政策变化，原报销系统无法满足新的开票与归档要求，需要重构。"
FEATURES = ("扫码登录", "报表导出", "审批流程", "消息提醒", "权限管理")
NODES = (("首付款", 30), ("验收款", 60), ("质保金", 10))
START = date(2026, 12, 1)


def row(sheet: str, **values: Any) -> list[Any]:
	return [values.get(name) for name in SHEETS[sheet]]


def rows(number: int) -> Iterator[tuple[str, list[Any]]]:
	"""(sheet, row) of dossier `number`: 23 rows."""
	key, people = f"N-{number:05}", (f"张{number}", f"李{number}")
	yield (
		"基础信息",
		row(
			"基础信息",
			项目编号=key,
			项目名称=f"报销系统重构 {number}",
			交付方式="敏捷",
			计划开始=START,
			计划结束=START + timedelta(days=180),
			客户名称=f"恒泰物流{number}有限公司",
			客户类型="企业",
			行业="物流",
			员工数=100 + number,
			城市="上海",
		),
	)
	yield "项目目标", row("项目目标", 项目编号=key, 类型="背景", 项目背景=BACKGROUND, 原因="合规要求")
	for goal in ("审批时间缩短", "差错率降低"):
		yield (
			"项目目标",
			row("项目目标", 项目编号=key, 类型="目标", 目标=goal, 基线="5", 目标值="2", 单位="天"),
		)
	yield (
		"项目目标",
		row("项目目标", 项目编号=key, 类型="关键指标", 指标="上线时间", 目标日期=START + timedelta(days=150)),
	)
	for feature in FEATURES:
		facts = {"功能点": feature, "优先级": "高", "类别": "功能性", "原文": f"客户要求{feature}。"}
		yield (
			"需求明细",
			row("需求明细", 项目编号=key, 验收标准=f"{feature}：95% 的请求在 3 秒内完成", **facts),
		)
	facts = {"合同编号": f"HT-{number:05}", "合同签署日期": START, "合同金额": 100_000 + number}
	yield "财务条款", row("财务条款", 项目编号=key, 类型="合同", 违约条款="逾期每日万分之五", **facts)
	yield "财务条款", row("财务条款", 项目编号=key, 类型="开票信息", 发票抬头=f"恒泰物流{number}有限公司")
	for name, percent in NODES:
		amount = (100_000 + number) * percent / 100
		facts = {
			"付款节点": name,
			"百分比": percent,
			"金额": amount,
			"截止日期": START + timedelta(days=percent),
		}
		yield "财务条款", row("财务条款", 项目编号=key, 类型="付款节点", **facts)
	yield "协作记录", row("协作记录", 项目编号=key, 类型="协作方式", 会议频率="每周", 沟通工具="钉钉")
	for at, person in enumerate(people):
		facts = {"联系人姓名": person, "职务": "经理", "电话": f"138{number:07}{at}"}
		yield "协作记录", row("协作记录", 项目编号=key, 类型="联系人", **facts)
	for person, role in zip(people, ("业务负责人", "架构师"), strict=True):
		yield (
			"协作记录",
			row("协作记录", 项目编号=key, 类型="团队成员", 所属方="客户", 联系人=person, 项目角色=role),
		)
	for role, letters in (("业务负责人", "A"), ("架构师", "R")):
		facts = {"活动": "验收", "所属方": "客户", "项目角色": role, "RACI": letters}
		yield "协作记录", row("协作记录", 项目编号=key, 类型="职责分工", **facts)
	yield "协作记录", row("协作记录", 项目编号=key, 类型="升级步骤", 人员=people[0], 渠道="电话")


def write(path: Path, count: int) -> int:
	"""Writes a workbook of `count` dossiers as somebody types it, without numbers; returns its rows."""
	book = Workbook(write_only=True)
	pages = {}
	for sheet, headings in SHEETS.items():
		pages[sheet] = book.create_sheet(sheet)
		pages[sheet].append(headings)
	total = 0
	for number in range(1, count + 1):
		for sheet, values in rows(number):
			pages[sheet].append(values)
			total += 1
	book.save(path)
	return total


def documents(number: int) -> dict[str, Any]:
	"""The same dossier as bodies of REST calls; `contacts` and `requirements` lack what they belong to."""
	start, amount = START.isoformat(), 100_000 + number
	people = (f"张{number}", f"李{number}")
	return {
		"client": {
			"client_name": f"远山制造{number}有限公司",
			"client_type": "Enterprise",
			"industry": "Logistics",
			"employees": 100 + number,
			"city": "上海",
			"invoice_title": f"远山制造{number}有限公司",
		},
		"contacts": [
			{"contact_name": person, "job_title": "经理", "phone": f"139{number:07}{at}"}
			for at, person in enumerate(people)
		],
		"project": {
			"project_name": f"报销系统重构 R{number}",
			"delivery_method": "Agile",
			"planned_start": start,
			"planned_end": (START + timedelta(days=180)).isoformat(),
			"background": BACKGROUND,
			"reason": "Compliance",
			"goals": [
				{"goal": goal, "baseline": "5", "target": "2", "unit": "天"}
				for goal in ("审批时间缩短", "差错率降低")
			],
			"kpis": [{"kpi": "Go-live Time", "target_date": (START + timedelta(days=150)).isoformat()}],
			"contract_no": f"RT-{number:05}",
			"contract_signed_on": start,
			"contract_amount": amount,
			"breach_terms": "逾期每日万分之五",
			"payment_nodes": [
				{"node_name": name, "percent": percent, "amount": amount * percent / 100, "due_date": start}
				for name, percent in NODES
			],
			"meeting_frequency": "Weekly",
			"communication_tool": "DingTalk",
			"raci": [
				{"activity": "验收", "party": "Client", "project_role": role, "letters": letters}
				for role, letters in (("Business Owner", "A"), ("Architect", "R"))
			],
			"escalation": [{"person": people[0], "channel": "电话"}],
		},
		"requirements": [
			{
				"feature": feature,
				"priority": "High",
				"kind": "Functional",
				"acceptance_criteria": f"{feature}：95% 的请求在 3 秒内完成",
				"source_text": f"客户要求{feature}。",
			}
			for feature in FEATURES
		],
	}
