// Raising an emergency from a dossier, taking it on, and what a dossier still lacks. The rules stand on the
// server (client_mgmt.api.escalation, client_mgmt.api.dossier_findings).
frappe.provide("client_mgmt");

client_mgmt.raise_emergency = (frm) =>
	frappe.prompt(
		[
			{
				fieldname: "step",
				fieldtype: "Select",
				label: __("Step"),
				options: frm.doc.escalation.map((row) => ({ value: row.idx, label: `${row.idx} ${row.person}` })),
				default: 1,
				reqd: 1,
			},
			{ fieldname: "message", fieldtype: "Small Text", label: __("What has happened"), reqd: 1 },
		],
		({ step, message }) =>
			frappe
				.call("client_mgmt.api.escalation.trigger", { project: frm.doc.name, message, step })
				.then((answer) => frappe.set_route("Form", "Escalation", answer.message.name)),
		__("Raise an Emergency"),
		__("Raise")
	);

client_mgmt.show_findings = async (frm) => {
	const found = await client_mgmt.ask("dossier_findings.findings", { project: frm.doc.name });
	const lines = found.map((row) => `<li>${client_mgmt.link(row.doctype, row.name, row.message)}</li>`);
	frappe.msgprint({
		title: __("Findings"),
		message: lines.length ? `<ul>${lines.join("")}</ul>` : __("Nothing is missing."),
	});
};

frappe.ui.form.on("Project Archive", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Findings"), () => client_mgmt.show_findings(frm), __("Checks"));
		if (frm.doc.escalation?.length) {
			frm.add_custom_button(__("Raise an Emergency"), () => client_mgmt.raise_emergency(frm), __("Follow Up"));
		}
	},
});

frappe.ui.form.on("Escalation", {
	refresh(frm) {
		frm.disable_save();
		if (frm.is_new() || frm.doc.status === "Acknowledged") return;
		frm.add_custom_button(__("Take it on"), () =>
			frappe
				.call("client_mgmt.api.escalation.acknowledge", { escalation: frm.doc.name })
				.then(() => frm.reload_doc())
		);
	},
});
