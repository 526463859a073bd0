// Collecting a dossier in the Desk: sources and conflicts of values, surveys, similar past clients. The rules
// stand on the server (client_mgmt.api.collect, client_mgmt.api.survey).
frappe.provide("client_mgmt");

client_mgmt.settle = (frm, take, title) =>
	frappe.prompt(
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		({ reason }) =>
			frappe
				.call("client_mgmt.api.collect.settle", { name: frm.doc.name, take, reason })
				.then(() => frm.reload_doc()),
		title
	);

client_mgmt.show_sources = async (frm) => {
	const { values, conflicts } = await client_mgmt.call("collect.sources", frm);
	const { escape, link, table } = client_mgmt;
	const shown = (field, value) => client_mgmt.value_html(frm.doctype, field, value, frm.doc);
	const rows = values
		.filter((row) => row.source && !Array.isArray(row.value))
		.map((row) => [
			escape(row.label),
			shown(row.field, row.value),
			escape([__(row.source), row.reference].filter(Boolean).join(": ")),
			client_mgmt.signed_off(row.by, row.on),
		]);
	const open = conflicts.map((row) => [
		link("Value Conflict", row.name, row.label),
		shown(row.reference_field, row.our_value),
		shown(row.reference_field, row.other_value),
		escape(__(row.source)),
	]);
	const head = [__("Field"), __("Value"), __("Source"), __("Person")];
	const conflict_head = [__("Field"), __("Our Value"), __("Other Value"), __("Source")];
	const told = (open.length ? table(conflict_head, open) : "") + (rows.length ? table(head, rows) : "");
	client_mgmt.show(__("Sources of Values"), told || escape(__("Nothing is known yet.")));
};

client_mgmt.invite_to_survey = (frm) => {
	const client = frm.doctype === "Client" ? frm.doc.name : frm.doc.client;
	const project = frm.doctype === "Client" ? "" : frm.doc.name;
	const form = { fieldname: "survey_form", fieldtype: "Link", options: "Survey Form", label: __("Survey Form"), reqd: 1 };
	frappe.prompt(
		form,
		async ({ survey_form }) => {
			const answer = await frappe.call("client_mgmt.api.survey.invite", { survey_form, client, project });
			const { link, expires_on } = answer.message;
			const note = __("Copy this link now: it is not shown again. It is good until {0}.", [expires_on.slice(0, 16)]);
			frappe.msgprint({
				title: __("Survey Link"),
				message: `<p>${client_mgmt.escape(note)}</p><p><code>${client_mgmt.escape(link)}</code></p>`,
			});
		},
		__("Invite to a Survey")
	);
};

client_mgmt.review_answer = (frm, row) => {
	const decide = (accept, reason = "") =>
		frappe
			.call("client_mgmt.api.survey.review", { response: frm.doc.name, answer: row.name, accept, reason })
			.then(() => frm.reload_doc());
	const dialog = new frappe.ui.Dialog({
		title: __("Review the Answer"),
		fields: [
			{ fieldname: "shown", fieldtype: "HTML" },
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason") },
		],
		primary_action_label: __("Accept Answer"),
		primary_action: ({ reason }) => decide(1, reason).then(() => dialog.hide()),
		secondary_action_label: __("Refuse Answer"),
		secondary_action: () => decide(0, dialog.get_value("reason")).then(() => dialog.hide()),
	});
	const shown = [row.question, row.answer, row.target].map((text) => [client_mgmt.escape(text)]);
	dialog.fields_dict.shown.$wrapper.html(client_mgmt.table([], shown));
	dialog.show();
};

client_mgmt.show_similar = async (frm) => {
	const client = frm.doctype === "Client" ? frm.doc.name : frm.doc.client;
	const found = await client_mgmt.ask("collect.similar_clients", { client });
	const { escape, table } = client_mgmt;
	const rows = found.map((row) => [
		escape(row.client_name || `${__(row.industry)} ${row.size_band}`),
		escape(row.lessons.map((told) => `${told.what_went_wrong} → ${told.what_to_do}`).join("\n")),
	]);
	const told = rows.length ? table([__("Client"), __("Lesson Learned")], rows) : escape(__("Nothing is known yet."));
	client_mgmt.show(__("Similar Past Clients"), told);
};

client_mgmt.collecting = {
	refresh(frm) {
		if (frm.is_new()) return;
		const group = __("Collect");
		frm.add_custom_button(__("Sources of Values"), () => client_mgmt.show_sources(frm), group);
		if (frm.doctype === "Client" || frm.doc.client) {
			frm.add_custom_button(__("Invite to a Survey"), () => client_mgmt.invite_to_survey(frm), group);
			frm.add_custom_button(__("Similar Past Clients"), () => client_mgmt.show_similar(frm), group);
		}
	},
};
frappe.ui.form.on("Client", client_mgmt.collecting);
frappe.ui.form.on("Project Archive", client_mgmt.collecting);

frappe.ui.form.on("Value Conflict", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.status !== "Open") return;
		frm.add_custom_button(__("Keep Ours"), () => client_mgmt.settle(frm, "ours", __("Keep Ours")));
		frm.add_custom_button(__("Take Theirs"), () => client_mgmt.settle(frm, "theirs", __("Take Theirs")));
	},
});

frappe.ui.form.on("Survey Response", {
	refresh(frm) {
		frm.disable_save();
		const waiting = (frm.doc.answers || []).filter((row) => row.status === "Waiting");
		for (const row of waiting) {
			const label = `${row.idx}. ${row.question}`.slice(0, 40);
			frm.add_custom_button(label, () => client_mgmt.review_answer(frm, row), __("Review the Answer"));
		}
	},
});

frappe.ui.form.on("Survey Invitation", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.status !== "Open") return;
		frm.add_custom_button(__("Revoke Link"), () =>
			frappe
				.call("client_mgmt.api.survey.revoke", { invitation: frm.doc.name })
				.then(() => frm.reload_doc())
		);
	},
});
