import { describe, expect, it } from "vitest";
import { between, type SignedRow, type SignedSection } from "./signing.ts";

const display = (...rows: SignedRow[]): SignedSection[] => [{ section: "Request", rows }];
const row = (field: string, text: string, items: SignedRow["items"] = []): SignedRow => ({ field, label: field.toUpperCase(), text, items });

describe("what changed under a signer", () => {
	it("names the fields that differ, with both texts", () => {
		const found = between(display(row("title", "A"), row("cost", "1")), display(row("title", "A"), row("cost", "2")));
		expect(found).toEqual([{ field: "cost", label: "COST", before: "1", after: "2" }]);
	});

	it("looks into rows and at fields that came or went", () => {
		const items = (text: string) => [[{ field: "x", label: "X", text }]];
		const found = between(display(row("items", "1", items("old")), row("gone", "g")), display(row("items", "1", items("new")), row("came", "c")));
		expect(found.map((one) => [one.field, one.before, one.after])).toEqual([
			["items", "X: old", "X: new"],
			["gone", "g", ""],
			["came", "", "c"],
		]);
	});

	it("is nothing for the same content", () => {
		expect(between(display(row("a", "1")), display(row("a", "1")))).toEqual([]);
	});
});
