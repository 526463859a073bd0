import { locale, t } from "./t.ts";

/* Times come as the site's wall clock, "YYYY-MM-DD HH:MM:SS[.ffffff]", and are shown as such, to everybody. */

const PARTS = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?/;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let zone = "UTC";

/** The site's time zone, an IANA name. */
export function setTimeZone(name: string): void {
	zone = name || "UTC";
}

export function timeZone(): string {
	return zone;
}

type Shape = "date" | "datetime" | "day";

const SHAPES: Record<Shape, Intl.DateTimeFormatOptions> = {
	date: { year: "numeric", month: "short", day: "numeric" },
	datetime: { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false },
	day: { month: "long", day: "numeric", weekday: "long" },
};
const formats = new Map<string, Intl.DateTimeFormat>();

function shown(text: string | null | undefined, shape: Shape): string {
	const wall = wallClock(text);
	if (wall === null) return text ?? "";
	const key = `${locale()} ${shape}`;
	const format = formats.get(key) ?? new Intl.DateTimeFormat(locale(), { ...SHAPES[shape], timeZone: "UTC" });
	formats.set(key, format);
	return format.format(wall);
}

/** 3 Aug 2026 · 2026年8月3日 */
export function date(text: string | null | undefined): string {
	return shown(text, "date");
}

/** 3 Aug 2026, 14:05 · 2026年8月3日 14:05 */
export function dateTime(text: string | null | undefined): string {
	return shown(text, "datetime");
}

/** Monday 3 August · 8月3日星期一 */
export function day(text: string | null | undefined): string {
	return shown(text, "day");
}

/** 14:05 of "14:05:00"; a Time field's hours have no leading zero. */
export function time(text: string | null | undefined): string {
	const found = /^(\d{1,2}):(\d{2})/.exec(text ?? "");
	return found ? `${found[1]!.padStart(2, "0")}:${found[2]}` : (text ?? "");
}

/** "3 hours ago", "in 2 days"; from now, or from `now`, an instant in milliseconds. */
export function relative(text: string | null | undefined, now: number = Date.now()): string {
	const then = instant(text);
	if (then === null) return text ?? "";
	const seconds = Math.round((then - now) / 1000);
	const size = Math.abs(seconds);
	if (size < MINUTE) return t("just now");
	const format = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
	if (size < HOUR) return format.format(Math.trunc(seconds / MINUTE), "minute");
	if (size < DAY) return format.format(Math.trunc(seconds / HOUR), "hour");
	if (size < 45 * DAY) return format.format(Math.trunc(seconds / DAY), "day");
	if (size < 365 * DAY) return format.format(Math.trunc(seconds / (30 * DAY)), "month");
	return format.format(Math.trunc(seconds / (365 * DAY)), "year");
}

/** Whole days from today at the site until `text`: 0 today, negative when it has passed; null for no date. */
export function daysUntil(text: string | null | undefined, now: number = Date.now()): number | null {
	const wall = wallClock(text?.slice(0, 10));
	const today = wallClock(siteDate(now));
	return wall === null || today === null ? null : Math.round((wall - today) / (DAY * 1000));
}

/** "3 d 4 h", "25 min": how long something took. */
export function duration(seconds: number): string {
	if (seconds < MINUTE) return t("under a minute");
	if (seconds < HOUR) return t("{0} min", Math.floor(seconds / MINUTE));
	const hours = Math.floor((seconds % DAY) / HOUR);
	if (seconds < DAY) return t("{0} h", hours);
	const days = Math.floor(seconds / DAY);
	return hours ? t("{0} d {1} h", days, hours) : t("{0} d", days);
}

/** "for 3 d 4 h": how long something has waited, from now, or from `now`, an instant in milliseconds. */
export function waited(since: string | null | undefined, now: number = Date.now()): string {
	const then = instant(since);
	if (then === null) return "";
	const seconds = (now - then) / 1000;
	return seconds < MINUTE ? t("just now") : t("for {0}", duration(seconds));
}

/** Today at the site, "YYYY-MM-DD". */
export function siteDate(now: number = Date.now()): string {
	return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now);
}

/** The instant in milliseconds of a wall clock reading at the site. */
export function instant(text: string | null | undefined): number | null {
	const wall = wallClock(text);
	if (wall === null) return null;
	const guess = wall - offset(wall);
	return wall - offset(guess);
}

function wallClock(text: string | null | undefined): number | null {
	const found = PARTS.exec(text ?? "");
	if (!found) return null;
	const [year, month, dayOfMonth, hour, minute, second] = found.slice(1).map((part) => Number(part ?? 0));
	return Date.UTC(year!, month! - 1, dayOfMonth, hour, minute, second);
}

function offset(at: number): number {
	const format = new Intl.DateTimeFormat("en-US", {
		timeZone: zone,
		hourCycle: "h23",
		year: "numeric",
		month: "numeric",
		day: "numeric",
		hour: "numeric",
		minute: "numeric",
		second: "numeric",
	});
	const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
	const wall = Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second);
	return wall - Math.floor(at / 1000) * 1000;
}
