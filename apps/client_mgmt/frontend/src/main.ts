import { createApp, h } from "vue";
import { sentenceOf, start } from "@/session";
import App from "./App.vue";
import Unreachable from "./Unreachable.vue";
import { makeRouter } from "./router.ts";
import "./styles/main.css";

try {
	await start();
	createApp(App).use(makeRouter()).mount("#app");
} catch (failure) {
	createApp({ render: () => h(Unreachable, { text: sentenceOf(failure) }) }).mount("#app");
}
