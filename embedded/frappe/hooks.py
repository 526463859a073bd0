"""The framework as an app: its name and what it shows to the loader."""

app_name = "frappe"
app_title = "Framework"
app_publisher = "client_mgmt"
app_description = "The embedded host's own DocTypes"
app_license = "MIT"
app_version = "15.41.0"

has_permission = {
	"File": "frappe.core.doctype.file.file.has_permission",
	"ToDo": "frappe.desk.doctype.todo.todo.has_permission",
}
permission_query_conditions = {
	"File": "frappe.core.doctype.file.file.get_permission_query_conditions",
	"Notification Log": (
		"frappe.desk.doctype.notification_log.notification_log.get_permission_query_conditions"
	),
	"ToDo": "frappe.desk.doctype.todo.todo.get_permission_query_conditions",
}
