/* `depends_on` and its like: a field's name, or "eval:" and an expression. A page runs no code out of data (its
 * policy refuses it, too), so the part of the language that these expressions use is read here: `doc.x`, `parent.x`,
 * texts, numbers, lists, `in_list(list, value)`, `!`, `-`, comparisons, `&&`, `||`, `? :` and brackets. */

export type Values = Record<string, unknown>;
type Scope = { doc: Values; parent: Values };
type Node = (scope: Scope) => unknown;

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([A-Za-z_$][\w$]*)|(===|!==|==|!=|<=|>=|&&|\|\||[!<>()[\],.?:+-]))/y;
const CONSTANTS: Record<string, unknown> = { true: true, false: false, null: null, undefined: undefined };
const read = new Map<string, Node | null>();

/** Whether `expression` holds for `doc` (for a row of a table: `parent` is the document). What cannot be read
 * holds: a field too many is seen, none is lost. */
export function holds(expression: string | undefined, doc: Values, parent: Values = {}): boolean {
	if (!expression) return true;
	if (!expression.startsWith("eval:")) return truthy(doc[expression]);
	const node = compiled(expression);
	return node ? truthy(node({ doc, parent })) : true;
}

/** Whether the expression is one that `holds` can read. */
export function readable(expression: string): boolean {
	return !expression.startsWith("eval:") || compiled(expression) !== null;
}

function compiled(expression: string): Node | null {
	if (!read.has(expression)) {
		try {
			read.set(expression, new Parser(expression.slice(5)).whole());
		} catch {
			read.set(expression, null);
		}
	}
	return read.get(expression)!;
}

/** As Frappe's forms see it: an empty table is as good as none. */
function truthy(value: unknown): boolean {
	return Array.isArray(value) ? value.length > 0 : !!value;
}

class Unreadable extends Error {}

type Token = { kind: "number" | "text" | "name" | "sign" | "end"; text: string };

class Parser {
	private readonly tokens: Token[];
	private at = 0;

	constructor(source: string) {
		this.tokens = tokens(source.trim().replace(/;$/, ""));
	}

	whole(): Node {
		const node = this.choice();
		if (this.next.kind !== "end") throw new Unreadable(this.next.text);
		return node;
	}

	private get next(): Token {
		return this.tokens[this.at]!;
	}

	private take(...signs: string[]): string | undefined {
		if (this.next.kind !== "sign" || !signs.includes(this.next.text)) return undefined;
		return this.tokens[this.at++]!.text;
	}

	private need(sign: string): void {
		if (!this.take(sign)) throw new Unreadable(`${sign} is missing`);
	}

	private choice(): Node {
		const test = this.either();
		if (!this.take("?")) return test;
		const yes = this.choice();
		this.need(":");
		const no = this.choice();
		return (scope) => (test(scope) ? yes(scope) : no(scope));
	}

	private either(): Node {
		let left = this.both();
		while (this.take("||")) {
			const [one, other] = [left, this.both()];
			left = (scope) => one(scope) || other(scope);
		}
		return left;
	}

	private both(): Node {
		let left = this.compared();
		while (this.take("&&")) {
			const [one, other] = [left, this.compared()];
			left = (scope) => one(scope) && other(scope);
		}
		return left;
	}

	private compared(): Node {
		let left = this.sum();
		for (let sign = this.take(...COMPARING); sign; sign = this.take(...COMPARING)) {
			const [one, other, compare] = [left, this.sum(), COMPARE[sign]!];
			left = (scope) => compare(one(scope), other(scope));
		}
		return left;
	}

	private sum(): Node {
		let left = this.unary();
		for (let sign = this.take("+", "-"); sign; sign = this.take("+", "-")) {
			const [one, other, plus] = [left, this.unary(), sign === "+"];
			left = (scope) => {
				const [a, b] = [one(scope) as number, other(scope) as number];
				return plus ? a + b : a - b;
			};
		}
		return left;
	}

	private unary(): Node {
		const sign = this.take("!", "-");
		if (!sign) return this.single();
		const inner = this.unary();
		return sign === "!" ? (scope) => !inner(scope) : (scope) => -Number(inner(scope));
	}

	private single(): Node {
		if (this.take("(")) {
			const inner = this.choice();
			this.need(")");
			return inner;
		}
		if (this.take("[")) {
			const items = this.items("]");
			return (scope) => items.map((item) => item(scope));
		}
		const token = this.tokens[this.at++]!;
		if (token.kind === "number") return () => Number(token.text);
		if (token.kind === "text") return () => token.text;
		if (token.kind === "name") return this.named(token.text);
		throw new Unreadable(token.text);
	}

	private named(name: string): Node {
		if (name in CONSTANTS) return () => CONSTANTS[name];
		if (name === "in_list") {
			this.need("(");
			const [list, value, ...more] = this.items(")");
			if (!list || !value || more.length) throw new Unreadable("in_list");
			return (scope) => ((list(scope) as unknown[] | undefined) ?? []).includes(value(scope));
		}
		if (name !== "doc" && name !== "parent") throw new Unreadable(name);
		return this.member(name);
	}

	/** `doc.field`, and of a list or a text its `length`. */
	private member(name: "doc" | "parent"): Node {
		this.need(".");
		const field = this.tokens[this.at++]!;
		if (field.kind !== "name") throw new Unreadable(field.text);
		const value: Node = (scope) => (Object.hasOwn(scope[name], field.text) ? scope[name][field.text] : undefined);
		if (!this.take(".")) return value;
		const property = this.tokens[this.at++]!;
		if (property.text !== "length") throw new Unreadable(property.text);
		return (scope) => (value(scope) as { length?: number } | null | undefined)?.length ?? 0;
	}

	private items(end: string): Node[] {
		const found: Node[] = [];
		if (this.take(end)) return found;
		do found.push(this.choice());
		while (this.take(","));
		this.need(end);
		return found;
	}
}

const COMPARE: Record<string, (one: unknown, other: unknown) => boolean> = {
	// As the expressions mean it: 1 equals "1", and null equals undefined.
	"==": (one, other) => one == other,
	"!=": (one, other) => one != other,
	"===": (one, other) => one === other,
	"!==": (one, other) => one !== other,
	"<": (one, other) => (one as number) < (other as number),
	">": (one, other) => (one as number) > (other as number),
	"<=": (one, other) => (one as number) <= (other as number),
	">=": (one, other) => (one as number) >= (other as number),
};
const COMPARING = Object.keys(COMPARE);

function tokens(source: string): Token[] {
	const found: Token[] = [];
	TOKEN.lastIndex = 0;
	let at = 0;
	while (at < source.length) {
		TOKEN.lastIndex = at;
		const match = TOKEN.exec(source);
		if (!match) throw new Unreadable(source.slice(at));
		at = TOKEN.lastIndex;
		const [, digits, double, single, name, sign] = match;
		if (digits !== undefined) found.push({ kind: "number", text: digits });
		else if (name !== undefined) found.push({ kind: "name", text: name });
		else if (sign !== undefined) found.push({ kind: "sign", text: sign });
		else found.push({ kind: "text", text: (double ?? single ?? "").replace(/\\(.)/g, "$1") });
	}
	return [...found, { kind: "end", text: "" }];
}
