import { asText } from "@/session";
import { date, dateTime, duration, money, number, percent, t, time } from "@/words";
import { targetOf } from "./links.ts";
import type { Doc, Field } from "./types.ts";

/** A value in words, as a list or a comparison shows it; `titles` as of `ui.page`. */
export function textOf(field: Field, value: unknown, doc: Doc | Record<string, unknown> = {}, titles: Record<string, string> = {}): string {
	if (Array.isArray(value)) return value.length === 1 ? t("1 row") : t("{0} rows", value.length);
	if (field.fieldtype === "Check") return Number(value ?? 0) ? t("Yes") : t("No");
	if (value === null || value === undefined || value === "") return "";
	const text = String(value);
	const write = WRITERS[field.fieldtype];
	if (write) return write(text, field, doc);
	const target = targetOf(field, doc);
	return titles[`${target}::${text}`] ?? text;
}

type Writer = (text: string, field: Field, doc: Doc | Record<string, unknown>) => string;

const WRITERS: Record<string, Writer> = {
	Date: (text) => date(text),
	Datetime: (text) => dateTime(text),
	Time: (text) => time(text),
	Int: (text) => number(text, 0),
	Float: (text) => number(text),
	Percent: (text) => percent(text),
	Currency: (text, field, doc) => money(text, currencyOf(field, doc)),
	Duration: (text) => duration(Number(text)),
	Select: (text, field) => field.choices?.find((one) => one.value === text)?.label ?? text,
	"Text Editor": (text) => asText(text),
	"HTML Editor": (text) => asText(text),
	Attach: (text) => decodeURIComponent(text.split("/").pop() ?? ""),
	"Attach Image": (text) => decodeURIComponent(text.split("/").pop() ?? ""),
};

/** The currency of an amount: the field that its options name, or what they say. */
export function currencyOf(field: Field, doc: Doc | Record<string, unknown>): string | undefined {
	if (!field.options) return undefined;
	const said = doc[field.options];
	return typeof said === "string" && said ? said : /^[A-Z]{3}$/.test(field.options) ? field.options : undefined;
}
