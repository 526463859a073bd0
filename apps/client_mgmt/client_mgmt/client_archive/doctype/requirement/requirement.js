// The versions of a requirement, and its log. The rules stand on the server (client_mgmt.api.requirements).
(() => {
	// The versions of a requirement, and how two of them differ: at first the last two.
	const show_versions = async (frm) => {
		const versions = await client_mgmt.desk.ask("requirements.versions", { requirement: frm.doc.name });
		if (!versions.length) {
			const text = __("No version yet: the first one is kept when the dossier is archived.");
			return client_mgmt.dialogs.show(__("Versions"), client_mgmt.html.escape(text));
		}
		const options = [...new Set(versions.map((row) => String(row.revision)))];
		const [from, to] = [options.at(-2) || options[0], options.at(-1)];
		const fields = [
			{ fieldname: "from", fieldtype: "Select", label: __("From Revision"), options, default: from },
			{ fieldname: "beside", fieldtype: "Column Break" },
			{ fieldname: "to", fieldtype: "Select", label: __("To Revision"), options, default: to },
			{ fieldname: "below", fieldtype: "Section Break" },
		];
		return client_mgmt.dialogs.page_dialog(__("Versions"), fields, async (dialog) => {
			const chosen = { from, to, ...dialog.get_values(true) };
			const args = { requirement: frm.doc.name, from_revision: chosen.from, to_revision: chosen.to };
			const found =
				chosen.from === chosen.to ? [] : await client_mgmt.desk.ask("requirements.difference", args);
			return [difference_html(found) + versions_html(versions)];
		});
	};

	const versions_html = (versions) => {
		const { escape, link, table } = client_mgmt.html;
		const rows = versions.map((row) => [
			escape(row.revision),
			escape(__(row.status)),
			escape(frappe.datetime.str_to_user(row.changed_on.slice(0, 19))),
			escape(row.changed_by_name || row.changed_by),
			escape(row.why),
			row.change_request ? link("Change Request", row.change_request) : "",
		]);
		const head = [
			__("Revision"),
			__("Status"),
			__("Time"),
			__("Person"),
			__("Reason"),
			__("Change Request"),
		];
		return table(head, rows);
	};

	const difference_html = (fields) => {
		const rows = fields.map((field) => [
			client_mgmt.html.escape(field.label),
			client_mgmt.html.pieces_html(field.pieces),
		]);
		if (!rows.length) return `<p>${client_mgmt.html.escape(__("No differences."))}</p>`;
		return client_mgmt.html.table([__("Field"), __("Difference")], rows);
	};

	const show_log = async (frm) => {
		const edits = await client_mgmt.desk.ask("requirements.log", { requirement: frm.doc.name });
		const { escape } = client_mgmt.html;
		const shown = (change, value) => client_mgmt.values.value_html(frm.doctype, change.field, value, frm.doc);
		const rows = edits.flatMap((edit) =>
			edit.changes.map((change) => [
				client_mgmt.html.signed_off(edit.by, edit.on),
				escape(change.label),
				shown(change, change.before),
				shown(change, change.after),
			])
		);
		const head = [__("Person"), __("Field"), __("Before"), __("After")];
		client_mgmt.dialogs.show(
			__("Change Log"),
			rows.length ? client_mgmt.html.table(head, rows) : __("Nothing was edited.")
		);
	};

	frappe.ui.form.on("Requirement", {
		before_load: () => client_mgmt.desk.load(),
		refresh(frm) {
			if (frm.is_new()) return;
			frm.add_custom_button(__("Versions"), () => show_versions(frm));
			frm.add_custom_button(__("Change Log"), () => show_log(frm));
		},
	});
})();
