from . import __version__ as app_version  # noqa: F401  Frappe reads it here
from .permission_hooks import client_portal_methods as client_portal_methods
from .permission_hooks import has_permission as has_permission
from .permission_hooks import permission_query_conditions as permission_query_conditions
from .permission_hooks import standard_queries as standard_queries

app_name = "client_mgmt"
app_title = "Client Management"
app_publisher = "client_mgmt contributors"
app_description = "Client management and client dossiers for software projects"
app_email = "hello@example.com"
app_license = "mit"

# What each page of a bench's Desk loads; the app's version makes browsers read it anew. Guarded forms fetch
# more when they open. Scripts of a DocType stand beside it: Frappe finds <doctype>.js and <doctype>_list.js.
app_include_js = ["/assets/client_mgmt/js/desk.js?v=0.3.3"]
doctype_js = {
	"Project Archive": [
		"client_archive/doctype/project_archive/review.js",
		"client_archive/doctype/project_archive/revisions.js",
		"client_archive/doctype/project_archive/requirements.js",
	],
}

# The web app (frontend/): one page, whose addresses are its own business.
website_route_rules = [{"from_route": "/client-mgmt/<path:app_path>", "to_route": "client-mgmt"}]
website_context = {"favicon": "/assets/client_mgmt/frontend/favicon.svg"}
role_home_page = {"Client Contact": "client-mgmt"}
add_to_apps_screen = [
	{
		"name": "client_mgmt",
		"logo": "/assets/client_mgmt/frontend/favicon.svg",
		"title": "Client Management",
		"route": "/client-mgmt",
	},
]

after_install = "client_mgmt.install.after_install"
after_migrate = "client_mgmt.install.after_migrate"
before_uninstall = "client_mgmt.uninstall.before_uninstall"

auth_hooks = ["client_mgmt.people.portal.guard"]
# Bytes that a guest may send to a method (embedded host; a bench takes what its proxy lets through).
guest_body_limits = {"client_mgmt.api.survey.answer": 262144}
override_whitelisted_methods = {
	"frappe.desk.doctype.notification_log.notification_log.mark_as_read": (
		"client_mgmt.api.desk.mark_as_read"
	),
	"frappe.client.get_count": "client_mgmt.api.desk.get_count",
	"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count": (
		"client_mgmt.api.desk.get_workflow_state_count"
	),
}

doc_events = {
	# The wall around every guarded document (workflow_policy/guard.py): a handler an event, of the same name;
	# rows are settled before anything looks at them.
	"*": {
		"before_insert": [
			"client_mgmt.workflow_policy.rows.settle",
			"client_mgmt.people.one_answer.check_links",
			"client_mgmt.workflow_policy.guard.before_insert",
		],
		"validate": "client_mgmt.workflow_policy.guard.validate",
		"before_save": "client_mgmt.workflow_policy.guard.before_save",
		"on_update": "client_mgmt.workflow_policy.guard.on_update",
		"before_submit": "client_mgmt.workflow_policy.guard.before_submit",
		"before_cancel": [
			"client_mgmt.workflow_policy.rows.settle",
			"client_mgmt.workflow_policy.guard.before_cancel",
		],
		"on_cancel": "client_mgmt.workflow_policy.guard.on_cancel",
		"before_update_after_submit": [
			"client_mgmt.workflow_policy.rows.settle",
			"client_mgmt.workflow_policy.guard.before_update_after_submit",
		],
		"on_update_after_submit": "client_mgmt.workflow_policy.guard.on_update_after_submit",
		"before_change": "client_mgmt.workflow_policy.guard.before_change",
		"on_trash": "client_mgmt.workflow_policy.guard.on_trash",
		"before_validate": [
			"client_mgmt.workflow_policy.rows.settle",
			"client_mgmt.people.one_answer.check_links",
		],
		"before_rename": [
			"client_mgmt.workflow_policy.metadata_doors.check_rename",
			"client_mgmt.workflow_policy.guard.before_rename",
		],
	},
	# No GET changes anything.
	(
		"Action Item",
		"Ambiguity Dismissal",
		"Approval Delegation",
		"Archive Standard",
		"Change Request",
		"Channel Message",
		"Client Message",
		"Client Visit",
		"Contract Facts",
		"Dossier Entry",
		"Dossier Import",
		"Dossier Import Unit",
		"Dossier Mailbox",
		"Dossier Reminder",
		"Dossier Review",
		"Dossier Revision",
		"Dossier Update",
		"Duplicate Candidate",
		"Escalation",
		"Gate Waiver",
		"Incoming Mail",
		"Internal Estimate",
		"Iteration",
		"Lesson Learned",
		"Meeting Minutes",
		"Notice Preference",
		"Project Channel",
		"Project Milestone",
		"Requirement Document",
		"Requirement Document Version",
		"Requirement Version",
		"Review Waiver",
		"Signature Record",
		"Signing Authority",
		"Standard Suggestion",
		"Survey Form",
		"Survey Invitation",
		"Survey Response",
		"Value Conflict",
		"Workflow Event",
	): {
		"before_insert": "client_mgmt.workflow_policy.side_doors.refuse_write_in_get",
		"before_validate": "client_mgmt.workflow_policy.side_doors.refuse_write_in_get",
		"on_trash": "client_mgmt.workflow_policy.side_doors.refuse_write_in_get",
	},
	# What the dossier standard asks for, and who enters it.
	(
		"Client",
		"Client Contact",
		"Requirement",
	): {
		"before_insert": "client_mgmt.workflow_policy.side_doors.refuse_write_in_get",
		"before_validate": [
			"client_mgmt.workflow_policy.side_doors.refuse_write_in_get",
			"client_mgmt.client_archive.standard.checks.check",
		],
		"on_trash": "client_mgmt.workflow_policy.side_doors.refuse_write_in_get",
	},
	"Project Archive": {
		"before_insert": "client_mgmt.workflow_policy.side_doors.refuse_write_in_get",
		"before_validate": [
			"client_mgmt.workflow_policy.side_doors.refuse_write_in_get",
			"client_mgmt.client_archive.standard.checks.check",
		],
		"on_trash": "client_mgmt.workflow_policy.side_doors.refuse_write_in_get",
		"before_save": "client_mgmt.client_archive.standard.checks.stamp",
	},
	# Rows are saved with their document.
	(
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
	): {
		"before_insert": "client_mgmt.workflow_policy.side_doors.refuse_row_alone",
		"before_validate": "client_mgmt.workflow_policy.side_doors.refuse_row_alone",
		"on_trash": "client_mgmt.workflow_policy.side_doors.refuse_row_alone",
	},
	# Side doors: ways to change or show a document that do not save the document itself.
	"File": {
		"before_insert": "client_mgmt.workflow_policy.side_doors.check_file",
		"before_validate": "client_mgmt.workflow_policy.side_doors.check_file",
		"on_update": "client_mgmt.workflow_policy.side_doors.keep_file",
		"on_trash": "client_mgmt.workflow_policy.side_doors.check_file_deletion",
		"after_delete": "client_mgmt.workflow_policy.kept_files.let_go",
	},
	"DocShare": {"before_validate": "client_mgmt.workflow_policy.side_doors.refuse_share"},
	"ToDo": {
		"before_validate": "client_mgmt.workflow_policy.side_doors.check_assignment",
	},
	"Document Follow": {
		"before_validate": "client_mgmt.workflow_policy.side_doors.check_follower",
	},
	"Comment": {
		"before_validate": "client_mgmt.workflow_policy.side_doors.check_comment",
	},
	"Tag Link": {
		"before_validate": "client_mgmt.workflow_policy.side_doors.refuse_tag",
	},
	"Version": {
		"before_insert": "client_mgmt.workflow_policy.side_doors.check_log",
		"before_validate": "client_mgmt.workflow_policy.side_doors.check_log",
		"on_trash": "client_mgmt.workflow_policy.side_doors.check_log",
	},
	"Workflow Policy": {
		"before_validate": "client_mgmt.bounds.check_conditions",
	},
	"Custom DocPerm": {
		"before_validate": "client_mgmt.workflow_policy.side_doors.check_permission_row",
	},
	(
		"DocField",
		"DocPerm",
	): {
		"before_validate": "client_mgmt.workflow_policy.metadata_doors.refuse_metadata_row_alone",
		"on_trash": "client_mgmt.workflow_policy.metadata_doors.refuse_metadata_row_alone",
	},
	"User": {
		"before_validate": "client_mgmt.workflow_policy.credentials.tell",
	},
	# Side doors in the metadata.
	"Property Setter": {
		"before_validate": "client_mgmt.workflow_policy.metadata_doors.check_property_setter",
	},
	"Custom Field": {
		"before_validate": [
			"client_mgmt.workflow_policy.metadata_doors.check_custom_field",
			"client_mgmt.workflow_policy.definition_doors.check_custom_table",
		],
		"on_trash": "client_mgmt.workflow_policy.definition_doors.check_custom_field_deletion",
	},
	"DocType": {
		"on_trash": "client_mgmt.workflow_policy.definition_doors.check_doctype",
		"before_rename": "client_mgmt.workflow_policy.definition_doors.check_doctype",
		"before_validate": "client_mgmt.workflow_policy.definition_doors.check_doctype",
	},
	"Module Def": {
		"on_trash": "client_mgmt.workflow_policy.definition_doors.check_module",
		"before_rename": "client_mgmt.workflow_policy.definition_doors.check_module",
	},
	"Workflow": {
		"before_validate": [
			"client_mgmt.workflow_policy.metadata_doors.check_workflow_states",
			"client_mgmt.workflow_policy.metadata_doors.check_workflow_conditions",
			"client_mgmt.bounds.check_conditions",
			"client_mgmt.workflow_policy.metadata_doors.check_what_rules_name",
		],
		"on_trash": "client_mgmt.workflow_policy.metadata_doors.check_workflow_deletion",
	},
	("Role", "Workflow Action Master", "Workflow State"): {
		"on_trash": "client_mgmt.workflow_policy.metadata_doors.check_state_deletion",
	},
}

# The kinds of control (workflow_policy/plugins/base.py); another app adds its own to this hook.
workflow_policy_plugins = [
	"client_mgmt.workflow_policy.plugins.sign_off.SignOff",
	"client_mgmt.workflow_policy.plugins.separation.Separation",
	"client_mgmt.workflow_policy.plugins.reasons.Reasons",
]
# Called with each entry of a ledger as it is written (workflow_policy/ledger.py).
workflow_policy_listeners = ["client_mgmt.engagement.notices.heard"]
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
# On a demo site: whom to sign in as (`client_mgmt.api.ui.boot`).
client_mgmt_demo_people = ["client_mgmt.demo.people.shown"]
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
		"client_mgmt.engagement.actions.tell_overdue",
		"client_mgmt.client_archive.living.visits.create_due",
		"client_mgmt.workflow_policy.anchor.take",
		"client_mgmt.integrations.telling.clear_old",
	],
}
