// 客户档案.xlsx in the Desk: export from dossiers, and import with a dry run first. The rules stand on the server
// (client_mgmt.api.dossier).
(() => {
	// A web server takes no longer address than that of some 150 names.
	const most_exported = 150;

	const export_workbook = (names) => {
		const most = most_exported;
		if (names.length > most) return frappe.msgprint(__("Export at most {0} dossiers at a time.", [most]));
		const query = new URLSearchParams({ project: JSON.stringify(names) });
		window.open(`/api/method/client_mgmt.api.dossier.export_workbook?${query}`);
	};

	const begin_import = async (values) => {
		const { job } = await client_mgmt.desk.ask("dossier.import_workbook", values, "POST");
		frappe.set_route("Form", "Dossier Import", job);
	};

	const workbook_upload = {
		restrictions: { allowed_file_types: [".xlsx"], max_number_of_files: 1 },
		make_attachments_public: false,
	};

	const ask_workbook = () => {
		const dialog = new frappe.ui.Dialog({
			title: __("Import Workbook"),
			fields: [
				{
					fieldname: "file_url",
					fieldtype: "Attach",
					label: __("Workbook"),
					options: workbook_upload,
					description: __("Nothing is written yet: a dry run shows what the file would change."),
					reqd: 1,
				},
			],
			primary_action_label: __("Try Out"),
			primary_action: (values) => begin_import({ ...values, mode: "dry_run" }).then(() => dialog.hide()),
		});
		dialog.show();
	};

	client_mgmt.workbook = { export_workbook, begin_import, ask_workbook };
})();
