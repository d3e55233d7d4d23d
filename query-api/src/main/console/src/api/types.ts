/** What the public API answers, as far as the console reads it. Numbers of money and usage are texts. */
export interface Self {
  public_id: string;
  name: string;
  kind: "partner" | "account" | "child";
  account_public_id: string | null;
  account_name: string | null;
  reseller: string | null;
  permissions: string[];
  shows: { cost: boolean; projected_cost: boolean; why_not: string | null };
  now: string;
}

export interface CostRow {
  account_public_id?: string;
  account_name?: string;
  public_id?: string;
  org_name?: string;
  region?: string;
  product_name?: string;
  charge_type?: string;
  day?: string;
  month?: string;
  currency: string;
  cost: string;
  cost_low_80?: string | null;
  cost_high_80?: string | null;
  cost_low_95?: string | null;
  cost_high_95?: string | null;
}

export interface CostTable {
  as_of: string;
  kind: string;
  not_projected?: Record<string, string>;
  rows: CostRow[];
}

export interface UsageRow {
  account_public_id?: string;
  account_name?: string;
  public_id?: string;
  org_name?: string;
  region?: string;
  hour?: string;
  day?: string;
  month?: string;
  product_family: string;
  usage_type: string;
  billing_dimension: string | null;
  unit: string;
  value: string;
}

export interface UsageTable {
  as_of: string;
  rows: UsageRow[];
}

export interface UsageType {
  product_family: string;
  usage_type: string;
  title: string | null;
  unit: string;
  measure: string;
  monthly_function: string;
  billing_dimension: string | null;
  metric: string;
}

export interface Org {
  public_id: string;
  name: string;
  region: string;
  created: string;
  parent_public_id: string | null;
  account_public_id: string;
  account_name: string;
}

export interface BillableValue {
  billing_dimension: string;
  usage_unit: string;
  account_billable_usage: number;
  account_committed_usage: number | null;
  account_on_demand_usage: number | null;
  org_billable_usage: number;
  percentage_in_account: number;
  first_billable_usage_hour: string | null;
  last_billable_usage_hour: string | null;
}

export interface BillableSummary {
  usage: {
    account_name: string;
    account_public_id: string;
    org_name: string;
    public_id: string;
    region: string;
    usage: Record<string, BillableValue>;
  }[];
}

export interface Rate {
  dimension: string;
  per?: string;
  metering?: string;
  committed?: { quantity: string; price: string };
  on_demand: { price?: string; graduated?: Tier[]; volume?: Tier[]; percent_of_bill?: string };
  list_price?: string;
  minimum?: string;
  allotments?: { parent: string; quantity: string }[];
}

export interface Tier {
  up_to?: string;
  price: string;
}

export interface Contract {
  contract_id: string;
  account: string;
  partner?: string;
  start: string;
  end?: string;
  currency: string;
  cards: { from: string; rates: Rate[] }[];
}

export interface Prices {
  default: "list" | "markup" | "discount";
  percent: string;
  cap_at_list: boolean;
  prices: { dimension: string; committed?: string; on_demand?: string }[];
}

export interface Sold {
  sell: string;
  margin: string;
}

export interface Pricing {
  contract: string;
  account: string;
  currency: string;
  draft: Prices | null;
  published: (Prices & { from: string })[];
  card_from: string;
  prices: {
    dimension: string;
    per: string;
    list_price: string | null;
    percent_of_bill: string | null;
    committed: { buy: string; published: Sold | null; draft: Sold | null } | null;
    on_demand: { up_to: string | null; buy: string; published: Sold | null; draft: Sold | null }[];
  }[];
}

export interface LiveCell {
  bucket_start: string;
  account_name?: string;
  account_public_id?: string;
  org_name?: string;
  public_id?: string;
  product_family: string;
  usage_type: string;
  unit: string;
  value: number;
}

/** Custom metrics by name, the one with the most series first. */
export interface TopMetrics {
  usage: { metric_name: string; avg_metric_hour: number; max_metric_hour: number; is_rest?: boolean }[];
  metadata: { names_kept: number; pagination: { next_record_id: string | null } };
}

export interface LogsByIndex {
  usage: { hour: string; org_name: string; public_id: string; index_name: string; retention: number | null; event_count: number; is_rest?: boolean }[];
  metadata: { names_kept: number };
}
