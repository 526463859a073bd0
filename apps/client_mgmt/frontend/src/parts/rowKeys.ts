/** Where a key leads among `count` rows from the row `at`, `page` rows on a screen; undefined for other keys. */
export function rowAfter(key: string, at: number, count: number, page: number): number | undefined {
	const to: Record<string, number> = {
		ArrowDown: at + 1,
		ArrowUp: at - 1,
		PageDown: at + page,
		PageUp: at - page,
		Home: 0,
		End: count - 1,
	};
	const next = to[key];
	return next === undefined || !count ? undefined : Math.min(Math.max(next, 0), count - 1);
}
