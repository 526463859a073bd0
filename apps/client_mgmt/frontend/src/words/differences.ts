/* What changed between two texts, by words: of Chinese, too, where a browser knows its words. */

export type Piece = { kind: "same" | "gone" | "new"; text: string };

const MOST = 1_000_000; // cells of the table; beyond it a text is shown as replaced

/** The pieces of both texts in reading order; neighbours of a kind are one piece. */
export function differences(before: string, after: string): Piece[] {
	if (before === after) return before ? [{ kind: "same", text: before }] : [];
	const [old, now] = [words(before), words(after)];
	let head = 0;
	while (head < old.length && head < now.length && old[head] === now[head]) head++;
	let tail = 0;
	while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
	const middle = changed(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
	const same = (list: string[]): Piece => ({ kind: "same", text: list.join("") });
	return joined([same(old.slice(0, head)), ...middle, same(old.slice(old.length - tail))]);
}

function changed(old: string[], now: string[]): Piece[] {
	if (old.length * now.length > MOST) return [piece("gone", old.join("")), piece("new", now.join(""))];
	const length = commonLengths(old, now);
	const found: Piece[] = [];
	let [i, j] = [0, 0];
	while (i < old.length || j < now.length) {
		if (i < old.length && j < now.length && old[i] === now[j]) {
			found.push(piece("same", old[i]!));
			i++;
			j++;
		} else if (j >= now.length || (i < old.length && length[i + 1]![j]! >= length[i]![j + 1]!)) {
			found.push(piece("gone", old[i++]!));
		} else {
			found.push(piece("new", now[j++]!));
		}
	}
	return found;
}

/** `[i][j]`: how many words the rests of both from there have in common, in order. */
function commonLengths(old: string[], now: string[]): Uint16Array[] {
	const found = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
	for (let i = old.length - 1; i >= 0; i--) {
		for (let j = now.length - 1; j >= 0; j--) {
			found[i]![j] = old[i] === now[j] ? found[i + 1]![j + 1]! + 1 : Math.max(found[i + 1]![j]!, found[i]![j + 1]!);
		}
	}
	return found;
}

/** What is gone stands before what is new; neighbours of a kind become one. */
function joined(pieces: Piece[]): Piece[] {
	const found: Piece[] = [];
	let gone = "";
	let fresh = "";
	const flush = () => {
		if (gone) found.push(piece("gone", gone));
		if (fresh) found.push(piece("new", fresh));
		gone = fresh = "";
	};
	for (const one of pieces) {
		if (!one.text) continue;
		if (one.kind === "gone") gone += one.text;
		else if (one.kind === "new") fresh += one.text;
		else {
			flush();
			const last = found.at(-1);
			if (last?.kind === "same") last.text += one.text;
			else found.push({ ...one });
		}
	}
	flush();
	return found;
}

function piece(kind: Piece["kind"], text: string): Piece {
	return { kind, text };
}

function words(text: string): string[] {
	if (typeof Intl.Segmenter === "undefined") return text.match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_]/gu) ?? [];
	return [...new Intl.Segmenter("zh", { granularity: "word" }).segment(text)].map((one) => one.segment);
}
