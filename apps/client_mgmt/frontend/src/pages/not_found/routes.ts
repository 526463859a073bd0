import type { RouteRecordRaw } from "vue-router";
import { t } from "@/words";

export const routes: RouteRecordRaw[] = [
	{ path: "/:path(.*)*", name: "not-found", component: () => import("./NotFound.vue"), meta: { title: () => t("Not found") } },
];
