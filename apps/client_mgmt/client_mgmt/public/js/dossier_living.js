// A dossier that is worked with: prose into requirements, the brief and the four figures. The rules stand on the server
// (client_mgmt.api.*).
frappe.provide("client_mgmt");

client_mgmt.open_page = (page, values = {}) =>
	window.open(`/assets/client_mgmt/pages/${page}.html?${new URLSearchParams(values)}`);

client_mgmt.split_text = (frm) =>
	frappe.prompt(
		{
			fieldname: "text",
			fieldtype: "Long Text",
			label: __("The Client's Words"),
			description: __("Suggested rows are shown first; nothing is stored yet."),
			reqd: 1,
		},
		async ({ text }) => {
			const rows = await client_mgmt.ask("dossier.split_text", { text }, "POST");
			client_mgmt.confirm_rows(frm, text, rows);
		},
		__("Text into Requirements"),
		__("Suggest Rows")
	);

client_mgmt.row_fields = () => [
	{ fieldname: "feature", fieldtype: "Data", label: __("Feature"), in_list_view: 1, columns: 3, reqd: 1 },
	{
		fieldname: "priority",
		fieldtype: "Select",
		label: __("Priority"),
		options: ["", "High", "Medium", "Low"].map((value) => ({ value, label: __(value) })),
		in_list_view: 1,
		columns: 2,
	},
	{ fieldname: "acceptance_criteria", fieldtype: "Small Text", label: __("Acceptance Criteria"), in_list_view: 1, columns: 5 },
];

client_mgmt.confirm_rows = (frm, source_text, found) => {
	const dialog = new frappe.ui.Dialog({
		title: __("Text into Requirements"),
		size: "extra-large",
		fields: [
			{
				fieldname: "rows",
				fieldtype: "Table",
				label: __("Suggested Rows"),
				description: __("Correct the rows, delete what is no requirement, and confirm."),
				fields: client_mgmt.row_fields(),
				data: found,
			},
		],
		primary_action_label: __("Make Draft Requirements"),
		async primary_action({ rows }) {
			const kept = ["feature", "priority", "acceptance_criteria", "kind", "start", "end", "source"];
			const plain = (rows || []).map((row) => Object.fromEntries(kept.map((key) => [key, row[key]])));
			const args = { project: frm.doc.name, source_text, rows: plain };
			await client_mgmt.ask("dossier.accept_rows", args, "POST");
			dialog.hide();
			frappe.set_route("List", "Requirement", { project: frm.doc.name });
		},
	});
	dialog.show();
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
