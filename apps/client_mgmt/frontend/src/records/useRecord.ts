import { computed, inject, onScopeDispose, provide, reactive, ref, shallowRef, watch, type InjectionKey } from "vue";
import { ServerError, sentenceOf, upload, type StoredFile } from "@/session";
import { page as askPage } from "./calls.ts";
import { changed, clashes, copy, hasValue, same, theirsAlone, type Changes, type Clash } from "./differences.ts";
import { useDrafts } from "./drafts.ts";
import { standingOf } from "./layout.ts";
import type { Values } from "./depends.ts";
import type { Doc, Field, Page } from "./types.ts";
import { useForm } from "./useForm.ts";
import { usePage } from "./usePage.ts";
import { useSave } from "./useSave.ts";

export interface Conflict {
	clashes: Clash[];
	/** What others changed and this person did not touch: it is taken over. */
	taken: Field[];
	theirs: Page;
}

const AUTOSAVE = 800;

/** A record on the page: what the server has, what this person made of it, and what can be done with it. `part`: the
 * name of a form that shows but a part of it, whose drafts are its own. */
export function useRecord(doctype: () => string, name: () => string, part: () => string = () => "") {
	const drafts = useDrafts(part);
	const { form, error: formError } = useForm(doctype);
	const { page, error: pageError, reload } = usePage(doctype, name);
	const calls = useSave(doctype);
	const doc = ref<Doc>({});
	const base = shallowRef<Doc>({});
	/** The state of the record that `base` is: what is saved was written on that one. */
	let stamp = "";
	const learned = reactive<Record<string, string>>({});
	const saving = ref(false);
	const failed = ref("");
	const restored = ref<number | null>(null);
	const conflict = shallowRef<Conflict | null>(null);
	const changedByOthers = ref(false);

	const error = computed(() => formError.value ?? pageError.value);
	const changes = computed<Changes>(() => (form.value && page.value ? changed(form.value, base.value, doc.value) : {}));
	const dirty = computed(() => Object.keys(changes.value).length > 0);
	const titles = computed(() => ({ ...page.value?.titles, ...learned }));
	const missing = computed(() => (form.value && page.value ? form.value.fields.filter(isMissing) : []));

	function isMissing(field: Field): boolean {
		if (!hasValue(field) || !page.value) return false;
		const at = standingOf(field, page.value.fields, doc.value as Values, field.fieldname, !page.value.can.write);
		const value = doc.value[field.fieldname];
		return !at.hidden && at.required && (Array.isArray(value) ? !value.length : value === null || value === undefined || value === "");
	}

	watch([form, page], ([ready, found]) => {
		if (ready && found && !Object.keys(base.value).length) begin(found);
	});
	watch([doctype, name], () => {
		flush();
		doc.value = {};
		base.value = {};
		stamp = "";
		failed.value = "";
		restored.value = null;
		conflict.value = null;
		changedByOthers.value = false;
	});

	function take(found: Page): void {
		base.value = found.doc;
		stamp = found.modified;
		doc.value = copy(found.doc);
		changedByOthers.value = false;
	}

	/** What was written here before comes back, onto the record as it is now. */
	function begin(found: Page): void {
		take(found);
		const draft = drafts.read(doctype(), name());
		if (!draft || !form.value || !found.can.write) return;
		const mine = Object.fromEntries(Object.entries(draft.mine).filter(([key, value]) => !same(value, found.doc[key])));
		if (!Object.keys(mine).length) return drafts.drop(doctype(), name());
		const clashing = draft.modified === found.modified ? [] : clashes(form.value, draft.base, mine, found.doc);
		Object.assign(doc.value, copy(mine));
		Object.assign(learned, draft.titles);
		restored.value = draft.at;
		if (!clashing.length) return;
		base.value = { ...found.doc, ...copy(draft.base) } as Doc;
		stamp = draft.modified;
		conflict.value = { clashes: clashing, taken: [], theirs: found };
	}

	let timer: ReturnType<typeof setTimeout> | undefined;
	/** Keeps what was written last, under the record on which it was: the address may be another's by then. */
	let pending: (() => void) | undefined;
	watch(changes, (mine) => {
		clearTimeout(timer);
		const [kind, of, modified, on] = [doctype(), name(), stamp, base.value];
		pending = page.value ? () => autosave(kind, of, modified, mine, on) : undefined;
		timer = setTimeout(flush, AUTOSAVE);
	});
	addEventListener("pagehide", flush);
	onScopeDispose(() => {
		removeEventListener("pagehide", flush);
		flush();
	});

	function flush(): void {
		clearTimeout(timer);
		pending?.();
		pending = undefined;
	}

	function autosave(kind: string, of: string, modified: string, mine: Changes, on: Doc): void {
		if (saving.value) return;
		if (Object.keys(mine).length) keepDraft(kind, of, modified, mine, on);
		else drafts.drop(kind, of);
	}

	function keepDraft(kind: string, of: string, modified: string, mine: Changes, on: Doc): void {
		const before = Object.fromEntries(Object.keys(mine).map((key) => [key, on[key]]));
		drafts.keep(kind, of, { at: Date.now(), modified, base: before, mine, titles: { ...learned } });
	}

	function discard(): void {
		drafts.drop(doctype(), name());
		if (page.value) take(page.value);
		restored.value = null;
		failed.value = "";
	}

	/** Answers the name under which the record is kept, or null when it was refused (`failed` says why). */
	async function save(): Promise<string | null> {
		if (saving.value) return null;
		saving.value = true;
		failed.value = "";
		const sent = copy(doc.value);
		try {
			const kept = name() ? await calls.update(name(), changes.value, stamp) : await calls.create(created());
			drafts.drop(doctype(), name());
			restored.value = null;
			base.value = sent;
			if (name()) await refresh(true);
			else if (dirty.value) keepDraft(doctype(), String(kept.name), String(kept.modified), changes.value, sent);
			return String(kept.name);
		} catch (failure) {
			if (failure instanceof ServerError && failure.kind === "conflict") await meet();
			else failed.value = sentenceOf(failure);
			return null;
		} finally {
			saving.value = false;
		}
	}

	/** A new record is sent whole, as the person sees it: defaults, and those that were emptied. */
	function created(): Changes {
		const names = (form.value?.fields ?? []).filter(hasValue).map((one) => one.fieldname);
		const isEmpty = (value: unknown) => value === null || value === undefined || value === "";
		const said = names.filter((one) => !isEmpty(doc.value[one]) || !isEmpty(base.value[one]));
		return Object.fromEntries(said.map((one) => [one, doc.value[one] ?? ""]));
	}

	/** Takes an action; unsaved changes are saved before. Answers whether it was taken; raises what the server refuses. */
	async function act(action: string, reason: string, values: Changes): Promise<boolean> {
		if (dirty.value && !(await save())) return false;
		await calls.act(name(), action, reason, values);
		await refresh();
		return true;
	}

	/** Asks again; what this person has written stays, also what was written since it was `saved`. Where others changed
	 * the same, the record stays as it was read: saving it shows both. */
	async function refresh(saved = false): Promise<void> {
		const found = await reload();
		if (!found || !form.value) return;
		const mine = changes.value;
		if (!saved && clashes(form.value, base.value, mine, found.doc).length) return void (changedByOthers.value = true);
		take(found);
		Object.assign(doc.value, copy(mine));
	}

	/** Somebody else saved first: both versions, field by field. */
	async function meet(): Promise<void> {
		const theirs = await askPage(doctype(), name());
		if (!form.value) return;
		const mine = changes.value;
		const found = clashes(form.value, base.value, mine, theirs.doc);
		conflict.value = { clashes: found, taken: theirsAlone(form.value, base.value, mine, theirs.doc), theirs };
	}

	/** Others have changed it: unseen when nothing is written here, told otherwise. */
	async function renew(): Promise<void> {
		if (saving.value || conflict.value) return;
		if (!dirty.value) return refresh();
		const theirs = await askPage(doctype(), name()).catch(() => null);
		changedByOthers.value = !!theirs && theirs.modified !== stamp;
	}

	/** Ends a conflict: the record as others saved it, with this person's changes but for the fields in `drop`. */
	function settle(drop: string[]): void {
		const theirs = conflict.value?.theirs;
		if (!theirs) return;
		const mine = Object.fromEntries(Object.entries(changes.value).filter(([key]) => !drop.includes(key)));
		page.value = theirs;
		take(theirs);
		Object.assign(doc.value, mine);
		conflict.value = null;
	}

	/** Stores a file; of a record that is there, as its attachment. */
	function store(file: File, field?: string): Promise<StoredFile> {
		return upload(file, name() ? { doctype: doctype(), name: name(), field } : {});
	}

	function learn(target: string, value: string, title: string): void {
		learned[`${target}::${value}`] = title;
	}

	return {
		doctype, name, form, page, doc, base, error, titles, changes, dirty, missing, saving, failed, restored, conflict, changedByOthers,
		save, act, discard, refresh, renew, meet, settle, store, learn, remove: () => calls.remove(name()),
	};
}

export type RecordOnPage = ReturnType<typeof useRecord>;

const KEY: InjectionKey<RecordOnPage> = Symbol("record");

export function provideRecord(record: RecordOnPage): void {
	provide(KEY, record);
}

/** The record of the page around; raises without one. */
export function theRecord(): RecordOnPage {
	const found = inject(KEY);
	if (!found) throw new Error("There is no record around this component.");
	return found;
}
