// The guided path on the forms of clients and dossiers: what the dossier standard still asks for, with links to
// the fields, and how each is filled in. The rules stand on the server (client_mgmt.api.dossier).
(() => {
	let standards = {};

	// For a new version of the standard.
	const forget = () => {
		standards = {};
	};

	const standard_fields = (doctype) =>
		(standards[doctype] ??= frappe
			.call({ method: "client_mgmt.api.dossier.standard_fields", type: "GET", args: { doctype } })
			.then((answer) => answer.message));

	const explain_fields = async (frm) => {
		for (const row of await standard_fields(frm.doctype)) {
			const field = frm.fields_dict[row.fieldname];
			if (!field || !row.help_text || field.df.description) continue;
			frm.set_df_property(row.fieldname, "description", client_mgmt.html.escape(row.help_text));
		}
	};

	// A link shows the client's number alone; its name stands below.
	const name_client = async (frm) => {
		const { client } = frm.doc;
		const found = client ? await frappe.db.get_value("Client", client, "client_name") : {};
		const name = found.message?.client_name;
		if (name && frm.doc.client === client)
			frm.set_df_property("client", "description", client_mgmt.html.escape(name));
	};

	const missing_link = (frm, row) => {
		const own = row.doctype === frm.doctype && row.name === frm.doc.name;
		const label = client_mgmt.html.escape(row.label) + (row.compulsory ? " *" : "");
		if (own) return `<a class="client-mgmt-missing" data-field="${row.field.split(".")[0]}">${label}</a>`;
		if (!row.name) return label;
		const route = frappe.utils.get_form_link(row.doctype, row.name);
		return `<a href="${route}">${client_mgmt.html.escape(row.name)}: ${label}</a>`;
	};

	const show_missing = async (frm) => {
		const name = frm.doc.name;
		const report = await client_mgmt.desk.call("dossier.completeness", frm);
		if (frm.doc.name !== name) return;
		const rows = [...report.missing].sort((a, b) => b.compulsory - a.compulsory);
		const links = rows.slice(0, 12).map((row) => missing_link(frm, row));
		const more = rows.length > links.length ? ` … +${rows.length - links.length}` : "";
		const head = __("Complete {0}%, fresh {1}%.", [report.completeness, report.freshness]);
		const rest = links.length ? ` ${__("Still missing:")} ${links.join(" · ")}${more}` : "";
		frm.dashboard.clear_headline();
		frm.dashboard.set_headline(`<div class="mr-4">${head}${rest}</div>`); // beside the cross that closes it
		$(frm.wrapper)
			.find(".client-mgmt-missing")
			.on("click", (event) => frm.scroll_to_field(event.currentTarget.dataset.field));
	};

	const add_to = (frm) => {
		explain_fields(frm);
		frm.dashboard.links_area?.collapse(true); // the fields come first
		if (!frm.is_new()) show_missing(frm);
	};

	client_mgmt.guide = { name_client, forget, add_to };
})();
