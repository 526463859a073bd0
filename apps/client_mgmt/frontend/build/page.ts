import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Plugin } from "vite";

/** Writes the built index.html as the page that both hosts serve at `route`, and leaves none among the assets. */
export function page(target: string, route: string): Plugin {
	return {
		name: "client-mgmt-page",
		enforce: "post",
		configureServer(server) {
			server.middlewares.use((request, _response, next) => {
				const path = request.url?.split("?")[0] ?? "";
				if (path === route || path.startsWith(`${route}/`)) request.url = `${server.config.base}index.html`;
				next();
			});
		},
		generateBundle(_options, bundle) {
			const html = bundle["index.html"];
			if (html?.type !== "asset") this.error("The build made no index.html.");
			delete bundle["index.html"];
			mkdirSync(dirname(target), { recursive: true });
			writeFileSync(target, String(html.source));
		},
	};
}
