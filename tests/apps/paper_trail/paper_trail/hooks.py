app_name = "paper_trail"
app_title = "Paper Trail"
app_publisher = "client_mgmt contributors"
app_description = "A kind of control for client_mgmt: steps that need files attached"
app_email = "hello@example.com"
app_license = "mit"

required_apps = ["client_mgmt"]
workflow_policy_plugins = ["paper_trail.attachments.Attachments"]
after_install = "paper_trail.setup.after_install"
before_uninstall = "paper_trail.setup.before_uninstall"
