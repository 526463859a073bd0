// Written once, by a dialog (public/js/entered_once.js).
frappe.ui.form.on("Gate Waiver", {
	before_load: () => client_mgmt.desk.load("entered_once"),
	refresh: (frm) => client_mgmt.entered_once.refresh(frm),
});
