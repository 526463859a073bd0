"""What people call the columns of their own workbooks, beside the labels of both languages."""

from __future__ import annotations

import re

from client_mgmt.domain.language.numerals import half_width

# target.fieldname, or the English title of a fixed column → names, separated by "|".
SYNONYMS = {
	"Project No.": "项目号|项目代码|工程编号|档案编号|"
	"project|project id|project number|dossier|project code",
	"Type": "行类型|类别|row type|kind of row",
	"No.": "序号编号|行编号|需求编号|联系人编号|id|row id",
	"project.client": "客户代码|客户号|client id|client number",
	"project.project_name": "项目|工程名称|项目全称|名称|project title|name of project",
	"project.archive_owner": "建档负责人|档案负责人|负责人|项目负责人|owner|responsible",
	"project.planned_start": "开始日期|计划开始|计划开始日期|预计开始时间|"
	"预计开始|启动日期|开工日期|start|start date",
	"project.planned_end": "结束日期|计划结束|计划结束日期|预计结束|完工日期|交付日期|end|end date|finish",
	"project.delivery_method": "开发方式|开发模式|交付模式|method|methodology",
	"project.background": "背景|项目背景|立项背景|背景说明|project background|why",
	"project.reason": "立项原因|需求原因|项目原因|project reason",
	"project.contract_no": "合同号|合同编码|contract|contract no|contract no.|contract id",
	"project.contract_signed_on": "签订日期|签约日期|签署日期|签订时间|"
	"合同签订日期|signed|signed on|signing date",
	"project.contract_amount": "合同额|合同总额|合同总价|总金额|"
	"合同价|合同价款|total amount|contract value|contract price",
	"project.currency": "币别|货币|币种",
	"project.breach_terms": "违约|违约条款|违约责任|breach|breach clauses|penalty",
	"project.ip_terms": "知识产权|知识产权约定|ip|ip clauses|intellectual property",
	"project.ip_owner": "知识产权归属|知识产权所有方|ip ownership",
	"project.meeting_frequency": "会议频率|会议周期|例会频率|例会|meetings",
	"project.communication_tool": "沟通工具|协作工具|通讯工具|tool",
	"client.client_name": "客户名|客户|公司名称|公司|企业名称|单位名称|"
	"单位|甲方|甲方名称|company|company name|customer|customer name",
	"client.client_type": "客户性质|单位性质|企业性质|customer type|type of client",
	"client.uscc": "信用代码|社会信用代码|统一信用代码|税号|"
	"组织机构代码|uscc|credit code|registration number",
	"client.industry": "所属行业|行业类别|行业分类|sector|branch",
	"client.employees": "员工数|人数|员工人数|员工规模|公司人数|headcount|staff|number of employees",
	"client.annual_revenue": "年收入|年营业额|年营收|营业收入|营收|revenue|turnover",
	"client.country": "国别|国家/地区",
	"client.region": "省份|省|区域|地区|province|state",
	"client.city": "所在城市|所在地|市|location",
	"client.tax_number": "税务登记号|纳税人识别号|税号|tax id|vat number",
	"client.invoice_title": "发票抬头|抬头|开票抬头|开票名称|invoice name",
	"client.invoice_type": "发票种类|发票类型|票种",
	"client.invoice_bank": "开户行|开户银行|银行|bank name",
	"client.invoice_account": "账号|银行账号|开户账号|帐号|account|account number",
	"client.invoice_address": "开票地址|注册地址|发票地址|地址|address",
	"client.invoice_phone": "开票电话|注册电话",
	"contact.contact_name": "姓名|联系人|联系人姓名|名字|name|contact person|person",
	"contact.job_title": "职位|职务|岗位|头衔|position|title",
	"contact.phone": "电话|手机|手机号|手机号码|联系电话|"
	"联系方式|电话号码|tel|telephone|mobile|phone number",
	"contact.email": "邮箱|电子邮箱|邮件|邮箱地址|电子邮件|mail|e-mail|email address",
	"contact.is_primary": "主联系人|是否主联系人|首要联系人|main contact|primary",
	"requirement.feature": "功能|功能点|功能名称|需求|需求名称|需求点|模块|requirement|function",
	"requirement.priority": "优先度|重要性|级别|prio|importance",
	"requirement.acceptance_criteria": "验收标准|验收条件|验收准则|"
	"完成标准|acceptance|acceptance criterion|definition of done",
	"requirement.kind": "需求类型|需求类别|requirement type",
	"requirement.source_text": "原文|客户原话|需求描述|描述|原始需求|description|original text",
	"goals.goal": "目标|项目目标|目标名称|目标描述|objective",
	"goals.baseline": "现状|基线|当前值|现值|current",
	"goals.target": "目标值|期望值|target value",
	"kpis.kpi": "指标|指标类型|kpi type",
	"kpis.kpi_name": "指标名称|指标说明|kpi name",
	"payment_nodes.node_name": "节点|付款阶段|付款节点|里程碑|阶段|款项|milestone|payment|stage",
	"payment_nodes.percent": "比例|付款比例|百分比|占比|percentage|share",
	"payment_nodes.amount": "付款金额|应付金额|节点金额",
	"payment_nodes.due_date": "付款日期|应付日期|到期日|付款时间|计划付款日期|due|due on|payment date",
	"payment_nodes.due_trigger": "付款条件|付款条款|触发条件|condition|trigger",
	"team.user": "成员|账号|用户名|member",
	"team.project_role": "角色|项目角色|岗位角色|role",
	"raci.activity": "活动|任务|工作内容|事项|task",
	"escalation.person": "人员|责任人|升级对象|上报人|name of person",
	"escalation.time_limit": "时限|响应时限|分钟|minutes|within",
	"escalation.channel": "渠道|方式|上报渠道|via",
}  # fmt: skip
BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")


def heading(text: object) -> str:
	"""A heading as it is compared: half width, small letters, without blanks, stars, colons."""
	return (
		re.sub(r"[\s*:：_＊·、]+", "", half_width(str(text or "")))
		.replace("（", "(")
		.replace("）", ")")
		.casefold()
	)


def bare(text: object) -> str:
	"""A heading without what stands in brackets, such as a unit or 必填."""
	return heading(BRACKETS.sub("", str(text or "")))


def names_of(place: str) -> list[str]:
	"""The other names of a column as they are compared."""
	return [heading(name) for name in SYNONYMS.get(place, "").split("|") if name]
