// Records that are written once and never edited. The Desk's forms offer no field to who may create but not edit, so
// that a dialog takes the values. The rules stand on the server.
(() => {
	// What a person enters into a DocType or into a row of a table.
	const entered_fields = (doctype, given) =>
		frappe.meta
			.get_docfields(doctype)
			.filter((df) => df.fieldtype.endsWith("Break") || !(df.read_only || df.hidden))
			.map(({ fieldname, fieldtype, label, options, description, reqd, in_list_view }) => ({
				...{ fieldname, options, reqd, in_list_view, default: given[fieldname] },
				...(fieldtype === "Currency" ? { fieldtype: "Float", precision: 2 } : { fieldtype }), // no sign of the site's
				...{ label: __(label || ""), description: __(description || "") },
				...(fieldtype === "Table" ? { fields: entered_fields(options, {}), data: [] } : {}),
			}));

	const enter_once = async (doctype, given) => {
		await frappe.model.with_doctype(doctype);
		const dialog = new frappe.ui.Dialog({
			title: __("New {0}", [__(doctype)]),
			size: "large",
			fields: entered_fields(doctype, given),
			primary_action_label: __("Save"),
			async primary_action(values) {
				const made = await frappe.db.insert({ doctype, ...values });
				dialog.hide();
				frappe.set_route("Form", doctype, made.name);
			},
		});
		dialog.show();
	};

	const refresh = (frm) => {
		frm.disable_save();
		if (!frm.is_new()) return;
		const { project } = frm.doc;
		frappe.set_route(...(project ? ["Form", "Project Archive", project] : ["List", frm.doctype]));
		enter_once(frm.doctype, { project });
	};

	client_mgmt.entered_once = { enter_once, refresh };
})();
