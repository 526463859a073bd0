// What a guarded document's form shows: the dialog for an action's reason, its history, and its evidence. The
// rules stand on the server (client_mgmt.api.*); nothing here decides.
(() => {
	const ask_reason = async (frm) => {
		delete frm.doc.workflow_reason;
		const open = await client_mgmt.desk.call("workflow.actions", frm);
		const chosen = open.find((step) => step.action === frm.selected_workflow_action);
		if (!chosen?.needs_reason) return;
		frappe.dom.unfreeze(); // the Desk froze the page for the action
		frm.doc.workflow_reason = await client_mgmt.dialogs.prompt_reason(__(chosen.action), chosen.min_length);
		frappe.dom.freeze();
	};

	const show_history = async (frm) => {
		const { escape, table, time } = client_mgmt.html;
		const name = frm.doc.name;
		const events = await client_mgmt.desk.call("workflow.history", frm);
		if (!events.length || frm.doc.name !== name) return;
		const kinds = { Edit: __("Edited"), "Round Opened": __("Round Opened") };
		const rows = events
			.reverse()
			.map((event) =>
				[
					time(event.at),
					event.user_name || event.user,
					kinds[event.event_type] || __(event.action),
					event.from_state ? `${__(event.from_state)} → ${__(event.to_state)}` : "",
					event.event_type === "Edit" ? edited(frm, event) : event.reason,
				].map(escape)
			);
		const head = [__("Time"), __("Person"), __("Action"), __("Workflow State"), __("Reason")];
		client_mgmt.dialogs.section(frm, "client-mgmt-history", __("History"), table(head, rows), true);
	};

	// The labels of the fields that an Edit changed.
	const edited = (frm, { details }) =>
		Object.keys(JSON.parse(details || "{}").changes || {})
			.map((field) => __(frappe.meta.get_docfield(frm.doctype, field)?.label || field))
			.join(", ");

	const show_verdict = async (frm) => {
		const { escape, table, time } = client_mgmt.html;
		const verdict = await client_mgmt.desk.call("signing.verify", frm);
		const parties = Object.entries(verdict.parties)
			.filter(([, record]) => record) // of a party that has not signed there is none
			.map(([party, record]) =>
				[__(party), record.signer_name, __(record.decision), time(record.signed_at)].map(escape)
			);
		const problems = verdict.problems.map((problem) => `<li>${escape(problem.message || problem)}</li>`);
		frappe.msgprint({
			title: verdict.valid ? __("The evidence holds") : __("The evidence does not hold"),
			indicator: verdict.valid ? "green" : "red",
			message: `<p>${verdict.in_force ? __("In force.") : __("Not in force.")}</p>
				${parties.length ? table([__("Party"), __("Signer"), __("Decision"), __("Time")], parties) : ""}
				<ul>${problems.join("")}</ul>`,
		});
	};

	const download_evidence = async (frm) => {
		const pack = await client_mgmt.desk.call("signing.evidence", frm);
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([JSON.stringify(pack)], { type: "application/json" }));
		link.download = `${frm.doc.name}-evidence.json`;
		link.click();
		URL.revokeObjectURL(link.href);
	};

	const offer_signing = async (frm) => {
		if (frm.doc.round_outcome !== "Open") return;
		const name = frm.doc.name;
		const asked = await client_mgmt.desk.call("signing.get_package", frm);
		if (!asked.can_sign || frm.doc.name !== name) return;
		const open = client_mgmt.desk.later("signing", "open_signing");
		frm.add_custom_button(__("Sign or Decline"), () => open(frm)).addClass("btn-primary");
	};

	const add_to = (frm) => {
		frm.page.add_menu_item(__("Verify Evidence"), () => show_verdict(frm));
		frm.page.add_menu_item(__("Download Evidence Pack"), () => download_evidence(frm));
		show_history(frm);
		offer_signing(frm);
	};

	client_mgmt.guarded = { ask_reason, add_to };
})();
