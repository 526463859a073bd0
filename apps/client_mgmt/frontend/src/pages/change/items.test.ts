import { describe, expect, it } from "vitest";
import type { Item } from "./change.ts";
import type { Field } from "@/records/types.ts";
import { about, isWhole, needs, newItem, pinned, propose, proposed } from "./items.ts";

const before = { feature: "Login", priority: "High", acceptance: "Within 5 s" };
const modify: Item = { ...newItem("Modify"), requirement: "REQ-1" };

describe("an item as it is stored", () => {
	it("proposes only what a modification changes", () => {
		const changed = propose(modify, "acceptance", "Within 2 s", before);
		expect(changed).toEqual({ operation: "Modify", requirement: "REQ-1", proposed_acceptance: "Within 2 s" });
		expect(propose(changed, "acceptance", "Within 5 s", before).proposed_acceptance).toBe("");
		expect(proposed(changed, "feature", before)).toBe("Login");
		expect(proposed(changed, "acceptance", before)).toBe("Within 2 s");
		expect(proposed({ operation: "Remove", requirement: "REQ-1" }, "feature", before)).toBe("");
	});

	it("becomes another row when it is about another requirement, so that nothing of the old one is taken over", () => {
		const stored: Item = { name: "row", own_field: "kept", before_feature: "Login", ...modify, proposed_feature: "Sign-in" };
		expect(about(stored, "Modify", "REQ-1")).toBe(stored);
		expect(about(stored, "Modify", "REQ-2")).toEqual({ operation: "Modify", requirement: "REQ-2" });
		expect(about(stored, "Add", "REQ-1")).toEqual({ operation: "Add", requirement: "" });
	});

	it("says of its requirement what it was when the row was stored", () => {
		expect(pinned({ before_feature: "Login", before_priority: "High" })).toEqual({ feature: "Login", priority: "High", acceptance: "" });
		expect(pinned({ requirement: "REQ-1" })).toBeNull();
	});

	it("needs what its form demands in the state ahead", () => {
		const column = (fieldname: string, operation: string) =>
			({ fieldname, mandatory_depends_on: `eval:doc.operation${operation}"Add" && parent.workflow_state!="Draft"` }) as Field;
		const columns = [{ fieldname: "operation", reqd: 1 } as Field, column("requirement", "!="), column("proposed_priority", "==")];
		expect(needs(columns, newItem("Add"), { workflow_state: "Submitted" })).toEqual(["operation", "proposed_priority"]);
		expect(needs(columns, newItem("Remove"), { workflow_state: "Submitted" })).toEqual(["operation", "requirement"]);
		expect(needs(columns, newItem("Add"), { workflow_state: "Draft" })).toEqual(["operation"]);
	});

	it("is whole when it says what changes", () => {
		expect(isWhole(newItem("Add"), ["proposed_feature"])).toBe(false);
		expect(isWhole({ ...newItem("Add"), proposed_feature: "New" }, ["proposed_feature"])).toBe(true);
		expect(isWhole(newItem("Remove"), ["requirement"])).toBe(false);
		expect(isWhole({ ...newItem("Remove"), requirement: "REQ-1" }, ["requirement"])).toBe(true);
		expect(isWhole(modify, ["requirement"])).toBe(false);
		expect(isWhole(propose(modify, "priority", "Low", before), ["requirement"])).toBe(true);
	});
});
