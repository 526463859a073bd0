// A signed content in readable form: labels and values as the form shows them, rows with before and after.
frappe.provide("client_mgmt");

client_mgmt.fields_html = (doctype, fields) => {
	const rows = client_mgmt.in_order(doctype, fields).map((name) => [
		`<b>${client_mgmt.label_html(doctype, name)}</b>`,
		client_mgmt.value_html(doctype, name, fields[name], fields),
	]);
	return client_mgmt.table([], rows);
};

// The names of signed values in the order of the form.
client_mgmt.in_order = (doctype, values) => {
	const order = (frappe.get_meta(doctype)?.fields || []).map((field) => field.fieldname);
	const place = (name) => (order.includes(name) ? order.indexOf(name) : order.length);
	return Object.keys(values).sort((one, other) => place(one) - place(other));
};

client_mgmt.label_html = (doctype, name) =>
	client_mgmt.escape(__(frappe.meta.get_docfield(doctype, name)?.label || frappe.unscrub(name)));

client_mgmt.value_html = (doctype, name, value, fields) => {
	const field = frappe.meta.get_docfield(doctype, name) || { fieldtype: "Data", fieldname: name };
	if (Array.isArray(value)) return client_mgmt.rows_html(field.options, value, fields);
	if (field.fieldtype === "Check") return value ? __("Yes") : __("No");
	if (value === "" || value === null || value === undefined) return "–";
	switch (field.fieldtype) {
		case "Select":
			return client_mgmt.escape(__(value));
		case "Currency":
		case "Float":
		case "Percent":
			return frappe.format(value, field, { inline: true }, fields);
		case "Date":
		case "Datetime":
			return client_mgmt.escape(frappe.datetime.str_to_user(String(value).replace("T", " ")));
		case "Text Editor":
			return frappe.dom.remove_script_and_style(value);
		default:
			return client_mgmt.escape(value);
	}
};

// Each row as a line of its plain values; columns before_x and proposed_x stand side by side below it.
client_mgmt.rows_html = (doctype, rows, fields) => {
	if (!rows.length) return "–";
	if (!doctype) return rows.map((row) => client_mgmt.escape(row.file_name || JSON.stringify(row))).join("<br>");
	return rows.map((row, at) => client_mgmt.row_html(doctype, row, at + 1, fields)).join("");
};

client_mgmt.row_html = (doctype, row, number, fields) => {
	const value = (name, column = name) =>
		client_mgmt.value_html(doctype, name, row[column], { ...fields, ...row });
	const names = client_mgmt.in_order(doctype, row);
	const pairs = names.filter((name) => name.startsWith("before_") && name.replace("before_", "proposed_") in row);
	const compared = pairs.flatMap((name) => [name, name.replace("before_", "proposed_")]);
	const plain = names
		.filter((name) => !compared.includes(name) && row[name] !== "")
		.map((name) => `${client_mgmt.label_html(doctype, name)}: ${value(name)}`);
	const lines = pairs.map((before) => {
		const after = before.replace("before_", "proposed_");
		const kept = row.operation === "Modify" && row[after] === "";
		const title = client_mgmt.escape(__(frappe.unscrub(before.replace("before_", ""))));
		return [title, value(after, before), kept ? __("(unchanged)") : value(after)];
	});
	const table = lines.length ? client_mgmt.table(["", __("Before"), __("After")], lines) : "";
	return `<div class="mb-2">${number}. ${plain.join(" · ")}</div>${table}`;
};

client_mgmt.attachment_html = (frm, { file_name, sha256 }) => {
	const file = frm.get_files().find((found) => found.file_name === file_name);
	const name = client_mgmt.escape(file_name);
	const link = file ? `<a href="${client_mgmt.escape(file.file_url)}" target="_blank">${name}</a>` : name;
	return `<li>${link} <code class="small">${client_mgmt.escape(sha256.slice(0, 16))}…</code></li>`;
};
