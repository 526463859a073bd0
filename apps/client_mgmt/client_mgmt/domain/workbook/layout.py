"""客户档案.xlsx: five sheets, what stands on each, and the columns that follow from the fields (S004-66).

A sheet is one table. A row belongs to a dossier (column 项目编号), is of one kind (column 类型, where a sheet
has several) and holds the fields of the kind's blocks. Which fields those are is DocType metadata: a block
names sections, so that an administrator's own fields in them come along. Marks about a client that no client
may see (decision 10) lie in no such section.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

FILE_NAME = "客户档案.xlsx"


class Title(NamedTuple):
	"""A text in both languages; of an option `en` is the stored value."""

	en: str
	zh: str

	def of(self, language: str) -> str:
		return self.zh if language.startswith("zh") else self.en

	@property
	def both(self) -> str:
		"""For messages, which may be read in another language than the workbook's."""
		return self.zh if self.zh == self.en else f"{self.zh} / {self.en}"


class Block(NamedTuple):
	"""Fields of one document: `target` is project, client, contact, requirement, or a table of the dossier.
	`sections` are the names of breaks ("" the fields before the first one), none: all of them."""

	target: str
	doctype: str
	sections: tuple[str, ...] = ()


class Kind(NamedTuple):
	"""A kind of row."""

	title: Title
	blocks: tuple[Block, ...]

	@property
	def has_key(self) -> bool:
		"""Whether a dossier may have several such rows."""
		return self.blocks[0].target not in ("project", "client")


class Sheet(NamedTuple):
	title: Title
	kinds: tuple[Kind, ...]


class Field(NamedTuple):
	"""What a column has to know about a field. `least`: 0 for an amount that is not negative, 1 for one that
	is greater than zero, else None."""

	fieldname: str
	fieldtype: str
	label: Title
	options: tuple[Title, ...] = ()
	link: str = ""
	least: int | None = None
	length: int = 0
	help: str = ""


class Column(NamedTuple):
	"""One column: (kind, target, field) of every field that stands in it. The fixed columns have none."""

	title: Title
	field: Field
	places: tuple[tuple[str, str, str], ...] = ()


KEY = Title("Project No.", "项目编号")
KIND = Title("Type", "类型")
ROW = Title("No.", "编号")
CLIENT = Title("Client No.", "客户编号")
DIGEST = Title("~digest", "~digest")
FIXED = (KEY, KIND, ROW, DIGEST)
PROJECT, CLIENTS = "Project Archive", "Client"

SHEETS = (
	Sheet(
		Title("Basic Information", "基础信息"),
		(
			Kind(
				Title("Dossier", "档案"),
				(
					Block("project", PROJECT, ("overview_tab", "schedule_section")),
					Block("client", CLIENTS, ("details_tab", "profile_section", "location_section")),
				),
			),
		),
	),
	Sheet(
		Title("Project Goals", "项目目标"),
		(
			Kind(Title("Background", "背景"), (Block("project", PROJECT, ("background_section",)),)),
			Kind(Title("Goal", "目标"), (Block("goals", "Project Goal"),)),
			Kind(Title("KPI", "关键指标"), (Block("kpis", "Project KPI"),)),
		),
	),
	Sheet(
		Title("Requirements", "需求明细"),
		(Kind(Title("Requirement", "需求"), (Block("requirement", "Requirement"),)),),
	),
	Sheet(
		Title("Financial Terms", "财务条款"),
		(
			Kind(
				Title("Contract", "合同"),
				(
					Block(
						"project",
						PROJECT,
						("contract_and_payment_section", "payment_section", "terms_section"),
					),
				),
			),
			Kind(Title("Invoicing", "开票信息"), (Block("client", CLIENTS, ("invoice_section",)),)),
			Kind(Title("Payment Node", "付款节点"), (Block("payment_nodes", "Payment Node"),)),
		),
	),
	Sheet(
		Title("Collaboration", "协作记录"),
		(
			Kind(
				Title("Ways of Working", "协作方式"),
				(Block("project", PROJECT, ("communication_section", "change_rules_section")),),
			),
			Kind(Title("Contact", "联系人"), (Block("contact", "Client Contact"),)),
			Kind(Title("Team Member", "团队成员"), (Block("team", "Project Member"),)),
			Kind(Title("RACI", "职责分工"), (Block("raci", "RACI Row"),)),
			Kind(Title("Escalation Step", "升级步骤"), (Block("escalation", "Escalation Step"),)),
		),
	),
)
# Rows that are documents of their own, and the field that says whose they are.
OWN_DOCUMENTS = {"contact": "client", "requirement": "project"}
TABLES = tuple(
	kind.blocks[0].target
	for sheet in SHEETS
	for kind in sheet.kinds
	if kind.has_key and kind.blocks[0].target not in OWN_DOCUMENTS
)
# By what a row without a number is known again within its dossier.
NATURAL_KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
	"requirement": (("feature",),),
	"contact": (("contact_name", "phone"), ("contact_name", "email"), ("contact_name",)),
	"goals": (("goal",),),
	"kpis": (("kpi", "kpi_name"),),
	"payment_nodes": (("node_name",),),
	"team": (("party", "user", "contact", "project_role"),),
	"raci": (("activity", "party", "project_role"),),
	"escalation": (("person", "channel"), ("person",)),
}
POSITIVE = frozenset({(PROJECT, "contract_amount"), ("Payment Node", "amount")})
# No facts of the dossier's own, or written by the engine alone.
LEFT_OUT: dict[str, frozenset[str]] = {
	PROJECT: frozenset({"archive_standard"}),
	CLIENTS: frozenset({"next_contact_on", "next_offer"}),
	"Client Contact": frozenset({"user", "client"}),
	"Requirement": frozenset({"project", "source_doctype", "source_name"}),
}
BREAKS = frozenset({"Section Break", "Tab Break"})
NUMBERS = frozenset({"Currency", "Float", "Percent"})
TEXTS = frozenset({"Data", "Small Text", "Text", "Long Text", "Link"})
TYPES = NUMBERS | TEXTS | {"Select", "Int", "Check", "Date"}


def fields_of(block: Block, rows: Iterable[Mapping[str, object]]) -> list[str]:
	"""The fieldnames of a block. `rows`: fieldname, fieldtype, read_only, hidden and permlevel of the
	DocType's fields in their order."""
	section, found = "", []
	for row in rows:
		name = str(row["fieldname"])
		if row["fieldtype"] in BREAKS:
			section = name
		elif (not block.sections or section in block.sections) and _is_open(block.doctype, row):
			found.append(name)
	return found


def _is_open(doctype: str, row: Mapping[str, object]) -> bool:
	kept = row.get("read_only") or row.get("hidden") or row.get("permlevel")
	return row["fieldtype"] in TYPES and not kept and row["fieldname"] not in LEFT_OUT.get(doctype, ())


def columns(sheet: Sheet, fields: Mapping[Block, Iterable[Field]]) -> list[Column]:
	"""A sheet's columns in order: the fixed ones, then the fields, one column for fields that are alike."""
	text = Field("", "Data", KEY)
	found = [Column(KEY, text)]
	if len(sheet.kinds) > 1:
		found.append(Column(KIND, Field("", "Select", KIND, tuple(kind.title for kind in sheet.kinds))))
	if any(kind.has_key for kind in sheet.kinds):
		found.append(Column(ROW, text))
	at: dict[object, int] = {}
	for kind in sheet.kinds:
		for block in kind.blocks:
			for field in fields[block]:
				place = (kind.title.en, block.target, field.fieldname)
				alike = (field.label, *field[1:2], *field[3:7])
				if alike in at:
					column = found[at[alike]]
					found[at[alike]] = column._replace(places=(*column.places, place))
					continue
				at[alike] = len(found)
				found.append(Column(_unlike(field.label, kind, found), field, (place,)))
	return [*found, Column(DIGEST, text)]


def _unlike(label: Title, kind: Kind, others: list[Column]) -> Title:
	"""`label`, with the kind of row in brackets where another column is called so already."""
	en = f"{label.en} ({kind.title.en})" if any(c.title.en == label.en for c in others) else label.en
	zh = f"{label.zh}（{kind.title.zh}）" if any(c.title.zh == label.zh for c in others) else label.zh
	return Title(en, zh)
