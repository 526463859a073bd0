// The signs of a likely duplicate, in the reader's language.
frappe.listview_settings["Duplicate Candidate"] = {
	formatters: {
		signs: (signs) => {
			const shown = (signs || "").split("\n").map((sign) => __(sign));
			return frappe.utils.escape_html(shown.join(", "));
		},
	},
};
