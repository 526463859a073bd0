// Stored values in readable form: labels and values as the form shows them, rows with before and after.
(() => {
	const fields_html = (doctype, fields) => {
		const rows = in_order(doctype, fields).map((name) => [
			`<b>${label_html(doctype, name)}</b>`,
			value_html(doctype, name, fields[name], fields),
		]);
		return client_mgmt.html.table([], rows);
	};

	// The names of signed values in the order of the form.
	const in_order = (doctype, values) => {
		const order = (frappe.get_meta(doctype)?.fields || []).map((field) => field.fieldname);
		const place = (name) => (order.includes(name) ? order.indexOf(name) : order.length);
		return Object.keys(values).sort((one, other) => place(one) - place(other));
	};

	const label_html = (doctype, name) =>
		client_mgmt.html.escape(__(frappe.meta.get_docfield(doctype, name)?.label || frappe.unscrub(name)));

	const value_html = (doctype, name, value, fields) => {
		const field = frappe.meta.get_docfield(doctype, name) || { fieldtype: "Data", fieldname: name };
		if (Array.isArray(value)) return rows_html(field.options, value, fields);
		if (field.fieldtype === "Check") return value ? __("Yes") : __("No");
		if (value === "" || value === null || value === undefined) return "–";
		switch (field.fieldtype) {
			case "Select":
				return client_mgmt.html.escape(__(value));
			case "Currency":
			case "Float":
			case "Percent":
				return frappe.format(value, field, { inline: true }, fields);
			case "Date":
			case "Datetime":
				return client_mgmt.html.escape(frappe.datetime.str_to_user(String(value).replace("T", " ")));
			case "Text Editor":
				return frappe.dom.remove_script_and_style(value);
			default:
				return client_mgmt.html.escape(value);
		}
	};

	// Each row as a line of its plain values; columns before_x and proposed_x stand side by side below it.
	const rows_html = (doctype, rows, fields) => {
		if (!rows.length) return "–";
		if (!doctype)
			return rows
				.map((row) => client_mgmt.html.escape(row.file_name || JSON.stringify(row)))
				.join("<br>");
		return rows.map((row, at) => row_html(doctype, row, at + 1, fields)).join("");
	};

	const row_html = (doctype, row, number, fields) => {
		const value = (name, column = name) => value_html(doctype, name, row[column], { ...fields, ...row });
		const names = in_order(doctype, row);
		const pairs = names.filter(
			(name) => name.startsWith("before_") && name.replace("before_", "proposed_") in row
		);
		const compared = pairs.flatMap((name) => [name, name.replace("before_", "proposed_")]);
		const plain = names
			.filter((name) => !compared.includes(name) && row[name] !== "")
			.map((name) => `${label_html(doctype, name)}: ${value(name)}`);
		const lines = pairs.map((before) => {
			const after = before.replace("before_", "proposed_");
			const kept = row.operation === "Modify" && row[after] === "";
			const title = client_mgmt.html.escape(__(frappe.unscrub(before.replace("before_", ""))));
			return [title, value(after, before), kept ? __("(unchanged)") : value(after)];
		});
		const table = lines.length ? client_mgmt.html.table(["", __("Before"), __("After")], lines) : "";
		return `<div class="mb-2">${number}. ${plain.join(" · ")}</div>${table}`;
	};

	client_mgmt.values = { fields_html, value_html };
})();
