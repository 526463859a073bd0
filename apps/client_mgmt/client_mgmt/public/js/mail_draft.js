// From a mail to a draft dossier: each suggested value is shown with the words that it stands in, and only the
// ticked ones are taken. The rules stand on the server (client_mgmt.api.dossier, client_mgmt.api.mailbox).
(() => {
	// Which field a mail's value fills, by its label.
	const mail_fields = () => ({
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

	const mail_rows = (found) => {
		const named = Object.entries(mail_fields())
			.filter(([field]) => found[field] && !Array.isArray(found[field]))
			.map(([field, label]) => ({ field, label, ...found[field] }));
		const amounts = found.amounts.map((row) => ({
			field: "contract_amount",
			label: __("Contract Amount"),
			...row,
		}));
		const deadlines = found.deadlines.map((row) => ({ field: "deadlines", label: __("Deadline"), ...row }));
		return [...named, ...amounts, ...deadlines];
	};

	// Where a value was found; "header:From" and the like are headers.
	const source_label = (source) =>
		({ body: __("Mail Text"), signature: __("Mail Signature"), "known record": __("Known Record") })[
			source
		] || __("Mail Header {0}", [source.replace("header:", "")]);

	// The words around a value, the value marked. Places count characters, not UTF-16 units.
	const quote_html = (texts, { source, start, end }) => {
		const known = texts[source] ?? texts.body;
		if (source === "known record" || known === undefined) return "";
		const text = [...known];
		const part = (from, to) => client_mgmt.html.escape(text.slice(Math.max(0, from), to).join(""));
		return `${part(start - 15, start)}<mark>${part(start, end)}</mark>${part(end, end + 15)}`;
	};

	const mail_html = (found, rows) => {
		const { escape, table } = client_mgmt.html;
		const input = (key, index, value, hint = "") =>
			`<input class="form-control input-sm" data-${key}="${index}" value="${escape(value)}" placeholder="${escape(hint)}">`;
		const cells = rows.map((row, index) => [
			`<input type="checkbox" data-take="${index}" aria-label="${escape(row.label)}">`,
			escape(row.label),
			input("value", index, row.value) +
				(row.field === "deadlines" ? input("task", index, "", __("What is due")) : ""),
			`<div class="text-muted">${escape(source_label(row.source))}</div>` + quote_html(found.texts, row),
			escape(`${Math.round(row.confidence * 100)}%`),
		]);
		const cut = found.cut
			? `<p class="text-warning">${escape(__("The mail is long: its end was not read."))}</p>`
			: "";
		const note = `<p class="text-muted">${escape(__("Tick each value that is right. A deadline also needs what is due."))}</p>`;
		return cut + note + table(["", __("Field"), __("Value"), __("Source"), __("Confidence")], cells);
	};

	const ticked_values = ($body, rows) => {
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
	const confirm_mail = (found, accept) => {
		const rows = mail_rows(found);
		const dialog = client_mgmt.dialogs.show(__("Draft from a Mail"), mail_html(found, rows));
		const ticked = () =>
			rows.filter((row, index) => dialog.$body.find(`[data-take="${index}"]`).prop("checked"));
		dialog.$body.on("input", "[data-value]", ({ currentTarget: { dataset } }) =>
			dialog.$body.find(`[data-take="${dataset.value}"]`).prop("checked", true)
		);
		dialog.set_primary_action(__("Make Drafts"), async () => {
			if (!ticked().length) return frappe.msgprint(__("Tick what is right."));
			if (ticked().filter((row) => row.field === "contract_amount").length > 1) {
				return frappe.msgprint(__("A dossier has one contract amount: tick one."));
			}
			const made = await accept(ticked_values(dialog.$body, rows));
			dialog.hide();
			if (made.project) frappe.set_route("Form", "Project Archive", made.project);
			else if (made.client) frappe.set_route("Form", "Client", made.client);
		});
	};

	const paste_mail = () => {
		const received = {
			fieldname: "received_at",
			fieldtype: "Date",
			label: __("Received At"),
			default: frappe.datetime.get_today(),
			description: __("Counts where the mail does not say its own day."),
		};
		const note = __("Paste the mail or its source; nothing is stored yet.");
		client_mgmt.dialogs.ask_text(
			__("Draft from a Mail"),
			__("Mail"),
			note,
			[received],
			async (raw, { received_at }) => {
				const found = await client_mgmt.desk.ask(
					"dossier.extract_mail",
					{ raw, received_at: received_at || "" },
					"POST"
				);
				confirm_mail(found, (values) =>
					client_mgmt.desk.ask("dossier.accept_mail", { values }, "POST")
				);
			}
		);
	};

	client_mgmt.mail_draft = { confirm_mail, paste_mail };
})();
