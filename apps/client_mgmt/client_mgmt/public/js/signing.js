// Signing in the Desk: a dialog that shows exactly what is signed, and signs that digest.
(() => {
	const open_signing = async (frm) => {
		const asked = await client_mgmt.desk.call("signing.get_package", frm);
		const dialog = new frappe.ui.Dialog({
			title: `${__(asked.purpose)} · ${__(frm.doctype)} ${frm.doc.name}`,
			size: "extra-large",
			fields: [
				{ fieldname: "content", fieldtype: "HTML" },
				{
					fieldname: "comment",
					fieldtype: "Small Text",
					label: __("Comment, or the reason for declining"),
				},
				{ fieldname: "password", fieldtype: "Data", label: __("Your password, or a one-time code") },
			],
			primary_action_label: __("Sign"),
			primary_action: () => decide(frm, dialog, "sign", asked.digest),
			secondary_action_label: __("Decline"),
			secondary_action: () => decide(frm, dialog, "decline", asked.digest),
		});
		dialog.fields_dict.content.$wrapper.html(package_html(frm, asked));
		dialog.fields_dict.password.$input.attr({ type: "password", autocomplete: "current-password" });
		dialog.add_custom_action(__("Mail me a one-time code"), async () => {
			const answer = await client_mgmt.desk.call("signing.request_code", frm, {}, "POST");
			frappe.show_alert(answer.message);
		});
		dialog.show();
	};

	const decide = async (frm, dialog, method, digest) => {
		const { comment, password } = dialog.get_values(true);
		const more = method === "sign" ? { password, comment } : { reason: comment || "" };
		await client_mgmt.desk.call(`signing.${method}`, frm, { digest, ...more }, "POST");
		dialog.hide();
		frm.reload_doc();
	};

	const package_html = (frm, asked) => {
		const { escape, table } = client_mgmt.html;
		const files = asked.content.attachments.map((file) => attachment_html(frm, file));
		const signed = asked.signatures.map((row) =>
			[
				__(row.party),
				row.signer_name,
				__(row.decision),
				client_mgmt.html.time(row.signed_at),
				row.comment,
			].map(escape)
		);
		const changes = asked.changes_since_last_round.map((change) => [
			escape(change.label || change.fieldname),
			client_mgmt.values.value_html(frm.doctype, change.fieldname, change.before, asked.content.fields),
			client_mgmt.values.value_html(frm.doctype, change.fieldname, change.after, asked.content.fields),
		]);
		const part = (title, html) => `<h5>${escape(title)}</h5>${html}`;
		return [
			part(
				__("Revision {0}, round {1}", [asked.revision, asked.round]),
				client_mgmt.values.fields_html(frm.doctype, asked.content.fields)
			),
			files.length ? part(__("Attachments"), `<ul>${files.join("")}</ul>`) : "",
			changes.length
				? part(
						__("Changed since the last round"),
						table([__("Field"), __("Before"), __("After")], changes)
					)
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

	const attachment_html = (frm, { file_name, sha256 }) => {
		const file = frm.get_files().find((found) => found.file_name === file_name);
		const name = client_mgmt.html.escape(file_name);
		const link = file
			? `<a href="${client_mgmt.html.escape(file.file_url)}" target="_blank">${name}</a>`
			: name;
		return `<li>${link} <code class="small">${client_mgmt.html.escape(sha256.slice(0, 16))}…</code></li>`;
	};

	client_mgmt.signing = { open_signing };
})();
