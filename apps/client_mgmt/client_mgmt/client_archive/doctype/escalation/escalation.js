// Taking an emergency on. The rules stand on the server (client_mgmt.api.escalation).
frappe.ui.form.on("Escalation", {
	refresh(frm) {
		frm.disable_save();
		if (frm.is_new() || frm.doc.status === "Acknowledged") return;
		frm.add_custom_button(__("Take it on"), () =>
			frappe
				.call("client_mgmt.api.escalation.acknowledge", { escalation: frm.doc.name })
				.then(() => frm.reload_doc())
		);
	},
});
