import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
	{ path: "/:path(.*)*", name: "not-found", component: () => import("./NotFound.vue"), meta: { title: "Not found" } },
];
