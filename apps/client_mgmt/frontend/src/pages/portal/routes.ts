import type { RouteRecordRaw } from "vue-router";
import { t } from "@/words";

export const routes: RouteRecordRaw[] = [
	{ path: "/portal", name: "portal", component: () => import("./Home.vue"), meta: { title: () => t("My projects") } },
	{ path: "/portal/project/:name", name: "portal-project", component: () => import("./Project.vue"), meta: { title: () => t("Project") } },
	{ path: "/portal/requirement/:name", name: "portal-requirement", component: () => import("./Requirement.vue"), meta: { title: () => t("Requirement") } },
	{ path: "/portal/minutes/:name", name: "portal-minutes", component: () => import("./Minutes.vue"), meta: { title: () => t("Minutes") } },
];
