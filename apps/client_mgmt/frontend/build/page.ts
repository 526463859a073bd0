import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Plugin } from "vite";

/** Writes the built index.html as the page that both hosts serve, and leaves none among the assets. */
export function page(target: string): Plugin {
	return {
		name: "client-mgmt-page",
		apply: "build",
		enforce: "post",
		generateBundle(_options, bundle) {
			const html = bundle["index.html"];
			if (html?.type !== "asset") this.error("The build made no index.html.");
			delete bundle["index.html"];
			mkdirSync(dirname(target), { recursive: true });
			writeFileSync(target, String(html.source));
		},
	};
}
