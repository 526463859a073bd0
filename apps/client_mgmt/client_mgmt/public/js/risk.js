// Why a client is marked as a high risk. Staff alone see it. The rules stand on the server (client_mgmt.api.risk).
(() => {
	const evidence_text = ({ kind, figures }) => {
		if (kind === "Frequent Changes") {
			const { changes, days, from, above } = figures;
			return __("{0} changes within {1} days from {2}, more than {3}", [changes, days, from, above]);
		}
		const { node, due_date, days, received_on, received_amount, amount } = figures;
		const money = `${format_number(received_amount)} / ${format_number(amount)}`;
		const paid = received_on ? __("received on {0}", [received_on]) : __("not fully received");
		return `${node || ""} ${__("due on {0}, {1} days late, {2}: {3}", [due_date, days, paid, money])}`.trim();
	};

	const risk_html = (client, found) => {
		const { escape, link, table, pill } = client_mgmt.html;
		const source = { Derived: __("by the system"), Hand: __("by a person") }[found.source];
		const mark = found.high_risk
			? pill(__("High Risk"), "red")
			: pill(__("Not marked as high risk."), "green");
		const rows = found.evidence.map((row) => [
			escape(__(row.kind)),
			link("Project Archive", row.project),
			escape(evidence_text(row)),
			row.documents
				.filter((name) => name !== row.project)
				.map((name) => link("Change Request", name))
				.join(", "),
			row.overridden ? pill(__("Overridden"), "gray") : pill(__("Stands"), "orange"),
		]);
		const head = [__("Evidence"), __("Project"), __("Facts"), __("Documents"), __("Status")];
		const { by, on, reason } = found.override || {};
		const cleared = by
			? `<p>${escape(__("Mark cleared"))}: ${client_mgmt.html.signed_off(by, on, reason)}</p>`
			: "";
		const told = [found.reason, found.high_risk && source].filter(Boolean).join(" · ");
		return `<p>${mark} ${escape(told)}</p>${rows.length ? table(head, rows) : ""}${cleared}`;
	};

	const show_risk = async (frm) => {
		const client = frm.doctype === "Client" ? frm.doc.name : frm.doc.client;
		const found = await client_mgmt.desk.ask("risk.evidence", { client });
		const dialog = client_mgmt.dialogs.show(__("High Risk Evidence"), risk_html(client, found));
		const may = ["PMO", "Client Mgmt Manager"].some((role) => frappe.user.has_role(role));
		if (!may || !found.high_risk || !found.evidence.some((row) => !row.overridden)) return;
		dialog.set_primary_action(__("Clear the Mark"), async () => {
			const reason = await client_mgmt.dialogs.prompt_reason(__("Clear the Mark"), 5);
			await client_mgmt.desk.ask("risk.override", { client, reason }, "POST");
			dialog.hide();
			frm.reload_doc();
		});
	};

	client_mgmt.risk = { show_risk };
})();
