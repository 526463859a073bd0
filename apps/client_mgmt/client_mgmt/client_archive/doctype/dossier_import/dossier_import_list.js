// Import from the list of imports.
frappe.listview_settings["Dossier Import"] = {
	onload: ({ page }) =>
		page.add_inner_button(__("Import Workbook"), client_mgmt.desk.later("workbook", "ask_workbook")),
};
