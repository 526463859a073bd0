import { onScopeDispose, ref, type Ref } from "vue";
import { ask } from "./http.ts";

export interface Changed {
	doctype: string;
	name: string;
}

interface Changes {
	now: string;
	changed: Changed[];
}

type Listener = (changed: Changed[]) => void;

const EVERY = 15_000;
const SLOWEST = 120_000;
const listeners = new Set<Listener>();
let since = "";
let asking = false;
let wait = EVERY;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Calls `listener` with what others have changed since. One question for the whole app, none while the page is
 * hidden or nobody listens; slower while the server cannot be reached. Stops with the component. */
export function useChanges(listener: Listener): { online: Ref<boolean> } {
	listeners.add(listener);
	if (listeners.size === 1) begin();
	onScopeDispose(() => {
		listeners.delete(listener);
		if (!listeners.size) stop();
	});
	return { online };
}

const online = ref(true);

function begin(): void {
	document.addEventListener("visibilitychange", turn);
	void poll();
}

function stop(): void {
	document.removeEventListener("visibilitychange", turn);
	clearTimeout(timer);
	timer = undefined;
	since = "";
}

/** Asks at once: this person has just changed something that shows in several places. */
export function lookNow(): Promise<void> {
	return listeners.size ? poll() : Promise.resolve();
}

function turn(): void {
	clearTimeout(timer);
	if (!document.hidden) void poll();
}

async function poll(): Promise<void> {
	clearTimeout(timer);
	if (asking) return;
	asking = true;
	try {
		const found = await ask<Changes>("client_mgmt.api.ui.changes", { since: since || undefined });
		const first = !since;
		since = found.now;
		wait = EVERY;
		online.value = true;
		if (!first && found.changed.length) listeners.forEach((listener) => listener(found.changed));
	} catch {
		wait = Math.min(wait * 2, SLOWEST);
		online.value = false;
	} finally {
		asking = false;
	}
	if (listeners.size && !document.hidden) timer = setTimeout(() => void poll(), wait);
}
