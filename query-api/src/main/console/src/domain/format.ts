import { type Exact, exact, fixed, plain, toNumber } from "./decimal";

const SYMBOLS: Record<string, string> = { USD: "$", EUR: "€", GBP: "£", JPY: "¥" };

export function grouped(text: string): string {
  const [whole, decimals] = text.split(".");
  return whole!.replace(/\B(?=(\d{3})+(?!\d))/g, ",") + (decimals === undefined ? "" : `.${decimals}`);
}

function signed(text: string, symbol: string): string {
  return text.startsWith("-") ? `−${symbol}${grouped(text.slice(1))}` : symbol + grouped(text);
}

function symbol(currency: string): string {
  return SYMBOLS[currency] ?? `${currency} `;
}

/** `$1,234.57`. */
export function money(value: Exact, currency: string): string {
  return signed(fixed(value, 2), symbol(currency));
}

/** All digits: `1,234.567891 USD`. */
export function moneyExact(value: Exact, currency: string): string {
  return `${signed(plain(value), "")} ${currency}`;
}

/** `$12.3k`, for axes and narrow places. */
export function moneyShort(value: number, currency: string): string {
  const size = Math.abs(value);
  const [by, unit] = size >= 1e9 ? [1e9, "B"] : size >= 1e6 ? [1e6, "M"] : size >= 1e3 ? [1e3, "k"] : [1, ""];
  return `${value < 0 ? "−" : ""}${symbol(currency)}${digits(size / by)}${unit}`;
}

function digits(value: number): string {
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

const NOUNS: Record<string, string> = { timeseries: "series", test_run: "run", host_hour: "host-hour", metric_name: "metric" };

/** `1.24 TB`, `46 hosts`, `3.1 M events`. */
export function usage(value: Exact, unit: string): string {
  const number = toNumber(value);
  return unit === "byte" ? bytes(number) : `${short(number)} ${noun(unit, number === 1)}`;
}

export function usageShort(number: number, unit: string): string {
  return unit === "byte" ? bytes(number) : short(number);
}

export function usageExact(value: Exact, unit: string): string {
  return `${signed(plain(value), "")} ${noun(unit, value === exact("1"))}`;
}

/** `hosts`. */
export function plural(unit: string): string {
  return noun(unit, false);
}

function noun(unit: string, one: boolean): string {
  const word = (NOUNS[unit] ?? unit).replaceAll("_", " ");
  return one || word.endsWith("s") ? word : /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
  let scale = 0;
  let size = Math.abs(value);
  while (size >= 1000 && scale < units.length - 1) {
    size /= 1000;
    scale++;
  }
  return `${value < 0 ? "−" : ""}${digits(size)} ${units[scale]}`;
}

export function short(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (size >= 1e12) return `${sign}${digits(size / 1e12)} T`;
  if (size >= 1e9) return `${sign}${digits(size / 1e9)} B`;
  if (size >= 1e6) return `${sign}${digits(size / 1e6)} M`;
  if (size >= 1e4) return `${sign}${digits(size / 1e3)} k`;
  return sign + (Number.isInteger(size) ? grouped(size.toFixed(0)) : size < 10 ? size.toFixed(2) : grouped(size.toFixed(1)));
}

/** `+3.4 %`. */
export function change(percent: number | null): string {
  if (percent === null) return "new";
  const sign = percent > 0 ? "+" : percent < 0 ? "−" : "±";
  const size = Math.abs(percent);
  return `${sign}${size >= 1000 ? grouped(size.toFixed(0)) : size.toFixed(1)} %`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(String(number))} ${number === 1 ? one : many}`;
}
