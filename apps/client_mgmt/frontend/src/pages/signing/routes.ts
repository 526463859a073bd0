import type { RouteRecordRaw } from "vue-router";
import { t } from "@/words";

export const routes: RouteRecordRaw[] = [
	{
		path: "/sign/:doctype/:name",
		name: "sign",
		component: () => import("./Sign.vue"),
		meta: { bare: true, title: () => t("Sign") },
	},
];
