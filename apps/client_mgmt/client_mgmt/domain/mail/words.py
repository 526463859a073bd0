"""The words by which Chinese and English mails name projects: what is built, and the work done to it."""

from __future__ import annotations

ACRONYM = (
	r"(?:(?<![A-Za-z])(?:ERP|CRM|MES|WMS|OA|HIS|TMS|SRM|PLM|LIMS|LIS|PACS|EMR|HRM|HCM|POS|BI|BPM|CMS|SCM|OMS"
	r"|QMS|EAM|APS|SCADA|BIM|GIS|SAP|RPA|DMS|KMS|POC|PoC|SaaS|MOM|EDI)(?![A-Za-z]))"
)
THING = (
	r"(?:系统(?!性|内|外)|平台|小程序|APP|App|app|网站|官网|商城|软件|中台|门户|模块|大屏|数据仓库|数据库|数据湖"
	r"|应用|机器人|工具|公众号|知识库|驾驶舱|一体机|一卡通|看板|网校|客户端|服务号|企业号|数字孪生|题库|引擎|插件|网关|接口"
	rf"|{ACRONYM})"
)
VERB = r"(?:定制开发|升级改造|二次开发|开发|研发|建设|搭建|升级|改造|重构|实施|定制|部署|设计|改版|迁移)"
# Work that stands after what it is done to, as names of projects do: 系统扩容升级, 平台对接.
WORK = (
	rf"(?:{VERB}|扩容|对接|维保|运维|维护|续签|续保|延保|集成|优化|整合|替换|更换|扩建|推广|上云|国产化|适配"
	r"|移植|接入|搬迁|切换|加固|改建|迭代|试点)"
)
PHASE = r"(?:[（(]?(?:第?[一二三四五1-5]期|[VvＶ]?\d\.\d)[)）]?)"
# What a subject line says of a project behind its name.
ABOUT = (
	r"(?:项目|工程|的|询价|报价|咨询|方案|合同|需求|沟通|安排|进度|验收|事宜|函|通知|邀请|招标|投标|磋商|谈判|确认|问题"
	r"|说明|回复|汇报|评审|启动|立项|预算|费用|付款|尾款|变更|延期|申请|请示|报告|采购|资料|会议|纪要|文档|计划|时间"
	r"|合作|意向|服务|工作|招标|比选|工期|排期|交付|上线|发票|清单|讨论|对接|求助|可行|初步|相关)"
)
# What is said of a project in a sentence: 古籍检索系统的预算.
SAID = (
	r"(?:的?(?:预算|报价|费用|合同|需求|启动|开工|开发|上线|进度|验收|维保|招标|方案|尾款|首付|首期|价格|工期|付款|变更"
	r"|款项|金额|总价|交付|立项|实施|试运行|范围|排期|采购|投标|标书|二期|一期|询价)"
	r"|(?:需要?|要)?(?:增加|新增)|原定|原计划|项目)"
)
FILLER = (
	r"^(?:现?[拟已](?=[开启推实进委采])(?:开展|启动|推进|实施|进行|委托|采购)|参与|参加|[^\n]{0,8}(?<!统)[一这那][个套项]|[^\n]{0,16}(?:召开|举办)|正在?(?:筹备|推进|实施|进行|开展)|筹备|准备|打算|希望|目前|已经|需要|本次|此次|这次|同意|收到|关于"
	r"|针对|现有|现用|原有)+"
)
NO_BEGINNING = (
	r"^(?:跟|与|由|在(?![线建职校库途])|从(?!业)|因|按(?!揭)|如(?!意)|除(?![尘湿])|及|或|但|而|且|若|给(?!排?水)|被|让"
	r"|不(?!动产|锈)|没|还|也|都|就(?![业诊医])|什么|哪|怎|这|那|每|定于|拟于|\d+[年月日号个]|同类|类似|其他|其它|另外|上次|上述|以上|以下|下列)"
)
NO_PROJECT = (
	r"今年|明年|去年|预计|如果|希望|整个|[几两三多]个|所有|由于|因为|根据|按照|另外|同时|目前|现在|尽快|已经|可以|能否|是否|哪些|后续|之前"
	r"|其余|做过|过类似|案例|经验|感谢|附件|[本上下这]周|\d[月日号]|双方|我们|你们"
)
GENERIC = (
	r"(?:(?:新|老|旧|本|该|整个|相关|有关|信息化?|开发|软件|合作|招标|采购|投标|重点|建设|投资|试点|科研|年度|合同|需求|报价|方案"
	r"|功能|业务|服务|公司|版本|预算|会议|资料|时间|进度|付款|外包|人员|网络)*"
	r"(?:系统|平台|软件|模块|工具|应用|接口|数据库|项目|工程)?)"
)
EN_THING = (
	r"(?:systems?|platform|app|application|website|web ?shop|portal|software|mini[- ]?program|module"
	r"|dashboard|tool|intranet|marketplace|database|ERP|CRM|MES|WMS|TMS|PLM|LIMS|HIS|warehouse|chatbot)"
)
EN_WORK = (
	r"(?:implementation|migration|roll-?out|upgrade|redesign|integration|replacement|deployment|revamp|relaunch"
	r"|moderni[sz]ation|development|pilot|POC|locali[sz]ation|consolidation)"
)
EN_VERBS = {
	"develop": "development",
	"implement": "implementation",
	"upgrade": "upgrade",
	"redesign": "redesign",
	"migrate": "migration",
	"deploy": "deployment",
	"integrate": "integration",
	"build": "",
	"create": "",
	"introduce": "",
	"buy": "",
	"set up": "",
	"roll out": "rollout",
	"replace": "replacement",
}
