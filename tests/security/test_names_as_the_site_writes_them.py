"""A name written otherwise is the same name to MariaDB, and a bar in a name is no end of it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.client import Api, refuses, some
from tests.factory import unique

from client_mgmt.domain.evidence import verify_evidence
from client_mgmt.people.names import folded
from client_mgmt.people.permissions import CLIENT, STAFF

WAYS = (str.lower, str.upper, lambda name: f"{name} ", lambda name: name.replace("e", "é"))
INTERNAL = sorted(set(STAFF) - set(CLIENT))


@pytest.mark.parametrize("write", WAYS)
def test_every_door_knows_every_way_of_writing(site: Any, write: Any) -> None:
	"""Over the ORM: what a door asks about a DocType of ours, it asks in any case, accents and blanks."""
	from client_mgmt.people import permissions
	from client_mgmt.workflow_policy import definition_doors

	for doctype in some(STAFF):
		assert permissions.is_scoped(write(doctype)), write(doctype)
		assert definition_doors.is_ours(write(doctype)), write(doctype)
	assert not permissions.is_scoped(write("Warehouse"))


@pytest.mark.parametrize("write", WAYS)
def test_no_permission_opens_what_is_internal(site: Any, write: Any) -> None:
	from client_mgmt.workflow_policy import side_doors

	for doctype in some(INTERNAL):
		row = site.get_doc(
			{"doctype": "Custom DocPerm", "parent": write(doctype), "role": write("Client Contact")}
		)
		with pytest.raises(site.ValidationError, match="internal"):
			side_doors.check_permission_row(row)


@pytest.mark.parametrize("parent", ["Internal Estimate", "internal estimate", "INTERNAL ESTIMATE "])
@pytest.mark.parametrize("role", ["Client Contact", "client contact", "All"])
def test_nor_over_rest(admin: Api, parent: str, role: str) -> None:
	answer = admin.try_create("Custom DocPerm", parent=parent, role=role, permlevel=0, read=1)
	refuses(answer, 417)


@pytest.mark.parametrize(
	("doctype", "field", "name"),
	[
		("signature record", "content", "ignore_xss_filter"),
		("Signature Record", "CONTENT", "ignore_xss_filter"),
		("Signature Record", "content", "Ignore_XSS_Filter"),
		("Change Request", "Chain_Head", "read_only"),
		("change request", "chain_head", "Read_Only"),
		("Change Request", "project", "OPTIONS"),
	],
)
def test_no_property_is_set_under_another_name(site: Any, doctype: str, field: str, name: str) -> None:
	from client_mgmt.workflow_policy import metadata_doors

	values = {"doc_type": doctype, "field_name": field, "property": name, "value": "1"}
	setter = site.get_doc({"doctype": "Property Setter", "doctype_or_field": "DocField", **values})
	with pytest.raises(site.ValidationError):
		metadata_doors.check_property_setter(setter)


def test_names_are_folded_as_a_collation_does() -> None:
	assert folded("  Intérnal ESTIMATE ") == folded("Ｉnternal Estimate") == "internal estimate"


def test_a_bar_in_a_name_touches_no_other_document(site: Any) -> None:
	"""A document named `A|1` beside `A`: its anchor, its keys and its proof are its own."""
	from client_mgmt.workflow_policy import anchor, ledger

	first = site.get_doc("Client", site.get_all("Client", limit_page_length=1)[0].name)
	ledger.append(first, "Edit")
	other = site.get_doc({"doctype": "Client", "client_name": unique("客户"), "name": f"{first.name}|1"})
	other.flags.name_set = True
	other.insert()
	ledger.append(other, "Edit")
	anchor.take()
	for doc in (first, other):
		row = site.get_doc("Client", doc.name).as_dict()
		entries = ledger.entries("Client", doc.name)
		assert anchor.problems(row, entries) == []
		proof = anchor.proof_of("Client", doc.name)
		assert proof and (proof["count"], proof["head"]) == (len(entries), entries[-1]["hash"])
	alike = [("Client", "A|1", "2"), ("Client|A", "1", "2"), ("Client", "A", "1|2")]
	assert len({ledger.entry_key(*parts) for parts in alike}) == len(alike)
	assert len({verify_evidence.leaf_of(*parts, "ff") for parts in alike}) == len(alike)


def test_keys_and_anchors_of_before_go_on(site: Any) -> None:
	"""Keys joined by bars become JSON once; a leaf of an older anchor is read as it was written."""
	from client_mgmt.patches.v0_3 import keys_as_json
	from client_mgmt.workflow_policy import ledger
	from client_mgmt.workflow_policy.anchoring import log

	row = site.get_all("Signature Record", fields=["*"], limit_page_length=1)[0]
	joined = "|".join((row.reference_doctype, row.reference_name, row.sequence))
	site.db.set_value(
		"Signature Record", row.name, {"entry_key": joined, "signature_key": "x"}, update_modified=False
	)
	keys_as_json.execute()
	stored = site.db.get_value("Signature Record", row.name, ["entry_key", "signature_key"], as_dict=True)
	assert stored == {"entry_key": row.entry_key, "signature_key": row.signature_key}
	assert log.parts("Client|A|1|7|ff") == ("Client", "A|1", "7", "ff")
	assert log.parts(verify_evidence.leaf_of("Client", "A|1", 7, "ff")) == ("Client", "A|1", "7", "ff")
	assert row.entry_key == ledger.entry_key(row.reference_doctype, row.reference_name, row.sequence)
