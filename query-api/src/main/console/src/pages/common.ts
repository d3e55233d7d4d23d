import { useMemo } from "react";
import { useApi } from "../api/http";
import type { BillableValue, Org, UsageType } from "../api/types";
import { usageName } from "../domain/names";

export const USAGE = "/api/v2/tributary/usage";
export const COST = "/api/v2/tributary/cost";

export const typeKey = (type: { product_family: string; usage_type: string }): string => `${type.product_family}:${type.usage_type}`;

/** The usage types by key; the catalogue hardly ever changes. */
export function useTypes(): Map<string, UsageType> {
  const answer = useApi<{ usage_types: UsageType[] }>("/api/v2/tributary/usage_types");
  return useMemo(() => new Map((answer.data?.usage_types ?? []).map((type) => [typeKey(type), type])), [answer.data]);
}

export function useOrgs() {
  return useApi<{ orgs: Org[] }>("/api/v1/org");
}

export function typeName(types: Map<string, UsageType>, key: string): string {
  const type = types.get(key);
  return type ? usageName(type) : key;
}

/**
 * What each dimension is billed by, though several keys may show it: the one whose on-demand part is known, or, without a contract, the
 * one in the product's own unit.
 */
export function billingKeys(usageByKey: Record<string, BillableValue>, units: Map<string | null, string>): Map<string, BillableValue> {
  const fit = (value: BillableValue) => (value.account_on_demand_usage === null ? 0 : 2) + (value.usage_unit === units.get(value.billing_dimension) ? 1 : 0);
  const best = new Map<string, BillableValue>();
  for (const value of Object.values(usageByKey)) {
    const was = best.get(value.billing_dimension);
    if (!was || fit(value) > fit(was)) best.set(value.billing_dimension, value);
  }
  return best;
}

/** The values of an org that its account's contract prices, one for each dimension. */
export function pricedValues(usageByKey: Record<string, BillableValue> | undefined): BillableValue[] {
  return [...billingKeys(usageByKey ?? {}, new Map()).values()].filter((value) => value.account_on_demand_usage !== null);
}

export function byText<T>(text: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0);
}
