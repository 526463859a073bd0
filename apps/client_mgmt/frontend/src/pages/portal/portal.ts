import { ask, call } from "@/session";
import { t } from "@/words";

/* `client_mgmt.api.portal.*`: what a client sees of their projects. */

export interface Project {
	name: string;
	project_name: string;
	stage: string;
	delivery_method: string;
	planned_start: string | null;
	planned_end: string | null;
	actual_start: string | null;
	actual_end: string | null;
	team?: Member[];
}

export interface Member {
	party: string;
	project_role: string;
	full_name: string;
}

export function myProjects(signal?: AbortSignal): Promise<Project[]> {
	return ask("client_mgmt.api.portal.my_projects", {}, signal);
}

export function project(name: string, signal?: AbortSignal): Promise<Project> {
	return ask("client_mgmt.api.portal.project", { name }, signal);
}

export interface Decision {
	name: string;
	minutes: string;
	title: string;
	on: string;
	decision: string;
	rationale: string | null;
	decided_by: string | null;
	change_request: string | null;
}

/** The decisions of the last `limit` minutes. */
export function decisions(project: string, limit: number, signal?: AbortSignal): Promise<{ rows: Decision[]; has_next: boolean }> {
	return ask("client_mgmt.api.portal.decisions", { project, limit }, signal);
}

export interface Requirement {
	name: string;
	feature: string;
	acceptance_criteria: string | null;
	priority: string;
	priority_label: string;
	status: string;
	status_label: string;
	revision: number;
	confirmed_by: string;
	confirmed_on: string | null;
	proposed: string;
	proposed_label: string;
	/** For the client to confirm its priority. */
	waits: boolean;
}

export function requirements(project: string, start: number, signal?: AbortSignal): Promise<Requirement[]> {
	return ask("client_mgmt.api.portal.requirements", { project, start }, signal);
}

/** Confirms priorities as they were seen. */
export function confirmPriorities(seen: Pick<Requirement, "name" | "priority">[]): Promise<string[]> {
	return call("client_mgmt.api.portal.confirm_priorities", { priorities_seen: Object.fromEntries(seen.map((one) => [one.name, one.priority])) });
}

export function proposePriority(requirement: string, priority: string, text: string): Promise<string> {
	return call("client_mgmt.api.portal.propose_priority", { requirement, priority, text });
}

export interface Specification {
	name: string;
	title: string;
	kind: string;
	versions: { name: string; version: number; status: string; released_on: string | null; file_name: string | null }[];
}

/** The released documents of a project that are for the client. */
export function specifications(project: string, signal?: AbortSignal): Promise<Specification[]> {
	return ask("client_mgmt.api.requirements.documents", { project }, signal);
}

export function specificationFile(version: string): string {
	return `/api/method/client_mgmt.api.requirements.document_file?version=${encodeURIComponent(version)}`;
}

export const PRIORITIES = () => [
	{ value: "High", label: t("High") },
	{ value: "Medium", label: t("Medium") },
	{ value: "Low", label: t("Low") },
];

export const PRIORITY_COLOURS: Record<string, string> = { High: "red", Medium: "orange", Low: "gray" };

/** How far the planned time has run, 0 to 100; null without both dates. */
export function elapsed(one: Project, today: string): number | null {
	const [from, to, now] = [one.actual_start ?? one.planned_start, one.actual_end ?? one.planned_end, today].map((day) => Date.parse(day ?? ""));
	if (!(to! > from!)) return null;
	return Math.round(Math.min(1, Math.max(0, (now! - from!) / (to! - from!))) * 100);
}

export const STAGE_COLOURS: Record<string, string> = { "Kick-off": "gray", Delivery: "blue", Acceptance: "orange", Closed: "green" };

/** A stored option in the reader's language: this method answers the stored ones. */
export function words(value: string): string {
	const known: Record<string, string> = {
		"Kick-off": t("Kick-off"),
		Delivery: t("Delivery"),
		Acceptance: t("Acceptance"),
		Closed: t("Closed"),
		Agile: t("Agile"),
		Waterfall: t("Waterfall"),
		Specification: t("Specification"),
		Prototype: t("Prototype"),
		"UI Design": t("UI Design"),
		"API Document": t("API Document"),
		Released: t("Released"),
		Superseded: t("Superseded"),
		Client: t("Client"),
		Vendor: t("Vendor"),
		"Project Manager": t("Project Manager"),
		"Technical Lead": t("Technical Lead"),
		"Product Manager": t("Product Manager"),
		"Client Liaison Officer": t("Client Liaison Officer"),
		"Customer Success Manager": t("Customer Success Manager"),
		PMO: t("PMO"),
		"Project Assistant": t("Project Assistant"),
		"Quality Administrator": t("Quality Administrator"),
		Translator: t("Translator"),
		Developer: t("Developer"),
		Tester: t("Tester"),
		Operations: t("Operations"),
		"Business Owner": t("Business Owner"),
		Architect: t("Architect"),
		"Test Manager": t("Test Manager"),
		"Decision Maker": t("Decision Maker"),
		Other: t("Other"),
	};
	return known[value] ?? value;
}
