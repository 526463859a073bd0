import { flushPromises, mount } from "@vue/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { defineComponent, h } from "vue";
import { useDrafts } from "./drafts.ts";
import type { Form, Page } from "./types.ts";
import { useRecord, type RecordOnPage } from "./useRecord.ts";

const here = vi.hoisted(() => ({ user: "li@x", page: null as unknown, form: null as unknown, saved: [] as unknown[] }));
vi.mock("@/session", async (original) => ({
	...(await original<object>()),
	useSession: () => ({ boot: { value: { user: here.user, doctypes: [] } }, isGuest: { value: false } }),
	call: async (...args: unknown[]) => (here.saved.push(args), { name: "T-1" }),
}));
vi.mock("./calls.ts", () => ({ page: async () => structuredClone(here.page), form: async () => structuredClone(here.form) }));

const form = { name: "Thing", label: "Thing", fields: ["title", "note"].map((fieldname) => ({ fieldname, label: fieldname, fieldtype: "Data" })) } as Form;
const page = (title: string, modified: string) =>
	({ doc: { name: "T-1", title, note: "" }, titles: {}, fields: {}, can: { write: true }, modified }) as unknown as Page;

function open(part = ""): { record: RecordOnPage; close: () => void } {
	let record: RecordOnPage | undefined;
	const shown = mount(defineComponent({ setup: () => ((record = useRecord(() => "Thing", () => "T-1", () => part)), () => h("div")) }));
	return { record: record!, close: () => shown.unmount() };
}

beforeEach(() => {
	localStorage.clear();
	Object.assign(here, { user: "li@x", page: page("A", "1"), form, saved: [] });
});

describe("a draft", () => {
	const draft = { at: Date.now(), modified: "m", base: { a: 1 }, mine: { a: 2 }, titles: {} };

	it("is kept until it is dropped or a month old", () => {
		const drafts = useDrafts();
		drafts.keep("Thing", "T-1", draft);
		expect(drafts.read("Thing", "T-1")).toEqual(draft);
		expect(drafts.read("Thing", "T-2")).toBeNull();
		drafts.keep("Thing", "T-1", { ...draft, at: 0 });
		expect(drafts.read("Thing", "T-1")).toBeNull();
		drafts.drop("Thing", "T-1");
		expect(localStorage.length).toBe(0);
	});

	it("is its person's alone, also when that one is gone by the time it is kept", () => {
		const hers = useDrafts();
		here.user = "Guest";
		hers.keep("Thing", "", draft);
		expect(useDrafts().read("Thing", "")).toBeNull();
		here.user = "wang@x";
		expect(useDrafts().read("Thing", "")).toBeNull();
		here.user = "li@x";
		expect(useDrafts().read("Thing", "")).toEqual(draft);
	});

	it("of a part of a form is that part's", () => {
		useDrafts(() => "assessment").keep("Thing", "T-1", draft);
		expect(useDrafts().read("Thing", "T-1")).toBeNull();
	});
});

describe("what is written on a record", () => {
	it("comes back when it is opened again, by the same person alone", async () => {
		const first = open();
		await flushPromises();
		first.record.doc.value.title = "Mine";
		await flushPromises();
		first.close();
		here.user = "wang@x";
		const other = open();
		await flushPromises();
		expect(other.record.doc.value.title).toBe("A");
		other.close();
		here.user = "li@x";
		const again = open();
		await flushPromises();
		expect([again.record.doc.value.title, again.record.dirty.value, !!again.record.restored.value]).toEqual(["Mine", true, true]);
		expect(await again.record.save()).toBe("T-1");
		expect(here.saved).toEqual([["client_mgmt.api.ui.save", { doctype: "Thing", name: "T-1", values: { title: "Mine" }, modified: "1" }]]);
		again.close();
		expect(localStorage.length).toBe(0);
	});

	it("meets what others saved meanwhile, field by field", async () => {
		const first = open();
		await flushPromises();
		first.record.doc.value.title = "Mine";
		await flushPromises();
		first.close();
		here.page = page("Theirs", "2");
		const again = open();
		await flushPromises();
		expect(again.record.conflict.value?.clashes.map((one) => [one.base, one.mine, one.theirs])).toEqual([["A", "Mine", "Theirs"]]);
		again.record.settle(["title"]);
		expect([again.record.doc.value.title, again.record.dirty.value]).toEqual(["Theirs", false]);
		again.close();
	});
});
