import { computed, readonly, ref, shallowRef, watch } from "vue";
import { sentenceOf, unread, useChanges, useSession } from "@/session";
import { notices, readNotices } from "./calls.ts";
import type { NoticeLine } from "./types.ts";

/* What the bell has said: one list for the bell, the day and their own page, asked again when the count changes. */

const PAGE = 20;
const lines = shallowRef<NoticeLine[]>([]);
const loaded = ref(false);
const loading = ref(false);
const more = ref(false);
const error = ref("");
let whose = "";

async function load(start: number): Promise<void> {
	if (loading.value) return;
	loading.value = true;
	try {
		const found = await notices(start, PAGE);
		const names = new Set(found.notices.map((one) => one.name));
		lines.value = start ? [...lines.value.filter((one) => !names.has(one.name)), ...found.notices] : found.notices;
		more.value = found.has_next;
		unread.value = found.unread;
		error.value = "";
		loaded.value = true;
	} catch (failure) {
		error.value = sentenceOf(failure);
	} finally {
		loading.value = false;
	}
}

/** Marks one as read, or all; what the server says of the rest counts. */
async function mark(line?: NoticeLine): Promise<void> {
	if (line?.read) return;
	lines.value = lines.value.map((one) => (!line || one.name === line.name ? { ...one, read: true } : one));
	try {
		unread.value = await readNotices(line && [line.name]);
	} catch (failure) {
		error.value = sentenceOf(failure);
		await load(0);
	}
}

watch(unread, (now) => {
	const known = lines.value.filter((one) => !one.read).length;
	if (loaded.value && now > known) void load(0);
});

/** `reload` asks for the newest, `next` for older ones. */
export function useBell() {
	const { boot } = useSession();
	if (whose !== boot.value.user) {
		whose = boot.value.user;
		lines.value = [];
		loaded.value = false;
		unread.value = 0;
	}
	useChanges(() => undefined);
	const fresh = computed(() => lines.value.filter((one) => !one.read));
	return {
		lines: readonly(lines),
		fresh,
		unread: readonly(unread),
		loaded: readonly(loaded),
		loading: readonly(loading),
		more: readonly(more),
		error: readonly(error),
		mark,
		reload: () => load(0),
		next: () => load(lines.value.length),
	};
}
