// A dossier that is worked with: prose into requirements, the brief and the four figures. The rules stand on the server
// (client_mgmt.api.*).
frappe.provide("client_mgmt");

client_mgmt.open_page = (page, values = {}) =>
	window.open(`/assets/client_mgmt/pages/${page}.html?${new URLSearchParams(values)}`);

// Asks for somebody else's words. A text control of the Desk draws what is pasted as HTML, a bare input never does.
client_mgmt.ask_text = (title, label, note, more, act) => {
	const dialog = new frappe.ui.Dialog({
		title,
		size: "large",
		fields: [{ fieldname: "text", fieldtype: "HTML", label }, ...more],
		primary_action_label: __("Read Text"),
		async primary_action(values) {
			const text = dialog.$body.find("textarea.client-mgmt-text").val();
			if (!text.trim()) return;
			await act(text, values);
			dialog.hide();
		},
	});
	const [named, told] = [label, note].map(client_mgmt.escape);
	dialog.fields_dict.text.$wrapper.html(
		`<label>${named} <span class="text-danger">*</span></label>
		<textarea class="form-control client-mgmt-text" style="height: 240px" aria-label="${named}"></textarea>
		<p class="help-box small text-muted">${told}</p>`
	);
	dialog.show();
};

client_mgmt.split_text = (frm) =>
	client_mgmt.ask_text(
		__("Text into Requirements"),
		__("The Client's Words"),
		__("Suggested rows are shown first; nothing is stored yet."),
		[],
		async (text) => {
			const rows = await client_mgmt.ask("dossier.split_text", { text }, "POST");
			client_mgmt.confirm_rows(frm, text, rows);
		}
	);

// A row of inputs for each suggestion; a grid of the Desk would take the client's words for HTML.
client_mgmt.rows_html = (rows) => {
	const { escape, table } = client_mgmt;
	const text = (key, row) =>
		`<textarea class="form-control" style="height: 60px" data-key="${key}">${frappe.utils.escape_html(row[key] || "")}</textarea>`;
	const priorities = ["", "High", "Medium", "Low"];
	const lines = rows.map((row, index) => [
		`<input type="checkbox" data-take="${index}" aria-label="${escape(row.feature)}" checked>`,
		text("feature", row),
		client_mgmt.select_html("priority", priorities.map((value) => [value, __(value)]), row.priority || ""),
		text("acceptance_criteria", row),
	]);
	const note = `<p class="text-muted">${escape(__("Correct the rows, take the tick from what is no requirement, and confirm."))}</p>`;
	return note + table(["", __("Feature"), __("Priority"), __("Acceptance Criteria")], lines);
};

client_mgmt.select_html = (key, options, chosen) => {
	const lines = options.map(
		([value, label]) =>
			`<option value="${value}" ${value === chosen ? "selected" : ""}>${client_mgmt.escape(label)}</option>`
	);
	return `<select class="form-control" data-key="${key}">${lines.join("")}</select>`;
};

client_mgmt.kept_rows = ($body, found) =>
	$body
		.find("[data-take]:checked")
		.toArray()
		.map((box) => {
			const inputs = $(box).closest("tr").find("[data-key]").toArray();
			const now = Object.fromEntries(inputs.map((input) => [input.dataset.key, input.value]));
			return { ...found[box.dataset.take], ...now };
		});

client_mgmt.confirm_rows = (frm, source_text, found) => {
	const dialog = client_mgmt.show(__("Text into Requirements"), client_mgmt.rows_html(found));
	dialog.set_primary_action(__("Make Draft Requirements"), async () => {
		const rows = client_mgmt.kept_rows(dialog.$body, found);
		await client_mgmt.ask("dossier.accept_rows", { project: frm.doc.name, source_text, rows }, "POST");
		dialog.hide();
		frappe.set_route("List", "Requirement", { project: frm.doc.name });
	});
};

frappe.ui.form.on("Project Archive", {
	refresh(frm) {
		if (frm.is_new()) return;
		const project = frm.doc.name;
		const run = (label, act) => frm.add_custom_button(label, act, __("Follow Up"));
		frm.add_custom_button(__("Text into Requirements"), () => client_mgmt.split_text(frm), __("Collect"));
		run(__("Brief"), () => client_mgmt.open_page("brief", { project }));
		run(__("Four Figures"), () => client_mgmt.open_page("metrics"));
	},
});
