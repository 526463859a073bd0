// Reviewing what a client answered. The rules stand on the server (client_mgmt.api.survey).
(() => {
	// "Client.industry" in words: the document and the label of its field.
	const target_label = async (target) => {
		const [doctype, field] = (target || "").split(".");
		if (!field) return "";
		await frappe.model.with_doctype(doctype);
		return `${__(doctype)}: ${__(frappe.meta.get_docfield(doctype, field)?.label || field)}`;
	};

	const review_answer = async (frm, row) => {
		const target = await target_label(row.target);
		const decide = (accept, reason = "") =>
			frappe
				.call("client_mgmt.api.survey.review", {
					response: frm.doc.name,
					answer: row.name,
					accept,
					reason,
				})
				.then(() => frm.reload_doc());
		const dialog = new frappe.ui.Dialog({
			title: __("Review the Answer"),
			fields: [
				{ fieldname: "shown", fieldtype: "HTML" },
				{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason") },
			],
			primary_action_label: __("Accept Answer"),
			primary_action: ({ reason }) => decide(1, reason).then(() => dialog.hide()),
			secondary_action_label: __("Refuse Answer"),
			secondary_action: () => decide(0, dialog.get_value("reason")).then(() => dialog.hide()),
		});
		const shown = [row.question, row.kind === "Choice" ? __(row.answer) : row.answer, target].map((text) => [client_mgmt.html.escape(text)]);
		dialog.fields_dict.shown.$wrapper.html(client_mgmt.html.table([], shown));
		dialog.show();
	};

	frappe.ui.form.on("Survey Response", {
		before_load: () => client_mgmt.desk.load(),
		refresh(frm) {
			frm.disable_save();
			const waiting = (frm.doc.answers || []).filter((row) => row.status === "Waiting");
			for (const row of waiting) {
				const label = `${row.idx}. ${row.question}`.slice(0, 40);
				frm.add_custom_button(label, () => review_answer(frm, row), __("Review the Answer"));
			}
		},
	});
})();
