import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/* Who imports whom: a room those before it and itself; pages no other topic's page. */
const ROOMS = ["words", "session", "parts", "records", "pages", "shell"];
const SRC = import.meta.dirname;
const MOST_LINES = 300;
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((path) => /\.(ts|vue)$/.test(path) && !path.endsWith(".test.ts"));

function imports(path: string): string[] {
	const text = readFileSync(join(SRC, path), "utf8");
	return [...text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map((found) => found[1]!);
}

describe("rooms", () => {
	it("import only those below", () => {
		const wrong = files.flatMap((path) => {
			const [room, topic] = path.split("/") as [string, string];
			const floor = ROOMS.indexOf(room);
			if (floor < 0) return [];
			return imports(path).filter((name) => {
				if (name === "@/router.ts") return false;
				if (room === "pages" && name.startsWith("@/pages/")) return !name.startsWith(`@/pages/${topic}/`);
				if (name.startsWith("../")) return true;
				return name.startsWith("@/") && ROOMS.indexOf(name.split("/")[1]!) > floor;
			}).map((name) => `${path} imports ${name}`);
		});
		expect(wrong).toEqual([]);
	});

	it("hold no long file", () => {
		const long = files.filter((path) => readFileSync(join(SRC, path), "utf8").split("\n").length > MOST_LINES + 1);
		expect(long).toEqual([]);
	});

	it("run nothing out of data", () => {
		const wrong = files.filter((path) => /v-html|innerHTML|new Function|\beval\(/.test(readFileSync(join(SRC, path), "utf8")));
		expect(wrong).toEqual([]);
	});
});
