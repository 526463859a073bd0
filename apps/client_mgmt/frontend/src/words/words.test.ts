import { afterEach, describe, expect, it, vi } from "vitest";
import {
	date,
	dateTime,
	day,
	daysUntil,
	duration,
	fileSize,
	instant,
	money,
	number,
	relative,
	setTimeZone,
	siteDate,
	speak,
	t,
	time,
	waited,
} from "./index.ts";

afterEach(() => {
	speak("en", {});
	setTimeZone("UTC");
});

describe("t", () => {
	it("answers the source where there is no translation", () => {
		expect(t("Sign")).toBe("Sign");
	});

	it("puts values in place in the order of the translation", () => {
		speak("zh", { "{0} of {1}": "共 {1} 条，第 {0} 条" });
		expect(t("{0} of {1}", 2, 9)).toBe("共 9 条，第 2 条");
	});

	it("leaves a place without a value as it is, and values are not read as places", () => {
		expect(t("{0} and {1}", "{1}")).toBe("{1} and {1}");
	});

	it("names what has no translation, once, to whoever looks at the console", () => {
		const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
		speak("zh", { Sign: "签字" });
		expect([t("Sign"), t("Nowhere translated"), t("Nowhere translated")]).toEqual(["签字", "Nowhere translated", "Nowhere translated"]);
		expect(warn.mock.calls).toEqual([["No translation: Nowhere translated"]]);
		warn.mockRestore();
	});

	it("tells the document its language", () => {
		speak("zh", {});
		expect(document.documentElement.lang).toBe("zh-CN");
	});
});

describe("times", () => {
	it("shows the site's wall clock wherever the reader is", () => {
		setTimeZone("Asia/Shanghai");
		expect(dateTime("2026-08-03 00:30:00.123456")).toBe("3 Aug 2026, 00:30");
		speak("zh", {});
		expect(date("2026-08-03")).toBe("2026年8月3日");
		expect(day("2026-08-03")).toBe("8月3日星期一");
	});

	it("shows what is no date as it is", () => {
		expect(date("someday")).toBe("someday");
		expect(date(null)).toBe("");
		expect(time("9:05:00")).toBe("09:05");
	});

	it("knows the instant of a wall clock reading, in summer and winter", () => {
		setTimeZone("Europe/Berlin");
		expect(instant("2026-07-01 12:00:00")).toBe(Date.UTC(2026, 6, 1, 10));
		expect(instant("2026-12-01 12:00:00")).toBe(Date.UTC(2026, 11, 1, 11));
		expect(instant("2026-03-29 04:00:00")).toBe(Date.UTC(2026, 2, 29, 2));
	});

	it("counts from now in words", () => {
		setTimeZone("Asia/Shanghai");
		const now = Date.UTC(2026, 7, 3, 4);
		expect(relative("2026-08-03 09:00:00", now)).toBe("3 hours ago");
		expect(relative("2026-08-05 12:00:00", now)).toBe("in 2 days");
		expect(relative("2026-08-03 12:00:10", now)).toBe("just now");
		speak("zh", {});
		expect(relative("2026-08-03 09:00:00", now)).toBe("3小时前");
	});

	it("counts days by the site's calendar", () => {
		setTimeZone("Asia/Shanghai");
		const lateInUtc = Date.UTC(2026, 7, 2, 20);
		expect(siteDate(lateInUtc)).toBe("2026-08-03");
		expect(daysUntil("2026-08-03", lateInUtc)).toBe(0);
		expect(daysUntil("2026-08-01 23:00:00", lateInUtc)).toBe(-2);
		expect(daysUntil("", lateInUtc)).toBeNull();
	});

	it("says how long something took", () => {
		expect([20, 1500, 7200, 2 * 86400, 90_000].map(duration)).toEqual([
			"under a minute",
			"25 min",
			"2 h",
			"2 d",
			"1 d 1 h",
		]);
	});
});

describe("numbers", () => {
	it("shows amounts with their currency", () => {
		speak("zh", {});
		expect(money("1200.5", "CNY")).toBe("CNY 1,200.50");
		expect(money(-3, "USD")).toBe("USD -3.00");
		speak("en", {});
		expect(money(1200.5, "EUR")).toBe("EUR 1,200.50");
		expect(money(null)).toBe("");
	});

	it("shows an amount in what is no currency too", () => {
		expect(money(2, "points")).toBe("points 2.00");
	});

	it("keeps the digits that a number has", () => {
		expect(number(1234567.125)).toBe("1,234,567.125");
		expect(number("2", 1)).toBe("2.0");
		expect(number("two")).toBe("");
		expect(fileSize(1_234_567)).toBe("1.2 MB");
	});
});

describe("waited", () => {
	it("says for how long, and nothing without a time", () => {
		const now = Date.parse("2026-08-03T12:00:00Z");
		expect(waited("2026-08-01 10:00:00", now)).toBe("for 2 d 2 h");
		expect(waited("2026-08-03 11:59:30", now)).toBe("just now");
		expect(waited(null, now)).toBe("");
	});
});
