import { useMemo } from "react";
import { address, useApi } from "../api/http";
import type { UsageRow, UsageTable } from "../api/types";
import { choice, setState, useRoute } from "../app/route";
import { thisMonth, useSelf } from "../app/session";
import { type Exact, ZERO, compare, exact, sum, toNumber } from "../domain/decimal";
import { plural, usage, usageShort } from "../domain/format";
import { functionName, usageName } from "../domain/names";
import { addMonths, dayShort, daysIn, daysOf, monthName, monthShort } from "../domain/time";
import { Card, Empty, Failed, Loading, Select } from "../ui/basics";
import { Chart, Legend, type Series } from "../ui/Chart";
import { MonthPicker } from "../ui/MonthPicker";
import { AsOf, Page } from "../ui/Page";
import { type Column, CsvButton } from "../ui/Table";
import { USAGE, byText, typeKey, useOrgs, useTypes } from "./common";

type By = "none" | "account" | "org" | "region";
const COLOURED = 8;

/** The times of a range, as the API names them. */
function times(range: string, month: string, today: string): { labels: string[]; interval: string; start: string; end: string } {
  const lastDay = month === today.slice(0, 7) ? today : `${month}-${String(daysIn(month)).padStart(2, "0")}`;
  switch (range) {
    case "hours": {
      const end = Date.parse(`${lastDay}T23:00:00Z`);
      const labels = Array.from({ length: 168 }, (_, i) => new Date(end - (167 - i) * 3_600_000).toISOString().slice(0, 13));
      return { labels, interval: "hour", start: labels[0]!, end: labels.at(-1)! };
    }
    case "halfyear":
    case "months": {
      const months = Array.from({ length: 6 }, (_, i) => addMonths(month, i - 5));
      const labels = range === "months" ? months : months.flatMap(daysOf);
      return { labels, interval: range === "months" ? "month" : "day", start: months[0]!, end: range === "months" ? month : lastDay };
    }
    default:
      return { labels: daysOf(month), interval: "day", start: `${month}-01`, end: lastDay };
  }
}

function label(time: string): string {
  return time.length === 7 ? monthShort(time) : time.length === 10 ? dayShort(time) : `${dayShort(time.slice(0, 10))} ${time.slice(11)}:00`;
}

export function TrendsPage() {
  const self = useSelf();
  const { params } = useRoute();
  const current = thisMonth(self);
  const month = params.get("month") ?? current;
  const range = choice(params, "range", ["days", "hours", "halfyear", "months"] as const);
  const by = choice<By>(params, "by", self.kind === "partner" ? ["none", "account", "region", "org"] : ["none", "org", "region"]);
  const type = params.get("type");
  const types = useTypes();
  const orgs = useOrgs();
  const when = useMemo(() => times(range, month, self.now.slice(0, 10)), [range, month, self.now]);
  const answer = useApi<UsageTable>(address(USAGE, {
    interval: when.interval, start: when.start.length === 13 ? `${when.start}:00:00Z` : when.start, end: when.end.length === 13 ? `${when.end}:00:00Z` : when.end,
    group_by: by === "none" ? null : by, "filter[usage_type]": type, "filter[account]": params.get("account"), "filter[region]": params.get("region"),
  }));
  const products = useMemo(() => productsOf(answer.data?.rows ?? [], by, when.labels), [answer.data, by, when]);
  const accounts = useMemo(() => [...new Map((orgs.data?.orgs ?? []).map((org) => [org.account_public_id, org.account_name]))].sort(byText(([, name]) => name)), [orgs.data]);
  const columns: Column<UsageRow>[] = [
    { key: "time", title: when.interval === "month" ? "Month" : when.interval === "day" ? "Day" : "Hour", cell: () => null, text: (row) => row.hour ?? row.day ?? row.month ?? "" },
    ...(by === "account" ? [{ key: "account", title: "Customer", cell: () => null, text: (row: UsageRow) => row.account_name ?? "" }, { key: "id", title: "Public ID", cell: () => null, text: (row: UsageRow) => row.account_public_id ?? "" }] : []),
    ...(by === "org" ? [{ key: "org", title: "Organization", cell: () => null, text: (row: UsageRow) => row.org_name ?? "" }, { key: "id", title: "Public ID", cell: () => null, text: (row: UsageRow) => row.public_id ?? "" }] : []),
    ...(by === "region" ? [{ key: "region", title: "Region", cell: () => null, text: (row: UsageRow) => row.region ?? "" }] : []),
    { key: "product", title: "Product", cell: () => null, text: (row) => usageName(row) },
    { key: "value", title: "Usage", cell: () => null, text: (row) => row.value },
    { key: "unit", title: "Unit", cell: () => null, text: (row) => row.unit },
  ];
  return (
    <Page title="Usage trends" aside={<><AsOf asOf={answer.data?.as_of} stale={answer.stale && answer.error !== undefined} /><MonthPicker month={month} latest={current} /></>}>
      <div className="row">
        <Select label="Show" value={range} options={[["days", `Daily, ${monthShort(month)}`], ["hours", "Hourly, 7 days"], ["halfyear", "Daily, 6 months"], ["months", "Monthly, 6 months"]]} onChange={(next) => setState({ range: next === "days" ? null : next })} />
        <Select label="Group by" value={by} options={(self.kind === "partner" ? [["none", "Product"], ["account", "Customer"], ["region", "Region"], ["org", "Organization"]] : [["none", "Product"], ["org", "Organization"], ["region", "Region"]]) as [By, string][]} onChange={(next) => setState({ by: next === "none" ? null : next })} />
        {self.kind === "partner" && <Select label="Customer" value={params.get("account") ?? ""} options={[["", "All"], ...accounts.map(([key, name]) => [key, name] as const)]} onChange={(next) => setState({ account: next })} />}
        <Select label="Product" value={type ?? ""} options={[["", "All"], ...[...types.values()].filter((one) => one.billing_dimension).map((one) => [typeKey(one), usageName(one)] as const).sort(byText(([, name]) => name))]} onChange={(next) => setState({ type: next })} />
        <span style={{ marginLeft: "auto" }}><CsvButton name={`usage-${month}-${range}`} columns={columns} rows={answer.data?.rows ?? []} /></span>
      </div>
      {answer.error && !answer.data ? <Failed error={answer.error} retry={answer.reload} /> : !answer.data ? <Loading height={480} />
        : products.length === 0 ? <Card><Empty title="No usage here">Nothing was used in this time with these filters.</Empty></Card> : (
          <div className={type ? "content" : "grid"}>
            {products.map((product) => {
              const monthly = types.get(product.key)?.monthly_function ?? "sum";
              const additive = monthly === "sum" || when.interval === "hour";
              return (
                <Card key={product.key} stale={answer.stale} title={product.name} aside={<span className="small muted">{when.interval === "hour" ? "Hourly" : functionName(monthly)} · {plural(product.unit)}</span>}>
                  <Chart label={`${product.name}, ${range === "days" ? monthName(month) : label(when.labels[0]!)} on`} labels={when.labels.map(label)} height={type ? 380 : 168} compact={!type}
                    series={product.series.map((one) => ({ ...one, type: additive ? "bar" : "line" }))} stack={additive}
                    format={(value) => usageShort(value, product.unit)} exact={(which, index) => { const value = product.exacts[which]?.[index]; return value === null || value === undefined ? null : usage(value, product.unit); }} />
                  {by !== "none" && <Legend series={product.series} />}
                </Card>
              );
            })}
          </div>
        )}
    </Page>
  );
}

interface Product {
  key: string;
  name: string;
  unit: string;
  series: Series[];
  exacts: (Exact | null)[][];
}

function productsOf(rows: UsageRow[], by: By, labels: string[]): Product[] {
  const products = new Map<string, UsageRow[]>();
  rows.forEach((row) => products.set(typeKey(row), [...(products.get(typeKey(row)) ?? []), row]));
  return [...products].map(([key, its]) => {
    const groups = new Map<string, Map<string, Exact>>();
    its.forEach((row) => {
      const group = by === "none" ? usageName(row) : (by === "account" ? row.account_name : by === "org" ? row.org_name : row.region) ?? "";
      const values = groups.get(group) ?? new Map<string, Exact>();
      groups.set(group, values.set(row.hour ?? row.day ?? row.month ?? "", exact(row.value)));
    });
    const ordered = [...groups].sort((a, b) => compare(sum(b[1].values()), sum(a[1].values())));
    const lastTime = its.reduce((last, row) => ((row.hour ?? row.day ?? row.month ?? "") > last ? row.hour ?? row.day ?? row.month ?? "" : last), "");
    // Smaller groups are left out of the picture rather than added up: values of several groups may not add.
    const drawn = ordered.slice(0, COLOURED);
    const exacts = drawn.map(([, values]) => labels.map((time) => values.get(time) ?? (time <= lastTime ? ZERO : null)));
    const more = ordered.length - drawn.length;
    return {
      key, name: usageName(its[0]!) + (more > 0 ? `, largest ${COLOURED} of ${ordered.length}` : ""), unit: its[0]!.unit, exacts,
      series: drawn.map(([name], at) => ({ name, values: exacts[at]!.map((value) => (value === null ? null : toNumber(value))) })),
    };
  }).sort(byText((product) => product.name));
}

