import { shallowRef, watchEffect, type Ref } from "vue";
import { sentenceOf, useSession } from "@/session";
import { language } from "@/words";
import { form as ask } from "./calls.ts";
import type { Form } from "./types.ts";

/* Forms are asked for once a reader and language; an administrator's change arrives with the next visit (`fresh`). */
const known = new Map<string, Promise<Form>>();

/** The form of a DocType, out of this session's store unless `fresh`. */
export function formOf(doctype: string, fresh = false): Promise<Form> {
	const key = `${useSession().boot.value.user} ${language()} ${doctype}`;
	const held = fresh ? undefined : known.get(key);
	const asked = held ?? ask(doctype);
	if (!held) {
		known.set(key, asked);
		asked.catch(() => known.delete(key));
	}
	return asked;
}

/** `form` follows `doctype`; `error` is whatever the server answered instead. */
export function useForm(doctype: () => string) {
	const form = shallowRef<Form | null>(null);
	const error = shallowRef<unknown>(null);
	watchEffect(() => void load(doctype(), form, error));
	return { form, error, sentence: () => (error.value ? sentenceOf(error.value) : "") };
}

async function load(doctype: string, form: Ref<Form | null>, error: Ref<unknown>): Promise<void> {
	form.value = null;
	error.value = null;
	if (!doctype) return;
	try {
		form.value = await formOf(doctype, true);
	} catch (failure) {
		error.value = failure;
	}
}
