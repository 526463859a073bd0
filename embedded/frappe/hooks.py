"""The framework as an app: its name and what it shows to the loader."""

app_name = "frappe"
app_title = "Framework"
app_publisher = "client_mgmt"
app_description = "The embedded host's own DocTypes"
app_license = "AGPL-3.0-or-later"
app_version = "15.41.0"
