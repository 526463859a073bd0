import { ask } from "@/session";
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
