import { ref, type Ref } from "vue";
import { sentenceOf } from "./errors.ts";

export interface Sending {
	/** What is on its way: "" for nothing. */
	busy: Ref<string>;
	/** What the server refused last, in its words. */
	failed: Ref<string>;
	/** Sends, unless something is on its way already; whether it went through. */
	send: (job: () => Promise<unknown>, what?: string) => Promise<boolean>;
}

/** One thing sent at a time, as a form or a row of buttons does. */
export function useSending(failed: Ref<string> = ref("")): Sending {
	const busy = ref("");
	async function send(job: () => Promise<unknown>, what = "sending"): Promise<boolean> {
		if (busy.value) return false;
		busy.value = what;
		failed.value = "";
		try {
			await job();
			return true;
		} catch (failure) {
			failed.value = sentenceOf(failure);
			return false;
		} finally {
			busy.value = "";
		}
	}
	return { busy, failed, send };
}
