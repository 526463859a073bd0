import { computed } from "vue";
import { useRoute, useRouter, type LocationQueryRaw } from "vue-router";
import type { Sort } from "@/parts";
import type { Filter } from "./calls.ts";
import { filtersOf } from "./filters.ts";

export type View = "table" | "board" | "calendar";
const VIEWS: string[] = ["board", "calendar"];

/** What a list is asked for stands in its address, so that it can be sent to somebody and gone back to. */
export function useListQuery() {
	const route = useRoute();
	const router = useRouter();

	function put(part: LocationQueryRaw): void {
		const query = { ...route.query, ...part };
		for (const key of Object.keys(query)) if (!query[key]) delete query[key];
		void router.replace({ query });
	}
	const text = (key: string) => (typeof route.query[key] === "string" ? (route.query[key] as string) : "");

	return {
		filters: computed<Filter[]>({
			get: () => filtersOf(route.query.filters),
			set: (value) => put({ filters: value.length ? JSON.stringify(value) : undefined }),
		}),
		search: computed<string>({ get: () => text("search"), set: (value) => put({ search: value || undefined }) }),
		order: computed<string>({ get: () => text("order"), set: (value) => put({ order: value || undefined }) }),
		view: computed<View>({
			get: () => (VIEWS.includes(text("view")) ? (text("view") as View) : "table"),
			set: (value) => put({ view: value === "table" ? undefined : value }),
		}),
		/** Of a calendar: the month, and the field by whose day the records stand in it. */
		month: computed<string>({ get: () => text("month"), set: (value) => put({ month: value || undefined }) }),
		by: computed<string>({ get: () => text("by"), set: (value) => put({ by: value || undefined }) }),
		/** The filters and the order together: one step in the address. */
		put,
	};
}

export function sortOf(order: string): Sort | null {
	const [key, way] = order.split(" ");
	return key && key !== "modified" ? { key, down: way === "desc" } : null;
}

export function orderOf(sort: Sort | null | undefined): string {
	return sort ? `${sort.key} ${sort.down ? "desc" : "asc"}` : "";
}
