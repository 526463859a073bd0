// Versions of the dossier standard. The rules stand on the server (client_mgmt.api.standards).
(() => {
	const standard_action = (frm, label, method, args) =>
		frm.add_custom_button(label, () =>
			frappe
				.call({ method: `client_mgmt.api.standards.${method}`, type: "POST", args })
				.then(({ message }) => {
					client_mgmt.guide.forget();
					if (message.name === frm.doc.name) return frm.reload_doc();
					return frappe.set_route("Form", "Archive Standard", message.name);
				})
		);

	frappe.ui.form.on("Archive Standard", {
		before_load: () => client_mgmt.desk.load("guide"),
		refresh(frm) {
			if (frm.is_new()) return;
			if (frm.doc.status === "Draft") {
				standard_action(frm, __("Put in Force"), "put_in_force", { name: frm.doc.name });
			} else {
				frm.set_read_only();
				frm.refresh_fields();
				frm.disable_save();
				standard_action(frm, __("New Version"), "new_version", {});
			}
		},
	});
})();
