import { ref } from "vue";

export interface Told {
	id: number;
	text: string;
	kind: "good" | "danger" | "info";
	action?: { label: string; run: () => void };
}

export const notices = ref<Told[]>([]);
let last = 0;

/** Says the result of something that is not visible by itself; read out by screen readers. Refusals stay until
 * they are closed, the rest goes after some seconds. */
export function tell(text: string, kind: Told["kind"] = "good", action?: Told["action"]): void {
	const id = ++last;
	notices.value = [...notices.value.filter((one) => one.text !== text), { id, text, kind, action }].slice(-3);
	if (kind !== "danger") setTimeout(() => forget(id), action ? 10_000 : 5_000);
}

export function forget(id: number): void {
	notices.value = notices.value.filter((one) => one.id !== id);
}
