import { ask, draw, element, parameter, table } from "./facts.js";

function section(part) {
	const facts = part.facts.flatMap((fact) => [element("dt", {}, fact.label), element("dd", {}, fact.value)]);
	const list = facts.length ? element("dl", {}, ...facts) : null;
	const rows = part.rows.length ? table(part.columns, part.rows) : null;
	return element("section", { id: part.key }, element("h2", {}, part.label), ...[list, rows].filter(Boolean));
}

async function render() {
	const brief = await ask("client_mgmt.api.brief.project_brief", { project: parameter("project") });
	document.documentElement.lang = brief.words.language;
	document.title = brief.title;
	const print = element("button", { type: "button", onclick: () => window.print() }, brief.words.print);
	const state = `${brief.name} · ${brief.state} · ${brief.words.revision} ${brief.revision}`;
	const head = element("header", {}, element("h1", {}, brief.title), element("p", {}, state), print);
	return [head, ...brief.sections.map(section)];
}

draw(render);
