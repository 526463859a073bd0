import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/* frappe-ui offers its request layer only together with its components, which need a browser. */
const layer = fileURLToPath(new URL("../node_modules/frappe-ui/src/utils", import.meta.url));

export default defineConfig({
	resolve: { alias: { "request-layer": layer } },
	test: { include: ["foreign/**/*.test.ts"], testTimeout: 60_000 },
});
