"""Attacks by spelling: databases that ignore case find what a check in Python takes for something else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.client import Api, refuses, some
from tests.factory import CHANGE, Factory
from tests.hosts import Host

from client_mgmt.demo import people

IMPORT = ("ImportError", "Incorrect table name")  # Frappe finds no controller or table of that spelling
SPELLINGS = ("change request", "CHANGE REQUEST", "Change  Request", "Change Request ", "Ｃhange Request")


@pytest.fixture(scope="module")
def waiting(make: Factory) -> str:
	"""A change that waits for its signatures."""
	return make.change("Awaiting Signatures")


@pytest.mark.parametrize("doctype", SPELLINGS)
def test_a_doctype_has_one_spelling(admin: Api, waiting: str, doctype: str) -> None:
	"""Rules are hung on a DocType by its name: another spelling of it would be a document without rules."""
	before = admin.read(CHANGE, waiting)
	refuses(admin.try_update(doctype, waiting, title="altered"), (404, 417), broken=IMPORT)
	refuses(admin.try_delete(doctype, waiting), (404, 417), broken=IMPORT)
	refuses(admin.try_create(doctype, title="unruled", workflow_state="Signed"), (404, 417), broken=IMPORT)
	values = {"doctype": doctype, "name": waiting, "fieldname": "title", "value": "altered"}
	refuses(admin.try_call("frappe.client.set_value", **values), (404, 417), broken=IMPORT)
	doc = {**before, "doctype": doctype, "title": "altered"}
	refuses(admin.try_call("frappe.client.save", doc=doc), (404, 417), broken=IMPORT)
	assert admin.read(CHANGE, waiting) == before
	assert admin.verdict(CHANGE, waiting)["chain_ok"]


@pytest.mark.parametrize("doctype", ("signature record", "WORKFLOW EVENT", "evidence anchor"))
def test_evidence_has_one_spelling(host: Host, admin: Api, waiting: str, doctype: str) -> None:
	proper = doctype.title()
	with host.connected() as frappe:
		from client_mgmt.workflow_policy import anchor

		anchor.take()
		frappe.db.commit()
	for row in some(admin.list(proper, limit_page_length=1)):
		refuses(admin.try_update(doctype, row["name"], comment="forged"), (403, 404, 417), broken=IMPORT)
		refuses(admin.try_delete(doctype, row["name"]), (403, 404, 417), broken=IMPORT)
		assert admin.read(proper, row["name"])


@pytest.mark.parametrize("doctype", ("client", "project archive", "internal estimate", "change request"))
def test_clients_reach_nothing_by_spelling(api: Callable[..., Api], waiting: str, doctype: str) -> None:
	contact = api(people.BUSINESS_OWNER)
	refuses(contact.try_list(doctype, fields=["*"]), (403, 404))
	refuses(contact.try_read(doctype, waiting), (403, 404))


def test_names_of_documents_in_another_spelling(admin: Api, waiting: str) -> None:
	"""A name is found whatever its case; the rules are the same then."""
	for name in (waiting.lower(), f"{waiting} "):
		refuses(admin.try_update(CHANGE, name, title="altered"), (404, 417))
		refuses(admin.try_update(CHANGE, name, workflow_state="Signed"), (404, 417))
		refuses(admin.try_delete(CHANGE, name), (404, 417))
	assert admin.read(CHANGE, waiting)["workflow_state"] == "Awaiting Signatures"
	assert admin.verdict(CHANGE, waiting)["chain_ok"]
