import { useMemo } from "react";
import { address, useApi } from "../api/http";
import type { BillableSummary, Org, UsageRow, UsageTable, UsageType } from "../api/types";
import { Link, choice, list, setState, useRoute, view } from "../app/route";
import { thisMonth, useSelf } from "../app/session";
import { type Exact, ZERO, exact, percent, plain, toNumber } from "../domain/decimal";
import { count, usage, usageExact } from "../domain/format";
import { category, functionName, usageName } from "../domain/names";
import { addMonths, monthShort } from "../domain/time";
import { Card, Change, Empty, Failed, Loading, Pill, Segmented, Select, Usage } from "../ui/basics";
import { type Facet, Facets } from "../ui/Facets";
import { MonthPicker } from "../ui/MonthPicker";
import { AsOf, Page } from "../ui/Page";
import { type Column, CsvButton, Table } from "../ui/Table";
import { USAGE, billingKeys, byText, typeKey, useOrgs, useTypes } from "./common";

const REFRESH_MS = 15_000;

/** One product of a month. Numbers that nobody can say are null. */
interface Tile {
  key: string;
  row: UsageRow;
  type: UsageType | undefined;
  value: Exact;
  before: Exact | null;
  billable: Exact | null;
  included: Exact | null;
  onDemand: Exact | null;
}

export function UsagePage() {
  const self = useSelf();
  const { params } = useRoute();
  const partner = self.kind === "partner";
  const current = thisMonth(self);
  const month = params.get("month") ?? current;
  const before = addMonths(month, -1);
  const billing = self.kind !== "child";
  const show = billing ? choice(params, "show", ["all", "billable"] as const) : "all";
  const chosen = params.get("category") ?? "";
  const layout = choice(params, "layout", ["tiles", "table"] as const);
  const types = useTypes();
  const orgs = useOrgs();
  const filters = { account: list(params, "account"), org: list(params, "org"), region: list(params, "region"), product: list(params, "product") };
  const answer = useApi<UsageTable>(address(USAGE, {
    interval: "month", start: before, end: month, "filter[account]": filters.account, "filter[org]": filters.org, "filter[region]": filters.region, "filter[product]": filters.product,
  }), month === current ? REFRESH_MS : 0);
  const bill = useApi<BillableSummary>(billing ? address("/api/v1/usage/billable-summary", { month, include_connected_accounts: partner }) : null);
  const tiles = useMemo(() => (answer.data ? tilesOf(answer.data.rows, month, types, bill.data, filters, orgs.data?.orgs) : []),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [answer.data, bill.data, month, types, orgs.data, params.toString()]);
  const categories = [...new Set(tiles.map((tile) => category(tile.row.product_family)))].sort();
  const shown = tiles.filter((tile) => (!chosen || category(tile.row.product_family) === chosen) && (show === "all" || tile.billable !== null));
  const value = (tile: Tile) => (show === "all" ? tile.value : tile.billable ?? ZERO);

  const columns: Column<Tile>[] = [
    { key: "product", title: "Product", cell: (tile) => usageName(tile.row), text: (tile) => usageName(tile.row), order: (tile) => usageName(tile.row) },
    { key: "function", title: "Function", cell: (tile) => functionName(tile.type?.monthly_function ?? "sum"), text: (tile) => functionName(tile.type?.monthly_function ?? "sum"), order: (tile) => tile.type?.monthly_function ?? "" },
    { key: "value", title: show === "all" ? "All usage" : "Billable usage", numeric: true, cell: (tile) => <Usage value={value(tile)} unit={tile.row.unit} />, text: (tile) => plain(value(tile)), order: (tile) => value(tile) },
    { key: "unit", title: "Unit", cell: (tile) => tile.row.unit, text: (tile) => tile.row.unit, wide: true },
    { key: "before", title: monthShort(before), numeric: true, wide: true, cell: (tile) => (tile.before === null ? <span className="muted">–</span> : <Usage value={tile.before} unit={tile.row.unit} />), text: (tile) => (tile.before === null ? "" : plain(tile.before)), order: (tile) => tile.before ?? -1n },
    ...(billing ? [
      { key: "included", title: "Included", numeric: true, cell: (tile: Tile) => (tile.included === null ? <span className="muted">–</span> : <Usage value={tile.included} unit={tile.row.unit} />), text: (tile: Tile) => (tile.included === null ? "" : plain(tile.included)), order: (tile: Tile) => tile.included ?? -1n },
      { key: "on_demand", title: "On-demand", numeric: true, cell: (tile: Tile) => (tile.onDemand === null ? <span className="muted">–</span> : <Usage value={tile.onDemand} unit={tile.row.unit} />), text: (tile: Tile) => (tile.onDemand === null ? "" : plain(tile.onDemand)), order: (tile: Tile) => tile.onDemand ?? -1n },
    ] : []),
  ];

  return (
    <Page title="Usage summary" aside={<><AsOf asOf={answer.data?.as_of} stale={answer.stale && answer.error !== undefined} /><MonthPicker month={month} latest={current} /></>}>
      <div className="with-facets">
        <Facets facets={facetsOf(orgs.data?.orgs, partner, tiles)} unit="organizations" />
        <div className="content">
          <div className="row">
            {billing && <Segmented label="Usage" value={show} options={[["all", "All"], ["billable", "Billable"]]} onChange={(next) => setState({ show: next === "all" ? null : next })} />}
            <Segmented label="Layout" value={layout} options={[["tiles", "Tiles"], ["table", "Table"]]} onChange={(next) => setState({ layout: next === "tiles" ? null : next })} />
            <Select label="Category" value={chosen} options={[["", "All products"], ...categories.map((one) => [one, one] as const)]} onChange={(next) => setState({ category: next })} />
            <span style={{ marginLeft: "auto" }}><CsvButton name={`usage-${month}`} columns={columns} rows={shown} /></span>
          </div>
          {answer.error && !answer.data ? <Failed error={answer.error} retry={answer.reload} /> : !answer.data ? <Loading height={420} /> : shown.length === 0
            ? <Card><Empty title="No usage here">{show === "billable" ? (bill.data ? "Nothing of it is billed in this month." : "What is billed is not known at this moment.") : "Nothing was used in this month with these filters."}</Empty></Card>
            : layout === "table" ? <Card><Table label="Usage by product" columns={columns} rows={shown} id={(tile) => tile.key} /></Card>
            : (
              <div className={`grid small${answer.stale ? " stale" : ""}`}>
                {shown.map((tile) => <TileCard key={tile.key} tile={tile} value={value(tile)} before={show === "all" ? tile.before : null} beforeName={monthShort(before)} whole={month !== current} />)}
              </div>
            )}
          {bill.error && <Failed error={bill.error} retry={bill.reload} />}
          <p className="footnote">{show === "all" ? "All usage, also what is not billed. " : "What reaches the bill, each customer's by its own contract; included is what commitment and allotments cover. "}
            Each product by its own function of the month's hours; the value of several {self.kind === "partner" ? "customers" : "organizations"} is made of their hours added up, not of their values.</p>
        </div>
      </div>
    </Page>
  );
}

/** A month that has not ended is not set against one that has. */
function TileCard({ tile, value, before, beforeName, whole }: { tile: Tile; value: Exact; before: Exact | null; beforeName: string; whole: boolean }) {
  const { row } = tile;
  const all = tile.included !== null && tile.onDemand !== null ? tile.included + tile.onDemand : ZERO;
  const part = all > ZERO ? (toNumber(tile.onDemand!) / toNumber(all)) * 100 : 0;
  return (
    <section className="card tile" data-usage={tile.key}>
      <div className="top">
        <h3><Link className="inline" href={view("/trends", { type: tile.key })}>{usageName(row)}</Link></h3>
        <span className="function">{functionName(tile.type?.monthly_function ?? "sum")}</span>
      </div>
      <div className="value" title={usageExact(value, row.unit)}>{usage(value, row.unit)}</div>
      <div className="small muted">{before === null ? " " : <>{beforeName}: <Usage value={before} unit={row.unit} /> {whole && <Change percent={percent(value - before, before)} />}</>}</div>
      {tile.included !== null && tile.onDemand !== null && (
        <>
          <div className="meter" aria-hidden="true"><span className="included" style={{ width: `${100 - part}%` }} /><span className="ondemand" style={{ width: `${part}%` }} /></div>
          <div className="pills">
            {tile.onDemand > ZERO && <Pill kind="violet" title={usageExact(tile.onDemand, row.unit)}>On-demand {usage(tile.onDemand, row.unit)}</Pill>}
            <Pill kind="blue" title={usageExact(tile.included, row.unit)}>Included {usage(tile.included, row.unit)}</Pill>
          </div>
        </>
      )}
    </section>
  );
}

function tilesOf(rows: UsageRow[], month: string, types: Map<string, UsageType>, bill: BillableSummary | undefined,
  filters: { account: string[]; org: string[]; region: string[] }, orgs: Org[] | undefined): Tile[] {
  const last = new Map(rows.filter((row) => row.month !== month).map((row) => [typeKey(row), exact(row.value)]));
  const units = new Map(rows.map((row) => [row.billing_dimension, row.unit]));
  const billed = billedOf(bill, units, filters, orgs);
  return rows.filter((row) => row.month === month).map((row) => {
    const key = typeKey(row);
    const one = row.billing_dimension ? billed.get(row.billing_dimension) : undefined;
    return {
      key, row, type: types.get(key), value: exact(row.value), before: last.get(key) ?? null,
      billable: one?.billable ?? null, included: one?.included ?? null, onDemand: one?.onDemand ?? null,
    };
  }).sort(byText((tile) => `${category(tile.row.product_family)} ${usageName(tile.row)}`));
}

interface Billed {
  billable: Exact;
  included: Exact | null;
  onDemand: Exact | null;
}

/** Accounts' billable usage added up; of some orgs, theirs, of which nobody can say what is included. */
function billedOf(bill: BillableSummary | undefined, units: Map<string | null, string>,
  filters: { account: string[]; org: string[]; region: string[] }, orgs: Org[] | undefined): Map<string, Billed> {
  const all = new Map<string, Billed>();
  if (!bill) return all;
  const below = filters.org.length > 0 || filters.region.length > 0;
  const regions = new Map((orgs ?? []).map((org) => [org.public_id, org.region]));
  const counted = new Set<string>();
  for (const row of bill.usage) {
    if (filters.account.length && !filters.account.includes(row.account_public_id)) continue;
    if (filters.org.length && !filters.org.includes(row.public_id)) continue;
    if (filters.region.length && !filters.region.includes(regions.get(row.public_id) ?? row.region)) continue;
    for (const [dimension, value] of billingKeys(row.usage, units)) {
      const was = all.get(dimension) ?? { billable: ZERO, included: null, onDemand: null };
      if (below) {
        all.set(dimension, { ...was, billable: was.billable + exact(String(value.org_billable_usage)) });
      } else if (!counted.has(`${row.account_public_id}|${dimension}`)) {
        counted.add(`${row.account_public_id}|${dimension}`);
        // An account without a contract that prices it has neither.
        const add = (sum: Exact | null, more: number | null) => (more === null ? sum : (sum ?? ZERO) + exact(String(more)));
        all.set(dimension, {
          billable: was.billable + exact(String(value.account_billable_usage)),
          included: add(was.included, value.account_committed_usage), onDemand: add(was.onDemand, value.account_on_demand_usage),
        });
      }
    }
  }
  return all;
}

function facetsOf(orgs: Org[] | undefined, partner: boolean, tiles: Tile[]): Facet[] {
  const all = orgs ?? [];
  const tally = (key: (org: Org) => string) => {
    const counts = new Map<string, number>();
    all.forEach((org) => counts.set(key(org), (counts.get(key(org)) ?? 0) + 1));
    return counts;
  };
  const names = new Map(all.map((org) => [org.account_public_id, org.account_name]));
  return [
    ...(partner ? [{ name: "account", title: "Customer", options: [...tally((org) => org.account_public_id)].map(([key, number]) => ({ key, label: names.get(key) ?? key, count: number, hint: count(number, "organization") })).sort(byText((one) => one.label)) }] : []),
    { name: "product", title: "Product", options: [...new Map(tiles.filter((tile) => tile.row.billing_dimension).map((tile) => [tile.row.billing_dimension!, usageName(tile.row)]))].map(([key, label]) => ({ key, label })).sort(byText((one) => one.label)) },
    { name: "org", title: partner ? "Customer organization" : "Organization", options: all.length > 1 && all.length <= 400 ? all.map((org) => ({ key: org.public_id, label: org.name, hint: `${org.account_name}, ${org.region}` })).sort(byText((one) => one.label)) : [] },
    { name: "region", title: "Region", options: [...tally((org) => org.region)].map(([key, number]) => ({ key, label: key, count: number, hint: count(number, "organization") })).sort(byText((one) => one.label)) },
  ];
}
