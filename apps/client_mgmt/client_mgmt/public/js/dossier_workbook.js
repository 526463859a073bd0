// 客户档案.xlsx in the Desk: export from dossiers, import with a dry run first, its report, and its undoing. The
// rules stand on the server (client_mgmt.api.dossier).
frappe.provide("client_mgmt");

// A web server takes no longer address than that of some 150 names.
client_mgmt.most_exported = 150;

client_mgmt.export_workbook = (names) => {
	const most = client_mgmt.most_exported;
	if (names.length > most) return frappe.msgprint(__("Export at most {0} dossiers at a time.", [most]));
	const query = new URLSearchParams({ project: JSON.stringify(names) });
	window.open(`/api/method/client_mgmt.api.dossier.export_workbook?${query}`);
};

client_mgmt.begin_import = async (values) => {
	const { job } = await client_mgmt.ask("dossier.import_workbook", values, "POST");
	frappe.set_route("Form", "Dossier Import", job);
};

client_mgmt.workbook_upload = {
	restrictions: { allowed_file_types: [".xlsx"], max_number_of_files: 1 },
	make_attachments_public: false,
};

client_mgmt.ask_workbook = () => {
	const dialog = new frappe.ui.Dialog({
		title: __("Import Workbook"),
		fields: [
			{
				fieldname: "file_url",
				fieldtype: "Attach",
				label: __("Workbook"),
				options: client_mgmt.workbook_upload,
				description: __("Nothing is written yet: a dry run shows what the file would change."),
				reqd: 1,
			},
		],
		primary_action_label: __("Try Out"),
		primary_action: (values) =>
			client_mgmt.begin_import({ ...values, mode: "dry_run" }).then(() => dialog.hide()),
	});
	dialog.show();
};

// What is wrong is known from the dry run, so that only now is asked what to do about it.
client_mgmt.import_again = (frm) =>
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
			description: __("Errors: {0}, conflicts: {1}. They stand in the report.", [frm.doc.errors, frm.doc.conflicts]),
			reqd: 1,
		},
		({ on_error }) => client_mgmt.begin_import({ file_url: frm.doc.file_url, mode: "apply", on_error }),
		__("Write the workbook's values into the dossiers?"),
		__("Import for Real")
	);

client_mgmt.undo_import = (frm) =>
	frappe.confirm(__("Take back everything that this import has written?"), async () => {
		await client_mgmt.ask("dossier.undo_import", { job: frm.doc.name }, "POST");
		frm.reload_doc();
	});

client_mgmt.most_told = 1000;

client_mgmt.import_html = (report) => {
	const levels = { error: __("Error"), conflict: __("Conflict"), notice: __("Notice") };
	const most = client_mgmt.most_told;
	const rows = report.rows.slice(0, most).map((row) =>
		[levels[row.level] || row.level, row.sheet, row.row, row.column, row.message].map(client_mgmt.escape)
	);
	if (!rows.length) return `<p class="text-muted">${client_mgmt.escape(__("Nothing to report."))}</p>`;
	const more = report.rows.length > most ? __("The first {0} of {1} rows.", [most, report.rows.length]) : "";
	const head = [__("Kind"), __("Sheet"), __("Sheet Row"), __("Sheet Column"), __("Message")];
	return client_mgmt.table(head, rows) + client_mgmt.escape(more);
};

// Shows the report, and follows a running import until it ends or the form is left.
client_mgmt.show_import = async (frm) => {
	const name = frm.doc.name;
	clearTimeout(frm.import_timer);
	const report = await client_mgmt.ask("dossier.import_report", { job: name });
	if (frm.doc.name !== name || !frm.$wrapper.is(":visible")) return;
	if (report.status !== frm.doc.status) return frm.reload_doc();
	if (!client_mgmt.importing.includes(report.status)) {
		return client_mgmt.section(frm, "client-mgmt-import", __("Import Report"), client_mgmt.import_html(report));
	}
	const share = report.total ? (100 * report.done) / report.total : 0;
	frm.dashboard.show_progress(__(report.status), share, __("{0} of {1} dossiers", [report.done, report.total]));
	frm.import_timer = setTimeout(() => client_mgmt.show_import(frm), 2000);
};
client_mgmt.importing = ["Queued", "Checking", "Applying", "Undoing"];

frappe.ui.form.on("Dossier Import", {
	refresh(frm) {
		frm.disable_save();
		if (frm.is_new()) return;
		const { mode, status } = frm.doc;
		client_mgmt.show_import(frm);
		if (mode === "Dry Run" && status === "Done" && frm.doc.total) {
			frm.add_custom_button(__("Import for Real"), () => client_mgmt.import_again(frm)).addClass("btn-primary");
		}
		if (mode === "Apply" && ["Done", "Failed"].includes(status)) {
			frm.add_custom_button(__("Undo Import"), () => client_mgmt.undo_import(frm));
		}
	},
});

frappe.ui.form.on("Project Archive", {
	refresh(frm) {
		if (frm.is_new()) return;
		const group = __("Workbook");
		frm.add_custom_button(__("Export Workbook"), () => client_mgmt.export_workbook([frm.doc.name]), group);
		frm.add_custom_button(__("Import Workbook"), client_mgmt.ask_workbook, group);
	},
});

frappe.provide("frappe.listview_settings");
frappe.listview_settings["Dossier Import"] = {
	onload: (list) => list.page.add_inner_button(__("Import Workbook"), client_mgmt.ask_workbook),
};
frappe.listview_settings["Project Archive"] = {
	onload(list) {
		list.page.add_inner_button(__("Import Workbook"), client_mgmt.ask_workbook);
		list.page.add_inner_button(__("Draft from a Mail"), () => client_mgmt.paste_mail());
		list.page.add_inner_button(__("Four Figures"), () => client_mgmt.open_page("metrics"));
		list.page.add_actions_menu_item(__("Export Workbook"), () =>
			client_mgmt.export_workbook(list.get_checked_items(true))
		);
	},
};
