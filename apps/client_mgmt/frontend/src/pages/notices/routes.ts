import type { RouteRecordRaw } from "vue-router";
import { t } from "@/words";

export const routes: RouteRecordRaw[] = [
	{ path: "/notices", name: "notices", component: () => import("./Notices.vue"), meta: { title: () => t("Notices") } },
];
