import type { CostRow } from "../api/types";
import { type Exact, ZERO, compare, exact } from "./decimal";
import { chargeTypeName, dimensionName } from "./names";

/** What cost may be told apart by. */
export type By = "account" | "org" | "product" | "region" | "charge_type";

export const BY: Record<By, string> = { account: "Customer", org: "Organization", product: "Product", region: "Region", charge_type: "Cost type" };

/** Rows without a group are the total. */
export const TOTAL = "";

export function keyOf(row: CostRow, by: By | null): string {
  switch (by) {
    case "account": return row.account_public_id ?? TOTAL;
    case "org": return row.public_id ?? TOTAL;
    case "product": return row.product_name ?? TOTAL;
    case "region": return row.region ?? TOTAL;
    case "charge_type": return row.charge_type ?? TOTAL;
    default: return TOTAL;
  }
}

export function nameOf(row: CostRow, by: By): string {
  switch (by) {
    case "account": return row.account_name ?? row.account_public_id ?? "";
    case "org": return row.org_name ?? row.public_id ?? "";
    case "product": return dimensionName(row.product_name ?? "");
    case "region": return row.region ?? "";
    case "charge_type": return chargeTypeName(row.charge_type ?? "");
  }
}

export interface Amounts {
  /** By group and time: exact. */
  values: Map<string, Map<string, Exact>>;
  names: Map<string, string>;
  currency: string;
  /** Several currencies are never added up: these are left out of what is shown. */
  others: string[];
}

/** Rows by group and time, in the currency that most of them have. */
export function amounts(rows: CostRow[], by: By | null): Amounts {
  const uses = new Map<string, number>();
  rows.forEach((row) => uses.set(row.currency, (uses.get(row.currency) ?? 0) + 1));
  const currencies = [...uses].sort((a, b) => b[1] - a[1]).map(([currency]) => currency);
  const currency = currencies[0] ?? "USD";
  const values = new Map<string, Map<string, Exact>>();
  const names = new Map<string, string>();
  for (const row of rows) {
    if (row.currency !== currency) continue;
    const key = keyOf(row, by);
    if (by) names.set(key, nameOf(row, by));
    const times = values.get(key) ?? new Map<string, Exact>();
    values.set(key, times);
    const time = row.day ?? row.month ?? TOTAL;
    times.set(time, (times.get(time) ?? ZERO) + exact(row.cost));
  }
  return { values, names, currency, others: currencies.slice(1) };
}

/** The sum over all groups, by time. */
export function totals(of: Amounts): Map<string, Exact> {
  const all = new Map<string, Exact>();
  for (const times of of.values.values()) {
    for (const [time, value] of times) all.set(time, (all.get(time) ?? ZERO) + value);
  }
  return all;
}

/** What a group had cost in the month before at the same day of it; null where days are not known. */
export function sameDay(times: Map<string, Exact> | undefined, before: string, day: string): Exact | null {
  if (!times) return null;
  let best = "";
  for (const when of times.keys()) {
    if (when.startsWith(before) && when.slice(8) <= day.slice(8) && when > best) best = when;
  }
  return best ? times.get(best)! : null;
}

/** The newest day of a month that there is a row of; null where there is none. */
export function newestDay(of: Amounts, month: string): string | null {
  const days = [...totals(of).keys()].filter((day) => day.startsWith(month));
  return days.sort().at(-1) ?? null;
}

export const OTHERS = "…others";

/** The groups that are worth a colour, largest first; the others are drawn as one. */
export function largest(sizes: Map<string, Exact>, most: number): { first: string[]; rest: string[] } {
  const keys = [...sizes].sort((a, b) => compare(b[1], a[1]) || (a[0] < b[0] ? -1 : 1)).map(([key]) => key);
  return keys.length <= most + 1 ? { first: keys, rest: [] } : { first: keys.slice(0, most), rest: keys.slice(most) };
}
