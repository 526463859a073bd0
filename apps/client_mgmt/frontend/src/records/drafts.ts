import { useSession } from "@/session";
import type { Changes } from "./differences.ts";

/* Unsaved changes, kept in this browser for the person who made them. */

export interface Draft {
	at: number;
	/** The state of the record that the changes were made on, and what it said in their fields. */
	modified: string;
	base: Changes;
	mine: Changes;
	/** Titles of what the changes link to. */
	titles: Record<string, string>;
}

const PREFIX = "client_mgmt.draft";
const OLDEST = 30 * 24 * 3600 * 1000;

function key(doctype: string, name: string): string {
	return [PREFIX, useSession().boot.value.user, doctype, name].join("\n");
}

/** The draft of a record ("" as its name: of a new one); none when it is older than a month. */
export function draftOf(doctype: string, name: string): Draft | null {
	try {
		const found = JSON.parse(localStorage.getItem(key(doctype, name)) ?? "null") as Draft | null;
		if (!found || typeof found.mine !== "object" || Date.now() - found.at > OLDEST) return null;
		return found;
	} catch {
		return null;
	}
}

export function keepDraft(doctype: string, name: string, draft: Draft): void {
	try {
		localStorage.setItem(key(doctype, name), JSON.stringify(draft));
	} catch {
		// The store is full or closed: the page still asks before it is left.
	}
}

export function dropDraft(doctype: string, name: string): void {
	localStorage.removeItem(key(doctype, name));
}
