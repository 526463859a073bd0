import { computed } from "vue";
import { form, page } from "@/records/calls.ts";
import { useLoaded } from "@/records/loaded.ts";
import type { Doc } from "@/records/types.ts";
import { isAbout } from "@/records/useChanges.ts";
import { t } from "@/words";

/** A document that a client reads on a page of the portal, with its words and the way back to its project. */
export function useOpened(doctype: string, name: () => string) {
	const loaded = useLoaded(
		name,
		async (signal) => {
			const [shown, metadata] = await Promise.all([page(doctype, name(), signal), form(doctype, signal)]);
			return { shown, metadata };
		},
		(one) => isAbout(one, doctype, name()),
	);
	const shown = computed(() => loaded.data.value?.shown ?? null);
	const doc = computed<Doc>(() => shown.value?.doc ?? {});
	const crumbs = computed(() => {
		const project = String(doc.value.project ?? "");
		const label = shown.value?.titles[`Project Archive::${project}`] ?? project;
		return [{ label: t("My projects"), to: "/portal" }, { label, to: `/portal/project/${encodeURIComponent(project)}` }];
	});

	/** What is chosen in a field, in words. */
	function option(field: string): string {
		const value = doc.value[field];
		return loaded.data.value?.metadata.fields.find((one) => one.fieldname === field)?.choices?.find((one) => one.value === value)?.label ?? String(value ?? "");
	}

	function rows(table: string): Doc[] {
		const found = doc.value[table];
		return Array.isArray(found) ? found : [];
	}

	return { ...loaded, shown, doc, crumbs, option, rows };
}
