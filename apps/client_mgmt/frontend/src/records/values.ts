import { asText } from "@/session";
import { date, dateTime, money, number, percent, t, time } from "@/words";
import type { Doc, Field, Value } from "./types.ts";

/** The value of a field in words. `titles`: "DocType::name" → title, as a page's answer has them. */
export function textOf(field: Field, doc: Doc, titles: Record<string, string> = {}): string {
	const value = doc[field.fieldname];
	if (Array.isArray(value) || value === null || value === undefined || value === "") return "";
	return WORDS[field.fieldtype]?.(value, field, doc, titles) ?? String(value);
}

type Say = (value: Exclude<Value, null | undefined>, field: Field, doc: Doc, titles: Record<string, string>) => string;

const link = (doctype: string, value: unknown, titles: Record<string, string>) => titles[`${doctype}::${String(value)}`] ?? String(value);

const WORDS: Record<string, Say> = {
	Check: (value) => (Number(value) ? t("Yes") : t("No")),
	Currency: (value, field, doc) => money(value, currencyOf(field, doc)),
	Date: (value) => date(String(value)),
	Datetime: (value) => dateTime(String(value)),
	Time: (value) => time(String(value)),
	Float: (value) => number(value),
	Int: (value) => number(value),
	Percent: (value) => percent(value),
	Select: (value, field) => field.choices?.find((one) => one.value === value)?.label ?? String(value),
	Link: (value, field, _doc, titles) => link(field.options ?? "", value, titles),
	"Dynamic Link": (value, field, doc, titles) => link(String(doc[field.options ?? ""] ?? ""), value, titles),
	"Text Editor": (value) => asText(String(value)),
	"HTML Editor": (value) => asText(String(value)),
};

/** The currency of an amount: its field's `options` name the field that holds it. */
export function currencyOf(field: Field, doc: Doc): string | undefined {
	const named = doc[field.options ?? ""];
	return typeof named === "string" ? named : undefined;
}
