import { describe, expect, it } from "vitest";
import { ServerError } from "./errors.ts";
import { useSending } from "./sending.ts";

describe("sending", () => {
	it("sends one thing at a time", async () => {
		const { busy, send } = useSending();
		let end = () => {};
		const first = send(() => new Promise<void>((done) => (end = done)), "one");
		expect(busy.value).toBe("one");
		expect(await send(() => Promise.resolve(), "two")).toBe(false);
		end();
		expect(await first).toBe(true);
		expect(busy.value).toBe("");
	});

	it("tells what was refused, until it is sent again", async () => {
		const { failed, send } = useSending();
		expect(await send(() => Promise.reject(new ServerError(417, "ValidationError", ["No reason"])))).toBe(false);
		expect(failed.value).toBe("No reason");
		await send(() => Promise.resolve());
		expect(failed.value).toBe("");
	});
});
