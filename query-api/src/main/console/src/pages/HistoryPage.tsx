import { useMemo } from "react";
import { address, useApi } from "../api/http";
import type { CostTable } from "../api/types";
import { thisMonth, useSelf } from "../app/session";
import { type Exact, ZERO, exact, percent, plain, sum } from "../domain/decimal";
import { money } from "../domain/format";
import { dimensionName } from "../domain/names";
import { addMonths, monthName } from "../domain/time";
import { Card, Change, Empty, Money, Pill, When } from "../ui/basics";
import { Page } from "../ui/Page";
import { type Column, CsvButton, Table } from "../ui/Table";
import { COST } from "./common";

interface Adjustment {
  month: string;
  product_name: string;
  public_id: string;
  usage: number;
  cost: number;
}

interface Historical {
  data: { attributes: { date: string; currency: string; adjustments?: Adjustment[] } }[];
}

interface Statement {
  month: string;
  currency: string;
  total: Exact;
  committed: Exact;
  onDemand: Exact;
  before: Exact | null;
  products: Map<string, { committed: Exact; onDemand: Exact }>;
  adjustments: Adjustment[];
}

/** Closed months as they were billed, with what came late for earlier ones. */
export function HistoryPage() {
  const self = useSelf();
  const current = thisMonth(self);
  const first = addMonths(current, -14);
  const last = addMonths(current, -1);
  const table = useApi<CostTable>(address(COST, { kind: "historical", group_by: ["month", "product", "charge_type"], start: first, end: last }));
  const rows = useApi<Historical>(address("/api/v2/usage/historical_cost", { start_month: first, end_month: last }));
  const statements = useMemo(() => statementsOf(table.data, rows.data), [table.data, rows.data]);
  const columns: Column<Statement>[] = [
    { key: "month", title: "Statement", cell: (one) => monthName(one.month), text: (one) => one.month, order: (one) => one.month },
    { key: "status", title: "Status", cell: (one) => <><Pill kind="good">Closed</Pill>{one.adjustments.length > 0 && <> <Pill kind="warn">{one.adjustments.length} adjusted</Pill></>}</>, text: () => "closed" },
    { key: "committed", title: "Committed", numeric: true, wide: true, cell: (one) => <Money value={one.committed} currency={one.currency} />, text: (one) => plain(one.committed), order: (one) => one.committed },
    { key: "on_demand", title: "On-demand", numeric: true, wide: true, cell: (one) => <Money value={one.onDemand} currency={one.currency} />, text: (one) => plain(one.onDemand), order: (one) => one.onDemand },
    { key: "total", title: "Total", numeric: true, cell: (one) => <strong><Money value={one.total} currency={one.currency} /></strong>, text: (one) => plain(one.total), order: (one) => one.total },
    { key: "change", title: "Change", numeric: true, cell: (one) => (one.before === null ? <span className="muted">–</span> : <Change percent={percent(one.total - one.before, one.before)} />), text: (one) => (one.before === null ? "" : String(percent(one.total - one.before, one.before))) },
    { key: "currency", title: "Currency", wide: true, cell: (one) => one.currency, text: (one) => one.currency },
  ];
  return (
    <Page title="Billing history">
      <Card title="Statements" aside={<CsvButton name="statements" columns={columns} rows={statements} />}>
        <When answer={table} height={280}>{() => (statements.length === 0
          ? <Empty title="No month is closed yet">A month is closed some days after its end; until then its cost is estimated.</Empty>
          : <Table label="Statements" columns={columns} rows={statements} id={(one) => `${one.month} ${one.currency}`} sort={{ key: "month", descending: true }} detail={(one) => <Detail one={one} />} />)}</When>
      </Card>
      <p className="footnote">A closed month never changes. Usage that arrives later is an adjustment: it is counted in its own month and charged with a later statement.</p>
    </Page>
  );
}

function Detail({ one }: { one: Statement }) {
  const columns: Column<[string, { committed: Exact; onDemand: Exact }]>[] = [
    { key: "product", title: "Product", cell: ([key]) => dimensionName(key), text: ([key]) => dimensionName(key), order: ([key]) => dimensionName(key) },
    { key: "committed", title: "Committed", numeric: true, cell: ([, value]) => <Money value={value.committed} currency={one.currency} />, text: ([, value]) => plain(value.committed), order: ([, value]) => value.committed },
    { key: "on_demand", title: "On-demand", numeric: true, cell: ([, value]) => <Money value={value.onDemand} currency={one.currency} />, text: ([, value]) => plain(value.onDemand), order: ([, value]) => value.onDemand },
    { key: "total", title: "Total", numeric: true, cell: ([, value]) => <Money value={value.committed + value.onDemand} currency={one.currency} />, text: ([, value]) => plain(value.committed + value.onDemand), order: ([, value]) => value.committed + value.onDemand },
  ];
  return (
    <>
      <Table label={`Charges of ${monthName(one.month)}`} columns={columns} rows={[...one.products]} id={([key]) => key} sort={{ key: "total", descending: true }} />
      {one.adjustments.length > 0 && (
        <ul className="small" style={{ padding: "10px 16px" }}>{one.adjustments.map((late, i) => (
          <li key={i}>Late usage of {monthName(late.month.slice(0, 7))}, {dimensionName(late.product_name)}: {money(exact(late.cost.toFixed(6)), one.currency)}</li>
        ))}</ul>
      )}
    </>
  );
}

function statementsOf(table: CostTable | undefined, rows: Historical | undefined): Statement[] {
  const all = new Map<string, Statement>();
  for (const row of table?.rows ?? []) {
    const key = `${row.month} ${row.currency}`;
    const one = all.get(key) ?? { month: row.month!, currency: row.currency, total: ZERO, committed: ZERO, onDemand: ZERO, before: null, products: new Map(), adjustments: [] };
    all.set(key, one);
    const cost = exact(row.cost);
    const product = one.products.get(row.product_name!) ?? { committed: ZERO, onDemand: ZERO };
    one.products.set(row.product_name!, row.charge_type === "committed" ? { ...product, committed: product.committed + cost } : { ...product, onDemand: product.onDemand + cost });
  }
  for (const one of all.values()) {
    one.committed = sum([...one.products.values()].map((product) => product.committed));
    one.onDemand = sum([...one.products.values()].map((product) => product.onDemand));
    one.total = one.committed + one.onDemand;
  }
  for (const one of all.values()) {
    one.before = all.get(`${addMonths(one.month, -1)} ${one.currency}`)?.total ?? null;
    one.adjustments = (rows?.data ?? []).filter((row) => row.attributes.date.startsWith(one.month) && row.attributes.currency === one.currency).flatMap((row) => row.attributes.adjustments ?? []);
  }
  return [...all.values()];
}
