import { ask, useSession } from "@/session";
import type { Option } from "@/parts";
import { toRecord } from "./addresses.ts";
import { list } from "./calls.ts";
import type { Doc, Field } from "./types.ts";

interface Found {
	value: string;
	label?: string;
	description?: string;
}

/** The DocType that a link field leads to; of a dynamic link the one that the record names. */
export function targetOf(field: Field, doc: Doc | Record<string, unknown>): string {
	if (field.fieldtype === "Dynamic Link") return String(doc[field.options ?? ""] ?? "");
	return field.fieldtype === "Link" || field.fieldtype === "Table MultiSelect" ? (field.options ?? "") : "";
}

/** What a text finds among the records of a DocType, by title. */
export async function searchLink(target: string, text: string, from: string, signal?: AbortSignal): Promise<Option[]> {
	if (!target) return [];
	const found = await ask<Found[]>(
		"frappe.desk.search.search_link",
		{ doctype: target, txt: text, reference_doctype: from, page_length: 20 },
		signal,
	);
	const titles = await titlesOf(target, found.filter((one) => !one.label).map((one) => one.value), signal);
	return found.map((one) => optionOf({ ...one, label: one.label || titles.get(one.value) }));
}

/** The titles of records that the search names by their names alone, where this reader opens such records. */
export async function titlesOf(target: string, names: string[], signal?: AbortSignal): Promise<Map<string, string>> {
	const known = useSession().boot.value.doctypes.find((one) => one.name === target);
	if (!names.length || !known?.can_read || !known.title_field || known.title_field === "name") return new Map();
	const found = await list(target, { filters: [["name", "in", names]], columns: ["name"], limit: names.length }, signal);
	return new Map(found.rows.map((row) => [row.name, row.title]));
}

function optionOf({ value, label, description }: Found): Option {
	const beside = (description ?? "").split(",").map((one) => one.trim()).filter((one) => one && one !== label && one !== value);
	const parts = [label && label !== value ? value : "", ...beside];
	return { value, label: label || value, description: parts.filter(Boolean).join(" · ") || undefined };
}

/** Where a link leads for this reader; undefined where they open nothing. */
export function addressOf(target: string, name: unknown): string | undefined {
	if (!target || !name) return undefined;
	const open = useSession().boot.value.doctypes.some((one) => one.name === target && one.can_read);
	return open ? toRecord(target, String(name)) : undefined;
}

export function canCreate(target: string): boolean {
	return useSession().boot.value.doctypes.some((one) => one.name === target && one.can_create);
}
