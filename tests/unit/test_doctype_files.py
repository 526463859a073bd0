"""DocType files as a Frappe engineer expects them: type blocks, names, titles, connections, tabs, types."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

APP = Path(__file__).resolve().parents[2] / "apps" / "client_mgmt" / "client_mgmt"
FILES = {path.stem: path for path in sorted(APP.glob("*/doctype/*/*.json"))}
DOCTYPES = {name: json.loads(path.read_text(encoding="utf-8")) for name, path in FILES.items()}
BY_NAME = {doctype["name"]: doctype for doctype in DOCTYPES.values()}
MAIN = {name: doc for name, doc in BY_NAME.items() if not doc.get("istable") and not doc.get("issingle")}
CHILDREN = {name: doc for name, doc in BY_NAME.items() if doc.get("istable")}
TABLES = {"Table", "Table MultiSelect"}
LAYOUT = {"Tab Break", "Section Break", "Column Break"}
# What is never null, as Frappe v15 writes it into the type block.
NOT_NULL = TABLES | {"Check", "Currency", "Float", "Int", "Percent", "Rating", "Select"}
TEXTS = {"Data", "Small Text", "Text", "Long Text"}
ENGINE_COLUMNS = {"revision", "round", "round_outcome", "policy_version", "chain_head", "chain_count"}
GRID = 10  # columns of a row that a form shows
# JSON of objects; what is hashed, or is a list, is kept as Code (docs/decisions/013-json-and-hashed-text.md).
OBJECTS = {
	("Client", "value_sources"),
	("Client Contact", "value_sources"),
	("Project Archive", "value_sources"),
	("Contract Facts", "spans"),
	("Contract Facts", "contradictions"),
}
NAMED_BY = {
	"hash": "Random",
	"field:": "By fieldname",
	"naming_series:": 'By "Naming Series" field',
	"prompt": "Set by user",
	"autoincrement": "Autoincrement",
	"format:": "Expression",
}
# Evidence names documents by text, so that no renaming reaches it.
AS_TEXT = {"Signature Record", "Workflow Event", "Workflow Policy Version"}
# (DocType, who links to it) that its connections leave out.
NOT_CONNECTED = {
	("Project Archive", "Requirement Version"): "stands at its requirement",
	("Project Archive", "Requirement Document Version"): "stands at its document",
}


def fields_of(doctype: dict[str, Any], *types: str) -> Iterator[dict[str, Any]]:
	return (field for field in doctype["fields"] if field["fieldtype"] in types)


def expected_types(doctype: dict[str, Any]) -> dict[str, str]:
	"""fieldname → annotation, as Frappe v15 writes the type block of a controller."""
	found = {
		field["fieldname"]: annotation(field)
		for field in doctype["fields"]
		if field["fieldtype"] not in LAYOUT
	}
	if doctype.get("istable"):
		found |= dict.fromkeys(("parent", "parentfield", "parenttype"), "DF.Data")
	return found


def annotation(field: dict[str, Any]) -> str:
	kind = field["fieldtype"]
	if kind == "Select":
		return ast.unparse(ast.parse(f"DF.Literal{[option.strip() for option in options(field)]}"))
	text = f"DF.{kind.replace(' ', '')}"
	if kind in TABLES:
		text += f"[{class_name(field['options'])}]"
	return text if kind in NOT_NULL or field.get("reqd") else f"{text} | None"


def options(field: dict[str, Any]) -> list[str]:
	return (field.get("options") or "").split("\n")


def class_name(doctype: str) -> str:
	return re.sub("[ -]", "", doctype)


def type_block(name: str) -> dict[str, str]:
	"""fieldname → annotation of the controller beside a DocType's file."""
	tree = ast.parse(FILES[name].with_suffix(".py").read_text(encoding="utf-8"))
	wanted = class_name(DOCTYPES[name]["name"])
	[controller] = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == wanted]
	return {
		node.target.id: ast.unparse(node.annotation)
		for node in ast.walk(controller)
		if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
	}


def test_files_are_found() -> None:
	assert len(MAIN) > 40 and len(CHILDREN) > 20


@pytest.mark.parametrize("name", FILES)
def test_the_type_block_says_what_the_file_says(name: str) -> None:
	assert type_block(name) == expected_types(DOCTYPES[name])


def test_types_follow_the_file() -> None:
	"""The comparison is one: each of these would be another annotation."""
	field = {"fieldname": "what", "fieldtype": "Link", "options": "User"}
	assert annotation(field) == "DF.Link | None"
	assert annotation({**field, "reqd": 1}) == "DF.Link"
	assert annotation({**field, "fieldtype": "JSON"}) == "DF.JSON | None"
	assert annotation({**field, "fieldtype": "Select", "options": "\nA b"}) == "DF.Literal['', 'A b']"
	assert annotation({**field, "fieldtype": "Table", "options": "Sign-off Rule"}) == "DF.Table[SignoffRule]"


@pytest.mark.parametrize("doctype", BY_NAME.values(), ids=BY_NAME)
def test_fields_stand_in_the_order_that_is_told(doctype: dict[str, Any]) -> None:
	assert doctype["field_order"] == [field["fieldname"] for field in doctype["fields"]]


@pytest.mark.parametrize("doctype", MAIN.values(), ids=MAIN)
def test_the_naming_rule_is_the_word_for_the_name(doctype: dict[str, Any]) -> None:
	name = doctype["autoname"]
	words = [word for start, word in NAMED_BY.items() if name.startswith(start)]
	assert [doctype["naming_rule"]] == (words or ["Expression (old style)"])
	assert words or ".#" in name


def test_everything_says_what_it_is() -> None:
	assert [name for name, doctype in BY_NAME.items() if not doctype.get("description")] == []


@pytest.mark.parametrize("doctype", MAIN.values(), ids=MAIN)
def test_records_have_a_title_and_are_found(doctype: dict[str, Any]) -> None:
	names = {field["fieldname"] for field in doctype["fields"]}
	assert doctype["title_field"] in names
	assert names.issuperset(doctype["search_fields"].split(","))
	assert doctype["sort_field"] in names | {"creation", "modified"}
	assert doctype["sort_order"] in ("ASC", "DESC")


def test_no_link_shows_a_title() -> None:
	"""Frappe tells it to who may not read the document (docs/decisions/012-titles-of-links.md)."""
	assert [name for name, doctype in BY_NAME.items() if doctype.get("show_title_field_in_link")] == []


def linking(target: str) -> Iterator[tuple[str, str]]:
	"""(DocType, field) of each link to `target`, child tables included."""
	for name, doctype in BY_NAME.items():
		for field in fields_of(doctype, "Link"):
			if field["options"] == target:
				yield name, field["fieldname"]


@pytest.mark.parametrize("name", MAIN)
def test_connections_lead_to_what_links_here(name: str) -> None:
	links = BY_NAME[name].get("links", [])
	shown = [link["link_doctype"] for link in links]
	assert len(shown) == len(set(shown)), "Frappe keeps one field for a connected DocType"
	wanted = {other for other, _field in linking(name) if (name, other) not in NOT_CONNECTED}
	assert wanted <= set(shown)
	for link in links:
		other = BY_NAME[link["link_doctype"]]
		[field] = [field for field in other["fields"] if field["fieldname"] == link["link_fieldname"]]
		assert link["group"]
		assert field.get("options") == name or (field["fieldtype"] == "Data" and other["name"] in AS_TEXT)
		assert bool(link.get("is_child_table")) == (link["link_doctype"] in CHILDREN)
		if link.get("is_child_table"):
			tables = fields_of(BY_NAME[link["parent_doctype"]], *TABLES)
			assert link["link_doctype"] in [
				field["options"] for field in tables if field["fieldname"] == link["table_fieldname"]
			]


def test_what_is_left_out_links_there() -> None:
	assert all(other in dict(linking(name)) for name, other in NOT_CONNECTED)


@pytest.mark.parametrize("doctype", CHILDREN.values(), ids=CHILDREN)
def test_rows_are_edited_in_a_grid_that_fits(doctype: dict[str, Any]) -> None:
	shown = [field for field in doctype["fields"] if field.get("in_list_view")]
	assert doctype.get("editable_grid") and shown
	assert sum(field.get("columns") or 2 for field in shown) <= GRID


@pytest.mark.parametrize("name", [name for name, doc in MAIN.items() if "chain_head" in doc["field_order"]])
def test_engine_columns_stand_in_the_last_tab(name: str) -> None:
	order = BY_NAME[name]["field_order"]
	tabs = list(fields_of(BY_NAME[name], "Tab Break"))
	assert order[0] == tabs[0]["fieldname"]
	assert tabs[-1]["label"] == "Evidence"
	assert ENGINE_COLUMNS & set(order) <= set(order[order.index(tabs[-1]["fieldname"]) :])


@pytest.mark.parametrize("doctype", BY_NAME.values(), ids=BY_NAME)
def test_countries_and_currencies_are_links(doctype: dict[str, Any]) -> None:
	for field in doctype["fields"]:
		target = field["fieldname"].rsplit("_", 1)[-1].title()
		if target in ("Country", "Currency"):
			assert (field["fieldtype"], field["options"]) == ("Link", target)


def test_json_is_no_plain_text() -> None:
	found = {
		(name, field["fieldname"])
		for name, doctype in BY_NAME.items()
		for field in fields_of(doctype, "JSON")
	}
	assert found == OBJECTS
	for name, doctype in BY_NAME.items():
		for field in fields_of(doctype, *TEXTS):
			assert "JSON" not in field.get("description", ""), (name, field["fieldname"])
			assert field["fieldname"] not in ("content", "messages", "questions"), (name, field["fieldname"])
