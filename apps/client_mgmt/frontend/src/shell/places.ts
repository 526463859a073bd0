import { useSession } from "@/session";
import { toList } from "@/records/addresses.ts";
import { t } from "@/words";

export interface Place {
	key: string;
	label: string;
	/** For the bottom bar of a phone, where little fits. */
	short?: string;
	icon: string;
	to: string;
}

/** The DocTypes that have a place of their own, in this order. */
const SHOWN: { doctype: string; icon: string; label: () => string; short?: () => string }[] = [
	{ doctype: "Project Archive", icon: "lucide-folder-kanban", label: () => t("Projects") },
	{ doctype: "Change Request", icon: "lucide-git-pull-request-arrow", label: () => t("Change requests"), short: () => t("Changes") },
	{ doctype: "Meeting Minutes", icon: "lucide-notebook-pen", label: () => t("Minutes") },
	{ doctype: "Action Item", icon: "lucide-list-checks", label: () => t("Actions") },
	{ doctype: "Client", icon: "lucide-building-2", label: () => t("Clients") },
];

/** Where this person goes, by what they may open: at a desk all of it. */
export function places(): Place[] {
	const { boot } = useSession();
	const open = new Set(boot.value.doctypes.filter((one) => one.can_read).map((one) => one.name));
	const lists = SHOWN.filter((one) => open.has(one.doctype)).map((one) => ({
		key: one.doctype,
		label: one.label(),
		short: one.short?.(),
		icon: one.icon,
		to: toList(one.doctype),
	}));
	return [boot.value.side === "Client" ? portal() : myDay(), ...lists, more()];
}

/** The four of a phone's bottom bar: the first three and the rest. */
export function phonePlaces(): Place[] {
	return [...places().slice(0, -1).slice(0, 3), more()];
}

function myDay(): Place {
	return { key: "my-day", label: t("My day"), icon: "lucide-sun", to: "/" };
}

function portal(): Place {
	return { key: "portal", label: t("My projects"), icon: "lucide-house", to: "/portal" };
}

function more(): Place {
	return { key: "more", label: t("More"), icon: "lucide-layout-grid", to: "/more" };
}

/** Whether the address stands in that place. */
export function isHere(place: Place, path: string): boolean {
	if (place.to === "/") return path === "/";
	const slug = place.to.replace(/^\/list/, "");
	if (place.to.endsWith("/change-request") && path.startsWith("/change/")) return true;
	return path.startsWith(place.to) || (place.to.startsWith("/list") && new RegExp(`^/(doc|new|sign)${slug}(/|$)`).test(path));
}
