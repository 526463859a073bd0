import { describe, expect, it } from "vitest";
import { differences, type Piece } from "./differences.ts";

const old = (pieces: Piece[]) => pieces.filter((one) => one.kind !== "new").map((one) => one.text).join("");
const now = (pieces: Piece[]) => pieces.filter((one) => one.kind !== "gone").map((one) => one.text).join("");

describe("differences", () => {
	it("names the words that changed, and only those", () => {
		expect(differences("Payment within 5 seconds", "Payment within 2 seconds")).toEqual([
			{ kind: "same", text: "Payment within " },
			{ kind: "gone", text: "5" },
			{ kind: "new", text: "2" },
			{ kind: "same", text: " seconds" },
		]);
	});

	it("of equal and empty texts", () => {
		expect(differences("", "")).toEqual([]);
		expect(differences("a b", "a b")).toEqual([{ kind: "same", text: "a b" }]);
		expect(differences("", "a")).toEqual([{ kind: "new", text: "a" }]);
		expect(differences("a", "")).toEqual([{ kind: "gone", text: "a" }]);
	});

	it("keeps both texts whole", () => {
		const pairs = [
			["全程留痕", "全程留痕并可导出"],
			["差错从登记到关闭全程留痕", "差错全程留痕，可导出 Excel"],
			["one two three four", "two one four three"],
			["a\nb\nc", "a\nc\nd"],
			["x".repeat(9) + " " + "y ".repeat(3000), "z ".repeat(3000)],
		] as const;
		for (const [before, after] of pairs) {
			const found = differences(before, after);
			expect(old(found)).toBe(before);
			expect(now(found)).toBe(after);
			found.slice(1).forEach((one, index) => expect(one.kind).not.toBe(found[index]!.kind));
		}
	});
});
