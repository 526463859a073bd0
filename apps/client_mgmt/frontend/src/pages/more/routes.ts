import type { RouteRecordRaw } from "vue-router";
import { t } from "@/words";

export const routes: RouteRecordRaw[] = [
	{ path: "/more", name: "more", component: () => import("./More.vue"), meta: { title: () => t("More") } },
];
