import { onScopeDispose, ref, shallowRef, watch } from "vue";
import { list as ask, type ListQuery } from "./calls.ts";
import type { Line, Listing } from "./types.ts";

export const PAGE = 100;

/** The rows of a list, as many as there are: `rows` has the place of each, and those that somebody looks at (`need`)
 * are asked for a page at a time. A newer question overtakes an older one; what is scrolled past is not waited for. */
export function useList(doctype: () => string, query: () => ListQuery, size = PAGE) {
	const listing = shallowRef<Listing | null>(null);
	const rows = shallowRef<Line[]>([]);
	const loading = ref(false);
	const error = shallowRef<unknown>(null);
	const running = new Map<number, AbortController>();
	/** Counts the questions: an answer to an older one is dropped. */
	let round = 0;
	let seen: [first: number, last: number] = [0, 0];

	async function load(page: number, afresh = false): Promise<void> {
		const mine = new AbortController();
		const at = round;
		running.set(page, mine);
		loading.value = true;
		try {
			const found = await ask(doctype(), { ...query(), start: page * size, limit: size }, mine.signal);
			if (at === round) put(page, found, afresh);
		} catch (failure) {
			if (at === round && !mine.signal.aborted) error.value = failure;
		} finally {
			if (running.get(page) === mine) running.delete(page);
			loading.value = running.size > 0;
		}
	}

	function put(page: number, found: Listing, afresh: boolean): void {
		const next: Line[] = afresh ? [] : rows.value.slice();
		found.rows.forEach((row, index) => (next[page * size + index] = row));
		next.length = found.total;
		rows.value = next;
		listing.value = found;
		error.value = null;
	}

	/** The rows from `first` to `last` are looked at: what of them is not here yet is asked for. */
	function need(first: number, last: number): void {
		seen = [first, last];
		const pages = pagesOf(first, last);
		for (const [page, controller] of running) {
			if (pages.includes(page) || (page === 0 && !listing.value)) continue;
			controller.abort();
			running.delete(page);
		}
		if (!listing.value) return;
		for (const page of pages) if (!running.has(page) && !isHere(page)) void load(page);
	}

	function pagesOf(first: number, last: number): number[] {
		const [from, to] = [Math.floor(Math.max(first, 0) / size), Math.floor(Math.max(last, first, 0) / size)];
		return Array.from({ length: to - from + 1 }, (_one, index) => from + index);
	}

	function isHere(page: number): boolean {
		const end = Math.min((page + 1) * size, rows.value.length);
		for (let index = page * size; index < end; index++) if (!rows.value[index]) return false;
		return true;
	}

	const more = async () => {
		const held = rows.value.findIndex((row) => !row);
		if (!loading.value && held > 0) await load(Math.floor(held / size));
	};

	/** Asks again for what is looked at; the rest is dropped, and asked for when somebody comes there. */
	async function reload(): Promise<void> {
		begin();
		if (!doctype()) return;
		const pages = pagesOf(...seen);
		await load(pages[0]!, true);
		await Promise.all(pages.slice(1).map((page) => load(page)));
	}

	function begin(): void {
		round += 1;
		running.forEach((controller) => controller.abort());
		running.clear();
		loading.value = false;
	}

	watch(
		[doctype, () => JSON.stringify(query())],
		([now], [before]) => {
			begin();
			seen = [0, 0];
			if (now !== before) {
				listing.value = null;
				rows.value = [];
			}
			if (now) void load(0, true);
		},
		{ immediate: true },
	);
	onScopeDispose(begin);
	return { listing, rows, loading, error, need, more, reload };
}
