// Signing in the Desk: a dialog that shows exactly what is signed, and signs that digest.
frappe.provide("client_mgmt");

client_mgmt.offer_signing = async (frm) => {
	if (frm.doc.round_outcome !== "Open") return;
	const name = frm.doc.name;
	const asked = await client_mgmt.call("signing.get_package", frm);
	if (!asked.can_sign || frm.doc.name !== name) return;
	frm.add_custom_button(__("Sign or Decline"), () => client_mgmt.open_signing(frm)).addClass("btn-primary");
};

client_mgmt.open_signing = async (frm) => {
	const asked = await client_mgmt.call("signing.get_package", frm);
	const dialog = new frappe.ui.Dialog({
		title: `${__(asked.purpose)} · ${__(frm.doctype)} ${frm.doc.name}`,
		size: "extra-large",
		fields: [
			{ fieldname: "content", fieldtype: "HTML" },
			{ fieldname: "comment", fieldtype: "Small Text", label: __("Comment, or the reason for declining") },
			{ fieldname: "password", fieldtype: "Data", label: __("Your password, or a one-time code") },
		],
		primary_action_label: __("Sign"),
		primary_action: () => client_mgmt.decide(frm, dialog, "sign", asked.digest),
		secondary_action_label: __("Decline"),
		secondary_action: () => client_mgmt.decide(frm, dialog, "decline", asked.digest),
	});
	dialog.fields_dict.content.$wrapper.html(client_mgmt.package_html(frm, asked));
	dialog.fields_dict.password.$input.attr({ type: "password", autocomplete: "current-password" });
	dialog.add_custom_action(__("Mail me a one-time code"), async () => {
		const answer = await client_mgmt.call("signing.request_code", frm, {}, "POST");
		frappe.show_alert(answer.message);
	});
	dialog.show();
};

client_mgmt.decide = async (frm, dialog, method, digest) => {
	const { comment, password } = dialog.get_values(true);
	const more = method === "sign" ? { password, comment } : { reason: comment || "" };
	await client_mgmt.call(`signing.${method}`, frm, { digest, ...more }, "POST");
	dialog.hide();
	frm.reload_doc();
};

client_mgmt.package_html = (frm, asked) => {
	const { escape, table } = client_mgmt;
	const files = asked.content.attachments.map((file) => client_mgmt.attachment_html(frm, file));
	const signed = asked.signatures.map((row) =>
		[__(row.party), row.signer_name, __(row.decision), client_mgmt.time(row.signed_at), row.comment].map(escape)
	);
	const changes = asked.changes_since_last_round.map((change) => [
		escape(change.label || change.fieldname),
		client_mgmt.value_html(frm.doctype, change.fieldname, change.before, asked.content.fields),
		client_mgmt.value_html(frm.doctype, change.fieldname, change.after, asked.content.fields),
	]);
	const part = (title, html) => `<h5>${escape(title)}</h5>${html}`;
	return [
		part(
			__("Revision {0}, round {1}", [asked.revision, asked.round]),
			client_mgmt.fields_html(frm.doctype, asked.content.fields)
		),
		files.length ? part(__("Attachments"), `<ul>${files.join("")}</ul>`) : "",
		changes.length
			? part(__("Changed since the last round"), table([__("Field"), __("Before"), __("After")], changes))
			: "",
		signed.length
			? part(
					__("Signed so far"),
					table([__("Party"), __("Signer"), __("Decision"), __("Time"), __("Comment")], signed)
				)
			: "",
		`<div class="alert alert-warning">${escape(asked.consent_text)}</div>`,
		`<p class="text-muted small">${__("SHA-256 of this content")}: <code title="${escape(asked.digest)}">${escape(
			asked.digest.slice(0, 16)
		)}…</code></p>`,
	].join("");
};
