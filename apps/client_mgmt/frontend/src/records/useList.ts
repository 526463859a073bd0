import { onScopeDispose, ref, shallowRef, watch } from "vue";
import { list as ask, type ListQuery } from "./calls.ts";
import type { Listing } from "./types.ts";

export const PAGE = 100;

/** The rows of a list, a page at a time; `more` brings the next. A newer question overtakes an older one. */
export function useList(doctype: () => string, query: () => ListQuery, size = PAGE) {
	const listing = shallowRef<Listing | null>(null);
	const loading = ref(false);
	const error = shallowRef<unknown>(null);
	let running: AbortController | undefined;

	/** `limit` rows from the start: what is on the screen when it is asked again. */
	async function load(start: number, limit: number): Promise<void> {
		running?.abort();
		const mine = (running = new AbortController());
		loading.value = true;
		try {
			const found = await ask(doctype(), { ...query(), start, limit }, mine.signal);
			if (mine !== running) return;
			const before = start ? (listing.value?.rows ?? []) : [];
			const held = new Set(before.map((row) => row.name));
			listing.value = { ...found, rows: [...before, ...found.rows.filter((row) => !held.has(row.name))] };
			error.value = null;
		} catch (failure) {
			if (mine === running && !mine.signal.aborted) error.value = failure;
		} finally {
			if (mine === running) loading.value = false;
		}
	}

	const more = async () => {
		if (!loading.value && listing.value?.has_next) await load(listing.value.rows.length, size);
	};
	const reload = () => load(0, Math.min(Math.max(listing.value?.rows.length ?? 0, size), 200));

	watch(
		[doctype, () => JSON.stringify(query())],
		([now], [before]) => {
			if (now !== before) listing.value = null;
			if (now) void load(0, size);
		},
		{ immediate: true },
	);
	onScopeDispose(() => running?.abort());
	return { listing, loading, error, more, reload };
}
