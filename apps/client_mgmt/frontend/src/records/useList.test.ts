import { flushPromises, mount } from "@vue/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { defineComponent, h, ref } from "vue";
import type { ListQuery } from "./calls.ts";
import { useList } from "./useList.ts";

const TOTAL = 100_000;
const asked = vi.hoisted(() => [] as { start: number; signal: AbortSignal; order?: string }[]);
vi.mock("./calls.ts", () => ({
	list: async (_doctype: string, query: ListQuery, signal: AbortSignal) => {
		asked.push({ start: query.start!, signal, order: query.order_by });
		await Promise.resolve();
		const rows = Array.from({ length: query.limit! }, (_one, index) => ({ name: `${query.order_by ?? ""}${query.start! + index}`, title: "", modified: "", cells: {} }));
		return { columns: [], rows, total: TOTAL, has_next: true, groups: [], order_by: "" };
	},
}));

function shown(order = ref("")) {
	let list: ReturnType<typeof useList> | undefined;
	mount(defineComponent({ setup: () => ((list = useList(() => "Thing", () => ({ order_by: order.value || undefined }), 100)), () => h("div")) }));
	return list!;
}

beforeEach(() => void asked.splice(0));

describe("a list of 100,000", () => {
	it("asks for what is looked at, wherever that is, and once", async () => {
		const list = shown();
		await flushPromises();
		expect([list.rows.value.length, list.rows.value[0]!.name, list.rows.value[500]]).toEqual([TOTAL, "0", undefined]);
		list.need(50_050, 50_120);
		await flushPromises();
		expect(list.rows.value[50_110]!.name).toBe("50110");
		list.need(50_050, 50_120);
		list.need(0, 20);
		await flushPromises();
		expect(asked.map((one) => one.start)).toEqual([0, 50_000, 50_100]);
	});

	it("does not wait for what is scrolled past", async () => {
		const list = shown();
		await flushPromises();
		list.need(10_000, 10_020);
		list.need(90_000, 90_020);
		expect(asked.slice(1).map((one) => [one.start, one.signal.aborted])).toEqual([
			[10_000, true],
			[90_000, false],
		]);
		await flushPromises();
		expect(list.rows.value[90_000]!.name).toBe("90000");
		expect(list.loading.value).toBe(false);
	});

	it("drops the answers to an older question, and asks again for what is looked at when others changed it", async () => {
		const order = ref("");
		const list = shown(order);
		await flushPromises();
		list.need(200, 250);
		order.value = "title asc";
		await flushPromises();
		expect([list.rows.value[0]!.name, list.rows.value[200]]).toEqual(["title asc0", undefined]);
		list.need(300, 320);
		await flushPromises();
		await list.reload();
		expect([list.rows.value[300]!.name, list.rows.value[0]]).toEqual(["title asc300", undefined]);
	});

	it("brings the next rows where one asks for more", async () => {
		const list = shown();
		await flushPromises();
		await list.more();
		expect(list.rows.value.filter(Boolean)).toHaveLength(200);
	});
});
