import { afterEach, describe, expect, it, vi } from "vitest";
import { start } from "@/session";
import { destination, makeRouter } from "./router.ts";

const boot = (side: string) => async () => new Response(JSON.stringify({ message: { user: "x", side, lang: "en" } }));

afterEach(() => {
	vi.unstubAllGlobals();
	history.replaceState(null, "", "/");
});

describe("routes", () => {
	it("lead a guest to sign-in, with the way back", async () => {
		vi.stubGlobal("fetch", boot("Guest"));
		await start();
		const router = makeRouter();
		await router.push("/more?x=1");
		expect(router.currentRoute.value.fullPath).toBe("/sign-in?to=/more?x=1");
		await router.push("/new-password?key=k");
		expect(router.currentRoute.value.name).toBe("new-password");
	});

	it("let a person in, and know what is not there", async () => {
		vi.stubGlobal("fetch", boot("Vendor"));
		await start();
		const router = makeRouter();
		await router.push("/more");
		expect(router.currentRoute.value.name).toBe("more");
		await router.push("/nowhere/at/all");
		expect(router.currentRoute.value.name).toBe("not-found");
	});

	it("never lead out of the app", () => {
		expect(destination("/doc/client/CLI-1?tab=b")).toBe("/doc/client/CLI-1?tab=b");
		for (const asked of ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", undefined, ["/x"], "/sign-in"]) {
			expect(destination(asked)).toBe("/");
		}
	});
});
