// Two revisions of a dossier beside each other. The rules stand on the server (client_mgmt.api.living).
(() => {
	// Two archived revisions of a dossier, or the one in effect and the dossier as it stands.
	const show_revisions = async (frm) => {
		const filters = { project: frm.doc.name };
		const order_by = "revision desc";
		const kept = await frappe.db.get_list("Dossier Revision", {
			filters,
			fields: ["revision"],
			order_by,
			limit: 0,
		});
		const options = kept.map(({ revision }) => ({
			value: String(revision),
			label: __("Revision {0}", [revision]),
		}));
		const select = (fieldname, label, first) => {
			const none = { value: "0", label: first };
			return { fieldname, label, fieldtype: "Select", options: [none, ...options], default: "0" };
		};
		const fields = [
			select("against", __("Compare with"), __("The revision before")),
			{ fieldname: "beside", fieldtype: "Column Break" },
			select("revision", __("Revision"), __("As it stands")),
			{ fieldname: "below", fieldtype: "Section Break" },
		];
		client_mgmt.dialogs.page_dialog(__("Differences of Revisions"), fields, async (dialog) => {
			const { against = "0", revision = "0" } = dialog.get_values(true) || {};
			const args = { project: frm.doc.name, against, revision };
			return [revision_html(frm, await client_mgmt.desk.ask("living.revision_difference", args))];
		});
	};

	const revision_html = (frm, { old, new: now, fields }) => {
		const { escape, table } = client_mgmt.html;
		const title = `${__("Revision {0}", [old])} → ${now ? __("Revision {0}", [now]) : __("As it stands")}`;
		if (!old) return escape(__("The first revision differs from nothing."));
		const value = (doctype, { field, old: before, new: after, label }) => [
			escape(label),
			client_mgmt.values.value_html(doctype, field, before, frm.doc),
			client_mgmt.values.value_html(doctype, field, after, frm.doc),
		];
		const lines = fields.flatMap((field) => {
			if (!field.rows) return [value(frm.doctype, field)];
			const child = frappe.meta.get_docfield(frm.doctype, field.field)?.options;
			return field.rows.flatMap((row) => [
				[`${escape(`${field.label} ${row.row || row.old_row}`)}: ${escape(__(row.change))}`, "", ""],
				...row.cells.map((cell) => value(child, cell)),
			]);
		});
		const none = `<p>${client_mgmt.html.pill(__("No differences."), "green")}</p>`;
		return `<h5>${escape(title)}</h5>${lines.length ? table([__("Field"), __("Before"), __("After")], lines) : none}`;
	};

	client_mgmt.project_archive_revisions = { show_revisions };
})();
