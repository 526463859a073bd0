import { CalendarDate, CalendarDateTime, Time, type DateValue } from "@internationalized/date";

/* Between the server's texts and the date library's values; all are the site's wall clock. */

/** "2026-08-03" or "2026-08-03 14:05:00" as a value; undefined for what is no date. */
export function asDate(text: string | null | undefined, withTime: boolean): DateValue | undefined {
	const found = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?/.exec(text ?? "");
	if (!found) return undefined;
	const [year, month, day, hour, minute, second] = found.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
	return withTime ? new CalendarDateTime(year, month, day, hour, minute, second) : new CalendarDate(year, month, day);
}

/** The server's text of a value. */
export function fromDate(value: DateValue | undefined): string | null {
	return value ? value.toString().replace("T", " ") : null;
}

export function asTime(text: string | null | undefined): Time | undefined {
	const found = /^(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(text ?? "");
	return found ? new Time(Number(found[1]), Number(found[2]), Number(found[3] ?? 0)) : undefined;
}

export function fromTime(value: Time | undefined): string | null {
	return value ? value.toString().slice(0, 8) : null;
}
