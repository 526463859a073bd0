// Workbooks, a draft from a mail, and the four figures, from the list of dossiers.
frappe.listview_settings["Project Archive"] = {
	onload(list) {
		const { later } = client_mgmt.desk;
		const export_workbook = later("workbook", "export_workbook");
		list.page.add_inner_button(__("Import Workbook"), later("workbook", "ask_workbook"));
		list.page.add_inner_button(__("Draft from a Mail"), later("mail_draft", "paste_mail"));
		list.page.add_inner_button(__("Four Figures"), () =>
			window.open("/assets/client_mgmt/pages/metrics.html")
		);
		list.page.add_actions_menu_item(__("Export Workbook"), () =>
			export_workbook(list.get_checked_items(true))
		);
	},
};
