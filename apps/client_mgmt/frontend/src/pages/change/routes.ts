import type { RouteRecordRaw } from "vue-router";
import { t } from "@/words";

export const routes: RouteRecordRaw[] = [
	{ path: "/change/new", name: "new-change", component: () => import("./Raise.vue"), meta: { title: () => t("Raise a change") } },
	{ path: "/change/:name/edit", name: "edit-change", component: () => import("./Raise.vue"), meta: { title: () => t("Change request") } },
	{ path: "/change/:name", name: "change", component: () => import("./Change.vue"), meta: { title: () => t("Change request") } },
];
