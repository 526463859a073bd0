import { list } from "@/records/calls.ts";
import type { Option } from "@/parts";
import type { Doc, Line, Page } from "@/records/types.ts";
import { ask } from "@/session";
import { itemsOf } from "./change.ts";

/* A change request as it is written: of an item only what is proposed. */

export type Operation = "Add" | "Modify" | "Remove";

export interface DraftItem {
	key: number;
	/** The stored row's name; none for a new one. */
	name?: string;
	operation: Operation;
	requirement: string;
	title: string;
	before: Record<string, string>;
	proposed: Record<string, string>;
}

export const COLUMNS = ["feature", "priority", "acceptance"] as const;
const OF_REQUIREMENT: Record<(typeof COLUMNS)[number], string> = { feature: "feature", priority: "priority", acceptance: "acceptance_criteria" };
let last = 0;

export function newItem(operation: Operation): DraftItem {
	return { key: ++last, operation, requirement: "", title: "", before: {}, proposed: {} };
}

export function draftItems(page: Page): DraftItem[] {
	return itemsOf(page.doc).map((row) => {
		const before = Object.fromEntries(COLUMNS.map((key) => [key, String(row[`before_${key}`] ?? "")]));
		const given = Object.fromEntries(COLUMNS.map((key) => [key, String(row[`proposed_${key}`] || (row.operation === "Modify" ? before[key] : "") || "")]));
		const requirement = String(row.requirement ?? "");
		const title = page.titles[`Requirement::${requirement}`] ?? before.feature ?? "";
		return { key: ++last, name: row.name, operation: row.operation as Operation, requirement, title, before, proposed: given };
	});
}

/** The item as it is stored: what a modification leaves as it is stays empty. Columns that this page does not know
 * keep what the stored row has, as long as it is about the same requirement. */
export function toRow(item: DraftItem, stored?: Doc): Record<string, unknown> {
	const proposed = Object.fromEntries(
		COLUMNS.map((key) => {
			const text = (item.proposed[key] ?? "").trim();
			const kept = item.operation === "Remove" || (item.operation === "Modify" && text === (item.before[key] ?? ""));
			return [`proposed_${key}`, kept ? "" : text];
		}),
	);
	const same = stored?.operation === item.operation && String(stored.requirement ?? "") === item.requirement;
	return { ...(same ? stored : {}), operation: item.operation, requirement: item.operation === "Add" ? "" : item.requirement, ...proposed };
}

/** Whether the item says what changes. */
export function isWhole(item: DraftItem): boolean {
	if (item.operation === "Add") return !!item.proposed.feature?.trim();
	if (!item.requirement) return false;
	return item.operation === "Remove" || COLUMNS.some((key) => (item.proposed[key] ?? "").trim() !== (item.before[key] ?? ""));
}

export interface Found extends Option {
	before: Record<string, string>;
}

/** The baselined requirements of a project that the text finds, with what they say today. */
export async function requirements(project: string, text: string, signal: AbortSignal): Promise<Found[]> {
	const columns = Object.values(OF_REQUIREMENT);
	const found = await list(
		"Requirement",
		{ filters: [["project", "=", project], ["status", "!=", "Removed"]], search: text, limit: 20, columns },
		signal,
	);
	return found.rows.map((row) => ({ value: row.name, label: row.title, description: row.name, before: saidBy(row) }));
}

function saidBy(row: Line): Record<string, string> {
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
