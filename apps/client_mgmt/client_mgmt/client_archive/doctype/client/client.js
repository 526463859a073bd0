// Likely duplicates of a client, the dialog that merges two, its mark and its suggested tags. The rules stand on
// the server (client_mgmt.api.clients, client_mgmt.api.risk).
(() => {
	const clients = (method, args, type = "GET") => client_mgmt.desk.ask(`clients.${method}`, args, type);

	// Told while a new client is typed, before it is saved.
	const show_duplicates = async (frm) => {
		if (!frm.is_new()) return;
		const asked = { client_name: frm.doc.client_name || "", uscc: frm.doc.uscc || "" };
		const found = await clients("possible_duplicates", asked);
		if (asked.client_name !== (frm.doc.client_name || "")) return;
		const lines = found.matches.map((row) =>
			client_mgmt.html.escape(`${row.client} ${row.client_name}: ${row.reasons.join(", ")}`)
		);
		if (found.others) lines.push(__("another client of the firm, ask a Client Mgmt Manager"));
		frm.set_intro(
			lines.length ? [__("This client may be known already:"), ...lines].join("<br>") : "",
			"orange"
		);
	};

	const ask_merge = (frm) => {
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
					get_query: () => ({
						filters: { name: ["!=", frm.doc.name], merged_into: ["is", "not set"] },
					}),
					onchange: () => show_merge(frm, dialog),
				},
				{ fieldname: "preview", fieldtype: "HTML" },
				{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
			],
			primary_action_label: __("Merge"),
			primary_action: (values) => merge(frm, dialog, values),
		});
		dialog.show();
	};

	const show_merge = async (frm, dialog) => {
		const target = dialog.get_value("target");
		dialog.preview = null;
		dialog.fields_dict.preview.$wrapper.empty();
		if (!target) return;
		const preview = await clients("merge_preview", { source: frm.doc.name, target });
		if (dialog.get_value("target") !== target) return;
		dialog.preview = preview;
		dialog.fields_dict.preview.$wrapper.html(merge_html(preview));
		dialog.get_primary_btn().prop("disabled", preview.refusals.length > 0);
	};

	const merge_html = (preview) => {
		const { escape, table } = client_mgmt.html;
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
			side_html(row),
		]);
		const head = [__("Field"), preview.source.name, preview.target.name, __("Stays")];
		return [
			refusals ? `<ul class="text-danger">${refusals}</ul>` : "",
			links.length ? table([__("Document Type"), __("Field"), __("Count"), __("Documents")], links) : "",
			contacts.length ? table([__("Contact"), __("Goes On As")], contacts) : "",
			fields.length ? table(head, fields) : "",
		].join("");
	};

	const side_html = ({ field, stays }) => {
		const sides = [
			["", ""],
			["source", __("This client's")],
			["target", __("The other's")],
		];
		const options = sides.map(
			([side, label]) =>
				`<option value="${side}" ${side === stays ? "selected" : ""}>${client_mgmt.html.escape(label)}</option>`
		);
		return `<select class="form-control input-xs" data-field="${client_mgmt.html.escape(field)}">${options.join("")}</select>`;
	};

	const merge = async (frm, dialog, { target, reason }) => {
		if (!dialog.preview) return;
		const chosen = dialog.fields_dict.preview.$wrapper.find("select[data-field]").toArray();
		const take = Object.fromEntries(
			chosen.filter((select) => select.value).map((select) => [select.dataset.field, select.value])
		);
		const { digest } = dialog.preview;
		await clients("merge", { source: frm.doc.name, target, digest, reason, take }, "POST");
		dialog.hide();
		frappe.set_route("Form", "Client", target);
	};

	const show_tags = async (frm) => {
		const { escape, pill, table } = client_mgmt.html;
		const found = await client_mgmt.desk.ask("risk.tag_suggestions", { client: frm.doc.name });
		const may = frm.fields_dict.client_tags?.disp_status === "Write";
		const rows = found.map((row, index) => [
			`${pill(row.tag, "blue")}<div class="text-muted">${escape(row.definition)}</div>`,
			escape([row.reason, ...row.documents].join("\n")),
			escape(row.suggestion),
			may ? client_mgmt.html.button(__("Take Up"), index) : "",
		]);
		const none = `<p>${escape(__("No tag is suggested."))}</p>`;
		const head = [__("Tag"), __("Evidence"), __("Suggestion"), ""];
		const dialog = client_mgmt.dialogs.show(__("Suggested Tags"), rows.length ? table(head, rows) : none);
		client_mgmt.dialogs.on_button(dialog, (index) => {
			dialog.hide();
			frm.add_child("client_tags", { tag: found[index].tag });
			frm.refresh_field("client_tags");
			frm.dirty();
			frappe.show_alert(__("Save the client to keep the tag."));
		});
	};

	frappe.ui.form.on("Client", {
		before_load: () => client_mgmt.desk.load("guide", "collecting"),
		client_name: show_duplicates,
		uscc: show_duplicates,
		refresh(frm) {
			client_mgmt.guide.add_to(frm);
			client_mgmt.collecting.add_to(frm);
			if (frm.is_new()) return;
			if (frm.doc.high_risk) {
				const text = [__("High Risk"), frm.doc.high_risk_reason].filter(Boolean).join(": ");
				frm.dashboard.add_indicator(client_mgmt.html.escape(text), "red");
			}
			const show_risk = client_mgmt.desk.later("risk", "show_risk");
			frm.add_custom_button(__("High Risk Evidence"), () => show_risk(frm), __("Checks"));
			frm.add_custom_button(__("Suggested Tags"), () => show_tags(frm), __("Checks"));
			if (!frappe.user.has_role("Client Mgmt Manager") || frm.doc.merged_into) return;
			frm.page.add_menu_item(__("Merge into Another Client"), () => ask_merge(frm));
		},
	});
})();
