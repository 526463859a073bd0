// A mail that a dossier may be drafted from. The rules stand on the server (client_mgmt.api.mailbox).
(() => {
	const read_mail = async (frm) => {
		const mail = frm.doc.name;
		const found = await client_mgmt.desk.ask("mailbox.suggestions", { mail });
		client_mgmt.mail_draft.confirm_mail(found, (values) =>
			client_mgmt.desk.ask("mailbox.accept", { mail, values }, "POST")
		);
	};

	const dismiss_mail = async (frm) => {
		const reason = await client_mgmt.dialogs.prompt_reason(__("Dismiss"), 1);
		await client_mgmt.desk.ask("mailbox.dismiss", { mail: frm.doc.name, reason }, "POST");
		frm.reload_doc();
	};

	frappe.ui.form.on("Incoming Mail", {
		before_load: () => client_mgmt.desk.load("mail_draft"),
		refresh(frm) {
			frm.disable_save();
			if (frm.doc.status !== "New") return;
			frm.add_custom_button(__("Confirm the Values"), () => read_mail(frm)).addClass("btn-primary");
			frm.add_custom_button(__("Dismiss"), () => dismiss_mail(frm));
		},
	});
})();
