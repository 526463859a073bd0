import { beforeEach, describe, expect, it } from "vitest";
import { dayAfter, monthLabel, plusMonths, speak, weekdays, weeksOf } from "@/words";
import { datesOf, placed, within } from "./calendar.ts";
import type { Field, Form, Line } from "./types.ts";

const field = (fieldname: string, fieldtype = "Date", more: Partial<Field> = {}): Field => ({ fieldname, label: fieldname, fieldtype, ...more });
const form = (...fields: Field[]): Form => ({ name: "Thing", label: "Thing", fields });
const line = (name: string, cells: Record<string, string>): Line => ({
	name, title: name, modified: "", cells: Object.fromEntries(Object.entries(cells).map(([key, value]) => [key, { value, text: value }])),
});

beforeEach(() => speak("en", {}));

describe("months", () => {
	it("have whole weeks that begin on Monday", () => {
		const weeks = weeksOf("2026-12");
		expect([weeks.length, weeks[0]![0], weeks.at(-1)!.at(-1)]).toEqual([5, "2026-11-30", "2027-01-03"]);
		expect(weekdays()[0]).toBe("Mon");
		expect(monthLabel("2026-12")).toBe("December 2026");
	});
	it("are walked by keys", () => {
		expect(dayAfter("ArrowRight", "2026-02-28")).toBe("2026-03-01");
		expect(dayAfter("ArrowUp", "2026-03-01")).toBe("2026-02-22");
		expect(dayAfter("PageDown", "2026-01-31")).toBe("2026-02-28");
		expect([dayAfter("Home", "2026-12-06"), dayAfter("End", "2026-12-06")]).toEqual(["2026-11-30", "2026-12-06"]);
		expect(dayAfter("Enter", "2026-12-06")).toBeUndefined();
		expect(plusMonths("2026-12-31", 2)).toBe("2027-02-28");
	});
});

describe("the days of a DocType", () => {
	it("are its dates and spans, those that people fill in first", () => {
		const found = datesOf(form(field("noted_on", "Datetime", { read_only: 1 }), field("planned_start"), field("planned_end"), field("due"), field("secret", "Date", { hidden: 1 }), field("title", "Data")));
		expect(found.map((one) => [one.key, one.end?.fieldname])).toEqual([["planned_start", "planned_end"], ["due", undefined], ["noted_on", undefined]]);
	});
	it("are asked for as far as the page shows them", () => {
		const [span, due] = datesOf(form(field("start_time", "Datetime"), field("end_time", "Datetime"), field("due", "Datetime")));
		expect(within(due!, "2026-12-01", "2026-12-31")).toEqual([["due", ">=", "2026-12-01"], ["due", "<=", "2026-12-31 23:59:59"]]);
		expect(within(span!, "2026-12-01", "2026-12-31")[0]).toEqual(["start_time", "<=", "2026-12-31 23:59:59"]);
	});
	it("hold what is on them, a span on each of its days that is shown", () => {
		const [span] = datesOf(form(field("start_date"), field("end_date")));
		const days = placed([line("a", { start_date: "2026-11-28", end_date: "2026-12-02" }), line("b", { start_date: "2026-12-02" }), line("c", { end_date: "2026-12-02" })], span!, "2026-11-30", "2027-01-03");
		expect([...days].map(([day, rows]) => [day, rows.map((row) => row.name).join("")])).toEqual([["2026-11-30", "a"], ["2026-12-01", "a"], ["2026-12-02", "ab"]]);
	});
});
