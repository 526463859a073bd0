// Releasing a version of a specification document, and what differs. The rules stand on the server
// (client_mgmt.api.requirements).
(() => {
	const compare_release = (frm) =>
		frappe.prompt(
			{
				fieldname: "other",
				fieldtype: "Link",
				options: "Requirement Document Version",
				label: __("Compare with"),
				get_query: () => ({ filters: { document: frm.doc.document, name: ["!=", frm.doc.name] } }),
				reqd: 1,
			},
			async ({ other }) => {
				const args = { from_version: other, to_version: frm.doc.name };
				const pieces = await client_mgmt.desk.ask("requirements.document_difference", args);
				client_mgmt.dialogs.show(
					__("Difference"),
					`<pre>${client_mgmt.html.pieces_html(pieces)}</pre>`
				);
			},
			__("Difference"),
			__("Compare")
		);

	const release_document = (frm) =>
		frappe.confirm(__("Release this version? It cannot be changed afterwards."), async () => {
			await client_mgmt.desk.ask("requirements.release_document", { version: frm.doc.name }, "POST");
			frm.reload_doc();
		});

	frappe.ui.form.on("Requirement Document Version", {
		before_load: () => client_mgmt.desk.load(),
		refresh(frm) {
			if (frm.is_new()) return;
			if (frm.doc.status === "Draft") {
				frm.add_custom_button(__("Release"), () => release_document(frm));
			} else {
				frm.add_custom_button(__("Difference"), () => compare_release(frm));
			}
		},
	});
})();
