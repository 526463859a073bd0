// The page behind a survey link. The token stands in the fragment, which no server sees or logs; all words come from
// the server, and everything is written as text, never as HTML.
(() => {
	const page = document.getElementById("page");
	const token = decodeURIComponent(location.hash.slice(1));
	let language = new URLSearchParams(location.search).get("language") || "";

	const make = (tag, attributes = {}, ...children) => {
		const node = document.createElement(tag);
		for (const [name, value] of Object.entries(attributes)) {
			if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
		}
		node.append(...children.filter((child) => child != null));
		return node;
	};

	const call = async (method, body) => {
		const answer = await fetch(`/api/method/client_mgmt.api.survey.${method}`, {
			method: "POST",
			credentials: "omit",
			headers: { "Content-Type": "application/json", Accept: "application/json" },
			body: JSON.stringify({ token, language, ...body }),
		});
		const data = await answer.json().catch(() => ({}));
		if (!answer.ok) throw new Error(told(data) || `⚠ ${answer.status}`);
		return data.message;
	};

	const told = (data) => {
		try {
			const messages = JSON.parse(data._server_messages || "[]").map((text) => JSON.parse(text).message);
			return new DOMParser().parseFromString(messages.join(" "), "text/html").body.textContent;
		} catch {
			return "";
		}
	};

	const choice = (name, value, label, required) =>
		make("label", {}, make("input", { type: "radio", name, value, required }), label);

	const control = (asked, words) => {
		const common = { id: asked.id, name: asked.id, required: Boolean(asked.required) };
		if (asked.kind === "Rating") {
			const scale = [1, 2, 3, 4, 5].map((n) => choice(asked.id, n, String(n), common.required));
			return make("div", {}, make("div", { class: "choices row" }, ...scale), make("p", { class: "hint" }, words.rating));
		}
		if (asked.kind === "Choice" && asked.options.length <= 6) {
			const all = asked.options.map((o) => choice(asked.id, o.value, o.label, common.required));
			return make("div", { class: "choices" }, ...all);
		}
		if (asked.kind === "Choice") {
			const all = asked.options.map((o) => make("option", { value: o.value }, o.label));
			return make("select", common, make("option", { value: "" }, words.choose), ...all);
		}
		if (asked.kind === "Text") return make("textarea", { ...common, maxlength: asked.longest, rows: 3 });
		if (asked.kind === "Date") return make("input", { ...common, type: "date" });
		return make("input", { ...common, type: "number", step: asked.whole ? 1 : "any", inputmode: "decimal" });
	};

	const card = (asked, words) => {
		const must = asked.required ? make("span", { class: "must" }, words.required) : null;
		const group = asked.kind === "Rating" || (asked.kind === "Choice" && asked.options.length <= 6);
		const title = group
			? make("legend", { class: "question" }, asked.question, must)
			: make("label", { class: "question", for: asked.id }, asked.question, must);
		return make(group ? "fieldset" : "div", { class: "card" }, title, control(asked, words));
	};

	const fill = (form, values) => {
		for (const [name, value] of Object.entries(values)) {
			const field = form.elements[name];
			if (field) field.value = value;
		}
	};

	const values = (form) => Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));

	const show = (survey, kept = {}) => {
		const { words } = survey;
		language = survey.language;
		document.documentElement.lang = language;
		document.title = survey.title;
		const error = make("p", { class: "error", role: "alert" });
		const send = make("button", { type: "submit" }, words.send);
		const form = make("form", {}, ...survey.questions.map((asked) => card(asked, words)), error, send);
		const other = make("button", { type: "button", class: "plain", lang: language === "zh" ? "en" : "zh" }, words.other);
		other.addEventListener("click", () => load(language === "zh" ? "en" : "zh", values(form)));
		form.addEventListener("submit", async (event) => {
			event.preventDefault();
			send.disabled = true;
			send.textContent = words.sending;
			error.textContent = "";
			try {
				await call("answer", { answers: values(form) });
				thank(words);
			} catch (problem) {
				error.textContent = problem instanceof TypeError ? words.failed : problem.message;
				send.disabled = false;
				send.textContent = words.send;
			}
		});
		const about = make("span", { class: "about" }, survey.about);
		const intro = survey.intro ? make("p", { class: "intro" }, survey.intro) : null;
		const note = make("p", { class: "note" }, words.private);
		put(make("header", {}, about, other, make("h1", {}, survey.title)), intro, note, form);
		fill(form, kept);
	};

	const put = (...nodes) => {
		page.replaceChildren(...nodes.filter(Boolean));
		page.setAttribute("aria-busy", "false");
	};

	const thank = (words) => {
		const title = make("h1", { tabindex: "-1" }, words.thanks);
		put(make("section", { class: "card done", role: "status" }, title, make("p", {}, words.next)));
		title.focus();
	};

	const load = async (wanted, kept) => {
		language = wanted;
		try {
			show(await call("form", {}), kept);
		} catch (problem) {
			const text = problem instanceof TypeError ? "⚠" : problem.message;
			put(make("section", { class: "card done", role: "alert" }, make("p", {}, text)));
		}
	};

	load(language);
})();
