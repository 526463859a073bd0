import type { RouteRecordRaw } from "vue-router";
import { t } from "@/words";

export const routes: RouteRecordRaw[] = [
	{ path: "/list/:doctype", name: "list", component: () => import("./ListPage.vue"), meta: { title: () => t("List") } },
	{ path: "/doc/:doctype/:name", name: "record", component: () => import("./FormPage.vue"), meta: { title: () => t("Record") } },
	{ path: "/new/:doctype", name: "new-record", component: () => import("./FormPage.vue"), meta: { title: () => t("Create") } },
];
