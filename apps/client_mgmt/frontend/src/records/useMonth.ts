import { onScopeDispose, ref, shallowRef, watch, type Ref } from "vue";
import { within, type Dates } from "./calendar.ts";
import { list as ask, type ListQuery } from "./calls.ts";
import type { Line } from "./types.ts";

const AT_ONCE = 200;
/** As many rows a calendar shows. */
export const MOST = 600;

/** The rows of a list that touch the days from `first` to `last`; `total` is how many there are. */
export function useMonth(doctype: () => string, query: () => ListQuery, dates: () => Dates, first: Ref<string>, last: Ref<string>, state: () => string) {
	const rows = shallowRef<Line[]>([]);
	const total = ref(0);
	const loading = ref(false);
	const error = shallowRef<unknown>(null);
	let running: AbortController | undefined;

	function question(start: number): ListQuery {
		const { start: from, end } = dates();
		const columns = [from.fieldname, end?.fieldname, state()].filter((one): one is string => !!one);
		const filters = [...(query().filters ?? []), ...within(dates(), first.value, last.value)];
		return { ...query(), filters, columns, group_by: undefined, order_by: `${from.fieldname} asc`, start, limit: AT_ONCE };
	}

	async function reload(): Promise<void> {
		running?.abort();
		const mine = (running = new AbortController());
		loading.value = true;
		try {
			const found: Line[] = [];
			for (;;) {
				const page = await ask(doctype(), question(found.length), mine.signal);
				if (mine !== running) return;
				found.push(...page.rows);
				total.value = page.total;
				if (!page.has_next || found.length >= MOST) break;
			}
			rows.value = found;
			error.value = null;
		} catch (failure) {
			if (mine === running && !mine.signal.aborted) error.value = failure;
		} finally {
			if (mine === running) loading.value = false;
		}
	}

	watch([doctype, first, last, () => JSON.stringify([query(), dates().key])], reload, { immediate: true });
	onScopeDispose(() => running?.abort());
	return { rows, total, loading, error, reload };
}
