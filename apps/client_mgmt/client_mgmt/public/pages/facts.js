// What the pages share: they ask one method, and show its words. Every word comes from the method.

export function element(tag, attributes = {}, ...children) {
	const node = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (name in node) node[name] = value;
		else node.setAttribute(name, value);
	}
	node.append(...children.filter((child) => child !== null && child !== ""));
	return node;
}

export function parameter(name) {
	return new URLSearchParams(location.search).get(name) || "";
}

export async function ask(method, values) {
	const url = `/api/method/${method}?${new URLSearchParams(values)}`;
	const response = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
	const body = await response.json().catch(() => ({}));
	if (response.ok) return body.message;
	if (response.status === 403 && /user_id=(Guest)?(;|$)/.test(document.cookie || "user_id=Guest")) {
		location.href = `/login?redirect-to=${encodeURIComponent(location.pathname + location.search)}`;
	}
	throw new Error(sentence(body) || `${response.status} ${response.statusText}`);
}

function sentence(body) {
	try {
		return JSON.parse(body._server_messages).map((text) => JSON.parse(text).message).join("\n");
	} catch {
		return body.exception || "";
	}
}

export function table(columns, rows) {
	const head = columns.map((column) => element("th", { scope: "col" }, column.label));
	const lines = rows.map((row) => element("tr", {}, ...columns.map((column) => element("td", {}, shown(row[column.key])))));
	const body = element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...lines));
	return element("div", { className: "scroll", tabIndex: 0 }, body);
}

export function shown(value) {
	if (value === null || value === undefined || value === "") return "–";
	if (typeof value === "boolean") return value ? "✓" : "✗";
	return String(value);
}

export async function draw(render) {
	const main = document.querySelector("main");
	main.setAttribute("aria-busy", "true");
	try {
		main.replaceChildren(...(await render()));
	} catch (error) {
		main.replaceChildren(element("p", { className: "error", role: "alert" }, error.message));
	}
	main.removeAttribute("aria-busy");
}
