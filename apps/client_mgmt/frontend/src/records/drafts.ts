import { useSession } from "@/session";
import type { Changes } from "./differences.ts";

/* Unsaved changes, kept in this browser for the person who made them: they come back after a reload and after signing
 * out and in again, and never to anybody else. */

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

/** The drafts of whoever is here now, also when somebody else is by the time that they are kept. `part`: of a form that
 * shows but a part of a record. A name of "" is that of a new record. */
export function useDrafts(part: () => string = () => "") {
	const { user } = useSession().boot.value;
	const key = (doctype: string, name: string) => [PREFIX, user, doctype, name, part()].filter((one, index) => one || index < 4).join("\n");

	/** None when it is older than a month. */
	function read(doctype: string, name: string): Draft | null {
		try {
			const found = JSON.parse(localStorage.getItem(key(doctype, name)) ?? "null") as Draft | null;
			if (!found || typeof found.mine !== "object" || Date.now() - found.at > OLDEST) return null;
			return found;
		} catch {
			return null;
		}
	}

	function keep(doctype: string, name: string, draft: Draft): void {
		try {
			localStorage.setItem(key(doctype, name), JSON.stringify(draft));
		} catch {
			// The store is full or closed: the page still asks before it is left.
		}
	}

	const drop = (doctype: string, name: string): void => localStorage.removeItem(key(doctype, name));
	return { read, keep, drop };
}
