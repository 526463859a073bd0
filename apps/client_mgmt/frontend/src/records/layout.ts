import { holds, type Values } from "./depends.ts";
import { hasValue } from "./differences.ts";
import type { Doc, Field, FieldState, Form, Page } from "./types.ts";

/* How a form stands on the page: tabs of sections of columns of fields; and what each field is at the moment. */

export interface Section {
	key: string;
	label: string;
	description: string;
	columns: Field[][];
}

export interface FormTab {
	key: string;
	label: string;
	sections: Section[];
}

export interface Standing {
	hidden: boolean;
	readOnly: boolean;
	required: boolean;
	why: string;
}

/** What a field is now. `key` is "table.column" for a column of rows; `locked`: nothing may be written here. */
export function standingOf(field: Field, states: Record<string, FieldState>, doc: Values, key = field.fieldname, locked = false, parent: Values = {}): Standing {
	const state = states[key] ?? {};
	const set = (expression: string | undefined) => !!expression && holds(expression, doc, parent);
	const readOnly = locked || !!field.read_only || !!state.read_only || set(field.read_only_depends_on);
	return {
		hidden: !!field.hidden || !!state.hidden || !holds(field.depends_on, doc, parent),
		readOnly,
		required: !readOnly && (!!field.reqd || !!state.required || set(field.mandatory_depends_on)),
		why: state.why ?? "",
	};
}

/** The form as it is drawn for `page.doc` as it stands; what is empty of visible fields is left out. */
export function tabsOf(form: Form, page: Page, doc: Doc, firstLabel: string): FormTab[] {
	const tabs: FormTab[] = [];
	let hiddenTab = false;
	let hiddenSection = false;
	for (const field of form.fields) {
		if (field.fieldtype === "Tab Break") {
			hiddenTab = outOfSight(field, page, doc);
			hiddenSection = false;
			tabs.push({ key: field.fieldname, label: field.label || firstLabel, sections: [section(field.fieldname, "", "")] });
		} else if (field.fieldtype === "Section Break") {
			hiddenSection = outOfSight(field, page, doc);
			tabAt(tabs, firstLabel).sections.push(section(field.fieldname, field.label, field.description ?? ""));
		} else if (field.fieldtype === "Column Break") {
			sectionAt(tabs, firstLabel).columns.push([]);
		} else if (!hiddenTab && !hiddenSection && isShown(field, form, page, doc)) {
			sectionAt(tabs, firstLabel).columns.at(-1)!.push(field);
		}
	}
	return tabs.map(trimmed).filter((tab) => tab.sections.length);
}

function section(key: string, label: string, description: string): Section {
	return { key, label, description, columns: [[]] };
}

function tabAt(tabs: FormTab[], label: string): FormTab {
	if (!tabs.length) tabs.push({ key: "details", label, sections: [section("details", "", "")] });
	return tabs.at(-1)!;
}

function sectionAt(tabs: FormTab[], label: string): Section {
	return tabAt(tabs, label).sections.at(-1)!;
}

function outOfSight(field: Field, page: Page, doc: Doc): boolean {
	return standingOf(field, page.fields, doc as Values).hidden;
}

/** The state stands in the head of the page; what nobody can fill here and is empty says nothing. */
function isShown(field: Field, form: Form, page: Page, doc: Doc): boolean {
	if (!hasValue(field) || field.fieldname === form.state_field) return false;
	const at = standingOf(field, page.fields, doc as Values, field.fieldname, !page.can.write);
	return !at.hidden && !(at.readOnly && isEmpty(doc[field.fieldname]) && (field.read_only || !doc.name || !at.why));
}

function isEmpty(value: unknown): boolean {
	return value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
}

function trimmed(tab: FormTab): FormTab {
	const sections = tab.sections
		.map((one) => ({ ...one, columns: one.columns.filter((column) => column.length) }))
		.filter((one) => one.columns.length);
	return { ...tab, sections };
}

/** The columns of a table's rows that stand in it; all of them are in the row's own form. */
export function rowColumns(form: Form, states: Record<string, FieldState>, table: string, most = 6): Field[] {
	const shown = form.fields.filter((field) => hasValue(field) && !standingOf(field, states, {}, `${table}.${field.fieldname}`).hidden);
	const listed = shown.filter((field) => field.in_list);
	return (listed.length ? listed : shown.filter((field) => !field.depends_on)).slice(0, most);
}
