import { onScopeDispose, ref, shallowRef, watch } from "vue";
import { sentenceOf, ServerError, useChanges, type Changed } from "@/session";

/** What a page asks the server for: again when `key` changes, when `reload` is called, and when others changed
 * what `concerns` names. What is shown stays until its successor is there; a later question wins. */
export function useLoaded<T>(key: () => unknown, load: (signal: AbortSignal) => Promise<T>, concerns?: (one: Changed) => boolean) {
	const data = shallowRef<T | null>(null);
	const loading = ref(false);
	const error = ref("");
	const missing = ref(false);
	let running: AbortController | undefined;

	async function reload(): Promise<void> {
		running?.abort();
		const mine = (running = new AbortController());
		loading.value = true;
		try {
			const found = await load(mine.signal);
			if (mine !== running) return;
			data.value = found;
			error.value = "";
			missing.value = false;
		} catch (failure) {
			if (mine !== running || mine.signal.aborted) return;
			missing.value = failure instanceof ServerError && (failure.kind === "not-found" || failure.kind === "forbidden");
			error.value = sentenceOf(failure);
		} finally {
			if (mine === running) loading.value = false;
		}
	}

	watch(
		key,
		() => {
			data.value = null;
			void reload();
		},
		{ immediate: true },
	);
	if (concerns) useChanges((changed) => changed.some(concerns) && void reload());
	onScopeDispose(() => running?.abort());
	return { data, loading, error, missing, reload };
}
