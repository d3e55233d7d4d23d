/**
 * Exact decimals: whole numbers of 10^-15, from the API's text to the screen's. A float is made of one only to draw it.
 */
export type Exact = bigint;

const SCALE = 15;
const ONE = 10n ** BigInt(SCALE);

export const ZERO: Exact = 0n;

/** Reads what the API writes: an optional minus, digits, at most 15 decimals. */
export function exact(text: string): Exact {
  const match = /^(-?)(\d+)(?:\.(\d{1,15}))?$/.exec(text);
  if (!match) {
    throw new Error(`no decimal: ${text}`);
  }
  const units = BigInt(match[2]!) * ONE + BigInt((match[3] ?? "").padEnd(SCALE, "0"));
  return match[1] ? -units : units;
}

export function sum(values: Iterable<Exact>): Exact {
  let all = ZERO;
  for (const value of values) {
    all += value;
  }
  return all;
}

/** All of its digits and no more: `-12.5`. */
export function plain(value: Exact): string {
  const [whole, decimals] = parts(value);
  const kept = decimals.replace(/0+$/, "");
  return (value < 0n ? "-" : "") + whole + (kept ? `.${kept}` : "");
}

/** Exactly so many decimals, rounded half to even. */
export function fixed(value: Exact, digits: number): string {
  const rounded = roundTo(value, digits);
  const [whole, decimals] = parts(rounded);
  const sign = rounded < 0n ? "-" : "";
  return digits === 0 ? sign + whole : `${sign}${whole}.${decimals.slice(0, digits)}`;
}

function roundTo(value: Exact, digits: number): Exact {
  const step = 10n ** BigInt(SCALE - digits);
  const magnitude = value < 0n ? -value : value;
  const below = magnitude / step;
  const rest = (magnitude % step) * 2n;
  const up = rest > step || (rest === step && below % 2n === 1n);
  const rounded = (below + (up ? 1n : 0n)) * step;
  return value < 0n ? -rounded : rounded;
}

function parts(value: Exact): [string, string] {
  const magnitude = value < 0n ? -value : value;
  return [(magnitude / ONE).toString(), (magnitude % ONE).toString().padStart(SCALE, "0")];
}

/** For drawing only. */
export function toNumber(value: Exact): number {
  return Number(plain(value));
}

/** A part in percent of the whole, one decimal; null where there is no whole. */
export function percent(part: Exact, whole: Exact): number | null {
  return whole === ZERO ? null : Number((part * 10_000n) / (whole < 0n ? -whole : whole)) / 100;
}

/** part × share ÷ whole, rounded down: for proportions that are only shown. */
export function scaled(value: Exact, part: Exact, whole: Exact): Exact {
  return whole === ZERO ? ZERO : (value * part) / whole;
}

export function times(value: Exact, by: Exact): Exact {
  return (value * by) / ONE;
}

export function compare(a: Exact, b: Exact): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
