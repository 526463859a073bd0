// The change file of a change. The rules stand on the server (client_mgmt.api.requirements).
(() => {
	// Opens the change file in a tab of its own. The page brings a policy that lets no script run in it.
	const change_file = async (frm, format) => {
		const tab = window.open("", "_blank"); // at once, or the browser takes it for a popup
		const query = new URLSearchParams({ change_request: frm.doc.name, format });
		const answer = await fetch(`/api/method/client_mgmt.api.requirements.change_file?${query}`);
		if (answer.ok) {
			const type = format === "pdf" ? "application/pdf" : "text/html; charset=utf-8";
			tab.location = URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type }));
			return;
		}
		tab.close();
		const { _server_messages = "[]" } = await answer.json().catch(() => ({}));
		const told = JSON.parse(_server_messages).map((message) =>
			client_mgmt.html.escape(JSON.parse(message).message)
		);
		frappe.msgprint({
			title: __("Change File"),
			message: told.join("<br>") || __("It cannot be made here."),
			indicator: "red",
		});
	};

	frappe.ui.form.on("Change Request", {
		before_load: () => client_mgmt.desk.load(),
		refresh(frm) {
			if (frm.is_new()) return;
			const add = (label, format) =>
				frm.add_custom_button(label, () => change_file(frm, format), __("Change File"));
			add(__("Open as a Page"), "html");
			add(__("Open as PDF"), "pdf");
		},
	});
})();
