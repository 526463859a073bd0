import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
	{ path: "/portal", name: "portal", component: () => import("./Home.vue"), meta: { title: "My projects" } },
	{ path: "/portal/project/:name", name: "portal-project", component: () => import("./Project.vue"), meta: { title: "Project" } },
	{ path: "/portal/minutes/:name", name: "portal-minutes", component: () => import("./Minutes.vue"), meta: { title: "Minutes" } },
];
