import type { Language } from "@/words";

/** What `ui.boot` answers; a guest learns only the first lines. */
export interface Boot {
	user: string;
	side: "Client" | "Vendor" | "Guest";
	lang: Language;
	messages_hash: string;
	site_name: string;
	demo: boolean;
	demo_people: DemoPerson[];
	full_name: string;
	roles: string[];
	time_zone: string;
	currency: string;
	csrf_token: string;
	doctypes: DocTypeInfo[];
	state_colours: Record<string, string>;
}

export interface DocTypeInfo {
	name: string;
	label: string;
	module: string;
	module_label: string;
	can_create: boolean;
	can_read: boolean;
	/** One record without a list, such as settings. */
	is_single: boolean;
	has_workflow: boolean;
	title_field: string;
}

/** `password`: where the demo site has one for everybody. */
export interface DemoPerson {
	user: string;
	full_name: string;
	roles: string[];
	side: string;
	try_out: string;
	password?: string;
}

export const GUEST: Boot = {
	user: "Guest",
	side: "Guest",
	lang: "en",
	messages_hash: "",
	site_name: "",
	demo: false,
	demo_people: [],
	full_name: "",
	roles: [],
	time_zone: "UTC",
	currency: "CNY",
	csrf_token: "",
	doctypes: [],
	state_colours: {},
};
