import { createApp, h } from "vue";
import { sentenceOf, start } from "@/session";
import App from "./App.vue";
import Unreachable from "./Unreachable.vue";
import { makeRouter } from "./router.ts";
import "./styles/main.css";

/* A file that misses the place where it is taken must not take the browser away from what is being written. */
for (const kind of ["dragover", "drop"] as const)
	addEventListener(kind, (event) => {
		if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
		event.preventDefault();
		event.dataTransfer.dropEffect = "none";
	});

try {
	await start();
	createApp(App).use(makeRouter()).mount("#app");
} catch (failure) {
	createApp({ render: () => h(Unreachable, { text: sentenceOf(failure) }) }).mount("#app");
}
