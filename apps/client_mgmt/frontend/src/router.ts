import { createRouter, createWebHistory, type RouteRecordRaw, type Router } from "vue-router";
import { doctypeOf } from "@/records/addresses.ts";
import { renew, useSession } from "@/session";

declare module "vue-router" {
	interface RouteMeta {
		/** Guests may open it, and it stands without the shell. */
		open?: boolean;
		/** Without the shell: nothing beside the page. */
		bare?: boolean;
		/** The title of the window. */
		title?: () => string;
	}
}

const topics = import.meta.glob<{ routes: RouteRecordRaw[] }>("./pages/*/routes.ts", { eager: true });

/** The routes of every topic's `routes.ts`; each page is its own chunk. Guests are led to sign-in and back. */
export function makeRouter(): Router {
	const router = createRouter({
		history: createWebHistory("/client-mgmt/"),
		routes: Object.values(topics).flatMap((topic) => topic.routes),
		scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
	});
	router.beforeEach(async (to) => {
		const { boot, isGuest } = useSession();
		const { doctype } = to.params;
		if (typeof doctype === "string" && !isGuest.value && !doctypeOf(doctype)) await renew().catch(() => undefined);
		if (to.path === "/" && boot.value.side === "Client") return { name: "portal", replace: true };
		if (to.meta.open || !isGuest.value) return true;
		return { name: "sign-in", query: to.fullPath === "/" ? {} : { to: to.fullPath } };
	});
	return router;
}

/** Where sign-in leads: a page of this app, never another site. */
export function destination(asked: unknown): string {
	const path = typeof asked === "string" ? asked : "";
	return path.startsWith("/") && !/^\/[/\\]/.test(path) && !path.startsWith("/sign-in") ? path : "/";
}
