import { list, type ListQuery } from "./calls.ts";
import type { Line, ListColumn } from "./types.ts";

/* A list as a CSV file that a spreadsheet opens: what the reader sees, in their words. */
const MOST = 10_000;
const AT_ONCE = 200;

/** All rows that a question finds, at most 10,000; of `names` alone where some are chosen. */
export async function exported(doctype: string, query: ListQuery, names: string[] = []): Promise<{ columns: ListColumn[]; rows: Line[] }> {
	const rows: Line[] = [];
	for (;;) {
		const filters = names.length ? [["name", "in", names] as [string, string, unknown]] : query.filters;
		const page = await list(doctype, { ...query, filters, group_by: undefined, start: rows.length, limit: AT_ONCE });
		rows.push(...page.rows);
		if (!page.has_next || rows.length >= MOST) return { columns: page.columns, rows: rows.slice(0, MOST) };
	}
}

export function csv(label: string, columns: ListColumn[], rows: Line[]): string {
	const head = [label, ...columns.map((one) => one.label)];
	const lines = rows.map((row) => [row.name, ...columns.map((one) => row.cells[one.fieldname]?.text ?? "")]);
	return `\ufeff${[head, ...lines].map((line) => line.map(quoted).join(",")).join("\r\n")}\r\n`;
}

/** A text that a spreadsheet would take for a formula is kept a text. */
function quoted(text: string): string {
	const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
	return `"${safe.replaceAll('"', '""')}"`;
}

export function download(name: string, text: string): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
	link.download = name;
	link.click();
	URL.revokeObjectURL(link.href);
}
