import { mount } from "@vue/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ref } from "vue";
import Talk from "./Talk.vue";
import type { Message, Page } from "./types.ts";

const calls: [string, Record<string, unknown>][] = [];
const boot = ref({ side: "Vendor", user: "pm@x", full_name: "PM" });
vi.mock("@/session", () => ({
	asText: (text: string) => text,
	call: async (method: string, args: Record<string, unknown>) => void calls.push([method, args]),
	sentenceOf: String,
	useSession: () => ({ boot }),
}));

const SAY = "client_mgmt.api.portal.say";
const message: Message = { name: "m", by: "Liu", at: "2026-12-01 10:00:00", text: "<b>when</b>?", kind: "Message", priority: "", priority_label: "", party: "Client", party_label: "Client", mine: false, waits: true };

function shown(more: Partial<Page["can"]> = {}) {
	const can = { write: true, delete: false, comment: true, say: true, attach: true, assign: true, print: true, ...more };
	const page = { comments: [{ by: "PM", at: "2026-12-01 11:00:00", text: "inside" }], conversation: [message], can } as unknown as Page;
	return mount(Talk, { props: { doctype: "Change Request", name: "CR-1", page } });
}

async function send(wrapper: ReturnType<typeof shown>, text: string): Promise<void> {
	await wrapper.find("textarea").setValue(text);
	await wrapper.find("form").trigger("submit");
}

describe("what is said about a record", () => {
	beforeEach(() => {
		calls.length = 0;
		boot.value.side = "Vendor";
	});

	it("stays among colleagues until staff choose the client", async () => {
		const wrapper = shown();
		await send(wrapper, "<i>hm</i>");
		expect(calls.map(([method]) => method)).toEqual(["frappe.desk.form.utils.add_comment"]);
		expect(calls[0]![1].content).toBe("&lt;i&gt;hm&lt;/i&gt;");
		await wrapper.findAll("input[type=radio]")[1]!.setValue(true);
		await send(wrapper, "on Friday");
		expect(calls[1]).toEqual([SAY, { doctype: "Change Request", name: "CR-1", text: "on Friday", asks: 0 }]);
		expect(wrapper.emitted("written")).toHaveLength(2);
	});

	it("goes to colleagues where the client reads nothing", async () => {
		const wrapper = shown({ say: false });
		expect(wrapper.find("input[type=radio]").exists()).toBe(false);
		await send(wrapper, "x");
		expect(calls.map(([method]) => method)).not.toContain(SAY);
	});

	it("is shared when a client writes", async () => {
		boot.value.side = "Client";
		const wrapper = shown({ comment: false });
		expect(wrapper.find("input[type=radio]").exists()).toBe(false);
		await send(wrapper, "when?");
		expect(calls).toEqual([[SAY, { doctype: "Change Request", name: "CR-1", text: "when?", asks: 0 }]]);
	});

	it("shows stored text as text, the newest first", () => {
		const texts = shown().findAll("li").map((one) => one.text());
		expect(texts[0]).toContain("inside");
		expect(texts[1]).toContain("<b>when</b>?");
	});
});
