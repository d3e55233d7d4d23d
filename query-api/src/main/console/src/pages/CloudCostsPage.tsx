import { useMemo } from "react";
import { address, useApi } from "../api/http";
import { choice, setState, useRoute } from "../app/route";
import { thisMonth, useSelf } from "../app/session";
import { parseCsv, download } from "../domain/csv";
import { type Exact, ZERO, compare, exact, percent, plain, sum } from "../domain/decimal";
import { count } from "../domain/format";
import { monthName } from "../domain/time";
import { Card, Empty, Figure, Loading, Money, Select, When } from "../ui/basics";
import { Icon } from "../ui/icons";
import { MonthPicker } from "../ui/MonthPicker";
import { Page } from "../ui/Page";
import { type Column, CsvButton, Table } from "../ui/Table";

const BY = {
  ServiceName: "Service", ServiceCategory: "Service category", SubAccountName: "Organization", RegionName: "Region", ChargeCategory: "Charge category", PricingCategory: "Pricing category", SkuId: "SKU",
  BillingAccountName: "Billing account",
} as const;
type By = keyof typeof BY;

interface Line {
  name: string;
  rows: number;
  billed: Exact;
  usage: Exact;
  purchases: Exact;
  list: Exact;
}

/** The month as other cloud-cost tools see it: the FOCUS file, added up by its own columns. */
export function CloudCostsPage() {
  const self = useSelf();
  const { params } = useRoute();
  const current = thisMonth(self);
  const month = params.get("month") ?? current;
  const by = choice<By>(params, "by", Object.keys(BY) as By[]);
  const url = address("/api/v2/tributary/focus", { month });
  const file = useApi<string>(url);
  const rows = useMemo(() => (file.data === undefined ? [] : parseCsv(file.data)), [file.data]);
  const currency = rows[0]?.BillingCurrency ?? "USD";
  const lines = useMemo(() => {
    const all = new Map<string, Line>();
    rows.filter((row) => row.BillingCurrency === currency).forEach((row) => {
      const name = row[by] || "(none)";
      const line = all.get(name) ?? { name, rows: 0, billed: ZERO, usage: ZERO, purchases: ZERO, list: ZERO };
      const cost = exact(row.BilledCost!);
      all.set(name, {
        ...line, rows: line.rows + 1, billed: line.billed + cost, list: line.list + exact(row.ListCost!),
        usage: line.usage + (row.ChargeCategory === "Usage" ? cost : ZERO), purchases: line.purchases + (row.ChargeCategory === "Purchase" ? cost : ZERO),
      });
    });
    return [...all.values()].sort((a, b) => compare(b.billed, a.billed));
  }, [rows, by, currency]);
  const billed = sum(lines.map((line) => line.billed));
  const listed = sum(lines.map((line) => line.list));
  const columns: Column<Line>[] = [
    { key: "name", title: BY[by], cell: (line) => line.name, text: (line) => line.name, order: (line) => line.name.toLowerCase() },
    { key: "rows", title: "Rows", numeric: true, wide: true, cell: (line) => <span className="muted num">{line.rows}</span>, text: (line) => String(line.rows), order: (line) => line.rows },
    { key: "usage", title: "Usage", numeric: true, wide: true, cell: (line) => <Money value={line.usage} currency={currency} />, text: (line) => plain(line.usage), order: (line) => line.usage },
    { key: "purchases", title: "Purchases", numeric: true, wide: true, cell: (line) => <Money value={line.purchases} currency={currency} />, text: (line) => plain(line.purchases), order: (line) => line.purchases },
    { key: "billed", title: "Billed cost", numeric: true, cell: (line) => <strong><Money value={line.billed} currency={currency} /></strong>, text: (line) => plain(line.billed), order: (line) => line.billed },
    { key: "list", title: "List cost", numeric: true, cell: (line) => <Money value={line.list} currency={currency} />, text: (line) => plain(line.list), order: (line) => line.list },
    { key: "saved", title: "Saved", numeric: true, cell: (line) => { const saved = percent(line.list - line.billed, line.list); return <span className="num muted">{saved === null ? "–" : `${saved.toFixed(1)} %`}</span>; }, text: (line) => plain(line.list - line.billed), order: (line) => line.list - line.billed },
  ];
  return (
    <Page title="Cloud costs" aside={<MonthPicker month={month} latest={current} />}>
      <Card className="figures" stale={file.stale}>
        <Figure label={`Billed cost, ${monthName(month)}`} note={month === current ? "so far" : undefined}>{file.data === undefined ? (file.error ? "–" : <Loading height={30} />) : <Money value={billed} currency={currency} />}</Figure>
        <Figure label="At list prices" note="all usage, without commitments">{file.data === undefined ? "…" : <Money value={listed} currency={currency} />}</Figure>
        <Figure label="Saved by the contract" note={listed > ZERO ? `${(percent(listed - billed, listed) ?? 0).toFixed(1)} % of list` : undefined}>{file.data === undefined ? "…" : <Money value={listed - billed} currency={currency} />}</Figure>
      </Card>
      <Card title={`By ${BY[by].toLowerCase()}`} stale={file.stale} aside={<>
        <Select label="Group by" value={by} options={(Object.entries(BY) as [By, string][]).filter(([key]) => key !== "BillingAccountName" || self.kind === "partner")} onChange={(next) => setState({ by: next })} />
        <CsvButton name={`focus-${month}-by-${by}`} columns={columns} rows={lines} />
        <button type="button" className="plain" disabled={!file.data} onClick={() => download(`focus-${month}.csv`, file.data!)}><Icon name="download" /> FOCUS file</button>
      </>}>
        <When answer={file} height={300}>{() => (lines.length === 0 ? <Empty title="No charges in this month" />
          : <Table label="Cloud costs" columns={columns} rows={lines} id={(line) => line.name} sort={{ key: "billed", descending: true }} />)}</When>
      </Card>
      <p className="footnote">{count(rows.length, "row")} of a FOCUS 1.2 file; billed cost adds up to exactly what the cost pages say.</p>
    </Page>
  );
}
