import { plusDays } from "@/words";
import type { Filter } from "./calls.ts";
import type { Field, Form, Line } from "./types.ts";

/* What of a DocType stands in a calendar: its days, and its spans from one day to another, told by their names. */

export interface Dates {
	/** The first day's field. */
	key: string;
	label: string;
	start: Field;
	/** The last day's, of a span. */
	end?: Field;
}

const KINDS = ["Date", "Datetime"];
const ENDS: [start: string, end: string][] = [
	["start", "end"],
	["from", "to"],
	["begin", "finish"],
];

/** The dates of a form that its readers may see, those that are planned before those that the system notes. */
export function datesOf(form: Form): Dates[] {
	const fields = form.fields.filter((one) => KINDS.includes(one.fieldtype) && !one.hidden);
	const spans = new Map(fields.map((start) => [start.fieldname, endOf(start, fields)]));
	const ends = new Set([...spans.values()].map((end) => end?.fieldname));
	const found = fields
		.filter((one) => !ends.has(one.fieldname))
		.map((start): Dates => {
			const end = spans.get(start.fieldname);
			return { key: start.fieldname, label: end ? `${start.label} – ${end.label}` : start.label, start, ...(end && { end }) };
		});
	return [...found.filter((one) => !one.start.read_only), ...found.filter((one) => one.start.read_only)];
}

function endOf(start: Field, fields: Field[]): Field | undefined {
	for (const [from, to] of ENDS) {
		const words = start.fieldname.split("_");
		if (!words.includes(from)) continue;
		const named = words.map((word) => (word === from ? to : word)).join("_");
		const end = fields.find((one) => one.fieldname === named);
		if (end) return end;
	}
	return undefined;
}

/** What a list is asked for so that it finds all that touches the days from `first` to `last`. A span that names no
 * end is its first day. */
export function within(dates: Dates, first: string, last: string): Filter[] {
	const { start, end } = dates;
	if (!end) return [[start.fieldname, ">=", first], [start.fieldname, "<=", ending(start, last)]];
	return [[start.fieldname, "<=", ending(start, last)], [start.fieldname, ">=", plusDays(first, -LONGEST)]];
}

/** A span is looked for as far back, in days. */
export const LONGEST = 366;

function ending(field: Field, day: string): string {
	return field.fieldtype === "Datetime" ? `${day} 23:59:59` : day;
}

/** Day → the rows on it, of the days from `first` to `last`. */
export function placed(rows: Line[], dates: Dates, first: string, last: string): Map<string, Line[]> {
	const found = new Map<string, Line[]>();
	for (const row of rows) {
		const begin = dayOf(row, dates.start);
		if (!begin) continue;
		const until = (dates.end && dayOf(row, dates.end)) || begin;
		const end = until < begin ? begin : until;
		for (let day = begin < first ? first : begin; day <= end && day <= last; day = plusDays(day, 1)) {
			found.set(day, [...(found.get(day) ?? []), row]);
		}
	}
	return found;
}

function dayOf(row: Line, field: Field): string {
	return String(row.cells[field.fieldname]?.value ?? "").slice(0, 10);
}
