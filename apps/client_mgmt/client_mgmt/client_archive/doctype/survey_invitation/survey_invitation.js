// Taking a survey's link back. The rules stand on the server (client_mgmt.api.survey).
frappe.ui.form.on("Survey Invitation", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.status !== "Open") return;
		frm.add_custom_button(__("Revoke Link"), () =>
			frappe
				.call("client_mgmt.api.survey.revoke", { invitation: frm.doc.name })
				.then(() => frm.reload_doc())
		);
	},
});
