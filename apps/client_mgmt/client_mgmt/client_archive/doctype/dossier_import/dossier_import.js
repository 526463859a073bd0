// The report of an import of 客户档案.xlsx, doing it for real, and its undoing. The rules stand on the server
// (client_mgmt.api.dossier).
(() => {
	// What is wrong is known from the dry run, so that only now is asked what to do about it.
	const import_again = (frm) =>
		frappe.prompt(
			{
				fieldname: "on_error",
				fieldtype: "Select",
				label: __("On Error"),
				options: [
					{ value: "refuse", label: __("Refuse the whole file") },
					{ value: "skip", label: __("Skip what is wrong") },
				],
				default: frm.doc.errors ? "" : "refuse",
				description: __("Errors: {0}, conflicts: {1}. They stand in the report.", [
					frm.doc.errors,
					frm.doc.conflicts,
				]),
				reqd: 1,
			},
			({ on_error }) =>
				client_mgmt.workbook.begin_import({ file_url: frm.doc.file_url, mode: "apply", on_error }),
			__("Write the workbook's values into the dossiers?"),
			__("Import for Real")
		);

	const undo_import = (frm) =>
		frappe.confirm(__("Take back everything that this import has written?"), async () => {
			await client_mgmt.desk.ask("dossier.undo_import", { job: frm.doc.name }, "POST");
			frm.reload_doc();
		});

	const most_told = 1000;

	const import_html = (report) => {
		const levels = { error: __("Error"), conflict: __("Conflict"), notice: __("Notice") };
		const most = most_told;
		const rows = report.rows
			.slice(0, most)
			.map((row) =>
				[levels[row.level] || row.level, row.sheet, row.row, row.column, row.message].map(
					client_mgmt.html.escape
				)
			);
		if (!rows.length)
			return `<p class="text-muted">${client_mgmt.html.escape(__("Nothing to report."))}</p>`;
		const more =
			report.rows.length > most ? __("The first {0} of {1} rows.", [most, report.rows.length]) : "";
		const head = [__("Kind"), __("Sheet"), __("Sheet Row"), __("Sheet Column"), __("Message")];
		return client_mgmt.html.table(head, rows) + client_mgmt.html.escape(more);
	};

	// Shows the report, and follows a running import until it ends or the form is left.
	const show_import = async (frm) => {
		const name = frm.doc.name;
		clearTimeout(frm.import_timer);
		const report = await client_mgmt.desk.ask("dossier.import_report", { job: name });
		if (frm.doc.name !== name || !frm.$wrapper.is(":visible")) return;
		if (report.status !== frm.doc.status) return frm.reload_doc();
		if (!importing.includes(report.status)) {
			return client_mgmt.dialogs.section(
				frm,
				"client-mgmt-import",
				__("Import Report"),
				import_html(report)
			);
		}
		const share = report.total ? (100 * report.done) / report.total : 0;
		frm.dashboard.show_progress(
			__(report.status),
			share,
			__("{0} of {1} dossiers", [report.done, report.total])
		);
		frm.import_timer = setTimeout(() => show_import(frm), 2000);
	};

	const importing = ["Queued", "Checking", "Applying", "Undoing"];

	frappe.ui.form.on("Dossier Import", {
		before_load: () => client_mgmt.desk.load("workbook"),
		refresh(frm) {
			frm.disable_save();
			if (frm.is_new()) return;
			const { mode, status } = frm.doc;
			show_import(frm);
			if (mode === "Dry Run" && status === "Done" && frm.doc.total) {
				frm.add_custom_button(__("Import for Real"), () => import_again(frm)).addClass("btn-primary");
			}
			if (mode === "Apply" && ["Done", "Failed"].includes(status)) {
				frm.add_custom_button(__("Undo Import"), () => undo_import(frm));
			}
		},
	});
})();
