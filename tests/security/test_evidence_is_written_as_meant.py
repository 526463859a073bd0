"""Nothing that a request or a customisation says reaches the chain: its head, its count, its entries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses, some
from tests.doctypes import definitions
from tests.factory import CHANGE, MINUTES, PROJECT, Factory, day, unique

from client_mgmt.demo import people

EVIDENCE = ("Signature Record", "Workflow Event")
GUARDED = (CHANGE, MINUTES, PROJECT)
ITS_WRITERS = {(CHANGE, "raised_by")}


def owned_texts(doctype: str) -> list[str]:
	"""The fields of a guarded DocType that the engine keeps, those that hold text or a name."""
	fields = definitions()[doctype]["fields"]
	return [
		field["fieldname"]
		for field in fields
		if field.get("read_only")
		and field.get("no_copy")
		and field["fieldtype"] in ("Data", "Link", "Small Text")
		if field.get("options") != "Workflow State"
	]


@pytest.mark.parametrize("doctype", GUARDED)
def test_ones_own_name_opens_no_field_of_the_engine(
	api: Callable[..., Api], make: Factory, doctype: str
) -> None:
	"""A new document that says its writer's login where the engine writes, over REST by two ways."""
	pm = api(people.PM)
	new = {CHANGE: {"title": unique("变更"), "project": make.project()},
		MINUTES: {"title": unique("纪要"), "project": make.project(), "start_time": day(0)},
		PROJECT: {"project_name": unique("项目")}}[doctype]  # fmt: skip
	for field in some([name for name in owned_texts(doctype) if (doctype, name) not in ITS_WRITERS]):
		sent = {**new, field: pm.user}
		refuses(pm.try_create(doctype, **sent), 417)
		refuses(pm.try_call("frappe.client.insert", doc={**sent, "doctype": doctype}), 417)
	if doctype == CHANGE:
		assert pm.create(doctype, **new, raised_by=pm.user)["raised_by"] == pm.user


@pytest.mark.parametrize("doctype", GUARDED)
def test_nor_in_the_process(site: Any, as_user: Any, doctype: str) -> None:
	for field in some([name for name in owned_texts(doctype) if (doctype, name) not in ITS_WRITERS]):
		with as_user(people.PM), pytest.raises(site.ValidationError):
			site.get_doc({"doctype": doctype, field: people.PM.user}).insert(ignore_permissions=True)


@pytest.mark.parametrize(
	("head", "count"), [("li.ming@vendor.example", None), ("", None), ("f" * 63, None), ("f" * 64, 0)]
)
def test_no_entry_follows_what_is_no_head(site: Any, as_user: Any, head: str, count: int | None) -> None:
	"""Where a head was written past every check, the ledger stops rather than go on from it."""
	from client_mgmt.workflow_policy import ledger

	doc = site.get_doc(CHANGE, {"workflow_state": "Signed"})
	places = {"chain_head": head, **({} if count is None else {"chain_count": count})}
	site.db.set_value(CHANGE, doc.name, places, update_modified=False)
	before = site.db.count("Workflow Event", {"reference_name": doc.name})
	with pytest.raises(site.ValidationError, match="no head"):
		ledger.append(doc, "Edit")
	assert site.db.count("Workflow Event", {"reference_name": doc.name}) == before


HARMFUL = {
	"Check": "ignore_xss_filter reqd unique non_negative translatable set_only_once ignore_user_permissions",
	"Int": "length precision",
	"Text": "default mandatory_depends_on read_only_depends_on options fetch_from",
	"Data": "anything fieldtype autoname",
}


@pytest.mark.parametrize("doctype", EVIDENCE)
def test_evidence_is_customised_in_its_looks_alone(admin: Api, doctype: str) -> None:
	"""An allow-list: a property that nobody has thought of is refused."""
	setter = {"doctype_or_field": "DocField", "doc_type": doctype, "field_name": "content"}
	for kind, names in HARMFUL.items():
		for name in names.split():
			sent = {**setter, "property": name, "value": "1", "property_type": kind}
			refuses(admin.try_create("Property Setter", **sent), 417, contains="may not be customised")
	looks = {**setter, "property": "description", "value": unique("x"), "property_type": "Text"}
	admin.create("Property Setter", **looks)
	field = {"dt": doctype, "fieldname": "more", "label": "More", "fieldtype": "Data"}
	refuses(admin.try_create("Custom Field", **field, reqd=1), 417, contains="evidence")


@pytest.mark.parametrize("doctype", EVIDENCE)
def test_what_is_stored_otherwise_is_not_kept(
	site: Any, monkeypatch: pytest.MonkeyPatch, doctype: str
) -> None:
	"""Whatever it was that altered a value on its way: the entry is gone, the head stays."""
	from client_mgmt.workflow_policy import ledger

	doc = site.get_doc(CHANGE, {"workflow_state": "Signed"})
	head, get_doc = doc.chain_head, site.get_doc

	def altering(*given: Any, **more: Any) -> Any:
		found = get_doc(*given, **more)
		if isinstance(given[0], dict) and given[0]["doctype"] == doctype:
			found.digest = "altered"
		return found

	monkeypatch.setattr(site, "get_doc", altering)
	values = {"round": "9", "purpose": "Approval", "party": "Client", "slot": "1", "digest": "a"}
	write = ledger.append_signature if doctype == "Signature Record" else None
	before = site.db.count(doctype)
	with pytest.raises(site.ValidationError, match="customisation"):
		write(doc, **values) if write else ledger.append(doc, "Edit", digest="a")
	assert site.db.count(doctype) == before
	assert site.db.get_value(CHANGE, doc.name, "chain_head") == head
