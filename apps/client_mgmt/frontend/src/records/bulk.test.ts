import { expect, it } from "vitest";
import { stepsOf } from "./bulk.ts";
import type { Action, Page } from "./types.ts";

const action = (name: string, more: Partial<Action> = {}): Action => ({
	action: name, label: name, next_state: "", next_state_label: "", allowed: true, why_not: [], reason_needed: false, min_length: 0, fields: [], primary: false, ...more,
});
const asked = (name: string, ...actions: Action[]) => ({ name, page: { actions } as unknown as Page });

it("offers a step with who may take it, and says of each other record why not", () => {
	const steps = stepsOf(
		[
			asked("A", action("Submit", { fields: ["title"] }), action("Drop", { allowed: false, why_not: ["Late."] })),
			asked("B", action("Submit", { reason_needed: true, min_length: 5, fields: ["title", "note"] })),
			asked("C", action("Submit", { allowed: false, why_not: ["Not yours.", "Not signed."] })),
			asked("D"),
		],
		"No step.",
	);
	expect(steps.map((one) => one.action.action)).toEqual(["Submit"]);
	expect(steps[0]).toMatchObject({ names: ["A", "B"], action: { reason_needed: true, min_length: 5, fields: ["title", "note"] } });
	expect(steps[0]!.refused).toEqual([{ name: "C", why: "Not yours. Not signed." }, { name: "D", why: "No step." }]);
	expect(stepsOf([asked("D")], "No step.")).toEqual([]);
});
