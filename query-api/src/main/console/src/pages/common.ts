import { useMemo } from "react";
import { useApi } from "../api/http";
import type { Org, UsageType } from "../api/types";
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

export function byText<T>(text: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0);
}
