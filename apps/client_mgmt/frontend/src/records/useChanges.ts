import { useChanges as useAllChanges, type Changed } from "@/session";

/** Whether a change concerns the records of `doctype`, or that one of them: also what is said about it. */
export function isAbout(one: Changed, doctype: string, name?: string): boolean {
	if (name !== undefined && one.doctype === "Client Message") return true;
	return one.doctype === doctype && (name === undefined || one.name === name);
}

/** Calls `listener` when others changed a record of `doctype`, or that one record of it. */
export function useChanges(doctype: () => string, name: () => string | undefined, listener: () => void): void {
	useAllChanges((changed) => {
		const mine = changed.some((one) => isAbout(one, doctype(), name()));
		if (mine) listener();
	});
}
