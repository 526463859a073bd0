import type { Option } from "@/parts";
import { list } from "@/records/calls.ts";
import { holds } from "@/records/depends.ts";
import type { Doc, Field, Line } from "@/records/types.ts";
import { ask } from "@/session";
import { shallowReactive } from "vue";
import type { Item } from "./change.ts";

/* The items of a request as they are written: rows as they are stored, of which a modification says only what becomes
 * different. */

export type Operation = "Add" | "Modify" | "Remove";

export const COLUMNS = ["feature", "priority", "acceptance"] as const;
export type Column = (typeof COLUMNS)[number];
export type Said = Record<string, string>;
const OF_REQUIREMENT: Record<Column, string> = { feature: "feature", priority: "priority", acceptance: "acceptance_criteria" };

export function newItem(operation: Operation): Item {
	return { operation };
}

/** What a stored row says of its requirement; a new one does not yet. */
export function pinned(item: Doc): Said | null {
	const before = Object.fromEntries(COLUMNS.map((key) => [key, String(item[`before_${key}`] ?? "")]));
	return Object.values(before).some(Boolean) ? before : null;
}

/** How a column reads when the item is carried out. */
export function proposed(item: Doc, key: Column, before: Said): string {
	return String(item[`proposed_${key}`] || (item.operation === "Modify" ? before[key] : "") || "");
}

/** The row with another proposal; what a modification leaves as it is stays empty. */
export function propose(item: Item, key: Column, text: string, before: Said): Item {
	const kept = item.operation === "Modify" && text === (before[key] ?? "");
	return { ...item, [`proposed_${key}`]: kept ? "" : text };
}

/** The row about another requirement or with another operation: a new one, as the stored row tells of the old. */
export function about(item: Item, operation: Operation, requirement: string): Item {
	if (item.operation === operation && String(item.requirement ?? "") === requirement) return item;
	return { operation, requirement: operation === "Add" ? "" : requirement };
}

/** The columns that an item must fill before its request, `parent`, is in the state that stands there. */
export function needs(columns: Field[], item: Doc, parent: Doc): string[] {
	return columns.filter((one) => one.reqd || (one.mandatory_depends_on && holds(one.mandatory_depends_on, item, parent))).map((one) => one.fieldname);
}

/** Whether the item says what changes: all that it needs, and of a modification what becomes different. */
export function isWhole(item: Doc, needed: string[]): boolean {
	const says = (name: string) => !!String(item[name] ?? "").trim();
	return needed.every(says) && (item.operation !== "Modify" || COLUMNS.some((key) => says(`proposed_${key}`)));
}

export interface Requirement {
	title: string;
	said: Said;
}

/* What requirements say today, as this page has met them. */
const met = shallowReactive(new Map<string, Requirement | null>());

/** A requirement by its name; asked for once, undefined until it is here. */
export function requirement(name: string): Requirement | undefined {
	if (name && !met.has(name)) {
		met.set(name, null);
		void find([["name", "=", name]], "", new AbortController().signal).catch(() => met.delete(name));
	}
	return met.get(name) ?? undefined;
}

/** The baselined requirements of a project that the text finds. */
export function requirements(project: string, text: string, signal: AbortSignal): Promise<Option[]> {
	return find([["project", "=", project], ["status", "!=", "Removed"]], text, signal);
}

async function find(filters: [string, string, string][], search: string, signal: AbortSignal): Promise<Option[]> {
	const found = await list("Requirement", { filters, search: search || undefined, limit: 20, columns: Object.values(OF_REQUIREMENT) }, signal);
	for (const row of found.rows) met.set(row.name, { title: row.title, said: saidBy(row) });
	return found.rows.map((row) => ({ value: row.name, label: row.title, description: row.name }));
}

function saidBy(row: Line): Said {
	return Object.fromEntries(COLUMNS.map((key) => [key, String(row.cells[OF_REQUIREMENT[key]]?.value ?? "")]));
}

/** The projects of which one may raise a change: a client's own, for staff all that they read. */
export async function projects(client: boolean, text: string, signal: AbortSignal): Promise<Option[]> {
	if (client) {
		const mine = await ask<{ name: string; project_name: string }[]>("client_mgmt.api.portal.my_projects", {}, signal);
		const wanted = text.toLowerCase();
		return mine.filter((one) => one.project_name.toLowerCase().includes(wanted)).map((one) => ({ value: one.name, label: one.project_name, description: one.name }));
	}
	const found = await list("Project Archive", { search: text, limit: 20 }, signal);
	return found.rows.map((row) => ({ value: row.name, label: row.title, description: row.name }));
}
