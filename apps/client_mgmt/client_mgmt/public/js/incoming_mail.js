// From a mail to a draft dossier in the Desk: each suggested value is shown with the words that it stands in, and only
// the ticked ones are taken. The rules stand on the server (client_mgmt.api.dossier, client_mgmt.api.mailbox).
frappe.provide("client_mgmt");

// Which field a mail's value fills, by its label.
client_mgmt.mail_fields = () => ({
	client: __("Known Client"),
	client_name: __("Client Name"),
	contact: __("Known Contact"),
	contact_name: __("Contact Name"),
	contact_title: __("Job Title"),
	contact_phone: __("Phone"),
	contact_email: __("Email"),
	project_name: __("Project Name"),
	expected_start: __("Planned Start"),
	expected_end: __("Planned End"),
	contract_amount: __("Contract Amount"),
	confirm_by: __("Confirm By"),
	deadlines: __("Deadline"),
});

client_mgmt.mail_rows = (found) => {
	const named = Object.entries(client_mgmt.mail_fields())
		.filter(([field]) => found[field] && !Array.isArray(found[field]))
		.map(([field, label]) => ({ field, label, ...found[field] }));
	const amounts = found.amounts.map((row) => ({ field: "contract_amount", label: __("Contract Amount"), ...row }));
	const deadlines = found.deadlines.map((row) => ({ field: "deadlines", label: __("Deadline"), ...row }));
	return [...named, ...amounts, ...deadlines];
};

// Where a value was found; "header:From" and the like are headers.
client_mgmt.source_label = (source) =>
	({ body: __("Mail Text"), signature: __("Mail Signature"), "known record": __("Known Record") })[source] ||
	__("Mail Header {0}", [source.replace("header:", "")]);

// The words around a value, the value marked. Places count characters, not UTF-16 units.
client_mgmt.quote_html = (texts, { source, start, end }) => {
	const known = texts[source] ?? texts.body;
	if (source === "known record" || known === undefined) return "";
	const text = [...known];
	const part = (from, to) => client_mgmt.escape(text.slice(Math.max(0, from), to).join(""));
	return `${part(start - 15, start)}<mark>${part(start, end)}</mark>${part(end, end + 15)}`;
};

client_mgmt.mail_html = (found, rows) => {
	const { escape, table } = client_mgmt;
	const input = (key, index, value, hint = "") =>
		`<input class="form-control input-sm" data-${key}="${index}" value="${escape(value)}" placeholder="${escape(hint)}">`;
	const cells = rows.map((row, index) => [
		`<input type="checkbox" data-take="${index}" aria-label="${escape(row.label)}">`,
		escape(row.label),
		input("value", index, row.value) + (row.field === "deadlines" ? input("task", index, "", __("What is due")) : ""),
		`<div class="text-muted">${escape(client_mgmt.source_label(row.source))}</div>` +
			client_mgmt.quote_html(found.texts, row),
		escape(`${Math.round(row.confidence * 100)}%`),
	]);
	const cut = found.cut ? `<p class="text-warning">${escape(__("The mail is long: its end was not read."))}</p>` : "";
	const note = `<p class="text-muted">${escape(__("Tick each value that is right. A deadline also needs what is due."))}</p>`;
	return cut + note + table(["", __("Field"), __("Value"), __("Source"), __("Confidence")], cells);
};

client_mgmt.ticked_values = ($body, rows) => {
	const given = (key, index) => $body.find(`[data-${key}="${index}"]`).val() || "";
	const values = {};
	rows.forEach(({ field, value, source, currency }, index) => {
		if (!$body.find(`[data-take="${index}"]`).prop("checked")) return;
		const now = given("value", index).trim();
		const told = { value: now, source: now === String(value) ? source : "", currency };
		if (field !== "deadlines") values[field] = told;
		else (values.deadlines ??= []).push({ value: now, task: given("task", index) });
	});
	return values;
};

// `accept` takes the ticked values and answers the drafts' names.
client_mgmt.confirm_mail = (found, accept) => {
	const rows = client_mgmt.mail_rows(found);
	const dialog = client_mgmt.show(__("Draft from a Mail"), client_mgmt.mail_html(found, rows));
	const ticked = () => rows.filter((row, index) => dialog.$body.find(`[data-take="${index}"]`).prop("checked"));
	dialog.$body.on("input", "[data-value]", ({ currentTarget: { dataset } }) =>
		dialog.$body.find(`[data-take="${dataset.value}"]`).prop("checked", true)
	);
	dialog.set_primary_action(__("Make Drafts"), async () => {
		if (!ticked().length) return frappe.msgprint(__("Tick what is right."));
		if (ticked().filter((row) => row.field === "contract_amount").length > 1) {
			return frappe.msgprint(__("A dossier has one contract amount: tick one."));
		}
		const made = await accept(client_mgmt.ticked_values(dialog.$body, rows));
		dialog.hide();
		if (made.project) frappe.set_route("Form", "Project Archive", made.project);
		else if (made.client) frappe.set_route("Form", "Client", made.client);
	});
};

client_mgmt.paste_mail = () => {
	const received = {
		fieldname: "received_at",
		fieldtype: "Date",
		label: __("Received At"),
		default: frappe.datetime.get_today(),
		description: __("Counts where the mail does not say its own day."),
	};
	const note = __("Paste the mail or its source; nothing is stored yet.");
	client_mgmt.ask_text(__("Draft from a Mail"), __("Mail"), note, [received], async (raw, { received_at }) => {
		const found = await client_mgmt.ask("dossier.extract_mail", { raw, received_at: received_at || "" }, "POST");
		client_mgmt.confirm_mail(found, (values) => client_mgmt.ask("dossier.accept_mail", { values }, "POST"));
	});
};

client_mgmt.read_mail = async (frm) => {
	const mail = frm.doc.name;
	const found = await client_mgmt.ask("mailbox.suggestions", { mail });
	client_mgmt.confirm_mail(found, (values) => client_mgmt.ask("mailbox.accept", { mail, values }, "POST"));
};

client_mgmt.dismiss_mail = async (frm) => {
	const reason = await client_mgmt.prompt_reason(__("Dismiss"), 1);
	await client_mgmt.ask("mailbox.dismiss", { mail: frm.doc.name, reason }, "POST");
	frm.reload_doc();
};

frappe.ui.form.on("Incoming Mail", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.status !== "New") return;
		frm.add_custom_button(__("Confirm the Values"), () => client_mgmt.read_mail(frm)).addClass("btn-primary");
		frm.add_custom_button(__("Dismiss"), () => client_mgmt.dismiss_mail(frm));
	},
});

frappe.ui.form.on("Dossier Mailbox", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Read Now"), async () => {
			await client_mgmt.ask("mailbox.read_now", { mailbox: frm.doc.name }, "POST");
			frappe.show_alert(__("The account is read in the background."));
		});
	},
});
