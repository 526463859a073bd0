// The guided path on the forms of clients and dossiers: what the dossier standard still asks for, with links to
// the fields, and how each is filled in. The rules stand on the server (client_mgmt.api.dossier).
frappe.provide("client_mgmt");

client_mgmt.standards = {};

client_mgmt.standard_fields = (doctype) =>
	(client_mgmt.standards[doctype] ??= frappe
		.call({ method: "client_mgmt.api.dossier.standard_fields", type: "GET", args: { doctype } })
		.then((answer) => answer.message));

client_mgmt.explain_fields = async (frm) => {
	for (const row of await client_mgmt.standard_fields(frm.doctype)) {
		const field = frm.fields_dict[row.fieldname];
		if (!field || !row.help_text || field.df.description) continue;
		frm.set_df_property(row.fieldname, "description", client_mgmt.escape(row.help_text));
	}
};

// A link shows the client's number alone; its name stands below.
client_mgmt.name_client = async (frm) => {
	const { client } = frm.doc;
	const found = client ? await frappe.db.get_value("Client", client, "client_name") : {};
	const name = found.message?.client_name;
	if (name && frm.doc.client === client) frm.set_df_property("client", "description", client_mgmt.escape(name));
};

client_mgmt.missing_link = (frm, row) => {
	const own = row.doctype === frm.doctype && row.name === frm.doc.name;
	const label = client_mgmt.escape(row.label) + (row.compulsory ? " *" : "");
	if (own) return `<a class="client-mgmt-missing" data-field="${row.field.split(".")[0]}">${label}</a>`;
	if (!row.name) return label;
	const route = frappe.utils.get_form_link(row.doctype, row.name);
	return `<a href="${route}">${client_mgmt.escape(row.name)}: ${label}</a>`;
};

client_mgmt.show_missing = async (frm) => {
	const name = frm.doc.name;
	const report = await client_mgmt.call("dossier.completeness", frm);
	if (frm.doc.name !== name) return;
	const rows = [...report.missing].sort((a, b) => b.compulsory - a.compulsory);
	const links = rows.slice(0, 12).map((row) => client_mgmt.missing_link(frm, row));
	const more = rows.length > links.length ? ` … +${rows.length - links.length}` : "";
	const head = __("Complete {0}%, fresh {1}%.", [report.completeness, report.freshness]);
	const rest = links.length ? ` ${__("Still missing:")} ${links.join(" · ")}${more}` : "";
	frm.dashboard.clear_headline();
	frm.dashboard.set_headline(`<div class="mr-4">${head}${rest}</div>`); // beside the cross that closes it
	$(frm.wrapper)
		.find(".client-mgmt-missing")
		.on("click", (event) => frm.scroll_to_field(event.currentTarget.dataset.field));
};

for (const doctype of ["Client", "Project Archive"]) {
	frappe.ui.form.on(doctype, {
		refresh(frm) {
			client_mgmt.explain_fields(frm);
			frm.dashboard.links_area?.collapse(true); // the fields come first
			if (!frm.is_new()) client_mgmt.show_missing(frm);
		},
	});
}

client_mgmt.standard_action = (frm, label, method, args) =>
	frm.add_custom_button(label, () =>
		frappe
			.call({ method: `client_mgmt.api.standards.${method}`, type: "POST", args })
			.then(({ message }) => {
				client_mgmt.standards = {};
				if (message.name === frm.doc.name) return frm.reload_doc();
				return frappe.set_route("Form", "Archive Standard", message.name);
			})
	);

frappe.ui.form.on("Archive Standard", {
	refresh(frm) {
		if (frm.is_new()) return;
		if (frm.doc.status === "Draft") {
			client_mgmt.standard_action(frm, __("Put in Force"), "put_in_force", { name: frm.doc.name });
		} else {
			frm.set_read_only();
			frm.refresh_fields();
			frm.disable_save();
			client_mgmt.standard_action(frm, __("New Version"), "new_version", {});
		}
	},
});

frappe.ui.form.on("Project Archive", { refresh: client_mgmt.name_client, client: client_mgmt.name_client });
frappe.ui.form.on("Client Contact", { refresh: client_mgmt.name_client, client: client_mgmt.name_client });
