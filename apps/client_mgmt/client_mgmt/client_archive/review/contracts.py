"""The contract's own figures, entered by hand or read from a file, beside the entered ones (S004-72)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import frappe
from client_mgmt import values
from client_mgmt.client_archive.dossiers import entries
from client_mgmt.domain.contract import compare as contract_compare
from client_mgmt.domain.contract import text as contract_text
from client_mgmt.domain.dossier import dossier
from client_mgmt.domain.evidence.signed_content import plain
from client_mgmt.integrations.documents import UnreadableDocumentError, read_text
from client_mgmt.settings import setting
from client_mgmt.workflow_policy import engine, ledger, owned_fields
from frappe import _
from frappe.utils import flt, now_datetime

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.contract_facts.contract_facts import ContractFacts

PROJECT, FACTS, WAIVER = "Project Archive", "Contract Facts", "Review Waiver"
FILE_URL = re.compile(r"/private/files/[^/\\]+")
AMOUNTS = ("amount", "amount_in_words")
LISTED, SOURCE_LENGTH = 5, 200


def check_entry(doc: ContractFacts) -> None:
	"""Who may say what the contract says: who may edit the dossier, under review its reviewers alone, and
	nobody once it is archived. The dossier's row stays locked, so that no review overtakes it."""
	frappe.has_permission(PROJECT, "write", doc.project, throw=True)
	state = frappe.db.get_value(PROJECT, doc.project, "workflow_state", for_update=True)
	if state in entries.CLOSED:
		frappe.throw(
			_("{0} was reviewed on the contract's figures as they are: revise it first.").format(doc.project)
		)
	if dossier.is_locked(state):
		entries.check_reviewer(doc.project, _("Compare Contract"))
	if not engine.is_acting():
		owned_fields.keep_owned(doc)
	if any(flt(row.get(field)) < 0 for row in (doc, *doc.nodes) for field in (*AMOUNTS, "percent")):
		frappe.throw(_("The contract's amounts are greater than zero."))


def stamp(doc: ContractFacts) -> None:
	"""Who says so, when, and that it counts from now on."""
	doc.read_by = "Extracted" if doc.file_url else "Entered"
	doc.update({"entered_by": frappe.session.user, "entered_on": now_datetime(), "in_effect": 1})
	for field in ("spans", "contradictions"):
		doc.set(field, doc.get(field) or None)  # empty text is no JSON


def supersede(doc: ContractFacts) -> None:
	"""One a dossier is in effect: the newest. Read under lock: another may have just been entered."""
	older = {"project": doc.project, "in_effect": 1, "name": ("!=", doc.name)}
	for row in frappe.db.get_values(FACTS, older, ["name"], as_dict=True, for_update=True):
		frappe.db.set_value(FACTS, row["name"], "in_effect", 0, update_modified=False)


def in_effect(project: str) -> ContractFacts | None:
	"""The contract's figures that count for a dossier; None where nobody has given any."""
	name = frappe.db.get_value(FACTS, {"project": project, "in_effect": 1}, "name")
	return frappe.get_doc(FACTS, name) if name else None


def read_file(project: str, file_url: str) -> ContractFacts:
	"""The figures of an attached contract, put into effect unless they are or the dossier is archived.

	Raises frappe.PermissionError for who may not, ValidationError for what is no private file of this dossier
	and for a document that cannot be read.
	"""
	path, name = _file(project, file_url)
	try:
		text = read_text(path, name)
	except UnreadableDocumentError as error:
		frappe.throw(_(error.text).format(*error.values))
	found = frappe.get_doc(
		{"doctype": FACTS, "project": project, "file_url": file_url, **_read(project, text)}
	)
	known = in_effect(project)
	if known and known.file_url == file_url and _given(known) == _given(found):
		return known
	if frappe.db.get_value(PROJECT, project, "workflow_state") in entries.CLOSED:
		return found
	with engine.acting():
		return found.insert()


def _file(project: str, file_url: str) -> tuple[Path, str]:
	where = {"attached_to_doctype": PROJECT, "attached_to_name": project, "is_private": 1}
	row = FILE_URL.fullmatch(file_url) and frappe.db.get_value(
		"File", {"file_url": file_url, **where}, ["name", "file_name"], as_dict=True
	)
	path = Path(frappe.get_site_path("private", "files", Path(file_url).name))
	if not row or not path.is_file():
		frappe.throw(
			_("{0} is no private file of the dossier {1}: attach it first.").format(file_url, project)
		)
	frappe.has_permission("File", "read", row.name, throw=True)
	return path, row.file_name or path.name


def _read(project: str, text: str) -> dict[str, Any]:
	contract = contract_text.read(text)
	first = {field: contract.first(field) for field in contract_text.FIELDS}
	entered = _entered(frappe.get_doc(PROJECT, project))
	client, vendor = contract_compare.sides(first, entered["client_name"], entered["our_name"])
	facts = {**first, "client_name": client, "vendor_name": vendor}
	spans = {
		field: [fact.start, fact.end, text[fact.start : fact.end][:SOURCE_LENGTH]]
		for field, fact in facts.items()
		if fact
	}
	for number, node in enumerate(contract.nodes, 1):
		spans[f"node {number}"] = [node.start, node.end, text[node.start : node.end][:SOURCE_LENGTH]]
	return {
		**{
			field: fact.value[:140]
			for field, fact in facts.items()
			if fact and field in contract_compare.ROWS
		},
		"currency": contract.currency,
		"nodes": [
			{field: node[field] or None for field in NODE}
			for node in (one._asdict() for one in contract.nodes)
		],
		"spans": json.dumps(spans, ensure_ascii=False),
		"contradictions": json.dumps(contract_text.contradictions(contract), ensure_ascii=False),
	}


NODE = ("node_name", *contract_compare.NODE_FIELDS)
NODE_TYPES = {"node_name": "Data", "percent": "Percent", "amount": "Currency", "due_date": "Date"}


def _given(facts: ContractFacts) -> dict[str, Any]:
	"""What the contract says, as text; "" where it says nothing."""
	types = values.data_fields(FACTS)
	given = {field: _text(facts.get(field), types[field]) for field in contract_compare.ROWS}
	return {
		**given,
		"nodes": _nodes(facts.nodes),
		"contradictions": frappe.parse_json(facts.contradictions or "{}"),
	}


def _nodes(rows: list[Any]) -> list[dict[str, str]]:
	return [{field: _text(row.get(field), NODE_TYPES[field]) for field in NODE} for row in rows]


def _text(value: Any, fieldtype: str) -> str:
	text = str(plain(value, fieldtype))
	return "" if fieldtype in ("Currency", "Percent") and not flt(text) else text


def _entered(doc: Any) -> dict[str, str]:
	types = values.data_fields(PROJECT)
	fields = {ours for ours in contract_compare.ROWS.values() if ours in types}
	given = {field: _text(doc.get(field), types[field]) for field in fields}
	client = frappe.db.get_value("Client", doc.client, "client_name") if doc.client else ""
	return {**given, "client_name": client or "", "our_name": setting("our_company_name") or ""}


def compare(project: str, facts: ContractFacts | None) -> dict[str, Any]:
	"""`{facts, read_by, rows, nodes, differences}` of a dossier and a contract's figures (by default those in
	effect). Looks at no permission.

	A row is `{field, label, entered, contract, source, same}`, `same` null where there is nothing to compare;
	a difference `{key, label, entered, contract, digest, waived}`.
	"""
	doc, facts = frappe.get_doc(PROJECT, project), facts or in_effect(project)
	if not facts:
		return {"facts": None, "read_by": None, "rows": [], "nodes": [], "differences": []}
	entered, given = _entered(doc), _given(facts)
	rows = contract_compare.rows(entered, given)
	nodes = contract_compare.nodes(
		_nodes(doc.payment_nodes), given["nodes"], entered["contract_amount"], given["amount"]
	)
	found = contract_compare.differences(rows, nodes, given["contradictions"])
	waivers = _waivers(doc)
	return {
		"facts": facts.name,
		"read_by": facts.read_by,
		"rows": [
			{**row, "label": label(row["field"]), "source": _source(facts, row["field"])} for row in rows
		],
		"nodes": [{**node, "source": _source(facts, f"node {node['number']}")} for node in nodes],
		"differences": [
			{**one, "label": label(one["key"]), "waived": waivers.get(one["digest"])} for one in found
		],
	}


def _source(facts: ContractFacts, key: str) -> dict[str, Any] | None:
	"""Where the value stands in the file, or who entered it."""
	if not facts.file_url:
		return {"entered_by": facts.entered_by, "entered_on": str(facts.entered_on)}
	place = frappe.parse_json(facts.spans or "{}").get(key)
	return place and {"file_url": facts.file_url, **dict(zip(("start", "end", "text"), place, strict=True))}


def _waivers(doc: Any) -> dict[str, dict[str, Any]]:
	rows = frappe.get_all(
		WAIVER,
		filters={"project": doc.name, "revision": doc.revision},
		fields=["digest", "reason", "waived_by", "waived_on"],
	)
	return {row.digest: {key: str(row[key]) for key in ("waived_by", "waived_on", "reason")} for row in rows}


def label(key: str) -> str:
	"""What a row or a difference is about, in the reader's language."""
	match key.split(" "):
		case ["node", number, field]:
			part = _("Missing") if field == "node" else _(frappe.get_meta(f"{FACTS} Node").get_label(field))
			return _("Payment node {0}: {1}").format(number, part)
		case ["contract", what]:
			return _("Contradiction in the contract: {0}").format(_contradicted(what))
		case _:
			return _(frappe.get_meta(FACTS).get_label(key))


def _contradicted(what: str) -> str:
	labels = {
		"percent": _("Sum of Shares"),
		"nodes": _("Sum of Payment Nodes"),
		"party_a": _("Party A"),
		"party_b": _("Party B"),
	}
	return labels.get(what) or _(frappe.get_meta(FACTS).get_label(what))


def fault(doc: Any) -> tuple[str, bool]:
	"""What differs between the contract and what was entered, as a sentence ("" for nothing), and whether the
	setting of the site refuses to archive for it."""
	rule = setting("contract_comparison")
	result = compare(doc.name, None)
	if not result["facts"] and rule == "Required":
		return _("Review compares with the contract: enter its figures, or read them from its file."), True
	waiting = [one for one in result["differences"] if not one["waived"]]
	if not waiting:
		return "", False
	named = "; ".join(
		f"{one['label']}: {one['entered'] or '–'} / {one['contract'] or '–'}" for one in waiting[:LISTED]
	)
	text = _("{0} values differ from the contract: {1}. Correct them, or waive each with a reason.")
	return text.format(len(waiting), named), rule != "Warn"


def warn(doc: Any, text: str) -> None:
	"""Says and records what differs, where the setting lets it pass."""
	if text:
		frappe.msgprint(text)
		ledger.append(doc, "Warning", action="Compare Contract", reason=text)
