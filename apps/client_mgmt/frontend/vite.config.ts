import vue from "@vitejs/plugin-vue";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { page } from "./build/page.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = `http://127.0.0.1:${process.env.PORT ?? 8000}`;
const proxied = Object.fromEntries(
	["/api", "/files", "/private", "/assets/client_mgmt/js"].map((path) => [path, server]),
);

export default defineConfig({
	base: "/assets/client_mgmt/frontend/",
	plugins: [vue(), page(at("../client_mgmt/www/client-mgmt.html"), "/client-mgmt")],
	resolve: { alias: { "@": at("./src") } },
	server: { port: Number(process.env.VITE_PORT ?? 8080), proxy: proxied },
	build: {
		outDir: at("../client_mgmt/public/frontend"),
		emptyOutDir: true,
		target: "es2022",
		sourcemap: false,
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		reportCompressedSize: true,
		rollupOptions: {
			output: {
				assetFileNames: "assets/[name]-[hash][extname]",
				chunkFileNames: "assets/[name]-[hash].js",
				entryFileNames: "assets/[name]-[hash].js",
				manualChunks: chunk,
			},
		},
	},
	test: {
		environment: "happy-dom",
		include: ["src/**/*.test.ts"],
		restoreMocks: true,
		testTimeout: 20_000,
	},
});

// No module that imports a library's index: its chunk would take in whatever of that library is used anywhere.
const BASE = /\/src\/(session|words|router\.ts|records\/(addresses|calls)|parts\/(Avatar|Badge|Button|EmptyState|Icon|Mark|Notice|PageHead|Skeleton|Spinner|field|confirm|notices)\b)/;

/** What every page needs stays cached when only a page changes, and comes in few requests. */
function chunk(id: string): string | undefined {
	if (/node_modules\/(@vue|vue|vue-router)\//.test(id) || id.includes("plugin-vue:export-helper")) return "vue";
	return BASE.test(id) ? "base" : undefined;
}
