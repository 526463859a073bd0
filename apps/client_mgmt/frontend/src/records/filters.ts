import { useSession } from "@/session";
import { t } from "@/words";
import type { Filter } from "./calls.ts";
import { hasValue, TABLES } from "./differences.ts";
import { textOf } from "./texts.ts";
import type { Field, Form } from "./types.ts";

/* What can be asked of a field, by its type, and the questions that a person keeps. */

export type Operator = "=" | "!=" | "like" | "not like" | ">" | ">=" | "<" | "<=" | "is";

export interface Kept {
	name: string;
	filters: Filter[];
	order_by: string;
}

const NUMBERS = ["Int", "Float", "Currency", "Percent", "Duration"];
const DATES = ["Date", "Datetime", "Time"];
const NOT_ASKED = [...TABLES, "Code", "JSON", "Password", "Attach", "Attach Image", "Text Editor", "HTML Editor"];

export function filterable(form: Form): Field[] {
	return form.fields.filter((field) => hasValue(field) && !field.hidden && !NOT_ASKED.includes(field.fieldtype));
}

export function operatorsOf(field: Field): Operator[] {
	if (field.fieldtype === "Check") return ["="];
	if (NUMBERS.includes(field.fieldtype)) return ["=", ">=", "<=", "is"];
	if (DATES.includes(field.fieldtype)) return [">=", "<=", "=", "is"];
	if (["Select", "Link", "Dynamic Link"].includes(field.fieldtype)) return ["=", "!=", "is"];
	return ["like", "=", "not like", "is"];
}

export function operatorLabel(operator: string, field?: Field): string {
	const dated = !!field && DATES.includes(field.fieldtype);
	const labels: Record<string, string> = {
		"=": t("is"),
		"!=": t("is not"),
		like: t("contains"),
		"not like": t("does not contain"),
		">=": dated ? t("from") : t("at least"),
		"<=": dated ? t("until") : t("at most"),
		is: t("is filled"),
	};
	return labels[operator] ?? operator;
}

/** A filter in words: "Priority is High". */
export function wordsOf(filter: Filter, form: Form, titles: Record<string, string> = {}): string {
	const [column, operator, value] = filter;
	const field = form.fields.find((one) => one.fieldname === column);
	const label = field?.label ?? column;
	if (operator === "is") return value === "set" ? t("{0} is filled", label) : t("{0} is empty", label);
	const plain = String(value ?? "").replace(/^%|%$/g, "");
	const text = field ? textOf(field, plain, {}, titles) : plain;
	return [label, operatorLabel(operator, field), text].join(" ");
}

/** Filters out of an address, without what is none. */
export function filtersOf(text: unknown): Filter[] {
	try {
		const found: unknown = JSON.parse(typeof text === "string" ? text : "[]");
		if (!Array.isArray(found)) return [];
		return found.filter((one): one is Filter => Array.isArray(one) && one.length === 3 && typeof one[0] === "string" && typeof one[1] === "string");
	} catch {
		return [];
	}
}

function key(what: string, doctype: string): string {
	return ["client_mgmt", what, useSession().boot.value.user, doctype].join("\n");
}

function stored<T>(what: string, doctype: string): T[] {
	try {
		const found: unknown = JSON.parse(localStorage.getItem(key(what, doctype)) ?? "[]");
		return Array.isArray(found) ? (found as T[]) : [];
	} catch {
		return [];
	}
}

function store(what: string, doctype: string, value: unknown[]): void {
	try {
		localStorage.setItem(key(what, doctype), JSON.stringify(value));
	} catch {
		// The store is full or closed: the choice lasts as long as the page.
	}
}

export const keptFilters = (doctype: string): Kept[] => stored<Kept>("filters", doctype);
export const keepFilters = (doctype: string, kept: Kept[]): void => store("filters", doctype, kept);
export const chosenColumns = (doctype: string): string[] => stored<string>("columns", doctype).filter((one) => typeof one === "string");
export const chooseColumns = (doctype: string, columns: string[]): void => store("columns", doctype, columns);
