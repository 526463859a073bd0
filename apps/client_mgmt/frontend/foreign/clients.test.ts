/** @vitest-environment node
 *
 * frappe-js-sdk and frappe-ui's request layer against a served site: SITE_URL, SITE_USER and SITE_PASSWORD name it.
 * Run by tests/acceptance/test_foreign_clients.py; the frontend's own tests have no site.
 */
import { FrappeApp } from "frappe-js-sdk";
import { setConfig } from "request-layer/config";
import { frappeRequest } from "request-layer/frappeRequest";
import { beforeAll, expect, test } from "vitest";

const url = process.env.SITE_URL!;
const [user, password] = [process.env.SITE_USER!, process.env.SITE_PASSWORD!];
const CHANGE = "Change Request";

let cookie = "";
let csrf = "";

beforeAll(async () => {
	const signed = await fetch(`${url}/api/method/login`, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ usr: user, pwd: password }),
	});
	cookie = signed.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
	await fetch(`${url}/client-mgmt`, { headers: { Cookie: cookie } }); // a session that has seen a page needs its token
	const boot = await fetch(`${url}/api/method/client_mgmt.api.ui.boot`, { headers: { Cookie: cookie } });
	csrf = ((await boot.json()) as { message: { csrf_token: string } }).message.csrf_token;
});

function sdk() {
	const token = () => process.env.SITE_TOKEN!;
	return new FrappeApp(url, { useToken: true, token, type: "token" });
}

test("frappe-js-sdk lists, makes, changes and takes away", async () => {
	const db = sdk().db();
	const rows = await db.getDocList(CHANGE, { fields: ["name", "title"], filters: [["workflow_state", "=", "Signed"]], limit: 5 });
	expect(rows.length).toBeGreaterThan(0);
	expect(await db.getDocList(CHANGE, { fields: ["*"], limit: 1 })).toHaveLength(1);
	expect(await db.getCount(CHANGE, [["workflow_state", "=", "Signed"]])).toBeGreaterThan(0);
	const draft = { title: "sdk", project: process.env.SITE_PROJECT!, description: "报表导出增加 Excel 格式。", reason: "财务每月需要复核清算报表。" };
	const made = await db.createDoc(CHANGE, draft);
	expect((await db.getDoc(CHANGE, made.name)).title).toBe("sdk");
	expect((await db.updateDoc(CHANGE, made.name, { title: "sdk 2" })).title).toBe("sdk 2");
	const fresh = await db.createDoc(CHANGE, { ...draft, title: "sdk 3" });
	expect(await db.deleteDoc(CHANGE, fresh.name)).toMatchObject({ data: "ok" });
});

test("frappe-js-sdk calls methods and tells who is there", async () => {
	const app = sdk();
	expect(await app.auth().getLoggedInUser()).toBe(user);
	expect((await app.call().get("client_mgmt.api.ui.inbox")).message).toBeInstanceOf(Array);
	expect((await app.call().post("client_mgmt.api.ui.inbox", {})).message).toBeInstanceOf(Array);
});

test("frappe-ui's request layer posts what only reads, with the session's token", async () => {
	Object.assign(globalThis, { window: { location: { hostname: "127.0.0.1" }, csrf_token: csrf } });
	setConfig("requestBaseUrl", url);
	setConfig("requestHeaders", { Cookie: cookie });
	expect(await frappeRequest({ url: "client_mgmt.api.ui.inbox" })).toBeInstanceOf(Array);
	const list = { doctype: CHANGE, fields: ["name"], limit_page_length: 2 };
	expect(await frappeRequest({ url: "frappe.client.get_list", params: list })).toHaveLength(2);
	const link = { doctype: CHANGE, docname: "none such" };
	expect(await frappeRequest({ url: "frappe.client.validate_link", params: link })).toEqual({ name: null });
	window.csrf_token = "wrong";
	await expect(frappeRequest({ url: "client_mgmt.api.ui.inbox" })).rejects.toMatchObject({ exc_type: "CSRFTokenError" });
});
