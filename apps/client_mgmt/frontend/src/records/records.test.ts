import { beforeEach, describe, expect, it } from "vitest";
import { speak } from "@/words";
import { changed, clashes, copy, same, sendable, theirsAlone } from "./differences.ts";
import { draftOf, dropDraft, keepDraft } from "./drafts.ts";
import { csv } from "./export.ts";
import { filtersOf, operatorsOf, wordsOf } from "./filters.ts";
import { rowColumns, standingOf, tabsOf } from "./layout.ts";
import { textOf } from "./texts.ts";
import type { Field, Form, Page } from "./types.ts";
import { orderOf, sortOf } from "./useListQuery.ts";

const field = (fieldname: string, fieldtype = "Data", more: Partial<Field> = {}): Field => ({ fieldname, label: fieldname, fieldtype, ...more });
const form = (...fields: Field[]): Form => ({ name: "Thing", label: "Thing", fields, state_field: "state" });
const page = (more: Partial<Page> = {}): Page => ({
	doc: {}, titles: {}, fields: {}, actions: [], path: [], waiting: [], round: null, attachments: [], comments: [], conversation: [], history: [], versions: [],
	can: { write: true, delete: false, comment: true, say: false, attach: true, assign: true, print: true }, assigned: [], modified: "", ...more,
});

beforeEach(() => {
	speak("en", {});
	localStorage.clear();
});

describe("differences", () => {
	it("takes nothing for nothing however it is written, and rows by what they say", () => {
		expect(same(null, "")).toBe(true);
		expect(same(0, undefined)).toBe(true);
		expect(same(1, "1")).toBe(true);
		expect(same("a", "b")).toBe(false);
		expect(same([{ name: "r", idx: 1, a: "x" }], [{ name: "r", idx: 2, a: "x", b: null }])).toBe(true);
		expect(same([{ a: "x" }], [{ a: "y" }])).toBe(false);
		expect(same([{ a: "x" }, { a: "y" }], [{ a: "y" }, { a: "x" }])).toBe(false);
	});
	it("sends what was changed, an emptied field as null, rows in their order", () => {
		const shape = form(field("a"), field("b"), field("rows", "Table"), field("s", "Section Break"));
		const base = { a: "1", b: "2", rows: [{ name: "r1", v: "x" }] };
		const now = { ...copy(base), b: null, rows: [{ v: "new", _open: 1 }, { name: "r1", v: "x" }] };
		expect(changed(shape, base, now as never)).toEqual({ b: null, rows: [{ v: "new", idx: 1 }, { name: "r1", v: "x", idx: 2 }] });
		expect(sendable(undefined)).toBeNull();
	});
	it("asks only for what both changed otherwise, and tells what is taken over", () => {
		const shape = form(field("a"), field("b"), field("c"), field("d"));
		const base = { a: "0", b: "0", c: "0", d: "0" };
		const mine = { a: "mine", b: "mine", d: "both" };
		const theirs = { a: "theirs", b: "0", c: "theirs", d: "both" };
		expect(clashes(shape, base, mine, theirs).map((one) => one.field.fieldname)).toEqual(["a"]);
		expect(theirsAlone(shape, base, mine, theirs).map((one) => one.fieldname)).toEqual(["c"]);
	});
});

describe("layout", () => {
	it("stands in tabs of sections of columns, without what is empty or hidden", () => {
		const shape = form(
			field("one"), field("c", "Column Break"), field("two"), field("state"),
			field("gone", "Section Break", { depends_on: "eval:doc.one == 'x'" }), field("three"),
			field("t", "Tab Break", { label: "Second" }), field("four", "Data", { hidden: 1 }),
		);
		const tabs = tabsOf(shape, page(), {}, "Details");
		expect(tabs.map((one) => one.label)).toEqual(["Details"]);
		expect(tabs[0]!.sections.map((one) => one.columns.map((column) => column.map((each) => each.fieldname)))).toEqual([[["one"], ["two"]]]);
		expect(tabsOf(shape, page(), { one: "x" }, "Details")[0]!.sections).toHaveLength(2);
	});
	it("locks and asks as the server and the form say, and tells why", () => {
		const one = field("a", "Data", { reqd: 1 });
		expect(standingOf(one, {}, {})).toEqual({ hidden: false, readOnly: false, required: true, why: "" });
		expect(standingOf(one, { a: { read_only: true, why: "Signed." } }, {})).toEqual({ hidden: false, readOnly: true, required: false, why: "Signed." });
		expect(standingOf(field("b", "Data", { mandatory_depends_on: "eval:doc.a" }), {}, { a: 1 }).required).toBe(true);
		expect(standingOf(field("b"), { "rows.b": { read_only: true } }, {}, "rows.b").readOnly).toBe(true);
	});
	it("shows of rows what their list shows, else the first", () => {
		const listed = form(field("a"), field("b", "Data", { in_list: 1 }));
		expect(rowColumns(listed, {}, "rows").map((one) => one.fieldname)).toEqual(["b"]);
		expect(rowColumns(form(field("a"), field("b")), { "rows.b": { hidden: true } }, "rows").map((one) => one.fieldname)).toEqual(["a"]);
	});
});

describe("lists", () => {
	it("reads filters out of an address, and nothing else", () => {
		expect(filtersOf('[["a","=","x"],["b"],1]')).toEqual([["a", "=", "x"]]);
		expect(filtersOf("{")).toEqual([]);
		expect(filtersOf(undefined)).toEqual([]);
	});
	it("says a filter in words", () => {
		const shape = form(field("p", "Select", { label: "Priority", choices: [{ value: "H", label: "High" }] }), field("n", "Data", { label: "Name" }));
		expect(wordsOf(["p", "=", "H"], shape)).toBe("Priority is High");
		expect(wordsOf(["n", "like", "%bank%"], shape)).toBe("Name contains bank");
		expect(wordsOf(["n", "is", "not set"], shape)).toBe("Name is empty");
		expect(operatorsOf(field("c", "Check"))).toEqual(["="]);
	});
	it("keeps the order in the address", () => {
		expect(sortOf("title desc")).toEqual({ key: "title", down: true });
		expect(sortOf("modified desc")).toBeNull();
		expect(orderOf({ key: "title", down: false })).toBe("title asc");
	});
	it("exports texts that no spreadsheet takes for formulas", () => {
		const text = csv("Name", [{ fieldname: "a", label: 'A "b"', fieldtype: "Data" }], [
			{ name: "N1", title: "", modified: "", cells: { a: { value: "", text: "=1+1" } } },
			{ name: "N2", title: "", modified: "", cells: { a: { value: -5, text: "-5" } } },
		]);
		expect(text).toBe('\ufeff"Name","A ""b"""\r\n"N1","\'=1+1"\r\n"N2","-5"\r\n');
	});
});

it("writes values as people read them", () => {
	expect(textOf(field("a", "Check"), 1)).toBe("Yes");
	expect(textOf(field("l", "Link", { options: "User" }), "u", {}, { "User::u": "Li Ming" })).toBe("Li Ming");
	expect(textOf(field("d", "Dynamic Link", { options: "kind" }), "u", { kind: "User" }, { "User::u": "Li Ming" })).toBe("Li Ming");
	expect(textOf(field("rows", "Table"), [{}, {}])).toBe("2 rows");
	expect(textOf(field("x"), null)).toBe("");
});

it("keeps a draft for its person until it is dropped", () => {
	const draft = { at: Date.now(), modified: "m", base: { a: 1 }, mine: { a: 2 }, titles: {} };
	keepDraft("Thing", "T-1", draft);
	expect(draftOf("Thing", "T-1")).toEqual(draft);
	expect(draftOf("Thing", "T-2")).toBeNull();
	keepDraft("Thing", "T-1", { ...draft, at: 0 });
	expect(draftOf("Thing", "T-1")).toBeNull();
	dropDraft("Thing", "T-1");
	expect(localStorage.length).toBe(0);
});
