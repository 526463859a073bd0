// Dialogs and sections that several forms open.
(() => {
	// Resolves with a reason of at least `least` characters; rejects when the dialog is closed without one.
	const prompt_reason = (title, least) =>
		new Promise((resolve, reject) => {
			let given;
			const dialog = new frappe.ui.Dialog({
				title,
				fields: [
					{
						fieldname: "reason",
						fieldtype: "Small Text",
						label: __("Reason"),
						description: __("At least {0} characters. It is kept in the history.", [least]),
						reqd: 1,
					},
				],
				primary_action_label: title,
				primary_action({ reason }) {
					if (reason.trim().length < least) {
						frappe.show_alert({ message: __("A longer reason is needed."), indicator: "orange" });
						return;
					}
					given = reason.trim();
					dialog.hide();
				},
				on_hide: () => (given ? resolve(given) : reject()),
			});
			dialog.show();
		});

	// A section above the form, drawn anew; `key` is its class.
	const section = (frm, key, title, html, closed = false) => {
		$(frm.dashboard.parent).find(`.${key}`).remove();
		frm.dashboard.add_section(html, title, key);
		frm.dashboard.show();
		if (closed) $(frm.dashboard.parent).find(`.${key} .section-head:not(.collapsed)`).trigger("click");
	};

	// A wide dialog that only shows; answers it, so that its buttons can be listened to.
	const show = (title, html) => {
		const dialog = new frappe.ui.Dialog({
			title,
			size: "extra-large",
			fields: [{ fieldname: "shown", fieldtype: "HTML" }],
		});
		dialog.fields_dict.shown.$wrapper.html(html);
		dialog.show();
		return dialog;
	};

	// Calls `act` with the number of the button that is pressed in a dialog of `client_mgmt.show`.
	const on_button = (dialog, act) =>
		dialog.$body.on("click", "button[data-index]", (event) =>
			act(Number(event.currentTarget.dataset.index))
		);

	// A wide dialog, drawn anew when one of its fields changes. `draw` answers [html, what the button of a number does].
	const page_dialog = (title, fields, draw) => {
		const state = { turn: 0, act: () => {} };
		const redraw = async () => {
			if (!state.dialog) return;
			const turn = ++state.turn;
			const page = state.dialog.fields_dict.shown.$wrapper.empty();
			const [html, act] = await draw(state.dialog);
			if (turn !== state.turn) return;
			state.act = act;
			page.html(html);
		};
		const asked = fields.map((field) => ({ ...field, onchange: redraw }));
		const shown = { fieldname: "shown", fieldtype: "HTML" };
		state.dialog = new frappe.ui.Dialog({ title, size: "extra-large", fields: [...asked, shown] });
		state.dialog.redraw = redraw;
		on_button(state.dialog, (index) => state.act(index));
		state.dialog.show();
		redraw();
		return state.dialog;
	};

	// Asks for somebody else's words. A text control of the Desk draws what is pasted as HTML, a bare input never does.
	const ask_text = (title, label, note, more, act) => {
		const dialog = new frappe.ui.Dialog({
			title,
			size: "large",
			fields: [{ fieldname: "text", fieldtype: "HTML", label }, ...more],
			primary_action_label: __("Read Text"),
			async primary_action(values) {
				const text = dialog.$body.find("textarea.client-mgmt-text").val();
				if (!text.trim()) return;
				await act(text, values);
				dialog.hide();
			},
		});
		const [named, told] = [label, note].map(client_mgmt.html.escape);
		dialog.fields_dict.text.$wrapper.html(
			`<label>${named} <span class="text-danger">*</span></label>
			<textarea class="form-control client-mgmt-text" style="height: 240px" aria-label="${named}"></textarea>
			<p class="help-box small text-muted">${told}</p>`
		);
		dialog.show();
	};

	client_mgmt.dialogs = { prompt_reason, section, show, on_button, page_dialog, ask_text };
})();
