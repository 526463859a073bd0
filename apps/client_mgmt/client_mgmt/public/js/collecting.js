// Collecting on the forms of clients and dossiers: sources and conflicts of values, surveys, similar past clients.
// The rules stand on the server (client_mgmt.api.collect, client_mgmt.api.survey).
(() => {
	const show_sources = async (frm) => {
		const { values, conflicts } = await client_mgmt.desk.call("collect.sources", frm);
		const { escape, link, table } = client_mgmt.html;
		const shown = (field, value) => client_mgmt.values.value_html(frm.doctype, field, value, frm.doc);
		const rows = values
			.filter((row) => row.source && !Array.isArray(row.value))
			.map((row) => [
				escape(row.label),
				shown(row.field, row.value),
				escape([__(row.source), row.reference].filter(Boolean).join(": ")),
				client_mgmt.html.signed_off(row.by, row.on),
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
		client_mgmt.dialogs.show(__("Sources of Values"), told || escape(__("Nothing is known yet.")));
	};

	const invite_to_survey = (frm) => {
		const client = frm.doctype === "Client" ? frm.doc.name : frm.doc.client;
		const project = frm.doctype === "Client" ? "" : frm.doc.name;
		const form = {
			fieldname: "survey_form",
			fieldtype: "Link",
			options: "Survey Form",
			label: __("Survey Form"),
			reqd: 1,
		};
		frappe.prompt(
			form,
			async ({ survey_form }) => {
				const answer = await frappe.call("client_mgmt.api.survey.invite", {
					survey_form,
					client,
					project,
				});
				const { link, expires_on } = answer.message;
				const note = __("Copy this link now: it is not shown again. It is good until {0}.", [
					expires_on.slice(0, 16),
				]);
				frappe.msgprint({
					title: __("Survey Link"),
					message: `<p>${client_mgmt.html.escape(note)}</p><p><code>${client_mgmt.html.escape(link)}</code></p>`,
				});
			},
			__("Invite to a Survey")
		);
	};

	const show_similar = async (frm) => {
		const client = frm.doctype === "Client" ? frm.doc.name : frm.doc.client;
		const found = await client_mgmt.desk.ask("collect.similar_clients", { client });
		const { escape, table } = client_mgmt.html;
		const rows = found.map((row) => [
			escape(row.client_name || `${__(row.industry)} ${row.size_band}`),
			escape(row.lessons.map((told) => `${told.what_went_wrong} → ${told.what_to_do}`).join("\n")),
		]);
		const told = rows.length
			? table([__("Client"), __("Lesson Learned")], rows)
			: escape(__("Nothing is known yet."));
		client_mgmt.dialogs.show(__("Similar Past Clients"), told);
	};

	const add_to = (frm) => {
		if (frm.is_new()) return;
		const group = __("Collect");
		frm.add_custom_button(__("Sources of Values"), () => show_sources(frm), group);
		if (frm.doctype === "Client" || frm.doc.client) {
			frm.add_custom_button(__("Invite to a Survey"), () => invite_to_survey(frm), group);
			frm.add_custom_button(__("Similar Past Clients"), () => show_similar(frm), group);
		}
	};

	client_mgmt.collecting = { add_to };
})();
