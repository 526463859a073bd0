"""What the system keeps from every request is said by the DocTypes, and by a hook for other apps."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from tests.client import Api, refuses

ENGINE = {"revision", "round", "round_outcome", "policy_version", "chain_head", "chain_count"}
KEPT = {
	"Change Request": {"raised_by", "assessed_by", "assessed_on", "is_major", "in_force", "scheduled_on"},
	"Requirement": {"status", "revision", "last_change"},
	"Signing Authority": {"granted_by"},
	"Meeting Minutes": {"circulated_on", "closed_unacknowledged"},
}


def field(name: str, **marks: Any) -> SimpleNamespace:
	"""A DocField of a DocType of another app."""
	found = SimpleNamespace(fieldname=name, read_only=0, no_copy=0, options="", is_custom_field=0)
	found.__dict__.update(marks)
	found.get = found.__dict__.get
	return found


def order(module: str) -> SimpleNamespace:
	fields = [
		field("customer"),
		field("billed", read_only=1, no_copy=1),
		field("company", read_only=1),
		field("shown", read_only=1, no_copy=1, is_custom_field=1),
	]
	return SimpleNamespace(name=f"Order of {module}", module=module, fields=fields)


@pytest.mark.parametrize("doctype", sorted(KEPT))
def test_the_fixed_names_are_kept(site: Any, doctype: str) -> None:
	from client_mgmt.workflow_policy import owned_fields

	assert set(owned_fields.owned(doctype)) >= KEPT[doctype] | ENGINE
	assert "workflow_state" not in owned_fields.owned(doctype)


def test_rows_of_a_change_keep_what_they_were_made_from(site: Any) -> None:
	from client_mgmt.workflow_policy import owned_fields

	before = {"before_feature", "before_priority", "before_acceptance", "requirement_revision"}
	assert set(owned_fields.owned_in_rows("Change Request")["change_items"]) == before
	assert owned_fields.owns("Change Request", "before_feature")
	assert not owned_fields.owns("Change Request", "proposed_feature")


def test_another_apps_doctype_says_so_by_the_hook(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	"""Named by module or by DocType; without it, read-only means what it means to its own controller."""
	from client_mgmt.workflow_policy import owned_fields

	monkeypatch.setattr(owned_fields, "_known", {})
	monkeypatch.setattr(site, "get_hooks", lambda *_a: ["Selling", "Order of Stock"])
	found = {
		name: [df.fieldname for df in owned_fields.marked(order(name))] for name in ("Selling", "Stock", "HR")
	}
	assert found == {"Selling": ["billed"], "Stock": ["billed"], "HR": []}


@pytest.mark.parametrize("prop", ["read_only", "no_copy", "print_hide", "allow_on_submit", "permlevel"])
@pytest.mark.parametrize(
	("doctype", "fieldname"),
	[
		("Change Request", "in_force"),
		("Change Item", "before_feature"),
		("Requirement", "status"),
		("Project Archive", "archived_on"),
		("Signature Record", "digest"),
	],
)
def test_no_property_takes_a_field_from_the_system(
	admin: Api, doctype: str, fieldname: str, prop: str
) -> None:
	answer = admin.try_create(
		"Property Setter",
		doctype_or_field="DocField",
		doc_type=doctype,
		field_name=fieldname,
		property=prop,
		property_type="Check",
		value="0",
	)
	refuses(answer, 417, "ValidationError", "may not be customised")


def test_an_administrator_makes_no_fact_of_a_dossier_live(admin: Api) -> None:
	"""What a review settles changes by a revision alone (S004-75)."""
	answer = admin.try_create(
		"Property Setter",
		doctype_or_field="DocField",
		doc_type="Project Archive",
		field_name="contract_amount",
		property="allow_on_submit",
		property_type="Check",
		value="1",
	)
	refuses(answer, 417, "ValidationError", "may not be customised")


def test_what_of_a_dossier_lives_on(site: Any) -> None:
	from client_mgmt.client_archive.dossiers import facts

	whole = dict.fromkeys(("team", "raci", "risks", "stage", "actual_start", "actual_end"), ())
	assert dict(facts.live()) == {**whole, "payment_nodes": ("paid", "received_on", "received_amount")}
	assert {"client", "archive_standard", "dual_sign_scope"} < set(facts.fields_settled())
	assert {*ENGINE, "workflow_state", "archived_on", "value_sources"}.isdisjoint(facts.fields_settled())
