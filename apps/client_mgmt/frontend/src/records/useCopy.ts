import { watch } from "vue";
import { page as askPage } from "./calls.ts";
import { copy, hasValue, TABLES, type Changes } from "./differences.ts";
import type { Doc, Field, Form, Page } from "./types.ts";
import type { RecordOnPage } from "./useRecord.ts";

/** What a duplicate takes over: neither the state nor what belongs to the one record alone (`no_copy`), nor what nobody
 * writes into a new one. `page` is that of the new record. */
export function copied(form: Form, page: Page, source: Doc): Changes {
	const taken = (field: Field) => hasValue(field) && !field.no_copy && !field.read_only && field.fieldname !== form.state_field;
	const fields = form.fields.filter((field) => taken(field) && !page.fields[field.fieldname]?.read_only);
	return Object.fromEntries(fields.map((field) => [field.fieldname, valueOf(form, field, source)]));
}

function valueOf(form: Form, field: Field, source: Doc): unknown {
	const value = source[field.fieldname];
	if (!TABLES.includes(field.fieldtype)) return value;
	const columns = (form.tables?.[field.options ?? ""]?.fields ?? []).filter((one) => hasValue(one) && !one.no_copy);
	return copy((value ?? []) as Doc[]).map((row) => Object.fromEntries(columns.map((one) => [one.fieldname, row[one.fieldname]])));
}

/** A new record that begins as another one, `of`, says; what was written on it before comes first. */
export function useCopy(record: RecordOnPage, of: () => string): void {
	watch(
		[record.form, record.page],
		async ([form, page]) => {
			const name = of();
			if (!form || !page || record.name() || !name || record.restored.value) return;
			const source = await askPage(record.doctype(), name).catch(() => null);
			if (!source || of() !== name || record.dirty.value) return;
			for (const [key, title] of Object.entries(source.titles)) record.learn(...(key.split("::", 2) as [string, string]), title);
			Object.assign(record.doc.value, copied(form, page, source.doc));
		},
		{ flush: "post" },
	);
}
