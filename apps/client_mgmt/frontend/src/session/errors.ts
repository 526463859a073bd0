import { t } from "@/words";

export type ErrorKind = "unreachable" | "not-found" | "forbidden" | "conflict" | "refused" | "signed-out" | "failed";

/** What the server answered instead of what was asked. `messages` are its sentences, as text. */
export class ServerError extends Error {
	override readonly name = "ServerError";

	constructor(
		readonly status: number,
		readonly excType: string,
		readonly messages: string[],
	) {
		super(messages[0] ?? sentence(status));
	}

	get kind(): ErrorKind {
		if (this.status === 0) return "unreachable";
		if (this.status === 404 || this.excType === "DoesNotExistError") return "not-found";
		if (this.excType === "TimestampMismatchError") return "conflict";
		if (this.status === 401) return "signed-out";
		if (this.status === 403) return "forbidden";
		return this.status >= 500 ? "failed" : "refused";
	}
}

/** The error of an answer that is none; reads the body. */
export async function errorOf(response: Response): Promise<ServerError> {
	const body = await response.json().catch(() => ({}));
	return new ServerError(response.status, excType(body), messagesOf(body));
}

/** The sentence to show for whatever was thrown. */
export function sentenceOf(error: unknown): string {
	if (error instanceof ServerError) return error.messages.join("\n") || error.message;
	return t("Something went wrong. Please try again.");
}

interface Body {
	_server_messages?: string;
	exc_type?: string;
	exception?: string;
	message?: unknown;
	errors?: { type?: string; message?: string }[];
}

function excType(body: Body): string {
	return body.exc_type ?? body.errors?.[0]?.type ?? "";
}

function messagesOf(body: Body): string[] {
	const found = [...collected(body._server_messages), ...(body.errors ?? []).map((one) => one.message ?? "")];
	const plain = found.map(asText).filter(Boolean);
	if (plain.length) return [...new Set(plain)];
	const said = typeof body.message === "string" ? body.message : saidBy(body.exception);
	return said ? [asText(said)] : [];
}

/** A JSON list of JSON objects (or of plain texts) as Frappe sends it. */
function collected(raw: string | undefined): string[] {
	const list = parsed(raw);
	if (!Array.isArray(list)) return [];
	return list.map((one: unknown) => {
		const message = typeof one === "string" ? (parsed(one) ?? one) : one;
		if (typeof message === "string") return message;
		return String((message as { message?: unknown } | null)?.message ?? "");
	});
}

function parsed(raw: string | undefined): unknown {
	try {
		return raw === undefined ? undefined : JSON.parse(raw);
	} catch {
		return undefined;
	}
}

/** "frappe.exceptions.ValidationError: The sentence" without its class. */
function saidBy(exception: string | undefined): string {
	return exception?.replace(/^[\w.]+(Error|Exception)?:\s*/, "") ?? "";
}

/** Messages may hold HTML. Its tags go before a document is made of the rest for its entities: handlers in a
 * document that is never shown do not run either, but the CSP reports them. */
export function asText(html: string): string {
	if (!/[<&]/.test(html)) return html.trim();
	const lines = html.replace(/<(br|\/p|\/li|\/div)\b[^>]*>/gi, "\n");
	const bare = lines.replace(/<\/?[a-z!][^>]*>/gi, "").replaceAll("<", "&lt;");
	const text = new DOMParser().parseFromString(bare, "text/html").body.textContent ?? "";
	return text.replace(/[ \t]+/g, " ").replace(/\s*\n\s*/g, "\n").trim();
}

function sentence(status: number): string {
	if (status === 0) return t("The server cannot be reached. Check your connection and try again.");
	if (status === 403) return t("You may not do this.");
	if (status === 404) return t("This was not found.");
	if (status === 413) return t("The file is too large.");
	if (status === 429) return t("That was too often. Please wait a moment and try again.");
	return t("Something went wrong. Please try again.");
}
