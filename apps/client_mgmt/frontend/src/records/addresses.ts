import { useSession, type DocTypeInfo } from "@/session";

/* Addresses of records: /list/change-request, /doc/change-request/CR-2026-0001, /new/change-request. */

export function slug(doctype: string): string {
	return doctype.toLowerCase().replaceAll(" ", "-");
}

/** The DocType that an address names, of those that this reader opens; undefined otherwise. */
export function doctypeOf(slugged: string): DocTypeInfo | undefined {
	return useSession().boot.value.doctypes.find((one) => slug(one.name) === slugged);
}

/** The list of a DocType; of one with a single record that record. */
export function toList(doctype: string): string {
	const found = useSession().boot.value.doctypes.find((one) => one.name === doctype);
	return found?.is_single ? toForm(doctype, doctype) : `/list/${slug(doctype)}`;
}

/** DocTypes with a page of their own. */
const OWN: Record<string, string> = { "Change Request": "/change" };

/** Those that a client reads in the portal. */
const PORTAL: Record<string, string> = { "Project Archive": "/portal/project", "Meeting Minutes": "/portal/minutes", Requirement: "/portal/requirement" };

export function toRecord(doctype: string, name: string): string {
	const own = OWN[doctype] ?? (useSession().boot.value.side === "Client" ? PORTAL[doctype] : undefined);
	if (own) return `${own}/${encodeURIComponent(name)}`;
	return toForm(doctype, name);
}

/** The form with every field, of whatever DocType. */
export function toForm(doctype: string, name: string): string {
	return `/doc/${slug(doctype)}/${encodeURIComponent(name)}`;
}

export function toNew(doctype: string): string {
	if (OWN[doctype]) return `${OWN[doctype]}/new`;
	return `/new/${slug(doctype)}`;
}

export function toSigning(doctype: string, name: string): string {
	return `/sign/${slug(doctype)}/${encodeURIComponent(name)}`;
}
