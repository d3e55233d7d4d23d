import type { ComponentType } from "react";
import type { Self } from "../api/types";
import { AlertsPage } from "../pages/AlertsPage";
import { BillPage } from "../pages/BillPage";
import { ChargebackPage } from "../pages/ChargebackPage";
import { CloudCostsPage } from "../pages/CloudCostsPage";
import { ContractsPage } from "../pages/ContractsPage";
import { CostPage } from "../pages/CostPage";
import { HistoryPage } from "../pages/HistoryPage";
import { LivePage } from "../pages/LivePage";
import { MonitorsPage } from "../pages/MonitorsPage";
import { NotificationsPage } from "../pages/NotificationsPage";
import { OrgsPage } from "../pages/OrgsPage";
import { PlanPage } from "../pages/PlanPage";
import { PricingPage } from "../pages/PricingPage";
import { ProductsPage } from "../pages/ProductsPage";
import { SharesPage } from "../pages/SharesPage";
import { TrendsPage } from "../pages/TrendsPage";
import { UsagePage } from "../pages/UsagePage";
import type { IconName } from "../ui/icons";

/** A view: where it is, what it is called, and whose keys show it. */
export interface View {
  path: string;
  title: string;
  group: string;
  icon: IconName;
  page: ComponentType;
  for: (self: Self) => boolean;
}

const partner = (self: Self) => self.kind === "partner";
const customer = (self: Self) => self.kind === "account";
const usage = (self: Self) => self.permissions.includes("usage_read");
const cost = (self: Self) => self.shows.cost;
const billing = (self: Self) => self.permissions.includes("billing_read");

const monitors = (self: Self) => self.permissions.includes("monitors_read");

export const ROUTES: View[] = [
  { path: "/cost", title: "Cost summary", group: "Usage & Cost", icon: "cost", page: CostPage, for: cost },
  { path: "/usage", title: "Usage summary", group: "Usage & Cost", icon: "usage", page: UsagePage, for: usage },
  { path: "/trends", title: "Usage trends", group: "Usage & Cost", icon: "trends", page: TrendsPage, for: usage },
  { path: "/organizations", title: "Individual orgs", group: "Usage & Cost", icon: "products", page: ChargebackPage, for: (self) => !partner(self) && usage(self) },
  { path: "/products", title: "Product tables", group: "Usage & Cost", icon: "tables", page: ProductsPage, for: (self) => !partner(self) && usage(self) },
  { path: "/orgs", title: "Organization trees", group: "Usage & Cost", icon: "orgs", page: OrgsPage, for: usage },
  { path: "/live", title: "Live usage", group: "Usage & Cost", icon: "live", page: LivePage, for: usage },
  { path: "/bill", title: "Bill overview", group: "Billing", icon: "bill", page: BillPage, for: (self) => customer(self) && cost(self) },
  { path: "/plan", title: "Plan", group: "Billing", icon: "plan", page: PlanPage, for: (self) => customer(self) && self.reseller === null && cost(self) },
  { path: "/history", title: "Billing history", group: "Billing", icon: "history", page: HistoryPage, for: (self) => customer(self) && cost(self) },
  { path: "/cloud-costs", title: "Cloud costs", group: "Billing", icon: "cloud", page: CloudCostsPage, for: (self) => customer(self) && cost(self) },
  { path: "/alerts", title: "Alerts", group: "Watch", icon: "alerts", page: AlertsPage, for: monitors },
  { path: "/monitors", title: "Monitors", group: "Watch", icon: "monitors", page: MonitorsPage, for: monitors },
  { path: "/notifications", title: "Usage notifications", group: "Watch", icon: "notifications", page: NotificationsPage, for: (self) => !partner(self) && usage(self) },
  { path: "/shares", title: "Shared dashboards", group: "Watch", icon: "shares", page: SharesPage, for: (self) => self.permissions.includes("dashboards_invite_share") && usage(self) },
  { path: "/pricing", title: "Customer pricing", group: "Customers", icon: "pricing", page: PricingPage, for: (self) => partner(self) && billing(self) },
  { path: "/contracts", title: "Customer contracts", group: "Customers", icon: "contracts", page: ContractsPage, for: (self) => partner(self) && billing(self) },
];

/** The views of these keys, by group: what they do not show is not there, and leaves no gap. */
export function routesOf(self: Self): [string, View[]][] {
  const groups = new Map<string, View[]>();
  ROUTES.filter((one) => one.for(self)).forEach((one) => groups.set(one.group, [...(groups.get(one.group) ?? []), one]));
  return [...groups];
}
