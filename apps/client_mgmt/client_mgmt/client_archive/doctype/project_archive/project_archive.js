// What the form of a dossier offers; hooks.py (`doctype_js`) adds the other files of this folder. The rules stand on
// the server (client_mgmt.api.*).
(() => {
	const raise_emergency = (frm) =>
		frappe.prompt(
			[
				{
					fieldname: "step",
					fieldtype: "Select",
					label: __("Step"),
					options: frm.doc.escalation.map((row) => ({
						value: row.idx,
						label: `${row.idx} ${row.person}`,
					})),
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

	const show_findings = async (frm) => {
		const found = await client_mgmt.desk.ask("dossier_findings.findings", { project: frm.doc.name });
		const lines = found.map(
			(row) => `<li>${client_mgmt.html.link(row.doctype, row.name, row.message)}</li>`
		);
		frappe.msgprint({
			title: __("Findings"),
			message: lines.length ? `<ul>${lines.join("")}</ul>` : __("Nothing is missing."),
		});
	};

	// When the next update is due, and the mark of the client.
	const show_standing = (frm) => {
		const { next_update_due: due, client_high_risk } = frm.doc;
		if (client_high_risk) frm.dashboard.add_indicator(__("High Risk"), "red");
		if (!due) return;
		const late = frappe.datetime.get_diff(frappe.datetime.now_date(), due);
		const text =
			late > 0
				? __("Update overdue since {0}, {1} days", [due, late])
				: __("Next update due on {0}", [due]);
		frm.dashboard.add_indicator(client_mgmt.html.escape(text), late > 0 ? "red" : "blue");
	};

	const open_page = (page, values = {}) =>
		window.open(`/assets/client_mgmt/pages/${page}.html?${new URLSearchParams(values)}`);

	const add_checks = (frm) => {
		const check = (label, act) => frm.add_custom_button(label, () => act(frm), __("Checks"));
		const { compare_contract, review_checklist, show_ambiguities } = client_mgmt.project_archive_review;
		check(__("Findings"), show_findings);
		check(__("Compare Contract"), compare_contract);
		if (frm.doc.workflow_state === "Submitted") check(__("Review Checklist"), review_checklist);
		check(__("Ambiguous Phrases"), show_ambiguities);
		check(__("Differences of Revisions"), client_mgmt.project_archive_revisions.show_revisions);
		if (frm.doc.client_high_risk)
			check(__("High Risk Evidence"), client_mgmt.desk.later("risk", "show_risk"));
	};

	const add_follow_ups = (frm) => {
		const project = frm.doc.name;
		const follow = (label, act) => frm.add_custom_button(label, act, __("Follow Up"));
		if (frm.doc.escalation?.length) follow(__("Raise an Emergency"), () => raise_emergency(frm));
		if (frm.doc.next_update_due && frappe.model.can_create("Dossier Update")) {
			const enter_once = client_mgmt.desk.later("entered_once", "enter_once");
			follow(__("Progress Update"), () => enter_once("Dossier Update", { project }));
		}
		follow(__("Brief"), () => open_page("brief", { project }));
		follow(__("Four Figures"), () => open_page("metrics"));
	};

	frappe.ui.form.on("Project Archive", {
		before_load: () => client_mgmt.desk.load("guide", "collecting"),
		client: (frm) => client_mgmt.guide.name_client(frm),
		refresh(frm) {
			const { desk, guide, collecting } = client_mgmt;
			guide.add_to(frm);
			guide.name_client(frm);
			if (frm.is_new()) return;
			show_standing(frm);
			add_checks(frm);
			collecting.add_to(frm);
			const split = () => client_mgmt.project_archive_requirements.split_text(frm);
			frm.add_custom_button(__("Text into Requirements"), split, __("Collect"));
			add_follow_ups(frm);
			const group = __("Workbook");
			const export_workbook = desk.later("workbook", "export_workbook");
			frm.add_custom_button(__("Export Workbook"), () => export_workbook([frm.doc.name]), group);
			frm.add_custom_button(__("Import Workbook"), desk.later("workbook", "ask_workbook"), group);
		},
	});
})();
