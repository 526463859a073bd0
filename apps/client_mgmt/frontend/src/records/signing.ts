import { ask, call } from "@/session";
import type { Difference } from "./types.ts";

/* `client_mgmt.api.signing.*`: what is signed, and the evidence of it. */
const API = "client_mgmt.api.signing";

/** A column of a signed row; `before` is what it changes. */
export interface SignedPart {
	field: string;
	label: string;
	text: string;
	before?: string;
}

export interface SignedRow {
	field: string;
	label: string;
	text: string;
	items: SignedPart[][];
}

export interface SignedSection {
	section: string;
	rows: SignedRow[];
}

export interface Signature {
	party: string;
	decision: string;
	signer: string;
	signer_name: string;
	role: string;
	on_behalf_of: string;
	signed_at: string;
	method: string;
	comment: string;
	/** Of its entry in the chain: what a receipt holds. */
	hash: string;
}

export interface Package {
	digest: string;
	revision: number;
	round: number;
	purpose: string;
	content: Record<string, unknown>;
	consent_text: string;
	my_party: string;
	can_sign: boolean;
	cannot_sign_because: string;
	signatures: Signature[];
	missing_parties: string[];
	changes_since_last_round: unknown[];
	display: SignedSection[];
}

export interface SignatureRecord {
	name: string;
	decision: string;
	signer_name: string;
	party: string;
	method: string;
	signed_at: string;
	digest: string;
	round: number;
}

export interface Verdict {
	valid: boolean;
	in_force: boolean;
	chain_ok: boolean;
	parties: Record<string, { signer_name: string; decision: string; signed_at: string; method: string; purpose: string; round: string }>;
	problems: string[];
}

export function signingPackage(doctype: string, name: string, signal?: AbortSignal): Promise<Package> {
	return ask(`${API}.get_package`, { doctype, name }, signal);
}

export function sign(doctype: string, name: string, digest: string, password: string, comment: string): Promise<SignatureRecord> {
	return call(`${API}.sign`, { doctype, name, digest, password, comment: comment || undefined });
}

export function decline(doctype: string, name: string, digest: string, reason: string): Promise<SignatureRecord> {
	return call(`${API}.decline`, { doctype, name, digest, reason });
}

export function requestCode(doctype: string, name: string): Promise<{ message: string }> {
	return call(`${API}.request_code`, { doctype, name });
}

export function verify(doctype: string, name: string): Promise<Verdict> {
	return ask(`${API}.verify`, { doctype, name });
}

/** Fetches the evidence pack and hands it to the browser as a file. */
export async function downloadPack(doctype: string, name: string): Promise<void> {
	const pack = await ask(`${API}.evidence`, { doctype, name });
	hand(`${name}-evidence.json`, "application/json", JSON.stringify(pack, null, "\t"));
}

/** Hands the browser a text file to keep that vouches for the pack: its last word is the hash of a chain entry. */
export function downloadReceipt(name: string, lines: { label: string; text: string }[]): void {
	hand(`${name}-receipt.txt`, "text/plain;charset=utf-8", lines.map((one) => `${one.label}: ${one.text}\n`).join(""));
}

function hand(name: string, type: string, content: string): void {
	const url = URL.createObjectURL(new Blob([content], { type }));
	const link = document.createElement("a");
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The rows of two displays that differ, in words: what a signer saw and what stands there now. */
export function between(before: SignedSection[], after: SignedSection[]): Difference[] {
	const flat = (display: SignedSection[]) =>
		new Map(display.flatMap((section) => section.rows).map((row) => [row.field, { label: row.label, text: said(row) }]));
	const [old, now] = [flat(before), flat(after)];
	return [...new Set([...old.keys(), ...now.keys()])]
		.map((field) => ({
			field,
			label: (now.get(field) ?? old.get(field))!.label,
			before: old.get(field)?.text ?? "",
			after: now.get(field)?.text ?? "",
		}))
		.filter((one) => one.before !== one.after);
}

function said(row: SignedRow): string {
	if (!row.items.length) return row.text;
	return row.items.map((item) => item.map((part) => `${part.label}: ${part.text}`).join("; ")).join("\n");
}
