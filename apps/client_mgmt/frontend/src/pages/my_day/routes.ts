import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
	{ path: "/", name: "my-day", component: () => import("./MyDay.vue"), meta: { title: "My day" } },
];
