import { computed, shallowRef } from "vue";
import { form, page } from "@/records/calls.ts";
import { holds, type Values } from "@/records/depends.ts";
import { useLoaded } from "@/records/loaded.ts";
import { isAbout } from "@/records/useChanges.ts";
import type { Doc, Field, Form, Page } from "@/records/types.ts";

export const CHANGE = "Change Request";
const BREAKS = ["Tab Break", "Section Break", "Column Break"];

export interface Loaded {
	page: Page;
	form: Form;
}

let known: Form | null = null;

/** The page of a change request (of a new one without a name) with its form. */
export function useChange(name: () => string) {
	const form_ = shallowRef<Form | null>(known);
	const loaded = useLoaded(
		name,
		async (signal) => {
			const [shown, metadata] = await Promise.all([page(CHANGE, name(), signal), form(CHANGE, signal)]);
			form_.value = known = metadata;
			return { page: shown, form: metadata } satisfies Loaded;
		},
		(one) => !!name() && isAbout(one, CHANGE, name()),
	);
	return { ...loaded, page: computed(() => loaded.data.value?.page ?? null), form: form_ };
}

export interface Group {
	name: string;
	label: string;
	fields: Field[];
}

/** The fields of a form by its tabs, those that the document shows and that are no tables. */
export function groups(metadata: Form, shown: Page): Group[] {
	const found: Group[] = [];
	let hidden = false;
	for (const field of metadata.fields) {
		if (field.fieldtype === "Tab Break") found.push({ name: field.fieldname, label: field.label, fields: [] });
		if (field.fieldtype === "Tab Break" || field.fieldtype === "Section Break") hidden = !isSeen(field, shown);
		if (BREAKS.includes(field.fieldtype) || hidden || field.fieldtype.startsWith("Table") || !isSeen(field, shown)) continue;
		if (!found.length) found.push({ name: "", label: "", fields: [] });
		found.at(-1)!.fields.push(field);
	}
	return found.filter((group) => group.fields.length);
}

function isSeen(field: Field, shown: Page): boolean {
	return !field.hidden && !shown.fields[field.fieldname]?.hidden && holds(field.depends_on, shown.doc as Values);
}

export function mayEdit(field: Field, shown: Page): boolean {
	if (field.read_only || shown.fields[field.fieldname]?.read_only) return false;
	return !(field.read_only_depends_on && holds(field.read_only_depends_on, shown.doc as Values));
}

export interface Item extends Doc {
	operation: string;
}

export function itemsOf(doc: Doc): Item[] {
	return (Array.isArray(doc.change_items) ? doc.change_items : []) as Item[];
}

/** What an item changes: the pairs of the fields before_* and proposed_*, whatever an administrator added. */
export function pairs(columns: Field[]): { key: string; before?: Field; proposed: Field; label: string }[] {
	return columns
		.filter((column) => column.fieldname.startsWith("proposed_") && !BREAKS.includes(column.fieldtype))
		.map((proposed) => {
			const key = proposed.fieldname.slice("proposed_".length);
			return { key, proposed, before: columns.find((one) => one.fieldname === `before_${key}`), label: proposed.label };
		});
}
