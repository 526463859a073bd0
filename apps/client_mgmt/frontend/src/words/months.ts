import { locale } from "./t.ts";

/* Days and months as texts, "YYYY-MM-DD" and "YYYY-MM"; all of them the site's wall clock. Weeks begin on Monday. */

const DAY = 24 * 3600 * 1000;

/** March 2026 · 2026年3月 */
export function monthLabel(month: string): string {
	return format({ year: "numeric", month: "long" }, at(`${month}-01`));
}

/** Mon … Sun · 周一 … 周日 */
export function weekdays(shape: "short" | "long" = "short"): string[] {
	const monday = Date.UTC(2024, 0, 1);
	return Array.from({ length: 7 }, (_one, index) => format({ weekday: shape }, monday + index * DAY));
}

/** The weeks that a month touches, whole. */
export function weeksOf(month: string): string[][] {
	const first = startOfWeek(`${month}-01`);
	const weeks: string[][] = [];
	for (let day = first; day.slice(0, 7) <= month; day = plusDays(day, 7)) weeks.push(Array.from({ length: 7 }, (_one, index) => plusDays(day, index)));
	return weeks;
}

export function plusDays(day: string, days: number): string {
	return new Date(at(day) + days * DAY).toISOString().slice(0, 10);
}

/** The same day of another month, or its last. */
export function plusMonths(day: string, months: number): string {
	const [year, month, date] = day.split("-").map(Number) as [number, number, number];
	const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
	return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

export function startOfWeek(day: string): string {
	return plusDays(day, -((new Date(at(day)).getUTCDay() + 6) % 7));
}

/** Where a key leads from a day of a calendar (WAI-ARIA's grid of dates); undefined for other keys. */
export function dayAfter(key: string, day: string): string | undefined {
	switch (key) {
		case "ArrowLeft":
			return plusDays(day, -1);
		case "ArrowRight":
			return plusDays(day, 1);
		case "ArrowUp":
			return plusDays(day, -7);
		case "ArrowDown":
			return plusDays(day, 7);
		case "PageUp":
			return plusMonths(day, -1);
		case "PageDown":
			return plusMonths(day, 1);
		case "Home":
			return startOfWeek(day);
		case "End":
			return plusDays(startOfWeek(day), 6);
		default:
			return undefined;
	}
}

function at(day: string): number {
	return Date.parse(`${day}T00:00:00Z`);
}

function format(shape: Intl.DateTimeFormatOptions, moment: number): string {
	return new Intl.DateTimeFormat(locale(), { ...shape, timeZone: "UTC" }).format(moment);
}
