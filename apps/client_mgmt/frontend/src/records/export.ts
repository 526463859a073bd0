import { download } from "@/session";
import type { ListQuery } from "./calls.ts";

/** As many rows a file holds (client_mgmt/interface/spreadsheet.py). */
export const MOST = 10_000;

/** A list as a file for spreadsheets, as its reader sees it; the rows of `names` alone where some are chosen. */
export function exportList(doctype: string, label: string, query: ListQuery, names: string[] = []): Promise<void> {
	const { filters, or_filters, order_by, columns, search } = query;
	const asked = names.length ? { names } : { filters, or_filters, search };
	return download("client_mgmt.api.ui.export", { doctype, order_by, columns, ...asked }, `${label}.xlsx`);
}
