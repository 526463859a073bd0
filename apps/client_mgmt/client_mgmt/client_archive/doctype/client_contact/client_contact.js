// The client's name below its number.
frappe.ui.form.on("Client Contact", {
	before_load: () => client_mgmt.desk.load("guide"),
	refresh: (frm) => client_mgmt.guide.name_client(frm),
	client: (frm) => client_mgmt.guide.name_client(frm),
});
