"""What the demo site says: the case of S000 (82 to 94) and, in the requirements, the rows of S004-43 and
-44."""

from __future__ import annotations

from typing import Any

from client_mgmt.demo.people import BANK, FREIGHT, LIAISON, PM

CLIENTS: dict[str, dict[str, Any]] = {
	BANK: {
		"client_name": "华信银行股份有限公司",
		"client_type": "Enterprise",
		"uscc": "91110000600037341L",
		"industry": "Finance",
		"employees": 12000,
		"annual_revenue": "36000000000",
		"region": "华北",
		"city": "北京",
		"lifecycle": "Active",
	},
	FREIGHT: {
		"client_name": "东海物流有限公司",
		"client_type": "Enterprise",
		"uscc": "91350100M000100Y43",
		"industry": "Logistics",
		"employees": 800,
		"annual_revenue": "420000000",
		"region": "华东",
		"city": "宁波",
		"lifecycle": "Active",
	},
}
# The bank once paid late and confirms late: internal facts, never shown to its people.
INTERNAL_FACTS = {
	"high_risk": 1,
	"high_risk_reason": "曾拖欠尾款 45 天",
	"client_tags": [{"tag": "敏感型"}, {"tag": "拖延型"}],
}
# Facts of a dossier; day counts are relative to the day of installation.
PROJECTS: dict[str, dict[str, Any]] = {
	BANK: {
		"background": "核心系统结算通道老化，跨行支付高峰期失败率高，需按监管要求重建支付结算模块。",
		"reason": "Compliance",
		"delivery_method": "Agile",
		"meeting_frequency": "Weekly",
		"communication_tool": "WeCom",
		"contract_no": "HX-2026-0117",
		"contract_amount": "2400000",
		"breach_terms": "逾期交付每日按合同额万分之五支付违约金。",
		"ip_owner": "Client",
		"ip_terms": "交付成果的知识产权归甲方，乙方保留通用组件的权利。",
		"major_days": 5,
		"major_cost": "50000",
		"goals": [
			{"goal": "跨行支付失败率降低", "baseline": "1.8", "target": "0.3", "unit": "%"},
			{"goal": "交付周期缩短", "baseline": "12", "target": "8", "unit": "月"},
		],
		"kpis": [
			{"kpi": "Budget Limit", "target_value": "2600000", "unit": "CNY"},
			{"kpi": "User Coverage", "target_value": "95", "unit": "%"},
		],
		"payment_nodes": [
			{"node_name": "首付款", "percent": 30, "amount": "720000", "due_trigger": "合同签订"},
			{"node_name": "中期款", "percent": 40, "amount": "960000", "due_trigger": "结算联调通过"},
			{"node_name": "尾款", "percent": 30, "amount": "720000", "due_trigger": "终验"},
		],
		"escalation": [
			{"person": "客户联络官 周敏", "user": LIAISON.user, "channel": "企业微信", "time_limit": 30},
			{"person": "项目经理 李明", "user": PM.user, "channel": "电话", "time_limit": 120},
		],
		"risks": [
			{
				"risk": "验收款延迟支付",
				"strategy": "验收前两周与财务确认付款流程，逾期 7 天按升级路径上报。",
				"risk_owner": PM.user,
				"source": "以往项目尾款拖欠 45 天",
			},
		],
		"raci": [
			{"activity": "需求确认", "party": "Client", "project_role": "Business Owner", "letters": "A"},
			{"activity": "需求确认", "party": "Vendor", "project_role": "Product Manager", "letters": "R"},
			{"activity": "变更评估", "party": "Vendor", "project_role": "Project Manager", "letters": "A"},
			{"activity": "变更评估", "party": "Vendor", "project_role": "Technical Lead", "letters": "R"},
			{"activity": "验收测试", "party": "Client", "project_role": "Test Manager", "letters": "A,R"},
		],
	},
	FREIGHT: {
		"background": "客户投诉运单状态更新慢，人工电话查询占用大量客服时间，需要统一的运单跟踪平台。",
		"reason": "Efficiency Bottleneck",
		"delivery_method": "Waterfall",
		"contract_no": "DH-2026-0032",
		"contract_amount": "860000",
	},
}
# feature, priority, acceptance criteria; the first two are the sources' own rows.
REQUIREMENTS: dict[str, tuple[tuple[str, str, str], ...]] = {
	BANK: (
		("手机端登录", "High", "支持微信扫码+短信验证码"),
		("报表导出", "Medium", "PDF格式,含水印"),
		("跨行实时支付", "High", "95% 的交易在 3 秒内返回结果"),
		("批量代发工资", "High", "单批不少于 5 万笔，失败笔可单独重发"),
		("日终对账", "High", "与核心系统逐笔核对，差错清单在 6:00 前生成"),
		("清算文件生成", "High", "按人行二代支付系统格式，校验通过率 100%"),
		("交易限额管理", "Medium", "按客户、渠道、日累计三级限额"),
		("差错处理工作台", "Medium", "差错从登记到关闭全程留痕"),
		("手续费计算", "Medium", "费率表可配置，改后次日生效"),
		("操作审计日志", "Medium", "保留 5 年，支持按操作员检索"),
		("短信通知", "Low", "动账后 10 秒内发出"),
		("结算日历", "Low", "节假日顺延规则可维护"),
	),
	FREIGHT: (
		("运单实时定位", "High", "位置延迟不超过 60 秒"),
		("客户自助查询", "High", "凭运单号 2 秒内返回轨迹"),
		("异常签收提醒", "Medium", "签收异常 5 分钟内通知客服"),
	),
}
# What a requirement serves: a goal of the dossier, or its background; those named last still serve none.
GOALS = dict.fromkeys(("跨行实时支付", "清算文件生成", "日终对账"), "跨行支付失败率降低")
ORPHANS = frozenset({"结算日历", "异常签收提醒"})


def serves(feature: str) -> dict[str, Any]:
	"""The fields of a requirement that say why it is there (S004-28)."""
	if feature in ORPHANS:
		return {}
	return {"goal": GOALS[feature]} if feature in GOALS else {"serves_background": 1}


ITERATIONS = (
	("第一迭代 登录与报表", "手机端登录与报表导出可用", "v0.1", ("手机端登录", "报表导出")),
	("第二迭代 支付通道", "跨行实时支付联调通过", "v0.2", ("跨行实时支付", "交易限额管理")),
	("第三迭代 对账清算", "日终对账与清算文件可演示", "v0.3", ("日终对账",)),
)
ASSESSMENT: dict[str, Any] = {
	"scope_impact": "涉及结算核心与报表两个服务，接口不变。",
	"impact_days": 3,
	"impact_cost": "18000",
	"impact_effort": 6,
	"quality_impact": "需补充 12 个回归用例。",
	"risk_level": "Medium",
	"response_plan": "先在联调环境灰度，两日后全量。",
}
# title, requirement concerned ("" adds one), proposed values, the state in which the demo leaves it
CHANGES: tuple[tuple[str, str, dict[str, str], str], ...] = (
	("登录增加指纹识别", "手机端登录", {"proposed_acceptance": "支持微信扫码+短信验证码+指纹"}, "Draft"),
	("报表增加 Excel 格式", "报表导出", {"proposed_acceptance": "PDF与Excel格式,含水印"}, "Submitted"),
	(
		"支付时限收紧到 2 秒",
		"跨行实时支付",
		{"proposed_acceptance": "95% 的交易在 2 秒内返回"},
		"Under Assessment",
	),
	(
		"代发批量上限提高",
		"批量代发工资",
		{"proposed_acceptance": "单批不少于 10 万笔"},
		"Awaiting Signatures",
	),
	("对账清单提前到 5 点", "日终对账", {"proposed_acceptance": "差错清单在 5:00 前生成"}, "Signed"),
	("限额增加商户维度", "交易限额管理", {"proposed_acceptance": "四级限额，含商户"}, "Scheduled"),
	("差错工作台增加导出", "差错处理工作台", {"proposed_acceptance": "全程留痕并可导出"}, "Implemented"),
	("新增：清算异常告警", "", {"proposed_feature": "清算异常告警", "proposed_priority": "High"}, "Closed"),
	("手续费按季结算", "手续费计算", {"proposed_acceptance": "费率表可配置，按季结算"}, "Returned"),
	("取消短信通知", "短信通知", {}, "Rejected"),
	("结算日历对接外部源", "结算日历", {"proposed_acceptance": "节假日数据自动获取"}, "Withdrawn"),
)
CHANGE_DESCRIPTION = "业务部门在周五演示会上提出，希望纳入后续迭代。"
CHANGE_REASON = "演示后用户反馈，现有做法影响日常业务。"
REASONS = {
	"Return": "请补充受影响的业务量。",
	"Reject": "与监管要求冲突，不予受理。",
	"Withdraw": "业务部门决定暂缓。",
}
