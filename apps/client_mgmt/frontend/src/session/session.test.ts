import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope } from "vue";
import { speak, t } from "@/words";
import { asText, call, get, query, sentenceOf, ServerError, setLanguage, signIn, start, useChanges, useSession } from "./index.ts";

type Answer = { status?: number; body: unknown };
type Asked = { url: string; method: string; headers: Record<string, string>; body: unknown };

const asked: Asked[] = [];
let answers: Record<string, Answer[] | Answer>;

/** A server of a few fixed answers: by path, the last one again and again. */
function serve(url: string, init: RequestInit): Response {
	const path = url.split("?")[0]!;
	asked.push({
		url,
		method: init.method!,
		headers: init.headers as Record<string, string>,
		body: typeof init.body === "string" ? JSON.parse(init.body) : init.body,
	});
	const found = answers[path];
	const answer = Array.isArray(found) ? (found.length > 1 ? found.shift() : found[0]) : found;
	if (!answer) throw new TypeError(`no answer for ${path}`);
	return new Response(JSON.stringify(answer.body), { status: answer.status ?? 200 });
}

const API = "/api/method/client_mgmt.api.ui";
const guest = { body: { message: { user: "Guest", side: "Guest", lang: "zh", messages_hash: "h1", demo: false, demo_people: [] } } };
const person = {
	body: {
		message: {
			user: "pm@vendor.example",
			side: "Vendor",
			lang: "zh",
			messages_hash: "h1",
			csrf_token: "token-1",
			time_zone: "Asia/Shanghai",
			currency: "CNY",
		},
	},
};

beforeEach(() => {
	asked.length = 0;
	localStorage.clear();
	answers = {
		[`${API}.boot`]: guest,
		[`${API}.messages`]: { body: { message: { "Sign in": "登录" } } },
		"/api/method/login": { body: { message: "Logged In" } },
	};
	vi.stubGlobal("fetch", async (url: string, init: RequestInit) => serve(url, init));
});

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
	speak("en", {});
});

describe("errors", () => {
	it("carry the sentences of the server as text", async () => {
		answers["/api/resource/Client"] = {
			status: 417,
			body: {
				exc_type: "MandatoryError",
				_server_messages: JSON.stringify([
					JSON.stringify({ message: "<b>Reason</b> is missing:<br><ul><li>say &amp; why</li></ul>" }),
					JSON.stringify({ message: "<b>Reason</b> is missing:<br><ul><li>say &amp; why</li></ul>" }),
				]),
			},
		};
		const error = await get("Client").catch((one: unknown) => one);
		expect(error).toBeInstanceOf(ServerError);
		expect((error as ServerError).messages).toEqual(["Reason is missing:\nsay & why"]);
		expect((error as ServerError).kind).toBe("refused");
		expect(sentenceOf(error)).toBe("Reason is missing:\nsay & why");
	});

	it("say something where the server says nothing", async () => {
		answers["/api/resource/Client/A%2FB"] = { status: 404, body: {} };
		const error = (await get("Client", "A/B").catch((one: unknown) => one)) as ServerError;
		expect(error.kind).toBe("not-found");
		expect(error.message).toBe("This was not found.");
		vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
		const offline = (await get("Client").catch((one: unknown) => one)) as ServerError;
		expect(offline.kind).toBe("unreachable");
	});

	it("never run what a message holds", () => {
		expect(asText("<img src=x onerror=alert(1)>plain<script>alert(2)</script>")).not.toContain("<");
		expect(asText("1 < 2")).toBe("1 < 2");
	});
});

describe("calls", () => {
	it("send lists as JSON and leave out what is undefined", () => {
		expect(query({ a: ["x"], b: undefined, c: 0 })).toBe("?a=%5B%22x%22%5D&c=0");
		expect(query({})).toBe("");
	});

	it("carry the session's token, and a fresh one once it is refused", async () => {
		answers[`${API}.boot`] = person;
		await start();
		answers["/api/method/app.act"] = [{ status: 400, body: { exc_type: "CSRFTokenError" } }, { body: { message: "done" } }];
		answers[`${API}.boot`] = { body: { message: { ...person.body.message, csrf_token: "token-2" } } };
		expect(await call("app.act", { reason: "because" })).toBe("done");
		const sent = asked.filter((one) => one.url.endsWith("app.act"));
		expect(sent.map((one) => one.headers["X-Frappe-CSRF-Token"])).toEqual(["token-1", "token-2"]);
		expect(sent[1]!.body).toEqual({ reason: "because" });
	});
});

describe("the session", () => {
	it("begins as a guest in the language of the site", async () => {
		await start();
		expect(useSession().isGuest.value).toBe(true);
		expect(t("Sign in")).toBe("登录");
		expect(asked[1]!.url).toContain("lang=zh&hash=h1");
	});

	it("begins in English where the strings do not come", async () => {
		answers[`${API}.messages`] = { status: 502, body: {} };
		await start();
		expect(useSession().isGuest.value).toBe(true);
		expect(t("Sign in")).toBe("Sign in");
	});

	it("keeps a guest's choice of language in the browser", async () => {
		await start();
		await setLanguage("en");
		expect(t("Sign in")).toBe("Sign in");
		await start();
		expect(asked.at(-1)!.headers["Accept-Language"]).toBe("en");
	});

	it("knows the person after signing in", async () => {
		await start();
		answers[`${API}.boot`] = person;
		await signIn("pm@vendor.example", "secret");
		expect(useSession().boot.value.user).toBe("pm@vendor.example");
		expect(useSession().isGuest.value).toBe(false);
	});

	it("ends when a refusal turns out to be a session that is over, and not otherwise", async () => {
		answers[`${API}.boot`] = person;
		await start();
		answers["/api/resource/Client"] = { status: 403, body: { exc_type: "PermissionError" } };
		const refused = (await get("Client").catch((one: unknown) => one)) as ServerError;
		expect(refused.kind).toBe("forbidden");
		expect(useSession().isGuest.value).toBe(false);
		answers[`${API}.boot`] = guest;
		const over = (await get("Client").catch((one: unknown) => one)) as ServerError;
		expect(over.kind).toBe("signed-out");
		expect(useSession().isGuest.value).toBe(true);
		expect(useSession().ended.value).toBe(true);
	});
});

describe("changes", () => {
	it("are asked for while somebody listens and the page is seen", async () => {
		vi.useFakeTimers();
		answers[`${API}.changes`] = [
			{ body: { message: { now: "1", changed: [{ doctype: "Client", name: "old" }] } } },
			{ body: { message: { now: "2", changed: [{ doctype: "Client", name: "CLI-1" }] } } },
		];
		const heard: unknown[] = [];
		const scope = effectScope();
		scope.run(() => useChanges((changed) => heard.push(...changed)));
		await vi.advanceTimersByTimeAsync(20_000);
		expect(heard).toEqual([{ doctype: "Client", name: "CLI-1" }]);
		vi.spyOn(document, "hidden", "get").mockReturnValue(true);
		document.dispatchEvent(new Event("visibilitychange"));
		const before = asked.length;
		await vi.advanceTimersByTimeAsync(60_000);
		expect(asked.length).toBe(before);
		scope.stop();
	});
});
