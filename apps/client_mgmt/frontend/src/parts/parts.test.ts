import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defineComponent, h, nextTick, ref } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { asked, confirm } from "./confirm.ts";
import ConfirmHost from "./ConfirmHost.vue";
import { asDate, asTime, fromDate, fromTime } from "./dates.ts";
import { Badge, Button, CheckInput, LinkInput, MoneyInput, NumberInput, SelectInput, Table, tell, TextInput } from "./index.ts";
import { notices } from "./notices.ts";
import { rowAfter } from "./rowKeys.ts";

const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:path(.*)*", component: { render: () => null } }] });
const global = { plugins: [router] };

beforeEach(() => {
	vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
});

afterEach(() => {
	document.body.innerHTML = "";
	vi.unstubAllGlobals();
});

describe("Button", () => {
	it("is a link where it leads somewhere, and a button where it may not", () => {
		expect(mount(Button, { props: { label: "Go", to: "/x" }, global }).element.tagName).toBe("A");
		const refused = mount(Button, { props: { label: "Go", to: "/x", disabled: true }, global });
		expect(refused.element.tagName).toBe("BUTTON");
		expect(refused.attributes("disabled")).toBeDefined();
	});

	it("says its name when only an icon is seen, and cannot be pressed twice while busy", () => {
		const button = mount(Button, { props: { label: "Close", iconOnly: true, icon: "lucide-x", busy: true }, global });
		expect(button.attributes("aria-label")).toBe("Close");
		expect(button.attributes("disabled")).toBeDefined();
		expect(button.attributes("aria-busy")).toBe("true");
	});
});

describe("controls", () => {
	it("belong to their label, and tell what is wrong", () => {
		const field = mount(TextInput, { props: { label: "Title", required: true, error: "Too short.", modelValue: "x" }, attachTo: document.body });
		const input = field.get("input");
		expect(field.get("label").attributes("for")).toBe(input.attributes("id"));
		expect(input.attributes("aria-required")).toBe("true");
		expect(input.attributes("aria-invalid")).toBe("true");
		expect(document.getElementById(input.attributes("aria-describedby")!)!.textContent).toBe("Too short.");
	});

	it("show a locked value as text, whatever it holds", () => {
		const field = mount(TextInput, { props: { label: "Title", readOnly: true, modelValue: "<img src=x onerror=alert(1)>" } });
		expect(field.find("input").exists()).toBe(false);
		expect(field.find("img").exists()).toBe(false);
		expect(field.text()).toContain("<img src=x onerror=alert(1)>");
	});

	it("read numbers as people write them", async () => {
		const value = ref<number | string | null>(1234.5);
		const field = mount(defineComponent(() => () => h(NumberInput, { label: "Cost", modelValue: value.value, "onUpdate:modelValue": (now) => (value.value = now ?? null) })));
		const input = field.get("input");
		expect(input.element.value).toBe("1,234.5");
		for (const [typed, read] of [["12,000.5", 12000.5], ["１２", 12], ["", null]] as const) {
			await input.trigger("focus");
			await input.setValue(typed);
			await input.trigger("blur");
			expect(value.value).toBe(read);
		}
		await input.setValue("a lot");
		expect(value.value).toBeNull();
		expect(field.text()).toContain("This is not a number.");
	});

	it("show money with its currency", () => {
		expect(mount(MoneyInput, { props: { label: "Cost", readOnly: true, modelValue: "12.5", currency: "EUR" } }).text()).toContain("EUR 12.50");
	});

	it("keep a check as 0 and 1", async () => {
		const field = mount(CheckInput, { props: { label: "Major", modelValue: 0 } });
		await field.get("input").setValue(true);
		expect(field.emitted("update:modelValue")).toEqual([[1]]);
	});

	it("keep a choice that is none any more to be seen", () => {
		const field = mount(SelectInput, { props: { label: "Risk", options: [{ value: "High", label: "高" }], modelValue: "Gone" } });
		expect(field.get("button[role=combobox]").text()).toContain("Gone");
	});

	it("turn dates and times into the server's texts and back", () => {
		expect(fromDate(asDate("2026-08-03", false))).toBe("2026-08-03");
		expect(fromDate(asDate("2026-08-03 9:05:00", true))).toBe("2026-08-03 09:05:00");
		expect(fromDate(asDate("2026-08-03", true))).toBe("2026-08-03 00:00:00");
		expect(asDate("soon", false)).toBeUndefined();
		expect(fromTime(asTime("9:05:00"))).toBe("09:05:00");
		expect(fromDate(undefined)).toBeNull();
	});
});

describe("LinkInput", () => {
	it("asks once for what was typed last, and gives the value of the chosen one", async () => {
		vi.useFakeTimers();
		const search = vi.fn(async (text: string) => [{ value: "PRJ-1", label: `Bank ${text}` }]);
		const field = mount(LinkInput, { props: { label: "Project", search, modelValue: "" }, global, attachTo: document.body });
		const input = field.get("input");
		await input.trigger("click");
		await vi.advanceTimersByTimeAsync(50);
		for (const text of ["p", "pa", "pay"]) await input.setValue(text);
		await vi.advanceTimersByTimeAsync(500);
		expect(search.mock.calls.map(([text]) => text)).toEqual(["", "pay"]);
		vi.useRealTimers();
		await flushPromises();
		const option = document.querySelector<HTMLElement>("[role=option]")!;
		expect(option.textContent).toContain("Bank pay");
		option.click();
		await flushPromises();
		expect(field.emitted("update:modelValue")!.at(-1)).toEqual(["PRJ-1"]);
		field.unmount();
	});

	it("shows the title of its value", () => {
		const field = mount(LinkInput, { props: { label: "Project", search: async () => [], modelValue: "PRJ-1", title: "Payments" }, global });
		expect(field.get("input").element.value).toBe("Payments");
	});
});

describe("Table", () => {
	const columns = [{ key: "title", label: "Title", sortable: true }];
	const rows = Array.from({ length: 3000 }, (_one, index) => ({ id: `CR-${index}`, title: `Change ${index}` }));

	function table(more: object = {}) {
		return mount(Table<{ id: string; title: string }>, {
			props: { label: "Changes", columns, rows, rowKey: (row: { id: string }) => row.id, height: "400px", ...more },
			slots: { cell: ({ row }: { row: { title: string } }) => h("span", row.title) },
			global,
			attachTo: document.body,
		});
	}

	/** The test's document has no layout: an area of 400 px, lines of 44. */
	function layout() {
		vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(400);
		vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(44);
	}

	it("draws only what is seen of many rows", async () => {
		layout();
		const shown = table();
		await flushPromises();
		const drawn = shown.findAll("tbody tr[data-index]").length;
		expect(drawn).toBeGreaterThan(5);
		expect(drawn).toBeLessThan(100);
		expect(shown.get("table").attributes("aria-rowcount")).toBe("3001");
	});

	it("has a place for a row that is not here yet, and tells what is looked at", async () => {
		layout();
		const sparse: (typeof rows)[number][] = [rows[0]!];
		sparse.length = 100_000;
		const shown = table({ rows: sparse, to: (row: { id: string }) => `/${row.id}`, selectable: true });
		await flushPromises();
		expect(shown.get("table").attributes("aria-rowcount")).toBe("100001");
		expect(shown.findAll("tbody a")).toHaveLength(1);
		expect(shown.findAll("tbody tr[aria-busy]").length).toBeGreaterThan(5);
		expect(shown.emitted("seen")!.at(-1)![0]).toBe(0);
		await shown.get("th input[type=checkbox]").setValue(true);
		expect(shown.emitted("update:chosen")!.at(-1)).toEqual([["CR-0"]]);
	});

	it("goes from row to row by keys", async () => {
		layout();
		const shown = table({ rows: rows.slice(0, 3), to: (row: { id: string }) => `/${row.id}` });
		await flushPromises();
		const links = () => shown.findAll<HTMLAnchorElement>("tbody a");
		links()[0]!.element.focus();
		await links()[0]!.trigger("keydown", { key: "ArrowDown" });
		await flushPromises();
		expect(document.activeElement?.textContent).toBe("Change 1");
		await links()[1]!.trigger("keydown", { key: "End" });
		await flushPromises();
		expect(document.activeElement?.textContent).toBe("Change 2");
		expect([rowAfter("PageDown", 5, 100, 20), rowAfter("PageUp", 5, 100, 20), rowAfter("x", 5, 100, 20), rowAfter("End", 0, 0, 20)]).toEqual([25, 0, undefined, undefined]);
	});

	it("tells how to sort and what is chosen", async () => {
		const shown = table({ selectable: true, rows: rows.slice(0, 3), sort: { key: "title", down: false } });
		await nextTick();
		expect(shown.get("th[aria-sort]").attributes("aria-sort")).toBe("ascending");
		await shown.get("th button").trigger("click");
		expect(shown.emitted("update:sort")).toEqual([[{ key: "title", down: true }]]);
		await shown.findAll("input[type=checkbox]")[0]!.setValue(true);
		expect(shown.emitted("update:chosen")!.at(-1)).toEqual([["CR-0", "CR-1", "CR-2"]]);
	});
});

describe("what is asked and told", () => {
	it("confirm answers the reason, or null when it is put away", async () => {
		mount(ConfirmHost, { global, attachTo: document.body });
		const answer = confirm({ title: "Return it?", action: "Return", reason: { label: "Reason", least: 5 } });
		await flushPromises();
		const [cancel, go] = [...document.querySelectorAll<HTMLButtonElement>("footer button")];
		expect(go!.disabled).toBe(true);
		const area = document.querySelector("textarea")!;
		area.value = "unclear";
		area.dispatchEvent(new Event("input"));
		await nextTick();
		go!.click();
		expect(await answer).toBe("unclear");
		const other = confirm({ title: "Sure?", action: "Yes" });
		await flushPromises();
		cancel!.click();
		expect(await other).toBeNull();
		expect(asked.value).toBeNull();
	});

	it("tell keeps a refusal until it is closed, the rest goes", () => {
		vi.useFakeTimers();
		tell("Saved");
		tell("Not saved", "danger");
		vi.advanceTimersByTime(60_000);
		expect(notices.value.map((one) => one.text)).toEqual(["Not saved"]);
		vi.useRealTimers();
	});

	it("a colour that the tokens do not have is grey", () => {
		expect(mount(Badge, { props: { text: "Draft", colour: "fuchsia" } }).attributes("style")).toContain("--state-gray");
	});
});
