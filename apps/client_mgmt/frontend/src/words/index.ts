export { language, languageIfKnown, locale, speak, t, type Language, type Messages } from "./t.ts";
export { date, dateTime, day, daysUntil, duration, instant, relative, setTimeZone, siteDate, time, timeZone, waited } from "./times.ts";
export { currencyOr, fileSize, money, number, percent, setCurrency } from "./numbers.ts";
