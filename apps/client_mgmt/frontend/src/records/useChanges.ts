import { useChanges as useAllChanges } from "@/session";

/** Calls `listener` when others changed a record of `doctype`, or that one record of it. */
export function useChanges(doctype: () => string, name: () => string | undefined, listener: () => void): void {
	useAllChanges((changed) => {
		const mine = changed.some((one) => one.doctype === doctype() && (name() === undefined || one.name === name()));
		if (mine) listener();
	});
}
