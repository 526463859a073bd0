import { call, create, remove } from "@/session";
import type { Doc } from "./types.ts";
import type { Changes } from "./differences.ts";

/** What a page does to a record; each answers the record as the server then has it, and raises ServerError. */
export function useSave(doctype: () => string) {
	return {
		create: (values: Changes) => create<Doc>(doctype(), values),
		/** `modified`: the state that the change was made on; the server refuses it (409) on any other. Columns of rows
		 * that the page was not sent stay as they are. */
		update: (name: string, values: Changes, modified: string) => call<Doc>("client_mgmt.api.ui.save", { doctype: doctype(), name, values, modified }),
		act: (name: string, action: string, reason: string, values: Changes) =>
			call<Doc>("client_mgmt.api.workflow.act", { doctype: doctype(), name, action, reason: reason || undefined, values }),
		remove: (name: string) => remove(doctype(), name),
	};
}
