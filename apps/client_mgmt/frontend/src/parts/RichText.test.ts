import { mount } from "@vue/test-utils";
import { afterEach, describe, expect, it } from "vitest";
import { nextTick } from "vue";
import RichText from "./RichText.vue";

const mounted: { unmount: () => void }[] = [];
afterEach(() => mounted.splice(0).forEach((one) => one.unmount()));

async function shown(modelValue: string, more = {}) {
	const wrapper = mount(RichText, { props: { label: "Discussion", modelValue, ...more }, attachTo: document.body });
	mounted.push(wrapper);
	await nextTick();
	return wrapper;
}

describe("rich text", () => {
	it("shows text with its emphasis and nothing that runs", async () => {
		const wrapper = await shown('<p>a <strong>b</strong></p><script>alert(1)</' + 'script><p onclick="x()">c</p><img src=x onerror="y()">', { readOnly: true });
		const html = wrapper.find("[role=document]").html();
		expect(html).toContain("<strong>b</strong>");
		for (const bad of ["script", "onclick", "onerror", "<img"]) expect(html).not.toContain(bad);
		expect(wrapper.find("[role=toolbar]").exists()).toBe(false);
	});

	it("leaves the value alone until somebody writes", async () => {
		const wrapper = await shown('<div class="ql-editor"><p>as another editor wrote it</p></div>');
		expect(wrapper.emitted("update:modelValue")).toBeUndefined();
		expect(wrapper.find("[role=textbox]").attributes("aria-label")).toBe("Discussion");
	});

	it("takes up what comes from outside", async () => {
		const wrapper = await shown("<p>one</p>");
		await wrapper.setProps({ modelValue: "<p>two</p>" });
		expect(wrapper.find("[role=textbox]").text()).toBe("two");
		expect(wrapper.emitted("update:modelValue")).toBeUndefined();
	});
});
