// Settling a conflict of two values. The rules stand on the server (client_mgmt.api.collect).
(() => {
	const settle = (frm, take, title) =>
		frappe.prompt(
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
			({ reason }) =>
				frappe
					.call("client_mgmt.api.collect.settle", { name: frm.doc.name, take, reason })
					.then(() => frm.reload_doc()),
			title
		);

	frappe.ui.form.on("Value Conflict", {
		refresh(frm) {
			frm.disable_save();
			if (frm.doc.status !== "Open") return;
			frm.add_custom_button(__("Keep Ours"), () => settle(frm, "ours", __("Keep Ours")));
			frm.add_custom_button(__("Take Theirs"), () => settle(frm, "theirs", __("Take Theirs")));
		},
	});
})();
