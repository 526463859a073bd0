// Reading an account at once. The rules stand on the server (client_mgmt.api.mailbox).
frappe.ui.form.on("Dossier Mailbox", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Read Now"), async () => {
			await client_mgmt.desk.ask("mailbox.read_now", { mailbox: frm.doc.name }, "POST");
			frappe.show_alert(__("The account is read in the background."));
		});
	},
});
