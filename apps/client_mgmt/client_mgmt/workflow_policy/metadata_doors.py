"""Side doors in the metadata: customisations that would unlock what the engine owns or show what is hidden,
and renames or deletions of what evidence names. Handlers of `doc_events`, like `side_doors.py`."""

from __future__ import annotations

from typing import Any, NoReturn

import frappe
from client_mgmt.domain.workflow import policy_map
from client_mgmt.people.names import folded
from client_mgmt.people.permissions import CLIENT, STAFF, exact
from client_mgmt.workflow_policy import owned_fields, policies
from client_mgmt.workflow_policy.definition_doors import is_ours
from client_mgmt.workflow_policy.engine import COLUMNS
from client_mgmt.workflow_policy.rules import conditions, maps, uses
from frappe import _
from frappe.model.document import Document

LOCKED_PROPERTIES = frozenset(
	"allow_rename autoname naming_rule is_submittable issingle istable show_title_field_in_link "
	"track_changes permlevel ignore_user_permissions fieldtype no_copy is_virtual allow_on_submit".split()
)
ENGINE_PROPERTIES = LOCKED_PROPERTIES | {"read_only", "default", "options", "fetch_from", "print_hide"}
# Of evidence only what changes how it looks: no property that alters, demands or refuses a value.
EVIDENCE = frozenset(
	{"Workflow Event", "Signature Record", "Evidence Anchor", "Evidence Log Entry", "Workflow Policy Version"}
)
HARMLESS = frozenset(
	"label description hidden bold width columns print_width print_hide report_hide in_list_view in_preview "
	"in_standard_filter collapsible depends_on field_order search_fields sort_field sort_order "
	"default_print_format default_view title_field image_field".split()
)
DEMANDS = ("reqd", "unique", "mandatory_depends_on", "set_only_once", "non_negative", "is_virtual")
NEVER_RENAMED = frozenset(STAFF)
NAMING_USERS = (
	("Workflow Event", "user"),
	("Signature Record", "signer"),
	("Signature Record", "on_behalf_of"),
	("Signing Authority", "granted_by"),
)
USED_BY_WORKFLOWS = {
	"Workflow State": (("Workflow Document State", "state"), ("Workflow Transition", "next_state")),
	"Workflow Action Master": (("Workflow Transition", "action"),),
	"Role": (("Workflow Document State", "allow_edit"), ("Workflow Transition", "allowed")),
}
NAMED_IN_RULES = {
	"Workflow State": policy_map.STATE,
	"Workflow Action Master": policy_map.ACTION,
	"Role": policy_map.ROLE,
}


def _refuse(message: str) -> NoReturn:
	frappe.throw(message, frappe.ValidationError)


def check_property_setter(setter: Document, _event: str | None = None) -> None:
	"""Property Setter, validate (Customize Form writes these): labels, help, order, mandatory and hidden stay
	the administrator's; what unlocks, unhides or renames does not."""
	doctype, field, name = exact(setter.doc_type), setter.field_name, folded(setter.property)
	if folded(doctype) == "workflow state" and name == "allow_rename":
		_refuse(_("Workflow states are named in evidence and are never renamed."))
	if doctype is None or not is_ours(doctype):
		return
	_check_writing(setter, doctype)
	if doctype in EVIDENCE and name not in HARMLESS:
		_refuse(_("{0} of {1} may not be customised.").format(name, _of(doctype, field)))
	locked = ENGINE_PROPERTIES if field and _is_engines(doctype, field) else LOCKED_PROPERTIES
	if name in locked or (name == "options" and _leads_elsewhere(doctype, field)):
		_refuse(_("{0} of {1} may not be customised.").format(name, _of(doctype, field)))
	if setter.property == "fetch_from":
		_check_fetch(doctype, setter.value)


def _of(doctype: str, field: str | None) -> str:
	return _(frappe.get_meta(doctype).get_label(field)) if field else _(doctype)


def _check_writing(setter: Document, doctype: str) -> None:
	"""A setter names what it sets as the site does: another way of writing would set it on MariaDB alone."""
	fields = {folded(df.fieldname): df.fieldname for df in frappe.get_meta(doctype).fields}
	given = (setter.doc_type, setter.field_name or "", setter.property)
	if given != (doctype, fields.get(folded(given[1]), given[1]), folded(given[2])):
		_refuse(_("{0} is not written as the site writes it.").format(" ".join(map(str, given))))


def _leads_elsewhere(doctype: str, field: str) -> bool:
	"""Links and tables keep their target: projects, teams and signed rows are found through them. The choices
	of a Select are the administrator's."""
	found = frappe.get_meta(doctype).get_field(field)
	return bool(found) and found.fieldtype != "Select"


def _is_engines(doctype: str, field: str) -> bool:
	"""Whether the engine keeps a field, or moves it: the state of a guarded DocType."""
	meta = frappe.get_meta(doctype)
	return field in COLUMNS or any(df.fieldname == field for df in owned_fields.marked(meta))


def check_custom_field(field: Document, _event: str | None = None) -> None:
	"""Custom Field, validate: any field may be added; none may bring what is hidden to a DocType clients
	read."""
	if not is_ours(field.dt):
		return
	if field.dt != exact(field.dt):
		_refuse(_("{0} is not written as the site writes it.").format(_(field.dt)))
	if field.dt in EVIDENCE and any(field.get(demand) for demand in DEMANDS):
		_refuse(_("{0} is evidence: a field of it is neither demanded nor unique.").format(_(field.dt)))
	if field.ignore_user_permissions:
		_refuse(
			_("{0} of {1} may not be customised.").format(
				"ignore_user_permissions", _(field.label or field.fieldname)
			)
		)
	_check_fetch(field.dt, field.fetch_from)


def _check_fetch(doctype: str, fetch_from: str | None) -> None:
	if doctype not in CLIENT or not fetch_from:
		return
	link = frappe.get_meta(doctype).get_field(str(fetch_from).split(".", 1)[0])
	if not link or link.options not in CLIENT:
		_refuse(
			_("{0} would show the client what {1} hides.").format(fetch_from, link.options if link else "-")
		)


def refuse_metadata_row_alone(row: Document, _event: str | None = None) -> None:
	"""DocField and DocPerm rows of the app's DocTypes, saved or deleted by themselves: Frappe lets them
	pass."""
	if is_ours(row.parent):
		_refuse(_("The definition of {0} comes with the app; use Customize Form.").format(_(row.parent)))


def check_rename(doc: Document, _event: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Any DocType, before_rename: evidence names documents by text, and renaming rewrites the links beside
	it."""
	if doc.doctype in NEVER_RENAMED:
		_refuse(_("{0} keeps the name it was given.").format(_(doc.doctype)))
	user = _user_of(doc.doctype, old) or (merge and _user_of(doc.doctype, new))
	if user:
		_refuse(_("{0} {1} is named in {2} and keeps its name.").format(_(doc.doctype), _(old), user))


def check_state_deletion(doc: Document, _event: str | None = None) -> None:
	"""Workflow State, Workflow Action Master and Role, on_trash: not while a rule of a policy, a workflow of
	a guarded DocType or a document names them."""
	user = _user_of(doc.doctype, doc.name)
	if user:
		_refuse(_("{0} {1} is named in {2} and cannot be deleted.").format(_(doc.doctype), _(doc.name), user))


def check_workflow_deletion(workflow: Document, _event: str | None = None) -> None:
	"""Workflow, on_trash: not while documents are in its states."""
	doctype, field = workflow.document_type, workflow.workflow_state_field
	if policies.is_guarded(doctype) and frappe.db.exists(doctype, {field: ("is", "set")}):
		_refuse(_("There are documents of {0} in this workflow: deactivate it instead.").format(_(doctype)))


def check_workflow_conditions(workflow: Document, _event: str | None = None) -> None:
	"""Workflow, before_validate: a condition that changed the session would let one person act as another;
	one that cannot be evaluated, or asks for a field that is not there, lets nobody act."""
	doctype = workflow.document_type
	if not policies.is_guarded(doctype):
		return
	known = maps.of(doctype, workflow.workflow_state_field)
	for row in workflow.transitions:
		wrong = conditions.fault(row.condition)
		rule = policy_map.unknown([row], {"condition": policy_map.CONDITION}, known)
		for text, values in [*([wrong] if wrong else []), *((fault.text, fault.values) for fault in rule)]:
			_refuse(f"{_('{0}, row {1}').format(_(row.action), row.idx)}: {_(text).format(*values)}")


def check_what_rules_name(workflow: Document, _event: str | None = None) -> None:
	"""Workflow, before_validate: an active one has the state field that the policy watches, and the states
	and actions that its rules name."""
	doctype = workflow.document_type
	if not workflow.is_active or not policies.is_guarded(doctype):
		return
	field = policies.state_field(doctype)
	if workflow.workflow_state_field != field:
		uses.refuse_other_state_field(doctype, field)
	known = maps.of(doctype, field)
	uses.check(doctype, known, maps.with_workflow(known, workflow))


def check_workflow_states(workflow: Document, _event: str | None = None) -> None:
	"""Workflow, validate: a state that documents are in is not taken out of their active workflow."""
	doctype, field = workflow.document_type, workflow.workflow_state_field
	if workflow.is_new() or not workflow.is_active or not policies.is_guarded(doctype):
		return
	kept = [row.state for row in workflow.states]
	stranded = frappe.db.get_value(doctype, {field: ("not in", [*kept, ""])}, field)
	if stranded:
		_refuse(_("There are documents of {0} in state {1}.").format(_(doctype), _(stranded)))


def _user_of(doctype: str, name: str) -> str | None:
	"""What stands in the way of renaming `name`: the first place found that names it, or None."""
	rule = uses.naming(NAMED_IN_RULES[doctype], name) if doctype in NAMED_IN_RULES else ""
	if used := rule or _workflow_naming(doctype, name):
		return used
	if doctype == "User":
		for kind, column in NAMING_USERS:
			if frappe.db.exists(kind, {column: name}):
				return _(kind)
	if doctype == "Workflow" and policies.is_guarded(frappe.db.get_value("Workflow", name, "document_type")):
		return _("Workflow Policy")
	return _linking_evidence(doctype, name)


def _workflow_naming(doctype: str, name: str) -> str | None:
	for table, column in USED_BY_WORKFLOWS.get(doctype, ()):
		for workflow in frappe.get_all(table, filters={column: name}, pluck="parent"):
			if policies.is_guarded(frappe.db.get_value("Workflow", workflow, "document_type")):
				return _(workflow)
	return None


def _linking_evidence(doctype: str, name: str) -> str | None:
	for guarded in policies.guarded():
		meta = frappe.get_meta(guarded)
		for field in meta.get_link_fields():
			if field.options == doctype and frappe.db.exists(
				guarded, {field.fieldname: name, "chain_count": (">", 0)}
			):
				return _(guarded)
		for table in meta.get_table_fields():
			found = _linking_row(table.options, guarded, doctype, name)
			if found:
				return found
	return None


def _linking_row(table: str, parenttype: str, doctype: str, name: Any) -> str | None:
	for field in frappe.get_meta(table).get_link_fields():
		if field.options != doctype:
			continue
		parents = frappe.get_all(
			table, filters={field.fieldname: name, "parenttype": parenttype}, pluck="parent"
		)
		if (
			frappe.db.exists(parenttype, {"name": ("in", parents), "chain_count": (">", 0)})
			if parents
			else False
		):
			return _(parenttype)
	return None
