from . import __version__ as app_version  # noqa: F401  Frappe reads it from here

app_name = "client_mgmt"
app_title = "Client Management"
app_publisher = "client_mgmt contributors"
app_description = "Client management and client dossiers for software projects"
app_email = "hello@example.com"
app_license = "mit"

after_install = "client_mgmt.install.after_install"
after_migrate = "client_mgmt.install.after_migrate"
before_uninstall = "client_mgmt.uninstall.before_uninstall"
after_uninstall = "client_mgmt.uninstall.after_uninstall"
