import { computed, onScopeDispose, ref, shallowRef } from "vue";
import { sentenceOf, useChanges, useSession } from "@/session";
import { inbox } from "./calls.ts";
import type { Item } from "./types.ts";

/* What waits for this person: asked once for the bell and the page together, and again when something changed. */

const items = shallowRef<Item[]>([]);
const loading = ref(false);
const loaded = ref(false);
const error = ref("");
let asking: Promise<void> | undefined;
let whose = "";
let users = 0;

function ask(): Promise<void> {
	asking ??= load().finally(() => (asking = undefined));
	return asking;
}

async function load(): Promise<void> {
	loading.value = true;
	try {
		items.value = await inbox();
		error.value = "";
		loaded.value = true;
	} catch (failure) {
		error.value = sentenceOf(failure);
	} finally {
		loading.value = false;
	}
}

export function useInbox() {
	const { boot } = useSession();
	if (whose !== boot.value.user) {
		whose = boot.value.user;
		items.value = [];
		loaded.value = false;
	}
	users += 1;
	onScopeDispose(() => (users -= 1));
	useChanges(() => void ask());
	if (users === 1 || !loaded.value) void ask();
	const overdue = computed(() => items.value.filter((one) => one.overdue).length);
	return { items, loading, loaded, error, overdue, reload: ask };
}
