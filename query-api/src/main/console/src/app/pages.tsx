import type { ComponentType } from "react";
import type { Self } from "../api/types";
import { CostPage } from "../pages/CostPage";

/** A view: where it is, what it is called, and whose keys show it. */
export interface View {
  path: string;
  title: string;
  group: string;
  icon: string;
  page: ComponentType;
  for: (self: Self) => boolean;
}

export const ROUTES: View[] = [
  { path: "/cost", title: "Cost summary", group: "Usage & Cost", icon: "cost", page: CostPage, for: (self) => self.shows.cost },
];

/** The views of these keys, by group: what they do not show is not there, and leaves no gap. */
export function routesOf(self: Self): [string, View[]][] {
  const groups = new Map<string, View[]>();
  ROUTES.filter((one) => one.for(self)).forEach((one) => groups.set(one.group, [...(groups.get(one.group) ?? []), one]));
  return [...groups];
}
