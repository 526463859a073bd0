from . import __version__ as app_version
from .people.permissions import STAFF as _STAFF

_CHILD_TABLES = (
	"Archive Standard Field",
	"Archive Standard Section",
	"Change Item",
	"Client Tag Link",
	"Contract Facts Node",
	"Dossier Review Tick",
	"Dossier Risk",
	"Escalation Call",
	"Escalation Step",
	"Handover Item",
	"Iteration Item",
	"Meeting Agenda Item",
	"Meeting Attendee",
	"Meeting Decision",
	"Payment Node",
	"Project Goal",
	"Project KPI",
	"Project Member",
	"RACI Row",
	"Survey Answer",
	"Survey Question",
)

app_name = "client_mgmt"
app_title = "Client Management"
app_publisher = "client_mgmt contributors"
app_description = "Client management and client dossiers for software projects"
app_email = "hello@example.com"
app_license = "mit"

# What the Desk of a bench adds to guarded documents' forms; the version makes browsers read them anew.
_desk = (
	"guarded_forms signed_content signing dossier_guide client_merge escalation collect "
	"dossier_review dossier_living client_risk requirement_history dossier_workbook incoming_mail "
	"entered_once"
).split()
app_include_js = [f"/assets/client_mgmt/js/{file}.js?v={app_version}" for file in _desk]

after_install = "client_mgmt.install.after_install"
after_migrate = "client_mgmt.install.after_migrate"
before_uninstall = "client_mgmt.uninstall.before_uninstall"

# Who sees what, and what a login may call: one predicate and one allow-list.
permission_query_conditions = dict.fromkeys(
	[*_STAFF, *_CHILD_TABLES], "client_mgmt.people.permissions.query_conditions"
)
has_permission = dict.fromkeys([*_STAFF, *_CHILD_TABLES], "client_mgmt.people.permissions.has_permission")
standard_queries = dict.fromkeys(_STAFF, "client_mgmt.api.desk.search")
auth_hooks = ["client_mgmt.people.portal.guard"]
override_whitelisted_methods = {
	"frappe.client.get_count": "client_mgmt.api.desk.get_count",
	"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count": (
		"client_mgmt.api.desk.get_workflow_state_count"
	),
}
# App methods that a client-side login may call (people/portal.py refuses every other one).
client_portal_methods = [
	"client_mgmt.api.portal.my_projects",
	"client_mgmt.api.portal.project",
	"client_mgmt.api.portal.attachments",
	"client_mgmt.api.requirements.documents",
	"client_mgmt.api.requirements.document_file",
	"client_mgmt.api.requirements.change_file",
	"client_mgmt.api.signing.get_package",
	"client_mgmt.api.signing.sign",
	"client_mgmt.api.signing.decline",
	"client_mgmt.api.signing.request_code",
	"client_mgmt.api.signing.verify",
	"client_mgmt.api.signing.evidence",
	"client_mgmt.api.workflow.act",
	"client_mgmt.api.workflow.actions",
	"client_mgmt.api.workflow.history",
]

# Side doors (workflow_policy/side_doors.py, metadata_doors.py). Doors of a document itself are the guard's.
_doors = "client_mgmt.workflow_policy.side_doors."
_metadata = "client_mgmt.workflow_policy.metadata_doors."
_definitions = "client_mgmt.workflow_policy.definition_doors."
_kept_events = ("on_trash", "before_rename")
_no_get = dict.fromkeys(("before_insert", "before_validate", "on_trash"), _doors + "refuse_write_in_get")
_row_alone = dict.fromkeys(("before_insert", "before_validate", "on_trash"), _doors + "refuse_row_alone")
_definition_row = dict.fromkeys(("before_validate", "on_trash"), _metadata + "refuse_metadata_row_alone")
# The wall around every guarded document (workflow_policy/guard.py): a handler an event, of the same name.
_guard = "client_mgmt.workflow_policy.guard."
_guarded_events = (
	"before_insert validate on_update before_submit before_cancel on_cancel "
	"before_update_after_submit on_update_after_submit before_change on_trash"
)
_guard_events = {event: _guard + event for event in _guarded_events.split()}
# Rows are settled before anything looks at them.
_rows = "client_mgmt.workflow_policy.rows.settle"
_everywhere = {
	**_guard_events,
	"before_insert": [_rows, _guard + "before_insert"],
	"before_validate": _rows,
	"before_cancel": [_rows, _guard + "before_cancel"],
	"before_update_after_submit": [_rows, _guard + "before_update_after_submit"],
	"before_rename": [_metadata + "check_rename", _guard + "before_rename"],
}
# What the dossier standard asks for, and who enters it (client_archive/standard/checks.py).
_standard = "client_mgmt.client_archive.standard.checks."
_asked = {**_no_get, "before_validate": [_doors + "refuse_write_in_get", _standard + "check"]}
doc_events = {
	"*": _everywhere,
	**dict.fromkeys(_STAFF, _no_get),
	**dict.fromkeys(_CHILD_TABLES, _row_alone),
	**dict.fromkeys(("Client", "Client Contact", "Requirement"), _asked),
	"Project Archive": {**_asked, "before_save": _standard + "stamp"},
	"File": {
		"before_insert": _doors + "check_file",
		"before_validate": _doors + "check_file",
		"on_update": _doors + "keep_file",
		"on_trash": _doors + "check_file_deletion",
		"after_delete": "client_mgmt.workflow_policy.kept_files.let_go",
	},
	"DocShare": {"before_validate": _doors + "refuse_share"},
	"ToDo": {"before_validate": _doors + "check_assignment"},
	"Document Follow": {"before_validate": _doors + "check_follower"},
	"Comment": {"before_validate": _doors + "check_comment"},
	"Tag Link": {"before_validate": _doors + "refuse_tag"},
	"Version": dict.fromkeys(("before_insert", "before_validate", "on_trash"), _doors + "check_log"),
	"Custom DocPerm": {"before_validate": _doors + "check_permission_row"},
	"DocPerm": _definition_row,
	"DocField": _definition_row,
	"Property Setter": {"before_validate": _metadata + "check_property_setter"},
	"Custom Field": {
		"before_validate": [_metadata + "check_custom_field", _definitions + "check_custom_table"],
		"on_trash": _definitions + "check_custom_field_deletion",
	},
	"DocType": dict.fromkeys((*_kept_events, "before_validate"), _definitions + "check_doctype"),
	"Module Def": dict.fromkeys(_kept_events, _definitions + "check_module"),
	"Workflow": {
		"before_validate": [_metadata + f"check_workflow_{what}" for what in ("states", "conditions")],
		"on_trash": _metadata + "check_workflow_deletion",
	},
	"Workflow State": {"on_trash": _metadata + "check_state_deletion"},
	"Role": {"on_trash": _metadata + "check_state_deletion"},
}

# The kinds of control (workflow_policy/plugins/base.py); another app adds its own to this hook.
workflow_policy_plugins = [
	"client_mgmt.workflow_policy.plugins.sign_off.SignOff",
	"client_mgmt.workflow_policy.plugins.separation.Separation",
	"client_mgmt.workflow_policy.plugins.reasons.Reasons",
]
# What a project says of who must sign (workflow_policy/proof.py).
workflow_policy_sign_off_scope = ["client_mgmt.client_archive.dossiers.dossier.sign_off_scope"]
# In these modules what is read-only and not copied is kept by the system (workflow_policy/owned_fields.py).
workflow_policy_keeps_read_only_fields_of = [
	"Client Archive",
	"Change Control",
	"Engagement",
	"Workflow Policy",
]
# Called for a new demo site (embedded host): takes the common password or None, returns the logins.
demo_site = "client_mgmt.demo.install"
scheduler_events = {
	"all": [
		"client_mgmt.engagement.escalations.raise_due",
		"client_mgmt.client_archive.workbook.jobs.resume",
		"client_mgmt.integrations.webhooks.retry_due",
	],
	"hourly": ["client_mgmt.client_archive.intake.mailboxes.read_all"],
	"daily": [
		"client_mgmt.client_archive.clients.duplicates.scan",
		"client_mgmt.client_archive.clients.risk.refresh_all",
		"client_mgmt.client_archive.living.reminders.send_due",
		"client_mgmt.client_archive.living.visits.create_due",
		"client_mgmt.workflow_policy.anchor.take",
	],
}
