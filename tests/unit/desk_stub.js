// What a page of the Desk has around our scripts, for tests/unit/test_desk_scripts.py. What a script may do with the
// Desk's own objects is not checked: `any` takes every call. Ours are the real ones.
const any = (seen = {}) =>
	new Proxy(function () {}, {
		get(_target, key) {
			if (key === "then") return undefined;
			if (key === Symbol.toPrimitive) return () => "";
			if (key === Symbol.iterator) return function* () {};
			return key in seen ? seen[key] : (seen[key] = any());
		},
		set: (_target, key, value) => ((seen[key] = value), true),
		apply: () => any(),
		construct: () => any(),
	});

// `definitions` (DocType -> fields), `files` (path -> text) and `answers` (method -> answer) come from the test.
const desk = { handlers: {}, listeners: [], required: [], called: [], shown: [], buttons: [], failed: [] };
const field_of = (doctype, name) => definitions[doctype]?.find((field) => field.fieldname === name);
const words = new Proxy({}, { get: (_target, key) => (key === "then" ? undefined : `some ${String(key)}`) });

class Dialog {
	constructor(options) {
		const control = { $wrapper: any({ html: (html) => desk.shown.push(html) }), df: {} };
		this.options = options;
		this.$body = any({ find: () => any({ val: () => "some text", toArray: () => [], prop: () => true }) });
		this.fields_dict = new Proxy({}, { get: () => ({ ...control, $input: any() }) });
	}
	show() {
		return this.options.primary_action && run(() => this.options.primary_action(words));
	}
	hide() {
		this.options.on_hide?.();
	}
	get_value() {
		return "some value";
	}
	get_values() {
		return { comment: "some comment", password: "some password" };
	}
	set_primary_action(_label, act) {
		run(act);
	}
	add_custom_action(_label, act) {
		run(act);
	}
	get_primary_btn() {
		return any();
	}
}

// Runs what a person would press. What is started and not waited for is looked at as well, at the end.
const started = [];
const run = (act, ...given) => {
	const task = (async () => act(...given))().catch((error) => desk.failed.push(String(error.stack || error)));
	started.push(task);
	return task;
};

var frappe = {
	provide(path) {
		path.split(".").reduce((inside, name) => (inside[name] ??= {}), globalThis);
	},
	require(path) {
		if (!(path in files)) throw new Error(`${path} is not there`);
		desk.required.push(path);
		(0, eval)(files[path]);
		return Promise.resolve();
	},
	call(asked, args) {
		const { method, ...more } = typeof asked === "string" ? { method: asked, args } : asked;
		desk.called.push({ method, ...more });
		return Promise.resolve({ message: method in answers ? answers[method] : any() });
	},
	prompt: (_fields, act) => run(act, words),
	confirm: (_text, act) => run(act),
	msgprint: ({ message }) => desk.shown.push(message),
	format: (value) => String(value),
	unscrub: (text) => text.replaceAll("_", " "),
	get_meta: (doctype) => ({ fields: definitions[doctype] || [] }),
	meta: {
		get_docfield: field_of,
		get_docfields: (doctype) => definitions[doctype] || [],
		has_field: (doctype, name) => Boolean(field_of(doctype, name)),
	},
	model: { can_create: () => true, with_doctype: () => Promise.resolve() },
	ui: {
		Dialog,
		form: {
			on(doctype, events) {
				for (const [event, act] of Object.entries(events)) {
					((desk.handlers[doctype] ??= {})[event] ??= []).push(act);
				}
			},
		},
	},
	user: { has_role: () => true, full_name: (user) => user },
	utils: {
		escape_html: (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"),
		get_form_link: (doctype, name) => `/app/${doctype}/${name}`,
	},
	db: any({ get_list: () => Promise.resolve([{ revision: 2 }]), insert: () => Promise.resolve({ name: "N" }) }),
	datetime: any({ str_to_user: (text) => text, get_diff: () => 1 }),
	dom: any({ remove_script_and_style: (text) => text }),
	boot: {},
	listview_settings: {},
	set_route: any(),
	show_alert: any(),
};
var __ = (text, values = []) => text.replace(/\{(\d)\}/g, (_all, number) => values[number]);
var $ = (target) => any(target === document ? { on: (_event, act) => desk.listeners.push(act) } : {});
var document = any();
var window = any();
var cur_frm = null;
var [moment, format_number, URL, Blob, URLSearchParams, setTimeout, clearTimeout] = Array.from({ length: 7 }, () => any());
var fetch = () => Promise.resolve({ ok: true, arrayBuffer: () => Promise.resolve("") });

const form_of = (doctype, values, is_new) => {
	const doc = { doctype, name: `${doctype} 1`, ...values };
	const button = (label, act) => (desk.buttons.push({ label, act }), any());
	const page = any({ add_menu_item: button });
	const dashboard = any({ add_section: (html) => desk.shown.push(html), set_headline: (html) => desk.shown.push(html) });
	const more = { doctype, doc, page, dashboard, is_new: () => is_new, add_custom_button: button, get_files: () => [] };
	return any({ ...more, fields_dict: {}, selected_workflow_action: "Withdraw" });
};

// As Frappe opens a form: its scripts as one function, then the events of a document that it loads.
const open_form = async (doctype, script, values, is_new) => {
	new Function(script)();
	const frm = form_of(doctype, values, is_new);
	const trigger = async (event) => {
		for (const act of desk.handlers[doctype]?.[event] || []) await run(act, frm);
	};
	const loaded = trigger("before_load");
	for (const listener of desk.listeners) listener({}, frm);
	await loaded;
	for (const event of ["onload", "refresh"]) await trigger(event);
	for (const event of Object.keys(desk.handlers[doctype] || {})) {
		if (!["before_load", "onload", "refresh"].includes(event)) await trigger(event);
	}
	for (let count = 0; count < started.length; count++) await started[count];
	return frm;
};

const press = async (wanted) => {
	for (const { label, act } of [...desk.buttons]) if (!wanted || label === wanted) await run(act, any());
	for (let count = 0; count < started.length; count++) await started[count];
	for (let turn = 0; turn < 20; turn++) await null;
};
