import type { RouteRecordRaw } from "vue-router";
import { t } from "@/words";

export const routes: RouteRecordRaw[] = [
	{
		path: "/sign-in",
		name: "sign-in",
		component: () => import("./SignIn.vue"),
		meta: { open: true, bare: true, title: () => t("Sign in") },
	},
	{
		path: "/forgotten",
		name: "forgotten",
		component: () => import("./Forgotten.vue"),
		meta: { open: true, bare: true, title: () => t("Forgotten password") },
	},
	{
		path: "/new-password",
		name: "new-password",
		component: () => import("./NewPassword.vue"),
		meta: { open: true, bare: true, title: () => t("New password") },
	},
];
