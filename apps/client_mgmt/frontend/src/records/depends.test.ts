import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { holds, readable } from "./depends.ts";

const APP = join(import.meta.dirname, "../../../client_mgmt");
const KEYS = ["depends_on", "mandatory_depends_on", "read_only_depends_on"];

/** Every expression of the app's DocTypes. */
function expressions(): string[] {
	const files = readdirSync(APP, { recursive: true, encoding: "utf8" }).filter((path) => /doctype\/.*\.json$/.test(path));
	const fields = files.flatMap((path) => {
		const { fields = [] } = JSON.parse(readFileSync(join(APP, path), "utf8")) as { fields?: Record<string, unknown>[] };
		return fields;
	});
	const found = fields.flatMap((field) => KEYS.map((key) => field[key]).filter((one) => typeof one === "string" && one !== ""));
	return [...new Set(found as string[])].sort();
}

/** What a browser would make of it, which the page itself is not allowed to ask. */
function asJavaScript(expression: string, doc: object, parent: object): boolean {
	const inList = (list: unknown[], value: unknown) => list.includes(value);
	const run = new Function("doc", "parent", "in_list", `return (${expression.slice(5)})`);
	return !!run(doc, parent, inList);
}

const VALUES = [undefined, null, "", 0, 1, "Draft", "Returned", "Open", "Complete", "Signed", "Client", "Vendor", "Add", "Other", "Prospect", "China"];

describe("the expressions of the app", () => {
	const all = expressions();

	it("are found", () => {
		expect(all.length).toBeGreaterThan(40);
	});

	it.each(all)("%s", (expression) => {
		expect(readable(expression)).toBe(true);
		const names = [...new Set([...expression.matchAll(/(doc|parent)\.(\w+)/g)].map((match) => `${match[1]}.${match[2]}`))];
		if (!expression.startsWith("eval:")) {
			expect(holds(expression, { [expression]: "x" })).toBe(true);
			expect(holds(expression, {})).toBe(false);
			return;
		}
		expect(names.length).toBeGreaterThan(0);
		for (let round = 0; round < 400; round++) {
			const scope: { doc: Record<string, unknown>; parent: Record<string, unknown> } = { doc: {}, parent: {} };
			names.forEach((name, index) => {
				const [owner, field] = name.split(".") as ["doc" | "parent", string];
				scope[owner][field] = VALUES[(round * (2 * index + 7) + (round >> (index + 1))) % VALUES.length];
			});
			expect(holds(expression, scope.doc, scope.parent)).toBe(asJavaScript(expression, scope.doc, scope.parent));
		}
	});
});

describe("other expressions", () => {
	it.each([
		["eval:doc.a == 'x' && !doc.b", { a: "x" }, true],
		["eval:doc.a > 2 ? doc.b : doc.c", { a: 3, b: 0, c: 1 }, false],
		["eval:doc.rows.length >= 2", { rows: [1, 2] }, true],
		["eval:doc.a + 1 == 2;", { a: 1 }, true],
		["eval:(doc.a || doc.b) && in_list(['p', \"q\"], doc.c)", { b: 1, c: "q" }, true],
		["eval:doc.a === -1", { a: -1 }, true],
		["eval:doc.a == 'it\\'s'", { a: "it's" }, true],
		["rows", { rows: [] }, false],
		["", {}, true],
	])("%s", (expression, doc, answer) => {
		expect(holds(expression as string, doc as Record<string, unknown>)).toBe(answer);
	});

	it("that would run code are not read, and hide nothing", () => {
		for (const expression of ["eval:alert(1)", "eval:doc.constructor.constructor('x')()", "eval:window.x", "eval:doc['a']", "eval:doc.a =", "eval:frappe.session.user"]) {
			expect(readable(expression)).toBe(false);
			expect(holds(expression, {})).toBe(true);
		}
		expect(holds("eval:doc.constructor", {})).toBe(false);
	});
});
