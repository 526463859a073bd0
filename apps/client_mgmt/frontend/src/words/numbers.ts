import { locale } from "./t.ts";

let siteCurrency = "CNY";

/** The currency of amounts that name none, an ISO code. */
export function setCurrency(code: string): void {
	siteCurrency = code || "CNY";
}

export function currencyOr(code?: string | null): string {
	return code || siteCurrency;
}

/** An amount with its currency as it is signed, in either language: CNY 1,200.00; "" for none. */
export function money(value: number | string | null | undefined, currency?: string | null): string {
	const amount = number(value, 2);
	return amount && `${currencyOr(currency)} ${amount}`;
}

/** A number with its thousands apart; `digits` after the point, as many as it has when left out. */
export function number(value: number | string | null | undefined, digits?: number): string {
	const amount = numeric(value);
	if (amount === null) return "";
	const options = digits === undefined ? { maximumFractionDigits: 9 } : fixed(digits);
	return new Intl.NumberFormat(locale(), options).format(amount);
}

/** 12.5% of 12.5. */
export function percent(value: number | string | null | undefined): string {
	const text = number(value);
	return text && `${text}%`;
}

/** 1.2 MB of bytes. */
export function fileSize(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`;
	if (bytes < 1_000_000) return `${number(bytes / 1000, 0)} kB`;
	return `${number(bytes / 1_000_000, 1)} MB`;
}

function fixed(digits: number): Intl.NumberFormatOptions {
	return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}

function numeric(value: number | string | null | undefined): number | null {
	if (value === null || value === undefined || value === "") return null;
	const amount = Number(value);
	return Number.isFinite(amount) ? amount : null;
}
