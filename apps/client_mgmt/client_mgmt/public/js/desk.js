// All that a page of the Desk loads of ours. A form asks for more when it opens: those of our DocTypes in their own
// `before_load`, guarded documents of any DocType, an administrator's own included, from here.
(() => {
	frappe.provide("client_mgmt");
	frappe.provide("frappe.form.link_formatters");

	const COMMON = ["html", "dialogs", "values"];
	const fetched = {};
	const hooked = new Set();

	// Fetches files of public/js, each once; every one of them sets `client_mgmt.<its name>`.
	const load = (...parts) =>
		Promise.all(
			[...COMMON, ...parts].map(
				(part) => (fetched[part] ??= frappe.require(`/assets/client_mgmt/js/${part}.js`))
			)
		);

	// A handler that fetches a file when it is called, and then calls the function of that name in it.
	const later =
		(part, name) =>
		async (...given) => {
			await load(part);
			return client_mgmt[part][name](...given);
		};

	const ask = (method, args, type = "GET") =>
		frappe.call({ method: `client_mgmt.api.${method}`, type, args }).then((answer) => answer.message);

	const call = (method, frm, more = {}, type = "GET") =>
		ask(method, { doctype: frm.doctype, name: frm.doc.name, ...more }, type);

	// The name of a state is a link's value, which the Desk leaves in English.
	frappe.form.link_formatters["Workflow State"] = (state) => frappe.utils.escape_html(__(state || ""));

	const guarded = {
		before_workflow_action: later("guarded", "ask_reason"),
		after_workflow_action: ({ doc }) => delete doc.workflow_reason,
		async refresh(frm) {
			const { name } = frm.doc;
			if (frm.is_new()) return;
			await load("guarded");
			if (frm.doc.name === name) client_mgmt.guarded.add_to(frm);
		},
	};

	// Guarded DocTypes are those that carry the engine's columns. The event comes once for each document.
	$(document).on("form-load", (_event, frm) => {
		if (!frm || hooked.has(frm.doctype) || !frappe.meta.has_field(frm.doctype, "round_outcome")) return;
		hooked.add(frm.doctype);
		frappe.ui.form.on(frm.doctype, guarded);
	});

	client_mgmt.desk = { load, later, ask, call };
})();
