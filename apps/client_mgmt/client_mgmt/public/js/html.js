// Pieces of HTML that several forms show.
(() => {
	const escape = (text) => frappe.utils.escape_html(String(text ?? "")).replace(/\n/g, "<br>");

	const table = (head, rows) => {
		const cells = (row, tag) => `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
		const title = head.length ? `<thead>${cells(head.map(escape), "th")}</thead>` : "";
		return `<table class="table table-bordered small mb-3">${title}<tbody>${rows
			.map((row) => cells(row, "td"))
			.join("")}</tbody></table>`;
	};

	// The ledger's times are UTC.
	const time = (utc) =>
		moment
			.utc(utc)
			.tz(frappe.boot.time_zone?.user || moment.tz.guess())
			.format("YYYY-MM-DD HH:mm");

	const button = (label, index) =>
		`<button class="btn btn-default btn-xs" data-index="${index}">${escape(label)}</button>`;

	const link = (doctype, name, label) =>
		`<a href="${frappe.utils.get_form_link(doctype, name)}">${escape(label || name)}</a>`;

	const pill = (text, color) => `<span class="indicator-pill text-nowrap ${color}">${escape(text)}</span>`;

	// Who and when, of a time in the site's own zone.
	const signed_off = (user, on, text = "") =>
		escape(
			user
				? `${frappe.user.full_name(user)} ${frappe.datetime.str_to_user(on.slice(0, 19))}\n${text}`.trim()
				: ""
		);

	const select_html = (key, options, chosen) => {
		const lines = options.map(
			([value, label]) =>
				`<option value="${value}" ${value === chosen ? "selected" : ""}>${escape(label)}</option>`
		);
		return `<select class="form-control" data-key="${key}">${lines.join("")}</select>`;
	};

	// Pieces of a difference: what was deleted struck through, what was inserted underlined.
	const pieces_html = (pieces) => {
		const tags = { equal: "span", delete: "del", insert: "ins" };
		const colors = { delete: "background: #fdd", insert: "background: #dfd" };
		return pieces
			.map(({ op, text }) => `<${tags[op]} style="${colors[op] || ""}">${escape(text)}</${tags[op]}>`)
			.join("");
	};

	client_mgmt.html = { escape, table, time, button, link, pill, signed_off, select_html, pieces_html };
})();
