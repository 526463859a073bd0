import { computed, readonly, ref, shallowRef } from "vue";
import { setCurrency, setTimeZone, speak, type Language, type Messages } from "@/words";
import { ServerError } from "./errors.ts";
import { ask, call, setToken, useHooks } from "./http.ts";
import { GUEST, type Boot } from "./types.ts";

/* Who is here. One object for the whole app; `useSession` reads it. */

const CHOSEN = "client_mgmt.language";
const boot = shallowRef<Boot>(GUEST);
const ended = ref(false);

const isGuest = computed(() => boot.value.side === "Guest");
const isClient = computed(() => boot.value.side === "Client");

export interface Session {
	readonly boot: Readonly<typeof boot>;
	readonly isGuest: Readonly<typeof isGuest>;
	readonly isClient: Readonly<typeof isClient>;
	/** The session ended by itself; sign-in says so. */
	readonly ended: Readonly<typeof ended>;
}

export function useSession(): Session {
	return { boot, isGuest, isClient, ended: readonly(ended) as typeof ended };
}

/** Asks who is here and in which language, and puts both in place. */
export async function start(): Promise<void> {
	useHooks({ freshToken, hasEnded });
	const chosen = stored();
	if (chosen) speak(chosen, {});
	const found = await ask<Partial<Boot>>("client_mgmt.api.ui.boot");
	await settle({ ...GUEST, ...found });
}

/** Asks again what this person may open: an administrator may have added to it meanwhile. */
export async function renew(): Promise<void> {
	const found = await ask<Partial<Boot>>("client_mgmt.api.ui.boot");
	if (found.user === boot.value.user) await settle({ ...GUEST, ...found });
}

async function settle(found: Boot): Promise<void> {
	setToken(found.csrf_token);
	setTimeZone(found.time_zone);
	setCurrency(found.currency);
	const asGuest = found.side === "Guest" ? stored() : null;
	await load(asGuest ?? found.lang, asGuest && asGuest !== found.lang ? "" : found.messages_hash);
	if (found.side !== "Guest") ended.value = false;
	boot.value = found;
}

/** The strings of a language; English ones are the sources themselves, which also stand in where they do not come. */
async function load(lang: Language, hash: string): Promise<void> {
	const strings = () => ask<Messages>("client_mgmt.api.ui.messages", { lang, hash: hash || undefined });
	speak(lang, lang === "en" ? {} : await strings().catch(() => ({})));
}

/** Signs in; raises ServerError 401 for a wrong pair. */
export async function signIn(user: string, password: string): Promise<void> {
	setToken("");
	await call("login", { usr: user, pwd: password });
	await start();
}

export async function signOut(): Promise<void> {
	await call("logout");
	setToken("");
	await start();
}

/** Has a link for a new password sent by mail, where there is such a user. */
export async function forgot(user: string): Promise<void> {
	await call("frappe.core.doctype.user.user.reset_password", { user });
}

/** A new password by the key of a mail; whoever sets it is signed in. */
export async function setPassword(key: string, password: string): Promise<void> {
	await call("frappe.core.doctype.user.user.update_password", { key, new_password: password, logout_all_sessions: 1 });
	await start();
}

/** Switches the language: of a person for good, on every device; of a guest in this browser. */
export async function setLanguage(lang: Language): Promise<void> {
	keep(lang);
	if (!isGuest.value) {
		await call("client_mgmt.api.person.set_language", { language: lang });
		await start();
		return;
	}
	speak(lang, {});
	await start();
}

async function freshToken(): Promise<string> {
	const found = await ask<Partial<Boot>>("client_mgmt.api.ui.boot");
	return found.csrf_token ?? "";
}

/** A refusal may mean that the session is over: then the app goes to sign-in (`session/guard.ts`). */
async function hasEnded(): Promise<boolean> {
	if (isGuest.value) return false;
	const found = await ask<Partial<Boot>>("client_mgmt.api.ui.boot").catch((error: unknown) => {
		if (error instanceof ServerError) return null;
		throw error;
	});
	if (!found || (found.side ?? "Guest") !== "Guest") return false;
	await settle({ ...GUEST, ...found });
	ended.value = true;
	return true;
}

function stored(): Language | null {
	const found = localStorage.getItem(CHOSEN);
	return found === "zh" || found === "en" ? found : null;
}

function keep(lang: Language): void {
	localStorage.setItem(CHOSEN, lang);
}
