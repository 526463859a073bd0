import { ask, draw, element, parameter, shown, table } from "./facts.js";

const year = new Date().getFullYear();
const period = {
	from_date: parameter("from_date") || `${year}-01-01`,
	to_date: parameter("to_date") || `${year}-12-31`,
};

function number(metric) {
	if (metric.value === null) return element("p", { className: "value" }, metric.verdict);
	const sign = metric.value > 0 && metric.key !== "completion" && metric.key !== "deviation" ? "+" : "";
	return element("p", { className: "value" }, `${sign}${metric.value} ${metric.unit}`);
}

function card(metric, words) {
	const verdict = metric.met === null ? "" : ` · ${metric.verdict}`;
	const tone = metric.met === null ? "quiet" : metric.met ? "met" : "missed";
	const parts = metric.parts.flatMap((part) => [element("dt", {}, part.label), element("dd", {}, shown(part.value))]);
	const list = element("details", {}, element("summary", {}, `${words.list} (${metric.rows.length})`), table(metric.columns, metric.rows));
	return element("section", { id: metric.key },
		element("h2", {}, metric.label),
		number(metric),
		element("p", { className: tone }, `${words.target} ${metric.target_text}${verdict}`),
		element("p", { className: "quiet" }, metric.formula),
		element("dl", {}, ...parts),
		element("p", { className: "quiet" }, metric.note),
		list);
}

function chooser(words) {
	const field = (name, label) => element("label", {}, label, element("input", { type: "date", name, value: period[name], required: true }));
	return element("form", {}, field("from_date", words.from), field("to_date", words.to), element("button", {}, words.show));
}

async function render() {
	const answer = await ask("client_mgmt.api.metrics.four_metrics", period);
	document.documentElement.lang = answer.words.language;
	document.title = answer.words.title;
	const head = element("header", {}, element("h1", {}, answer.words.title), element("p", {}, answer.scope), chooser(answer.words));
	return [head, element("div", { className: "cards" }, ...answer.metrics.map((metric) => card(metric, answer.words)))];
}

draw(render);
