// Likely duplicates on the form of a client, and the dialog that merges two. The rules stand on the server.
frappe.provide("client_mgmt");

client_mgmt.clients = (method, args, type = "GET") => client_mgmt.ask(`clients.${method}`, args, type);

// Told while a new client is typed, before it is saved.
client_mgmt.show_duplicates = async (frm) => {
	if (!frm.is_new()) return;
	const asked = { client_name: frm.doc.client_name || "", uscc: frm.doc.uscc || "" };
	const found = await client_mgmt.clients("possible_duplicates", asked);
	if (asked.client_name !== (frm.doc.client_name || "")) return;
	const lines = found.matches.map((row) =>
		client_mgmt.escape(`${row.client} ${row.client_name}: ${row.reasons.join(", ")}`)
	);
	if (found.others) lines.push(__("another client of the firm, ask a Client Mgmt Manager"));
	frm.set_intro(lines.length ? [__("This client may be known already:"), ...lines].join("<br>") : "", "orange");
};

client_mgmt.ask_merge = (frm) => {
	const dialog = new frappe.ui.Dialog({
		title: __("Merge {0} into another client", [frm.doc.name]),
		size: "large",
		fields: [
			{
				fieldname: "target",
				fieldtype: "Link",
				options: "Client",
				label: __("Client that goes on"),
				reqd: 1,
				get_query: () => ({ filters: { name: ["!=", frm.doc.name], merged_into: ["is", "not set"] } }),
				onchange: () => client_mgmt.show_merge(frm, dialog),
			},
			{ fieldname: "preview", fieldtype: "HTML" },
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		],
		primary_action_label: __("Merge"),
		primary_action: (values) => client_mgmt.merge(frm, dialog, values),
	});
	dialog.show();
};

client_mgmt.show_merge = async (frm, dialog) => {
	const target = dialog.get_value("target");
	dialog.preview = null;
	dialog.fields_dict.preview.$wrapper.empty();
	if (!target) return;
	const preview = await client_mgmt.clients("merge_preview", { source: frm.doc.name, target });
	if (dialog.get_value("target") !== target) return;
	dialog.preview = preview;
	dialog.fields_dict.preview.$wrapper.html(client_mgmt.merge_html(preview));
	dialog.get_primary_btn().prop("disabled", preview.refusals.length > 0);
};

client_mgmt.merge_html = (preview) => {
	const { escape, table } = client_mgmt;
	const text = (value) => escape(typeof value === "object" ? JSON.stringify(value) : value);
	const refusals = preview.refusals.map((sentence) => `<li>${escape(sentence)}</li>`).join("");
	const links = preview.links.map((row) =>
		[__(row.doctype), row.label, row.count, row.names.join(", ")].map(escape)
	);
	const contacts = preview.contacts.map((row) => [row.contact, row.goes_on_as].map(escape));
	const fields = preview.fields.map((row) => [
		escape(row.label),
		text(row.source),
		text(row.target),
		client_mgmt.side_html(row),
	]);
	const head = [__("Field"), preview.source.name, preview.target.name, __("Stays")];
	return [
		refusals ? `<ul class="text-danger">${refusals}</ul>` : "",
		links.length ? table([__("Document Type"), __("Field"), __("Count"), __("Documents")], links) : "",
		contacts.length ? table([__("Contact"), __("Goes On As")], contacts) : "",
		fields.length ? table(head, fields) : "",
	].join("");
};

client_mgmt.side_html = ({ field, stays }) => {
	const sides = [
		["", ""],
		["source", __("This client's")],
		["target", __("The other's")],
	];
	const options = sides.map(
		([side, label]) =>
			`<option value="${side}" ${side === stays ? "selected" : ""}>${client_mgmt.escape(label)}</option>`
	);
	return `<select data-field="${client_mgmt.escape(field)}">${options.join("")}</select>`;
};

client_mgmt.merge = async (frm, dialog, { target, reason }) => {
	if (!dialog.preview) return;
	const chosen = dialog.fields_dict.preview.$wrapper.find("select[data-field]").toArray();
	const take = Object.fromEntries(
		chosen.filter((select) => select.value).map((select) => [select.dataset.field, select.value])
	);
	const { digest } = dialog.preview;
	await client_mgmt.clients("merge", { source: frm.doc.name, target, digest, reason, take }, "POST");
	dialog.hide();
	frappe.set_route("Form", "Client", target);
};

$(document).on("form-load", (_event, frm) => {
	if (frm?.doctype !== "Client") return;
	frappe.ui.form.on("Client", {
		client_name: client_mgmt.show_duplicates,
		uscc: client_mgmt.show_duplicates,
		refresh(form) {
			if (form.is_new() || !frappe.user.has_role("Client Mgmt Manager") || form.doc.merged_into) return;
			form.page.add_menu_item(__("Merge into Another Client"), () => client_mgmt.ask_merge(form));
		},
	});
});

frappe.provide("frappe.listview_settings");
frappe.listview_settings["Duplicate Candidate"] = {
	formatters: { signs: (signs) => client_mgmt.escape((signs || "").split("\n").map((sign) => __(sign)).join(", ")) },
};
