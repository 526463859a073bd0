import { languageIfKnown } from "@/words";
import { errorOf, ServerError } from "./errors.ts";

export type Args = Record<string, unknown>;
export type Verb = "GET" | "POST" | "PUT" | "DELETE";

export interface Options {
	verb?: Verb;
	signal?: AbortSignal;
}

export interface Hooks {
	/** A new CSRF token, when the server no longer takes the one that we have. */
	freshToken: () => Promise<string>;
	/** Called when an answer says "not permitted"; answers whether the session has ended. */
	hasEnded: () => Promise<boolean>;
}

let token = "";
let hooks: Hooks = { freshToken: async () => "", hasEnded: async () => false };

export function setToken(value: string): void {
	token = value;
}

export function useHooks(given: Hooks): void {
	hooks = given;
}

/** Calls a whitelisted method; POST unless `verb` says otherwise. Answers its `message`. */
export async function call<T = unknown>(method: string, args: Args = {}, options: Options = {}): Promise<T> {
	const answer = await send(`/api/method/${method}`, options.verb ?? "POST", args, options.signal);
	return (answer as { message: T }).message;
}

/** Calls a method that only reads. */
export function ask<T = unknown>(method: string, args: Args = {}, signal?: AbortSignal): Promise<T> {
	return call<T>(method, args, { verb: "GET", signal });
}

/** A record, or with no name a list, of `/api/resource`. */
export function get<T = unknown>(doctype: string, name = "", args: Args = {}, signal?: AbortSignal): Promise<T> {
	return resource<T>("GET", doctype, name, args, signal);
}

export function create<T = unknown>(doctype: string, values: Args): Promise<T> {
	return resource<T>("POST", doctype, "", values);
}

export function update<T = unknown>(doctype: string, name: string, values: Args): Promise<T> {
	return resource<T>("PUT", doctype, name, values);
}

export function remove(doctype: string, name: string): Promise<unknown> {
	return resource("DELETE", doctype, name);
}

async function resource<T>(verb: Verb, doctype: string, name: string, args: Args = {}, signal?: AbortSignal): Promise<T> {
	const path = `/api/resource/${encodeURIComponent(doctype)}${name ? `/${encodeURIComponent(name)}` : ""}`;
	return ((await send(path, verb, args, signal)) as { data: T }).data;
}

/** Calls a method that answers a file, and keeps it as `name` among the downloads. */
export async function download(method: string, args: Args, name: string): Promise<void> {
	const response = await answered(`/api/method/${method}`, "POST", args);
	const link = document.createElement("a");
	link.href = URL.createObjectURL(await response.blob());
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export interface StoredFile {
	name: string;
	file_name: string;
	file_url: string;
	file_size: number;
}

/** Stores a file, attached to a record when one is given; always private. */
export async function upload(file: File, to: { doctype?: string; name?: string; field?: string } = {}): Promise<StoredFile> {
	const form = new FormData();
	form.append("file", file, file.name);
	form.append("is_private", "1");
	if (to.doctype) form.append("doctype", to.doctype);
	if (to.name) form.append("docname", to.name);
	if (to.field) form.append("fieldname", to.field);
	const answer = await send("/api/method/upload_file", "POST", form);
	return (answer as { message: StoredFile }).message;
}

async function send(path: string, verb: Verb, body: Args | FormData, signal?: AbortSignal): Promise<unknown> {
	return (await answered(path, verb, body, signal)).json();
}

async function answered(path: string, verb: Verb, body: Args | FormData, signal?: AbortSignal): Promise<Response> {
	const response = await once(path, verb, body, signal);
	if (response.ok) return response;
	const error = await errorOf(response);
	if (error.excType === "CSRFTokenError") {
		token = await hooks.freshToken();
		const again = await once(path, verb, body, signal);
		if (again.ok) return again;
		throw await errorOf(again);
	}
	if (error.status === 401 || error.status === 403) {
		if (await hooks.hasEnded()) throw new ServerError(401, error.excType, error.messages);
	}
	throw error;
}

async function once(path: string, verb: Verb, body: Args | FormData, signal?: AbortSignal): Promise<Response> {
	const headers: Record<string, string> = { Accept: "application/json" };
	const language = languageIfKnown();
	if (language) headers["Accept-Language"] = language;
	const init: RequestInit = { method: verb, headers, credentials: "same-origin", signal };
	let url = path;
	if (verb === "GET") {
		url += query(body as Args);
	} else {
		if (token) headers["X-Frappe-CSRF-Token"] = token;
		if (!(body instanceof FormData)) headers["Content-Type"] = "application/json";
		init.body = body instanceof FormData ? body : JSON.stringify(body);
	}
	try {
		return await fetch(url, init);
	} catch (failure) {
		if (signal?.aborted) throw failure;
		throw new ServerError(0, "", []);
	}
}

/** Lists and objects go as JSON, what is undefined is left out. */
export function query(args: Args): string {
	const pairs = Object.entries(args).filter(([, value]) => value !== undefined && value !== null);
	if (!pairs.length) return "";
	const text = (value: unknown) => (typeof value === "object" ? JSON.stringify(value) : String(value));
	return `?${new URLSearchParams(pairs.map(([key, value]) => [key, text(value)]))}`;
}
