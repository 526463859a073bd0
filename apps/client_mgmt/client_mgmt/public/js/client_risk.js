// Why a client is marked as a high risk, and which tags would fit it. Staff alone see it. The rules stand on the
// server (client_mgmt.api.risk).
frappe.provide("client_mgmt");

client_mgmt.evidence_text = ({ kind, figures }) => {
	if (kind === "Frequent Changes") {
		const { changes, days, from, above } = figures;
		return __("{0} changes within {1} days from {2}, more than {3}", [changes, days, from, above]);
	}
	const { node, due_date, days, received_on, received_amount, amount } = figures;
	const money = `${format_number(received_amount)} / ${format_number(amount)}`;
	const paid = received_on ? __("received on {0}", [received_on]) : __("not fully received");
	return `${node || ""} ${__("due on {0}, {1} days late, {2}: {3}", [due_date, days, paid, money])}`.trim();
};

client_mgmt.risk_html = (client, found) => {
	const { escape, link, table, pill } = client_mgmt;
	const source = { Derived: __("by the system"), Hand: __("by a person") }[found.source];
	const mark = found.high_risk ? pill(__("High Risk"), "red") : pill(__("Not marked as high risk."), "green");
	const rows = found.evidence.map((row) => [
		escape(__(row.kind)),
		link("Project Archive", row.project),
		escape(client_mgmt.evidence_text(row)),
		row.documents.filter((name) => name !== row.project).map((name) => link("Change Request", name)).join(", "),
		row.overridden ? pill(__("Overridden"), "gray") : pill(__("Stands"), "orange"),
	]);
	const head = [__("Evidence"), __("Project"), __("Facts"), __("Documents"), __("Status")];
	const { by, on, reason } = found.override || {};
	const cleared = by ? `<p>${escape(__("Mark cleared"))}: ${client_mgmt.signed_off(by, on, reason)}</p>` : "";
	const told = [found.reason, found.high_risk && source].filter(Boolean).join(" · ");
	return `<p>${mark} ${escape(told)}</p>${rows.length ? table(head, rows) : ""}${cleared}`;
};

client_mgmt.show_risk = async (frm) => {
	const client = frm.doctype === "Client" ? frm.doc.name : frm.doc.client;
	const found = await client_mgmt.ask("risk.evidence", { client });
	const dialog = client_mgmt.show(__("High Risk Evidence"), client_mgmt.risk_html(client, found));
	const may = ["PMO", "Client Mgmt Manager"].some((role) => frappe.user.has_role(role));
	if (!may || !found.high_risk || !found.evidence.some((row) => !row.overridden)) return;
	dialog.set_primary_action(__("Clear the Mark"), async () => {
		const reason = await client_mgmt.prompt_reason(__("Clear the Mark"), 5);
		await client_mgmt.ask("risk.override", { client, reason }, "POST");
		dialog.hide();
		frm.reload_doc();
	});
};

client_mgmt.show_tags = async (frm) => {
	const { escape, pill, table } = client_mgmt;
	const found = await client_mgmt.ask("risk.tag_suggestions", { client: frm.doc.name });
	const may = frm.fields_dict.client_tags?.disp_status === "Write";
	const rows = found.map((row, index) => [
		`${pill(row.tag, "blue")}<div class="text-muted">${escape(row.definition)}</div>`,
		escape([row.reason, ...row.documents].join("\n")),
		escape(row.suggestion),
		may ? client_mgmt.button(__("Take Up"), index) : "",
	]);
	const none = `<p>${escape(__("No tag is suggested."))}</p>`;
	const head = [__("Tag"), __("Evidence"), __("Suggestion"), ""];
	const dialog = client_mgmt.show(__("Suggested Tags"), rows.length ? table(head, rows) : none);
	client_mgmt.on_button(dialog, (index) => {
		dialog.hide();
		frm.add_child("client_tags", { tag: found[index].tag });
		frm.refresh_field("client_tags");
		frm.dirty();
		frappe.show_alert(__("Save the client to keep the tag."));
	});
};

frappe.ui.form.on("Client", {
	refresh(frm) {
		if (frm.is_new()) return;
		if (frm.doc.high_risk) {
			const text = [__("High Risk"), frm.doc.high_risk_reason].filter(Boolean).join(": ");
			frm.dashboard.add_indicator(client_mgmt.escape(text), "red");
		}
		frm.add_custom_button(__("High Risk Evidence"), () => client_mgmt.show_risk(frm), __("Checks"));
		frm.add_custom_button(__("Suggested Tags"), () => client_mgmt.show_tags(frm), __("Checks"));
	},
});
