import { RouterLinkStub, mount } from "@vue/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import { effectScope, nextTick } from "vue";
import { unread } from "@/session";
import { useBell } from "./bell.ts";
import NoticeLine from "./NoticeLine.vue";
import type { NoticeLine as Line } from "./types.ts";

const line = (name: string, more: Partial<Line> = {}): Line => ({
	name,
	text: "李明 has signed: Change Request CR-1",
	doctype: "Change Request",
	doctype_label: "Change request",
	document: "CR-1",
	at: "2026-12-01 10:00:00",
	read: false,
	...more,
});
const asked: string[] = [];

/** A server that has these lines, and counts those left unread. */
function serve(lines: Line[], left: number[]): void {
	vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
		asked.push(`${init.method} ${url.split("/").pop()} ${typeof init.body === "string" ? init.body : ""}`.trim());
		const message = url.includes("read_notices")
			? left.shift()
			: url.includes("ui.changes")
				? { now: "n", changed: [], unread: unread.value }
				: { unread: lines.filter((one) => !one.read).length, notices: lines, has_next: false };
		return new Response(JSON.stringify({ message }));
	});
}

afterEach(() => {
	vi.unstubAllGlobals();
	asked.length = 0;
});

describe("the bell", () => {
	it("reads one, then all, and asks again when there is more", async () => {
		const lines = [line("a"), line("b"), line("c", { read: true })];
		serve(lines, [1, 0]);
		const scope = effectScope();
		const bell = scope.run(() => useBell())!;
		await bell.reload();
		expect([bell.unread.value, bell.fresh.value.map((one) => one.name)]).toEqual([2, ["a", "b"]]);
		await bell.mark(bell.lines.value[0]);
		expect([bell.unread.value, bell.fresh.value.map((one) => one.name)]).toEqual([1, ["b"]]);
		await bell.mark();
		expect([bell.unread.value, bell.fresh.value]).toEqual([0, []]);
		expect(asked.filter((one) => one.startsWith("POST"))).toEqual([
			'POST client_mgmt.api.person.read_notices {"names":["a"]}',
			"POST client_mgmt.api.person.read_notices {}",
		]);
		lines.unshift(line("d"));
		unread.value = 3;
		await vi.waitFor(() => expect(bell.lines.value[0]?.name).toBe("d"));
		scope.stop();
	});

	it("does not read what is read", async () => {
		serve([line("a", { read: true })], []);
		const scope = effectScope();
		const bell = scope.run(() => useBell())!;
		await bell.reload();
		await bell.mark(bell.lines.value[0]);
		expect(asked.filter((one) => one.startsWith("POST"))).toEqual([]);
		scope.stop();
	});
});

describe("a line of the bell", () => {
	const global = { stubs: { RouterLink: RouterLinkStub } };

	it("leads to its document and is read by opening it", async () => {
		const shown = mount(NoticeLine, { props: { line: line("a") }, global });
		const link = shown.findComponent(RouterLinkStub);
		expect(link.props("to")).toBe("/change/CR-1");
		await link.trigger("click");
		await nextTick();
		expect(shown.emitted("read")).toHaveLength(1);
	});

	it("leads nowhere once the document is out of sight, and shows text alone", () => {
		const hidden = line("a", { document: "", doctype: "", text: "<b>x</b>", read: true });
		const shown = mount(NoticeLine, { props: { line: hidden }, global });
		expect(shown.findComponent(RouterLinkStub).exists()).toBe(false);
		expect(shown.find("button").exists()).toBe(false);
		expect(shown.text()).toContain("<b>x</b>");
	});
});
