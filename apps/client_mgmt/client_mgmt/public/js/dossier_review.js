// Reviewing and keeping a dossier in the Desk: the contract beside what was entered, the checklist, ambiguous phrases,
// revisions and updates; why a client is marked, and its suggested tags. The rules stand on the server
// (client_mgmt.api.review, .dossier, .living, .risk).
frappe.provide("client_mgmt");

client_mgmt.pill = (text, color) => `<span class="indicator-pill ${color}">${client_mgmt.escape(text)}</span>`;

// Who and when, of a time in the site's own zone.
client_mgmt.signed_off = (user, on, text = "") =>
	client_mgmt.escape(
		user ? `${frappe.user.full_name(user)} ${frappe.datetime.str_to_user(on.slice(0, 19))}\n${text}`.trim() : ""
	);

// A wide dialog, drawn anew when one of its fields changes. `draw` answers [html, what the button of a number does].
client_mgmt.page_dialog = (title, fields, draw) => {
	const state = { turn: 0, act: () => {} };
	const redraw = async () => {
		if (!state.dialog) return;
		const turn = ++state.turn;
		const page = state.dialog.fields_dict.shown.$wrapper.empty();
		const [html, act] = await draw(state.dialog);
		if (turn !== state.turn) return;
		state.act = act;
		page.html(html);
	};
	const asked = fields.map((field) => ({ ...field, onchange: redraw }));
	const shown = { fieldname: "shown", fieldtype: "HTML" };
	state.dialog = new frappe.ui.Dialog({ title, size: "extra-large", fields: [...asked, shown] });
	state.dialog.redraw = redraw;
	client_mgmt.on_button(state.dialog, (index) => state.act(index));
	state.dialog.show();
	redraw();
	return state.dialog;
};

client_mgmt.may_review = (frm) =>
	frm.doc.workflow_state === "Submitted" &&
	["Project Assistant", "Quality Administrator", "Client Mgmt Manager"].some((role) => frappe.user.has_role(role));

client_mgmt.compare_contract = (frm) => {
	const files = frm.get_files().filter((file) => file.is_private && /\.(txt|docx|pdf)$/i.test(file.file_name || ""));
	const options = [
		{ value: "", label: __("The figures in effect") },
		...files.map((file) => ({ value: file.file_url, label: file.file_name })),
	];
	const description = __("Attach the contract (text, docx, PDF) to the dossier to have its figures read.");
	const choice = { fieldname: "file_url", fieldtype: "Select", label: __("Compare with"), options, description };
	const dialog = client_mgmt.page_dialog(__("Compare Contract"), [choice], async (shown) => {
		const args = { project: frm.doc.name, file_url: shown.get_value("file_url") || "" };
		const found = await client_mgmt.ask("dossier.compare_contract", args, "POST");
		return [client_mgmt.contract_html(frm, found), (index) => client_mgmt.waive(frm, shown, found.differences[index])];
	});
	if (!frappe.model.can_create("Contract Facts")) return;
	dialog.add_custom_action(__("Enter Figures"), () => {
		dialog.hide();
		client_mgmt.enter_once("Contract Facts", { project: frm.doc.name });
	});
};

client_mgmt.contract_html = (frm, { rows, nodes, differences }) => {
	const { escape, table } = client_mgmt;
	if (!rows.length) return `<p>${escape(__("No figures of the contract are known yet."))}</p>`;
	const node = (side) =>
		[side.node_name, side.percent && `${side.percent}%`, side.amount, side.due_date].filter(Boolean).join(" · ");
	const lines = [
		...rows.map((row) => [row.label, row.entered, row.contract, row]),
		...nodes.map((row) => [__("Payment node {0}", [row.number]), node(row.entered), node(row.contract), row]),
	].map(([label, entered, contract, row]) => [
		...[label, entered || "–", contract || "–"].map(escape),
		client_mgmt.same_html(row),
		client_mgmt.source_html(row),
	]);
	const head = [__("Field"), __("Entered Value"), __("Contract"), __("Equal"), __("Source")];
	return client_mgmt.differences_html(frm, differences) + table(head, lines);
};

client_mgmt.same_html = ({ same }) => {
	if (same === null) return "–";
	return same ? client_mgmt.pill(__("Same"), "green") : client_mgmt.pill(__("Different"), "red");
};

client_mgmt.source_html = ({ source }) => {
	if (!source) return "–";
	if (source.entered_by) return client_mgmt.signed_off(source.entered_by, source.entered_on);
	const [url, text] = [source.file_url, source.text].map(client_mgmt.escape);
	return `<a href="${url}" target="_blank">${text}</a>`;
};

client_mgmt.differences_html = (frm, differences) => {
	const { escape, table, pill } = client_mgmt;
	if (!differences.length) return `<p>${pill(__("No differences."), "green")}</p>`;
	const button = client_mgmt.may_review(frm) ? client_mgmt.button : () => "";
	const lines = differences.map((row, index) => [
		...[row.label, row.entered || "–", row.contract || "–"].map(escape),
		row.waived ? pill(__("Waived"), "gray") : pill(__("Still Open"), "orange"),
		row.waived
			? client_mgmt.signed_off(row.waived.waived_by, row.waived.waived_on, row.waived.reason)
			: button(__("Waive"), index),
	]);
	return table([__("Difference"), __("Entered Value"), __("Contract"), __("Status"), __("Waiver")], lines);
};

client_mgmt.waive = async (frm, dialog, { key, digest, label }) => {
	const reason = await client_mgmt.prompt_reason(__("Waive {0}", [label]), 5);
	await client_mgmt.ask("review.waive", { project: frm.doc.name, key, digest, reason }, "POST");
	dialog.redraw();
};

client_mgmt.review_checklist = (frm) =>
	client_mgmt.page_dialog(__("Review Checklist"), [], async (dialog) => {
		const items = await client_mgmt.ask("review.items", { project: frm.doc.name });
		return [client_mgmt.checklist_html(frm, items), (index) => client_mgmt.tick(frm, dialog, items[index].item)];
	});

client_mgmt.checklist_html = (frm, items) => {
	const { escape, table, pill } = client_mgmt;
	const button = client_mgmt.may_review(frm) ? client_mgmt.button : () => "";
	const rows = items.map((row, index) => [
		`${escape(row.item)}${row.compulsory ? " *" : ""}<div class="text-muted">${escape(row.explanation)}</div>`,
		row.ticked_by ? pill(__("Ticked"), "green") : pill(__("Still Open"), row.compulsory ? "orange" : "gray"),
		client_mgmt.signed_off(row.ticked_by, row.ticked_on, row.note),
		button(__("Tick"), index),
	]);
	const note = `<p class="text-muted">${escape(__("Review asks for the items with a star."))}</p>`;
	return note + table([__("Checklist Item"), __("Status"), __("Ticked by"), ""], rows);
};

client_mgmt.tick = (frm, dialog, item) =>
	frappe.prompt(
		{ fieldname: "note", fieldtype: "Small Text", label: __("Note") },
		async ({ note }) => {
			await client_mgmt.ask("review.tick", { project: frm.doc.name, item, note: note || "" }, "POST");
			dialog.redraw();
		},
		client_mgmt.escape(item),
		__("Tick")
	);

client_mgmt.show_ambiguities = (frm) =>
	client_mgmt.page_dialog(__("Ambiguous Phrases"), [], async (dialog) => {
		const found = await client_mgmt.ask("dossier.ambiguities", { project: frm.doc.name });
		return [client_mgmt.ambiguities_html(found), (index) => client_mgmt.dismiss(dialog, found[index])];
	});

client_mgmt.ambiguities_html = (found) => {
	const { escape, link, table, pill } = client_mgmt;
	if (!found.length) return `<p>${pill(__("Nothing ambiguous is open."), "green")}</p>`;
	const button = frappe.model.can_create("Ambiguity Dismissal") ? client_mgmt.button : () => "";
	const rows = found.map((row, index) => [
		`${link(row.doctype, row.name, row.name)}<br>${escape(row.label)}`,
		client_mgmt.phrase_html(row),
		`${escape(row.suggestion)}<div class="text-muted">${escape(row.why)}</div>`,
		row.blocking ? pill(__("Review waits"), "orange") : pill(__("Hint"), "gray"),
		button(__("Dismiss"), index),
	]);
	return table([__("Document"), __("Phrase"), __("Suggestion"), __("Status"), ""], rows);
};

// The phrase within what stands around it. Places count characters, not UTF-16 units.
client_mgmt.phrase_html = ({ text, start, end, phrase }) => {
	const letters = [...text];
	const before = letters.slice(Math.max(start - 40, 0), start).join("");
	const after = letters.slice(end, end + 40).join("");
	return `${client_mgmt.escape(before)}<mark>${client_mgmt.escape(phrase)}</mark>${client_mgmt.escape(after)}`;
};

client_mgmt.dismiss = async (dialog, { doctype, name, field, text_digest, start, end, phrase }) => {
	const reason = await client_mgmt.prompt_reason(__("Dismiss {0}", [phrase]), 5);
	const place = { doctype, name, field, text_digest, start, end };
	await client_mgmt.ask("dossier.dismiss_ambiguity", { ...place, reason }, "POST");
	dialog.redraw();
};

// Two archived revisions of a dossier, or the one in effect and the dossier as it stands.
client_mgmt.show_revisions = async (frm) => {
	const filters = { project: frm.doc.name };
	const order_by = "revision desc";
	const kept = await frappe.db.get_list("Dossier Revision", { filters, fields: ["revision"], order_by, limit: 0 });
	const options = kept.map(({ revision }) => ({ value: String(revision), label: __("Revision {0}", [revision]) }));
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
	client_mgmt.page_dialog(__("Differences of Revisions"), fields, async (dialog) => {
		const { against = "0", revision = "0" } = dialog.get_values(true) || {};
		const args = { project: frm.doc.name, against, revision };
		return [client_mgmt.revision_html(frm, await client_mgmt.ask("living.revision_difference", args))];
	});
};

client_mgmt.revision_html = (frm, { old, new: now, fields }) => {
	const { escape, table } = client_mgmt;
	const title = `${__("Revision {0}", [old])} → ${now ? __("Revision {0}", [now]) : __("As it stands")}`;
	if (!old) return escape(__("The first revision differs from nothing."));
	const value = (doctype, { field, old: before, new: after, label }) => [
		escape(label),
		client_mgmt.value_html(doctype, field, before, frm.doc),
		client_mgmt.value_html(doctype, field, after, frm.doc),
	];
	const lines = fields.flatMap((field) => {
		if (!field.rows) return [value(frm.doctype, field)];
		const child = frappe.meta.get_docfield(frm.doctype, field.field)?.options;
		return field.rows.flatMap((row) => [
			[`${escape(`${field.label} ${row.row || row.old_row}`)}: ${escape(__(row.change))}`, "", ""],
			...row.cells.map((cell) => value(child, cell)),
		]);
	});
	const none = `<p>${client_mgmt.pill(__("No differences."), "green")}</p>`;
	return `<h5>${escape(title)}</h5>${lines.length ? table([__("Field"), __("Before"), __("After")], lines) : none}`;
};

// When the next update is due, and the mark of the client.
client_mgmt.show_standing = (frm) => {
	const { next_update_due: due, client_high_risk } = frm.doc;
	if (client_high_risk) frm.dashboard.add_indicator(__("High Risk"), "red");
	if (!due) return;
	const late = frappe.datetime.get_diff(frappe.datetime.now_date(), due);
	const text = late > 0 ? __("Update overdue since {0}, {1} days", [due, late]) : __("Next update due on {0}", [due]);
	frm.dashboard.add_indicator(client_mgmt.escape(text), late > 0 ? "red" : "blue");
};

frappe.ui.form.on("Project Archive", {
	refresh(frm) {
		if (frm.is_new()) return;
		const check = (label, act) => frm.add_custom_button(label, () => act(frm), __("Checks"));
		client_mgmt.show_standing(frm);
		check(__("Compare Contract"), client_mgmt.compare_contract);
		if (frm.doc.workflow_state === "Submitted") check(__("Review Checklist"), client_mgmt.review_checklist);
		check(__("Ambiguous Phrases"), client_mgmt.show_ambiguities);
		check(__("Differences of Revisions"), client_mgmt.show_revisions);
		if (frm.doc.client_high_risk) check(__("High Risk Evidence"), client_mgmt.show_risk);
		if (!frm.doc.next_update_due || !frappe.model.can_create("Dossier Update")) return;
		const update = () => client_mgmt.enter_once("Dossier Update", { project: frm.doc.name });
		frm.add_custom_button(__("Progress Update"), update, __("Follow Up"));
	},
});
