import { useMemo } from "react";
import { address, useApi } from "../api/http";
import type { BillableSummary, CostTable, UsageTable } from "../api/types";
import { Link, choice, setState, useRoute, view } from "../app/route";
import { thisMonth, useSelf } from "../app/session";
import { csv, download } from "../domain/csv";
import { type Exact, ZERO, compare, exact, percent, plain, sum } from "../domain/decimal";
import { money, moneyExact, usage, usageExact } from "../domain/format";
import { dimensionName } from "../domain/names";
import { addMonths, monthName } from "../domain/time";
import { Card, Empty, Failed, Loading, Segmented } from "../ui/basics";
import { Icon } from "../ui/icons";
import { MonthPicker } from "../ui/MonthPicker";
import { AsOf, Page } from "../ui/Page";
import { Rows, useWindow } from "../ui/Table";
import { COST, USAGE, pricedValues } from "./common";

interface Cells {
  orgs: [string, string][];
  products: string[];
  values: Map<string, Exact>;
  units: Map<string, string>;
  currency: string;
}

/** Organizations by products: what each used, and what of the account's cost is its share. */
export function ChargebackPage() {
  const self = useSelf();
  const { params } = useRoute();
  const current = thisMonth(self);
  const month = params.get("month") ?? current;
  const what = self.shows.cost ? choice(params, "what", ["cost", "usage"] as const) : "usage";
  const show = self.kind === "account" ? choice(params, "show", ["billable", "all"] as const) : "all";
  const as = choice(params, "as", ["absolute", "percent"] as const);
  const kind = month >= addMonths(current, -1) ? "estimated" : "historical";
  const costs = useApi<CostTable>(what === "cost" ? address(COST, { kind, group_by: ["org", "product"], start: month, end: month }) : null);
  const used = useApi<UsageTable>(what === "usage" && show === "all" ? address(USAGE, { interval: "month", start: month, end: month, group_by: "org" }) : null);
  const billed = useApi<BillableSummary>(what === "usage" && show === "billable" ? address("/api/v1/usage/billable-summary", { month }) : null);
  const answer = what === "cost" ? costs : show === "all" ? used : billed;
  const cells = useMemo((): Cells | null => {
    const values = new Map<string, Exact>();
    const names = new Map<string, string>();
    const units = new Map<string, string>();
    let currency = "USD";
    const put = (org: string, name: string, product: string, value: Exact) => {
      names.set(org, name);
      values.set(`${org}|${product}`, (values.get(`${org}|${product}`) ?? ZERO) + value);
    };
    if (what === "cost") {
      if (!costs.data) return null;
      currency = costs.data.rows[0]?.currency ?? currency;
      costs.data.rows.filter((row) => row.currency === currency).forEach((row) => put(row.public_id!, row.org_name!, row.product_name!, exact(row.cost)));
    } else if (show === "all") {
      if (!used.data) return null;
      used.data.rows.filter((row) => row.billing_dimension).forEach((row) => { units.set(row.billing_dimension!, row.unit); put(row.public_id!, row.org_name!, row.billing_dimension!, exact(row.value)); });
    } else {
      if (!billed.data) return null;
      billed.data.usage.forEach((row) => pricedValues(row.usage).forEach((value) => {
        units.set(value.billing_dimension, value.usage_unit);
        put(row.public_id, row.org_name, value.billing_dimension, exact(String(value.org_billable_usage)));
      }));
    }
    const all = [...new Set([...values.keys()].map((key) => key.split("|")[1]!))];
    const total = (product: string) => sum([...names.keys()].map((org) => values.get(`${org}|${product}`) ?? ZERO));
    return {
      orgs: [...names].sort((a, b) => (what === "cost" ? compare(rowSum(values, b[0], all), rowSum(values, a[0], all)) : 0) || (a[1] < b[1] ? -1 : 1)),
      products: all.sort((a, b) => (what === "cost" ? compare(total(b), total(a)) : 0) || (dimensionName(a) < dimensionName(b) ? -1 : 1)), values, units, currency,
    };
  }, [what, show, costs.data, used.data, billed.data]);

  return (
    <Page title="Individual organizations" aside={<><AsOf asOf={costs.data?.as_of ?? used.data?.as_of} stale={answer.stale && answer.error !== undefined} /><MonthPicker month={month} latest={current} /></>}>
      <div className="row">
        {self.shows.cost && <Segmented label="What" value={what} options={[["cost", "Cost"], ["usage", "Usage"]]} onChange={(next) => setState({ what: next })} />}
        {what === "usage" && self.kind === "account" && <Segmented label="Usage" value={show} options={[["billable", "Billable"], ["all", "All"]]} onChange={(next) => setState({ show: next === "billable" ? null : next })} />}
        <Segmented label="As" value={as} options={[["absolute", "Absolute"], ["percent", "% of total"]]} onChange={(next) => setState({ as: next === "absolute" ? null : next })} />
      </div>
      <Card title={`${what === "cost" ? (kind === "estimated" ? "Estimated cost" : "Historical cost") : show === "all" ? "All usage" : "Billable usage"}, ${monthName(month)}`} stale={answer.stale}
        aside={cells && <button type="button" className="plain" onClick={() => save(cells, month, what)}><Icon name="download" /> CSV</button>}>
        {answer.error && !answer.data ? <Failed error={answer.error} retry={answer.reload} /> : !cells ? <Loading height={360} />
          : cells.orgs.length === 0 ? <Empty title="Nothing in this month" /> : <Matrix cells={cells} cost={what === "cost"} relative={as === "percent"} />}
      </Card>
      {what === "cost" && <p className="footnote">An organization's cost of a product is its share of the account's cost, by its own usage; shares add up to the bill exactly. Commitments that nobody used are the parent organization's.</p>}
    </Page>
  );
}

function rowSum(values: Map<string, Exact>, org: string, products: string[]): Exact {
  return sum(products.map((product) => values.get(`${org}|${product}`) ?? ZERO));
}

function Matrix({ cells, cost, relative }: { cells: Cells; cost: boolean; relative: boolean }) {
  const totals = new Map(cells.products.map((product) => [product, sum(cells.orgs.map(([org]) => cells.values.get(`${org}|${product}`) ?? ZERO))]));
  const whole = sum(totals.values());
  const { window, box } = useWindow(cells.orgs.length);
  const cell = (value: Exact | undefined, product: string | null, of: Exact) => {
    if (value === undefined) return <span className="muted">–</span>;
    if (relative) {
      const share = percent(value, of);
      return <span className="num">{share === null ? "–" : `${share.toFixed(1)} %`}</span>;
    }
    const unit = product ? cells.units.get(product) ?? "" : "";
    return cost ? <span className="num" title={moneyExact(value, cells.currency)}>{money(value, cells.currency)}</span> : <span className="num" title={usageExact(value, unit)}>{usage(value, unit)}</span>;
  };
  return (
    <div {...box} aria-label="Organizations by products">
      <table aria-rowcount={cells.orgs.length + 1}>
        <thead><tr><th scope="col">Organization</th>{cost && <th scope="col" className="right">Total</th>}{cells.products.map((product) => <th key={product} scope="col" className="right">{dimensionName(product)}</th>)}</tr></thead>
        <tbody>
          <Rows window={window} width={cells.products.length + (cost ? 2 : 1)} row={(index) => {
            const [org, name] = cells.orgs[index]!;
            return (
              <tr key={org} data-org={org} aria-rowindex={index + 2}>
                <th scope="row"><Link className="inline" href={view("/usage", { org })}>{name}</Link></th>
                {cost && <td className="right"><strong>{cell(rowSum(cells.values, org, cells.products), null, whole)}</strong></td>}
                {cells.products.map((product) => <td key={product} className="right">{cell(cells.values.get(`${org}|${product}`), product, totals.get(product)!)}</td>)}
              </tr>
            );
          }} />
        </tbody>
        {cost && <tfoot><tr><td>Total</td><td className="right">{cell(whole, null, whole)}</td>{cells.products.map((product) => <td key={product} className="right">{cell(totals.get(product), product, totals.get(product)!)}</td>)}</tr></tfoot>}
      </table>
    </div>
  );
}

function save(cells: Cells, month: string, what: string): void {
  const rows = cells.orgs.flatMap(([org, name]) => cells.products.filter((product) => cells.values.has(`${org}|${product}`))
    .map((product) => [name, org, month, dimensionName(product), plain(cells.values.get(`${org}|${product}`)!)]));
  download(`organizations-${what}-${month}.csv`, csv(["Organization Name", "Public ID", "Month", "Product Name", what === "cost" ? "Cost" : "Usage"], rows));
}
