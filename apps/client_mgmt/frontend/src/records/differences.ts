import type { Doc, Field, Form } from "./types.ts";

/* What differs between two states of a record, and what becomes of a change made on an older state. */

export type Changes = Record<string, unknown>;
export const TABLES = ["Table", "Table MultiSelect"];
const WITHOUT_VALUE = ["Section Break", "Column Break", "Tab Break", "HTML", "Button", "Heading", "Fold"];

export function hasValue(field: Field): boolean {
	return !WITHOUT_VALUE.includes(field.fieldtype);
}

/** A copy of what is JSON, out of whatever watches it. */
export function copy<T>(value: T): T {
	return JSON.parse(JSON.stringify(value)) as T;
}

/** Equal as people see it: nothing is nothing however it is written, 1 is "1". */
export function same(one: unknown, other: unknown): boolean {
	if (Array.isArray(one) || Array.isArray(other)) {
		return plainRows(one) === plainRows(other);
	}
	return plain(one) === plain(other);
}

function plain(value: unknown): string {
	if (value === null || value === undefined || value === "" || value === 0) return "";
	if (typeof value === "boolean") return value ? "1" : "";
	return String(value);
}

/** Rows by what they say: not by their place in memory, nor by what the page added to them. */
function plainRows(value: unknown): string {
	const rows = Array.isArray(value) ? (value as Changes[]) : [];
	return JSON.stringify(
		rows.map((row) =>
			Object.keys(row)
				.filter((key) => key !== "idx" && !key.startsWith("_") && plain(row[key]) !== "")
				.sort()
				.map((key) => [key, plain(row[key])]),
		),
	);
}

/** The fields in which `now` is not as `base`, with their values; rows without what the page added. */
export function changed(form: Form, base: Doc, now: Doc): Changes {
	const found: Changes = {};
	for (const field of form.fields) {
		if (!hasValue(field) || same(base[field.fieldname], now[field.fieldname])) continue;
		found[field.fieldname] = sendable(now[field.fieldname]);
	}
	return found;
}

/** A value as the server takes it. */
export function sendable(value: unknown): unknown {
	if (!Array.isArray(value)) return value ?? null;
	return (value as Changes[]).map((row, index) => ({
		...Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith("_"))),
		idx: index + 1,
	}));
}

export interface Clash {
	field: Field;
	base: unknown;
	mine: unknown;
	theirs: unknown;
}

/** The fields that both changed, each otherwise: `mine` are the changes made on `base`, `theirs` is the newer record. */
export function clashes(form: Form, base: Changes, mine: Changes, theirs: Doc): Clash[] {
	return form.fields
		.filter((field) => field.fieldname in mine)
		.filter(({ fieldname }) => !same(base[fieldname], theirs[fieldname]) && !same(mine[fieldname], theirs[fieldname]))
		.map((field) => ({
			field,
			base: base[field.fieldname],
			mine: mine[field.fieldname],
			theirs: theirs[field.fieldname],
		}));
}

/** What the others changed since `base` and this person did not touch. */
export function theirsAlone(form: Form, base: Doc, mine: Changes, theirs: Doc): Field[] {
	return form.fields.filter(
		(field) => hasValue(field) && !(field.fieldname in mine) && !same(base[field.fieldname], theirs[field.fieldname]),
	);
}
