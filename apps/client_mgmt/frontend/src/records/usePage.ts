import { onScopeDispose, shallowRef, watch } from "vue";
import { page as ask } from "./calls.ts";
import type { Page } from "./types.ts";

/** The page of a document ("" as its name: of a new one); `reload` asks again and keeps the old one on the screen. */
export function usePage(doctype: () => string, name: () => string) {
	const page = shallowRef<Page | null>(null);
	const error = shallowRef<unknown>(null);
	let running: AbortController | undefined;

	async function reload(): Promise<Page | null> {
		running?.abort();
		const mine = (running = new AbortController());
		try {
			const found = await ask(doctype(), name(), mine.signal);
			if (mine !== running) return null;
			error.value = null;
			return (page.value = found);
		} catch (failure) {
			if (mine === running && !mine.signal.aborted) error.value = failure;
			return null;
		}
	}

	watch(
		[doctype, name],
		() => {
			page.value = null;
			error.value = null;
			if (doctype()) void reload();
		},
		{ immediate: true },
	);
	onScopeDispose(() => running?.abort());
	return { page, error, reload };
}
