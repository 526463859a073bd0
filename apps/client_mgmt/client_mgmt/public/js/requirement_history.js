// Versions in the Desk: of requirements and specification documents, and the change file of a change.
// The rules stand on the server (client_mgmt.api.requirements).
frappe.provide("client_mgmt");

// Pieces of a difference: what was deleted struck through, what was inserted underlined.
client_mgmt.pieces_html = (pieces) => {
	const tags = { equal: "span", delete: "del", insert: "ins" };
	const colors = { delete: "background: #fdd", insert: "background: #dfd" };
	return pieces
		.map(({ op, text }) => `<${tags[op]} style="${colors[op] || ""}">${client_mgmt.escape(text)}</${tags[op]}>`)
		.join("");
};

// The versions of a requirement, and how two of them differ: at first the last two.
client_mgmt.show_versions = async (frm) => {
	const versions = await client_mgmt.ask("requirements.versions", { requirement: frm.doc.name });
	if (!versions.length) {
		const text = __("No version yet: the first one is kept when the dossier is archived.");
		return client_mgmt.show(__("Versions"), client_mgmt.escape(text));
	}
	const options = [...new Set(versions.map((row) => String(row.revision)))];
	const [from, to] = [options.at(-2) || options[0], options.at(-1)];
	const fields = [
		{ fieldname: "from", fieldtype: "Select", label: __("From Revision"), options, default: from },
		{ fieldname: "beside", fieldtype: "Column Break" },
		{ fieldname: "to", fieldtype: "Select", label: __("To Revision"), options, default: to },
		{ fieldname: "below", fieldtype: "Section Break" },
	];
	return client_mgmt.page_dialog(__("Versions"), fields, async (dialog) => {
		const chosen = { from, to, ...dialog.get_values(true) };
		const args = { requirement: frm.doc.name, from_revision: chosen.from, to_revision: chosen.to };
		const found = chosen.from === chosen.to ? [] : await client_mgmt.ask("requirements.difference", args);
		return [client_mgmt.difference_html(found) + client_mgmt.versions_html(versions)];
	});
};

client_mgmt.versions_html = (versions) => {
	const { escape, link, table } = client_mgmt;
	const rows = versions.map((row) => [
		escape(row.revision),
		escape(__(row.status)),
		escape(frappe.datetime.str_to_user(row.changed_on.slice(0, 19))),
		escape(row.changed_by_name || row.changed_by),
		escape(row.why),
		row.change_request ? link("Change Request", row.change_request) : "",
	]);
	const head = [__("Revision"), __("Status"), __("Time"), __("Person"), __("Reason"), __("Change Request")];
	return table(head, rows);
};

client_mgmt.difference_html = (fields) => {
	const rows = fields.map((field) => [client_mgmt.escape(field.label), client_mgmt.pieces_html(field.pieces)]);
	if (!rows.length) return `<p>${client_mgmt.escape(__("No differences."))}</p>`;
	return client_mgmt.table([__("Field"), __("Difference")], rows);
};

client_mgmt.show_log = async (frm) => {
	const edits = await client_mgmt.ask("requirements.log", { requirement: frm.doc.name });
	const rows = edits.flatMap((edit) =>
		edit.changes.map((change) =>
			[edit.on.slice(0, 16), edit.by, change.label, change.before, change.after].map(client_mgmt.escape)
		)
	);
	const head = [__("Time"), __("Person"), __("Field"), __("Before"), __("After")];
	client_mgmt.show(__("Change Log"), rows.length ? client_mgmt.table(head, rows) : __("Nothing was edited."));
};

// Opens the change file in a tab of its own. The page brings a policy that lets no script run in it.
client_mgmt.change_file = async (frm, format) => {
	const tab = window.open("", "_blank"); // at once, or the browser takes it for a popup
	const query = new URLSearchParams({ change_request: frm.doc.name, format });
	const answer = await fetch(`/api/method/client_mgmt.api.requirements.change_file?${query}`);
	if (answer.ok) {
		const type = format === "pdf" ? "application/pdf" : "text/html; charset=utf-8";
		tab.location = URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type }));
		return;
	}
	tab.close();
	const { _server_messages = "[]" } = await answer.json().catch(() => ({}));
	const told = JSON.parse(_server_messages).map((message) => client_mgmt.escape(JSON.parse(message).message));
	frappe.msgprint({ title: __("Change File"), message: told.join("<br>") || __("It cannot be made here."), indicator: "red" });
};

client_mgmt.compare_release = (frm) =>
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
			const pieces = await client_mgmt.ask("requirements.document_difference", args);
			client_mgmt.show(__("Difference"), `<pre>${client_mgmt.pieces_html(pieces)}</pre>`);
		},
		__("Difference"),
		__("Compare")
	);

client_mgmt.release_document = (frm) =>
	frappe.confirm(__("Release this version? It cannot be changed afterwards."), async () => {
		await client_mgmt.ask("requirements.release_document", { version: frm.doc.name }, "POST");
		frm.reload_doc();
	});

frappe.ui.form.on("Requirement", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Versions"), () => client_mgmt.show_versions(frm));
		frm.add_custom_button(__("Change Log"), () => client_mgmt.show_log(frm));
	},
});

frappe.ui.form.on("Change Request", {
	refresh(frm) {
		if (frm.is_new()) return;
		const add = (label, format) =>
			frm.add_custom_button(label, () => client_mgmt.change_file(frm, format), __("Change File"));
		add(__("Open as a Page"), "html");
		add(__("Open as PDF"), "pdf");
	},
});

frappe.ui.form.on("Requirement Document Version", {
	refresh(frm) {
		if (frm.is_new()) return;
		if (frm.doc.status === "Draft") {
			frm.add_custom_button(__("Release"), () => client_mgmt.release_document(frm));
		} else {
			frm.add_custom_button(__("Difference"), () => client_mgmt.compare_release(frm));
		}
	},
});
