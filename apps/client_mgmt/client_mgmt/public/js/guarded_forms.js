// What the Desk adds to the form of every guarded document: the dialog for an action's reason, its history,
// and its evidence. The rules stand on the server (client_mgmt.api.*); nothing here decides.
frappe.provide("client_mgmt");

client_mgmt.ask = (method, args, type = "GET") =>
	frappe.call({ method: `client_mgmt.api.${method}`, type, args }).then((answer) => answer.message);

client_mgmt.call = (method, frm, more = {}, type = "GET") =>
	client_mgmt.ask(method, { doctype: frm.doctype, name: frm.doc.name, ...more }, type);

client_mgmt.escape = (text) => frappe.utils.escape_html(String(text ?? "")).replace(/\n/g, "<br>");

client_mgmt.table = (head, rows) => {
	const cells = (row, tag) => `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
	const title = head.length ? `<thead>${cells(head.map(client_mgmt.escape), "th")}</thead>` : "";
	return `<table class="table table-bordered small mb-3">${title}<tbody>${rows
		.map((row) => cells(row, "td"))
		.join("")}</tbody></table>`;
};

// The ledger's times are UTC.
client_mgmt.time = (utc) => moment.utc(utc).tz(frappe.boot.time_zone?.user || moment.tz.guess()).format("YYYY-MM-DD HH:mm");

// The name of a state is a link's value, which the Desk leaves in English.
frappe.provide("frappe.form.link_formatters");
frappe.form.link_formatters["Workflow State"] = (state) => client_mgmt.escape(__(state || ""));

client_mgmt.ask_reason = async (frm) => {
	delete frm.doc.workflow_reason;
	const open = await client_mgmt.call("workflow.actions", frm);
	const chosen = open.find((step) => step.action === frm.selected_workflow_action);
	if (!chosen?.needs_reason) return;
	frappe.dom.unfreeze(); // the Desk froze the page for the action
	frm.doc.workflow_reason = await client_mgmt.prompt_reason(__(chosen.action), chosen.min_length);
	frappe.dom.freeze();
};

// Resolves with a reason of at least `least` characters; rejects when the dialog is closed without one.
client_mgmt.prompt_reason = (title, least) =>
	new Promise((resolve, reject) => {
		let given;
		const dialog = new frappe.ui.Dialog({
			title,
			fields: [
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Reason"),
					description: __("At least {0} characters. It is kept in the history.", [least]),
					reqd: 1,
				},
			],
			primary_action_label: title,
			primary_action({ reason }) {
				if (reason.trim().length < least) {
					frappe.show_alert({ message: __("A longer reason is needed."), indicator: "orange" });
					return;
				}
				given = reason.trim();
				dialog.hide();
			},
			on_hide: () => (given ? resolve(given) : reject()),
		});
		dialog.show();
	});

// A section above the form, drawn anew; `key` is its class.
client_mgmt.section = (frm, key, title, html, closed = false) => {
	$(frm.dashboard.parent).find(`.${key}`).remove();
	frm.dashboard.add_section(html, title, key);
	frm.dashboard.show();
	if (closed) $(frm.dashboard.parent).find(`.${key} .section-head:not(.collapsed)`).trigger("click");
};

// A wide dialog that only shows; answers it, so that its buttons can be listened to.
client_mgmt.show = (title, html) => {
	const dialog = new frappe.ui.Dialog({ title, size: "extra-large", fields: [{ fieldname: "shown", fieldtype: "HTML" }] });
	dialog.fields_dict.shown.$wrapper.html(html);
	dialog.show();
	return dialog;
};

client_mgmt.button = (label, index) =>
	`<button class="btn btn-default btn-xs" data-index="${index}">${client_mgmt.escape(label)}</button>`;

// Calls `act` with the number of the button that is pressed in a dialog of `client_mgmt.show`.
client_mgmt.on_button = (dialog, act) =>
	dialog.$body.on("click", "button[data-index]", (event) => act(Number(event.currentTarget.dataset.index)));

client_mgmt.link = (doctype, name, label) =>
	`<a href="${frappe.utils.get_form_link(doctype, name)}">${client_mgmt.escape(label || name)}</a>`;

client_mgmt.show_history = async (frm) => {
	const name = frm.doc.name;
	const events = await client_mgmt.call("workflow.history", frm);
	if (!events.length || frm.doc.name !== name) return;
	const kinds = { Edit: __("Edited"), "Round Opened": __("Round Opened") };
	const rows = events.reverse().map((event) =>
		[
			client_mgmt.time(event.at),
			event.user_name || event.user,
			kinds[event.event_type] || __(event.action),
			event.from_state ? `${__(event.from_state)} → ${__(event.to_state)}` : "",
			event.event_type === "Edit" ? client_mgmt.edited(frm, event) : event.reason,
		].map(client_mgmt.escape)
	);
	const head = [__("Time"), __("Person"), __("Action"), __("Workflow State"), __("Reason")];
	client_mgmt.section(frm, "client-mgmt-history", __("History"), client_mgmt.table(head, rows), true);
};

// The labels of the fields that an Edit changed.
client_mgmt.edited = (frm, { details }) =>
	Object.keys(JSON.parse(details || "{}").changes || {})
		.map((field) => __(frappe.meta.get_docfield(frm.doctype, field)?.label || field))
		.join(", ");

client_mgmt.show_verdict = async (frm) => {
	const verdict = await client_mgmt.call("signing.verify", frm);
	const parties = Object.entries(verdict.parties).map(([party, record]) =>
		[__(party), record.signer_name, __(record.decision), client_mgmt.time(record.signed_at)].map(client_mgmt.escape)
	);
	const problems = verdict.problems.map((problem) => `<li>${client_mgmt.escape(problem.message || problem)}</li>`);
	frappe.msgprint({
		title: verdict.valid ? __("The evidence holds") : __("The evidence does not hold"),
		indicator: verdict.valid ? "green" : "red",
		message: `<p>${verdict.in_force ? __("In force.") : __("Not in force.")}</p>
			${parties.length ? client_mgmt.table([__("Party"), __("Signer"), __("Decision"), __("Time")], parties) : ""}
			<ul>${problems.join("")}</ul>`,
	});
};

client_mgmt.download_evidence = async (frm) => {
	const pack = await client_mgmt.call("signing.evidence", frm);
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob([JSON.stringify(pack)], { type: "application/json" }));
	link.download = `${frm.doc.name}-evidence.json`;
	link.click();
	URL.revokeObjectURL(link.href);
};

// Guarded DocTypes are those that carry the engine's columns, an administrator's own included.
$(document).on("form-load", (_event, frm) => {
	if (!frm || !frappe.meta.has_field(frm.doctype, "round_outcome")) return;
	frappe.ui.form.on(frm.doctype, {
		before_workflow_action: client_mgmt.ask_reason,
		after_workflow_action: ({ doc }) => delete doc.workflow_reason,
		refresh(form) {
			if (form.is_new()) return;
			form.page.add_menu_item(__("Verify Evidence"), () => client_mgmt.show_verdict(form));
			form.page.add_menu_item(__("Download Evidence Pack"), () => client_mgmt.download_evidence(form));
			client_mgmt.show_history(form);
			client_mgmt.offer_signing(form);
		},
	});
});
