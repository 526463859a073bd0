import { ask, call } from "@/session";
import type { Form, Hits, Item, Listing, Notices, NoticeSwitch, Page } from "./types.ts";

/* One function a call of `client_mgmt.api.ui`. */
const UI = "client_mgmt.api.ui";

export type Filter = [column: string, operator: string, value: unknown];

export interface ListQuery {
	filters?: Filter[];
	or_filters?: Filter[];
	order_by?: string;
	start?: number;
	limit?: number;
	columns?: string[];
	group_by?: string;
	search?: string;
}

export function form(doctype: string, signal?: AbortSignal): Promise<Form> {
	return ask(`${UI}.form`, { doctype }, signal);
}

/** The page of a document; without a name that of a new one. */
export function page(doctype: string, name = "", signal?: AbortSignal): Promise<Page> {
	return ask(`${UI}.page`, { doctype, name }, signal);
}

export function list(doctype: string, query: ListQuery = {}, signal?: AbortSignal): Promise<Listing> {
	return ask(`${UI}.list`, { doctype, ...query }, signal);
}

export function search(text: string, signal?: AbortSignal): Promise<Hits[]> {
	return ask(`${UI}.search`, { text }, signal);
}

export function inbox(signal?: AbortSignal): Promise<Item[]> {
	return ask(`${UI}.inbox`, {}, signal);
}

export function notices(start = 0, limit = 20, signal?: AbortSignal): Promise<Notices> {
	return ask(`${UI}.notices`, { start, limit }, signal);
}

/** Marks notices as read, all of them without names; answers how many are left. */
export function readNotices(names?: string[]): Promise<number> {
	return call("client_mgmt.api.person.read_notices", { names });
}

export function noticeSwitches(signal?: AbortSignal): Promise<NoticeSwitch[]> {
	return ask("client_mgmt.api.person.notice_switches", {}, signal);
}

export function switchNotice(kind: string, bell: boolean, mail: boolean): Promise<NoticeSwitch[]> {
	return call("client_mgmt.api.person.switch_notice", { kind, bell: Number(bell), mail: Number(mail) });
}
