import { describe, expect, it } from "vitest";
import type { Doc, Page } from "@/records/types.ts";
import { draftItems, isWhole, newItem, toRow } from "./draft.ts";

const before = { feature: "Login", priority: "High", acceptance: "Within 5 s" };

describe("an item as it is stored", () => {
	it("proposes only what a modification changes", () => {
		const item = { ...newItem("Modify"), requirement: "REQ-1", before, proposed: { ...before, acceptance: "Within 2 s " } };
		expect(toRow(item)).toEqual({ operation: "Modify", requirement: "REQ-1", proposed_feature: "", proposed_priority: "", proposed_acceptance: "Within 2 s" });
	});

	it("proposes nothing for a removal and names no requirement for an addition", () => {
		expect(toRow({ ...newItem("Remove"), requirement: "REQ-1", before, proposed: { feature: "x" } })).toMatchObject({ requirement: "REQ-1", proposed_feature: "" });
		expect(toRow({ ...newItem("Add"), requirement: "REQ-1", proposed: { feature: "New" } })).toMatchObject({ requirement: "", proposed_feature: "New" });
	});

	it("keeps the stored row's other columns while it is about the same requirement", () => {
		const stored: Doc = { name: "row", operation: "Modify", requirement: "REQ-1", own_field: "kept" };
		const item = { ...newItem("Modify"), requirement: "REQ-1", before, proposed: { ...before } };
		expect(toRow(item, stored)).toMatchObject({ name: "row", own_field: "kept" });
		expect(toRow({ ...item, requirement: "REQ-2" }, stored)).not.toHaveProperty("name");
	});

	it("comes back as it was written", () => {
		const rows: Doc[] = [{ name: "row", operation: "Modify", requirement: "REQ-1", before_feature: "Login", proposed_acceptance: "Within 2 s", before_acceptance: "Within 5 s" }];
		const page = { doc: { change_items: rows }, titles: { "Requirement::REQ-1": "Login" } } as unknown as Page;
		const [item] = draftItems(page);
		expect(item).toMatchObject({ title: "Login", proposed: { feature: "Login", acceptance: "Within 2 s" } });
		expect(toRow(item!, rows[0])).toMatchObject({ name: "row", proposed_feature: "", proposed_acceptance: "Within 2 s" });
	});
});

describe("an item is whole", () => {
	it("when it says what changes", () => {
		expect(isWhole(newItem("Add"))).toBe(false);
		expect(isWhole({ ...newItem("Add"), proposed: { feature: "New" } })).toBe(true);
		expect(isWhole(newItem("Remove"))).toBe(false);
		expect(isWhole({ ...newItem("Remove"), requirement: "REQ-1" })).toBe(true);
		expect(isWhole({ ...newItem("Modify"), requirement: "REQ-1", before, proposed: { ...before } })).toBe(false);
		expect(isWhole({ ...newItem("Modify"), requirement: "REQ-1", before, proposed: { ...before, priority: "Low" } })).toBe(true);
	});
});
