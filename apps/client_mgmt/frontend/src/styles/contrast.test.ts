import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");
const tokens = Object.fromEntries([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((found) => [found[1]!, found[2]!]));
const states = Object.keys(tokens).filter((name) => /^state-[a-z]+$/.test(name));

/** WCAG's contrast of two colours. */
function contrast(one: string, other: string): number {
	const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
	const [red, green, blue] = [1, 3, 5].map((at) => {
		const part = parseInt(colour.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("colours", () => {
	it("are found", () => {
		expect(states.length).toBe(7);
	});

	it.each([
		...states.map((name) => [name, `${name}-wash`]),
		...states.map((name) => [name, "paper"]),
		...["text", "text-soft", "text-faint"].flatMap((ink) => ["paper", "paper-sunk", "paper-hover"].map((paper) => [ink, paper])),
		["accent-ink", "paper"],
		["accent-ink", "accent-wash"],
		["accent-ink", "paper-hover"],
		["paper", "accent"],
		["paper", "accent-strong"],
		["paper", "danger"],
		["danger", "paper"],
		["danger", "danger-wash"],
	])("%s on %s can be read", (ink, paper) => {
		expect(contrast(tokens[ink!]!, tokens[paper!]!)).toBeGreaterThanOrEqual(4.5);
	});
});
