import type { RouteRecordRaw } from "vue-router";

export const routes: RouteRecordRaw[] = [
	{
		path: "/sign-in",
		name: "sign-in",
		component: () => import("./SignIn.vue"),
		meta: { open: true, bare: true, title: "Sign in" },
	},
	{
		path: "/forgotten",
		name: "forgotten",
		component: () => import("./Forgotten.vue"),
		meta: { open: true, bare: true, title: "Forgotten password" },
	},
	{
		path: "/new-password",
		name: "new-password",
		component: () => import("./NewPassword.vue"),
		meta: { open: true, bare: true, title: "New password" },
	},
];
