// Prose into requirements of a dossier. The rules stand on the server (client_mgmt.api.dossier).
(() => {
	const split_text = (frm) =>
		client_mgmt.dialogs.ask_text(
			__("Text into Requirements"),
			__("The Client's Words"),
			__("Suggested rows are shown first; nothing is stored yet."),
			[],
			async (text) => {
				const rows = await client_mgmt.desk.ask("dossier.split_text", { text }, "POST");
				confirm_rows(frm, text, rows);
			}
		);

	// A row of inputs for each suggestion; a grid of the Desk would take the client's words for HTML.
	const suggestions_html = (rows) => {
		const { escape, table } = client_mgmt.html;
		const text = (key, row) =>
			`<textarea class="form-control" style="height: 60px" data-key="${key}">${frappe.utils.escape_html(row[key] || "")}</textarea>`;
		const priorities = ["", "High", "Medium", "Low"];
		const lines = rows.map((row, index) => [
			`<input type="checkbox" data-take="${index}" aria-label="${escape(row.feature)}" checked>`,
			text("feature", row),
			client_mgmt.html.select_html(
				"priority",
				priorities.map((value) => [value, __(value)]),
				row.priority || ""
			),
			text("acceptance_criteria", row),
		]);
		const note = `<p class="text-muted">${escape(__("Correct the rows, take the tick from what is no requirement, and confirm."))}</p>`;
		return note + table(["", __("Feature"), __("Priority"), __("Acceptance Criteria")], lines);
	};

	const kept_rows = ($body, found) =>
		$body
			.find("[data-take]:checked")
			.toArray()
			.map((box) => {
				const inputs = $(box).closest("tr").find("[data-key]").toArray();
				const now = Object.fromEntries(inputs.map((input) => [input.dataset.key, input.value]));
				return { ...found[box.dataset.take], ...now };
			});

	const confirm_rows = (frm, source_text, found) => {
		const dialog = client_mgmt.dialogs.show(__("Text into Requirements"), suggestions_html(found));
		dialog.set_primary_action(__("Make Draft Requirements"), async () => {
			const rows = kept_rows(dialog.$body, found);
			await client_mgmt.desk.ask(
				"dossier.accept_rows",
				{ project: frm.doc.name, source_text, rows },
				"POST"
			);
			dialog.hide();
			frappe.set_route("List", "Requirement", { project: frm.doc.name });
		});
	};

	client_mgmt.project_archive_requirements = { split_text };
})();
