// Reviewing a dossier: the contract beside what was entered, the checklist, ambiguous phrases. The rules stand on
// the server (client_mgmt.api.review, client_mgmt.api.dossier).
(() => {
	const may_review = (frm) =>
		frm.doc.workflow_state === "Submitted" &&
		["Project Assistant", "Quality Administrator", "Client Mgmt Manager"].some((role) =>
			frappe.user.has_role(role)
		);

	const compare_contract = (frm) => {
		const files = frm
			.get_files()
			.filter((file) => file.is_private && /\.(txt|docx|pdf)$/i.test(file.file_name || ""));
		const options = [
			{ value: "", label: __("The figures in effect") },
			...files.map((file) => ({ value: file.file_url, label: file.file_name })),
		];
		const description = __(
			"Attach the contract (text, docx, PDF) to the dossier to have its figures read."
		);
		const choice = {
			fieldname: "file_url",
			fieldtype: "Select",
			label: __("Compare with"),
			options,
			description,
		};
		const dialog = client_mgmt.dialogs.page_dialog(__("Compare Contract"), [choice], async (shown) => {
			const args = { project: frm.doc.name, file_url: shown.get_value("file_url") || "" };
			const found = await client_mgmt.desk.ask("dossier.compare_contract", args, "POST");
			return [contract_html(frm, found), (index) => waive(frm, shown, found.differences[index])];
		});
		if (!frappe.model.can_create("Contract Facts")) return;
		dialog.add_custom_action(__("Enter Figures"), () => {
			dialog.hide();
			client_mgmt.desk.later("entered_once", "enter_once")("Contract Facts", { project: frm.doc.name });
		});
	};

	const contract_html = (frm, { rows, nodes, differences }) => {
		const { escape, table } = client_mgmt.html;
		if (!rows.length) return `<p>${escape(__("No figures of the contract are known yet."))}</p>`;
		const node = (side) =>
			[side.node_name, side.percent && `${side.percent}%`, side.amount, side.due_date]
				.filter(Boolean)
				.join(" · ");
		const lines = [
			...rows.map((row) => [row.label, row.entered, row.contract, row]),
			...nodes.map((row) => [
				__("Payment node {0}", [row.number]),
				node(row.entered),
				node(row.contract),
				row,
			]),
		].map(([label, entered, contract, row]) => [
			...[label, entered || "–", contract || "–"].map(escape),
			same_html(row),
			source_html(row),
		]);
		const head = [__("Field"), __("Entered Value"), __("Contract"), __("Equal"), __("Source")];
		return differences_html(frm, differences) + table(head, lines);
	};

	const same_html = ({ same }) => {
		if (same === null) return "–";
		return same
			? client_mgmt.html.pill(__("Same"), "green")
			: client_mgmt.html.pill(__("Different"), "red");
	};

	const source_html = ({ source }) => {
		if (!source) return "–";
		if (source.entered_by) return client_mgmt.html.signed_off(source.entered_by, source.entered_on);
		const [url, text] = [source.file_url, source.text].map(client_mgmt.html.escape);
		return `<a href="${url}" target="_blank">${text}</a>`;
	};

	const differences_html = (frm, differences) => {
		const { escape, table, pill } = client_mgmt.html;
		if (!differences.length) return `<p>${pill(__("No differences."), "green")}</p>`;
		const button = may_review(frm) ? client_mgmt.html.button : () => "";
		const lines = differences.map((row, index) => [
			...[row.label, row.entered || "–", row.contract || "–"].map(escape),
			row.waived ? pill(__("Waived"), "gray") : pill(__("Still Open"), "orange"),
			row.waived
				? client_mgmt.html.signed_off(row.waived.waived_by, row.waived.waived_on, row.waived.reason)
				: button(__("Waive"), index),
		]);
		return table(
			[__("Difference"), __("Entered Value"), __("Contract"), __("Status"), __("Waiver")],
			lines
		);
	};

	const waive = async (frm, dialog, { key, digest, label }) => {
		const reason = await client_mgmt.dialogs.prompt_reason(__("Waive {0}", [label]), 5);
		await client_mgmt.desk.ask("review.waive", { project: frm.doc.name, key, digest, reason }, "POST");
		dialog.redraw();
	};

	const review_checklist = (frm) =>
		client_mgmt.dialogs.page_dialog(__("Review Checklist"), [], async (dialog) => {
			const items = await client_mgmt.desk.ask("review.items", { project: frm.doc.name });
			return [checklist_html(frm, items), (index) => tick(frm, dialog, items[index].item)];
		});

	const checklist_html = (frm, items) => {
		const { escape, table, pill } = client_mgmt.html;
		const button = may_review(frm) ? client_mgmt.html.button : () => "";
		const rows = items.map((row, index) => [
			`${escape(row.item)}${row.compulsory ? " *" : ""}<div class="text-muted">${escape(row.explanation)}</div>`,
			row.ticked_by
				? pill(__("Ticked"), "green")
				: pill(__("Still Open"), row.compulsory ? "orange" : "gray"),
			client_mgmt.html.signed_off(row.ticked_by, row.ticked_on, row.note),
			button(__("Tick"), index),
		]);
		const note = `<p class="text-muted">${escape(__("Review asks for the items with a star."))}</p>`;
		return note + table([__("Checklist Item"), __("Status"), __("Ticked by"), ""], rows);
	};

	const tick = (frm, dialog, item) =>
		frappe.prompt(
			{ fieldname: "note", fieldtype: "Small Text", label: __("Note") },
			async ({ note }) => {
				await client_mgmt.desk.ask(
					"review.tick",
					{ project: frm.doc.name, item, note: note || "" },
					"POST"
				);
				dialog.redraw();
			},
			client_mgmt.html.escape(item),
			__("Tick")
		);

	const show_ambiguities = (frm) =>
		client_mgmt.dialogs.page_dialog(__("Ambiguous Phrases"), [], async (dialog) => {
			const found = await client_mgmt.desk.ask("dossier.ambiguities", { project: frm.doc.name });
			return [ambiguities_html(found), (index) => dismiss(dialog, found[index])];
		});

	const ambiguities_html = (found) => {
		const { escape, link, table, pill } = client_mgmt.html;
		if (!found.length) return `<p>${pill(__("Nothing ambiguous is open."), "green")}</p>`;
		const button = frappe.model.can_create("Ambiguity Dismissal") ? client_mgmt.html.button : () => "";
		const rows = found.map((row, index) => [
			`${link(row.doctype, row.name, row.name)}<br>${escape(row.label)}`,
			phrase_html(row),
			`${escape(row.suggestion)}<div class="text-muted">${escape(row.why)}</div>`,
			row.blocking ? pill(__("Review waits"), "orange") : pill(__("Hint"), "gray"),
			button(__("Dismiss"), index),
		]);
		return table([__("Document"), __("Phrase"), __("Suggestion"), __("Status"), ""], rows);
	};

	// The phrase within what stands around it. Places count characters, not UTF-16 units.
	const phrase_html = ({ text, start, end, phrase }) => {
		const letters = [...text];
		const before = letters.slice(Math.max(start - 40, 0), start).join("");
		const after = letters.slice(end, end + 40).join("");
		return `${client_mgmt.html.escape(before)}<mark>${client_mgmt.html.escape(phrase)}</mark>${client_mgmt.html.escape(after)}`;
	};

	const dismiss = async (dialog, { doctype, name, field, text_digest, start, end, phrase }) => {
		const reason = await client_mgmt.dialogs.prompt_reason(__("Dismiss {0}", [phrase]), 5);
		const place = { doctype, name, field, text_digest, start, end };
		await client_mgmt.desk.ask("dossier.dismiss_ambiguity", { ...place, reason }, "POST");
		dialog.redraw();
	};

	client_mgmt.project_archive_review = { compare_contract, review_checklist, show_ambiguities };
})();
