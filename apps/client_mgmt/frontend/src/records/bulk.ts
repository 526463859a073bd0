import type { Action, Page } from "./types.ts";

/* What several records may do at once. */

export interface Asked {
	name: string;
	page: Page;
}

export interface Refused {
	name: string;
	why: string;
}

export interface BulkStep {
	action: Action;
	/** Those that may take it. */
	names: string[];
	/** The others, each with what stands in its way. */
	refused: Refused[];
}

/** The steps that at least one of the records may take, in the order in which they come; `none`: the sentence for a
 * record out of whose state the step does not lead. */
export function stepsOf(asked: Asked[], none: string): BulkStep[] {
	const open = asked.flatMap(({ page }) => page.actions.filter((one) => one.allowed).map((one) => one.action));
	return [...new Set(open)].map((action) => {
		const found = asked.map(({ name, page }) => ({ name, action: page.actions.find((one) => one.action === action) }));
		const may = found.filter((one): one is { name: string; action: Action } => !!one.action?.allowed);
		return {
			action: may.map((one) => one.action).reduce(merged),
			names: may.map((one) => one.name),
			refused: found.filter((one) => !one.action?.allowed).map((one) => ({ name: one.name, why: one.action?.why_not.join(" ") || none })),
		};
	});
}

/** What any of them needs is asked for once. */
function merged(one: Action, other: Action): Action {
	return {
		...one,
		reason_needed: one.reason_needed || other.reason_needed,
		min_length: Math.max(one.min_length, other.min_length),
		fields: [...new Set([...one.fields, ...other.fields])],
	};
}
