import type { RouteRecordRaw } from "vue-router";
import { t } from "@/words";

export const routes: RouteRecordRaw[] = [
	{ path: "/", name: "my-day", component: () => import("./MyDay.vue"), meta: { title: () => t("My day") } },
];
