import { shallowRef } from "vue";

export type Language = "zh" | "en";
export type Messages = Readonly<Record<string, string>>;

const messages = shallowRef<Messages>({});
const current = shallowRef<Language>("en");
const untranslated = new Set<string>();
let chosen = false;
let complete = false;

/** Puts another language in place; everything that is drawn with `t` is drawn anew. */
export function speak(language: Language, translations: Messages): void {
	messages.value = translations;
	complete = language === "zh" && Object.keys(translations).length > 0;
	chosen = true;
	current.value = language;
	if (typeof document !== "undefined") document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
}

export function language(): Language {
	return current.value;
}

/** The language, once one is in place. */
export function languageIfKnown(): Language | undefined {
	return chosen ? current.value : undefined;
}

/** The locale for Intl. */
export function locale(): string {
	return current.value === "zh" ? "zh-CN" : "en-GB";
}

/** The translation of an English sentence; `{0}`, `{1}` … are the values that follow. */
export function t(source: string, ...values: (string | number)[]): string {
	const text = messages.value[source];
	if (!text && complete) lack(source);
	return (text || source).replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}

/** What has no translation stays English: the console names it once, and the browser tests fail by that. */
function lack(source: string): void {
	if (untranslated.has(source)) return;
	untranslated.add(source);
	console.warn(`No translation: ${source}`);
}
