import { useMemo } from "react";
import { address, useApi } from "../api/http";
import type { CostTable, UsageRow, UsageTable } from "../api/types";
import { Link, choice, setState, useRoute, withState } from "../app/route";
import { thisMonth, useSelf } from "../app/session";
import { amounts, newestDay, sameDay, totals } from "../domain/cost";
import { type Exact, ZERO, compare, exact, percent, plain, sum, toNumber } from "../domain/decimal";
import { money, moneyShort } from "../domain/format";
import { category, dimensionName } from "../domain/names";
import { addMonths, dayShort, daysOf, monthName, monthShort } from "../domain/time";
import { Card, Change, Empty, Failed, Figure, Loading, Money, Segmented, Select, Usage, When } from "../ui/basics";
import { Chart, Legend, Spark } from "../ui/Chart";
import { type Facet, Facets } from "../ui/Facets";
import { MonthPicker } from "../ui/MonthPicker";
import { AsOf, Page } from "../ui/Page";
import { type Column, CsvButton, Table } from "../ui/Table";
import { COST, USAGE, byText, useOrgs } from "./common";

interface Line {
  dimension: string;
  cost: Exact;
  before: Exact;
  end: Exact | null;
  costChange: number | null;
  grown: Exact;
  usage: UsageRow | undefined;
  usageBefore: Exact | null;
  usageChange: number | null;
  days: (number | null)[];
}

const SORTS = [["cost", "Highest total cost"], ["change", "Highest cost change"], ["percent", "Highest % cost change"], ["usage", "Highest % usage change"]] as const;
const COLOURED = 9;

/** The bill by billing dimension: what each costs, where it goes, and what drives it. */
export function BillPage() {
  const self = useSelf();
  const { params } = useRoute();
  const current = thisMonth(self);
  const oldest = addMonths(current, -1);
  const month = (params.get("month") ?? current) < oldest ? oldest : params.get("month") ?? current;
  const before = addMonths(month, -1);
  const now = month === current;
  const tab = choice(params, "tab", ["trends", "list"] as const);
  const order = choice(params, "order", ["cost", "change", "percent", "usage"] as const);
  const by = choice(params, "by", ["product", "org"] as const);
  const type = params.get("charge_type");
  const filters = { "filter[org]": params.get("org"), "filter[product]": params.get("product"), "filter[charge_type]": type };
  const orgs = useOrgs();
  const days = useApi<CostTable>(address(COST, { ...filters, group_by: ["product", "day"], cumulative: true, start: `${before}-01`, end: daysOf(month).at(-1) }), now ? 20_000 : 0);
  const byOrg = useApi<CostTable>(by === "org" ? address(COST, { ...filters, group_by: ["org", "day"], start: `${month}-01`, end: daysOf(month).at(-1) }) : null);
  const projects = now && self.shows.projected_cost;
  const ends = useApi<CostTable>(projects ? address(COST, { ...filters, kind: "projected", group_by: "product" }) : null);
  const end = useApi<CostTable>(projects ? address(COST, { ...filters, kind: "projected" }) : null);
  const used = useApi<UsageTable>(address(USAGE, { interval: "month", start: before, end: month, "filter[org]": params.get("org"), "filter[product]": params.get("product") }));
  const of = useMemo(() => days.data && amounts(days.data.rows, "product"), [days.data]);
  const lines = useMemo(() => {
    if (!of) return [];
    const last = (times: Map<string, Exact>, which: string) => [...times].filter(([day]) => day.startsWith(which)).sort((a, b) => (a[0] < b[0] ? 1 : -1))[0]?.[1] ?? ZERO;
    const newest = now ? newestDay(of, month) : null;
    const rows = new Map<string, UsageRow>();
    const earlier = new Map<string, Exact>();
    (used.data?.rows ?? []).filter((row) => row.billing_dimension).forEach((row) => (row.month === month ? rows.set(row.billing_dimension!, row) : earlier.set(row.billing_dimension!, exact(row.value))));
    return [...of.values].map(([dimension, times]): Line => {
      const cost = last(times, month);
      const was = last(times, before);
      const projected = ends.data?.rows.find((row) => row.product_name === dimension);
      const at = projected ? exact(projected.cost) : cost;
      const base = newest && !projected ? sameDay(times, before, newest) ?? was : was;
      const usage = rows.get(dimension);
      const usageBefore = earlier.get(dimension) ?? null;
      let previous = ZERO;
      const every = daysOf(month).map((day) => {
        const value = times.get(day);
        if (value === undefined) return null;
        const grown = value - previous;
        previous = value;
        return toNumber(grown);
      });
      return {
        dimension, cost, before: was, end: projected ? exact(projected.cost) : null, costChange: percent(at - base, base), grown: at - base, usage, usageBefore,
        usageChange: usage && usageBefore !== null ? percent(exact(usage.value) - usageBefore, usageBefore) : null, days: every,
      };
    }).filter((line) => line.cost !== ZERO || line.before !== ZERO || (line.end ?? ZERO) !== ZERO);
  }, [of, ends.data, used.data, month, before, now]);
  const ordered = [...lines].sort((a, b) => (order === "cost" ? compare(b.cost, a.cost) : order === "change" ? compare(b.grown, a.grown)
    : order === "percent" ? (b.costChange ?? Infinity) - (a.costChange ?? Infinity) : (b.usageChange ?? -Infinity) - (a.usageChange ?? -Infinity)));
  const currency = of?.currency ?? "USD";
  const cost = sum(lines.map((line) => line.cost));
  const last = sum(lines.map((line) => line.before));
  const projected = end.data?.rows[0];
  const newest = of && now ? newestDay(of, month) : null;
  const then = of && newest ? sameDay(totals(of), before, newest) : null;
  const columns: Column<Line>[] = [
    { key: "dimension", title: "Billing dimension", cell: (line) => <Link className="inline" href={withState({ product: line.dimension })}>{dimensionName(line.dimension)}</Link>, text: (line) => dimensionName(line.dimension), order: (line) => dimensionName(line.dimension) },
    { key: "cost", title: now ? "Cost to date" : "Cost", numeric: true, cell: (line) => <Money value={line.cost} currency={currency} />, text: (line) => plain(line.cost), order: (line) => line.cost },
    ...(projects ? [{ key: "end", title: "Projected", numeric: true, cell: (line: Line) => (line.end === null ? <span className="muted">–</span> : <Money value={line.end} currency={currency} />), text: (line: Line) => (line.end === null ? "" : plain(line.end)), order: (line: Line) => line.end ?? -1n }] : []),
    { key: "change", title: "Cost change", numeric: true, cell: (line) => <Change percent={line.costChange} />, text: (line) => String(line.costChange ?? ""), order: (line) => line.costChange ?? 1e9 },
    { key: "usage", title: "Usage", numeric: true, cell: (line) => (line.usage ? <Usage value={exact(line.usage.value)} unit={line.usage.unit} /> : <span className="muted">–</span>), text: (line) => line.usage?.value ?? "" },
    { key: "unit", title: "Unit", wide: true, cell: (line) => line.usage?.unit ?? "", text: (line) => line.usage?.unit ?? "" },
    { key: "usage_change", title: "Usage change", numeric: true, cell: (line) => (line.usageBefore === null ? <span className="muted">–</span> : <Change percent={line.usageChange} />), text: (line) => String(line.usageChange ?? ""), order: (line) => line.usageChange ?? -1e9 },
  ];
  const facets: Facet[] = [
    { name: "product", title: "Billing dimension", options: lines.map((line) => ({ key: line.dimension, label: dimensionName(line.dimension), hint: line.usage && category(line.usage.product_family) })).sort(byText((one) => one.label)) },
    { name: "org", title: "Organization", options: (orgs.data?.orgs ?? []).length > 1 ? orgs.data!.orgs.map((org) => ({ key: org.public_id, label: org.name, hint: org.region })).sort(byText((one) => one.label)) : [] },
    { name: "charge_type", title: "Cost type", options: [{ key: "committed", label: "Committed" }, { key: "on_demand", label: "On-demand" }] },
  ];
  return (
    <Page title="Bill overview" aside={<><AsOf asOf={days.data?.as_of} stale={days.stale && days.error !== undefined} /><MonthPicker month={month} latest={current} months={2} /></>}>
      <div className="with-facets">
        <Facets facets={facets} unit="organizations" />
        <div className="content">
          {days.error && !days.data ? <Failed error={days.error} retry={days.reload} /> : (
            <>
              <Card className="figures" stale={days.stale}>
                <Figure label={now ? "Estimated to date" : monthName(month)} note={`${monthShort(before)}: ${money(last, currency)}`}>{days.data ? <Money value={cost} currency={currency} /> : <Loading height={30} />}</Figure>
                {projects && <Figure label="Projected total" note={projected?.cost_low_80 ? `80 % band: ${money(exact(projected.cost_low_80), currency)} – ${money(exact(projected.cost_high_80!), currency)}` : "No band yet"}>
                  {projected ? <><Money value={exact(projected.cost)} currency={currency} /> <small><Change percent={percent(exact(projected.cost) - last, last)} /></small></> : end.error ? "–" : <Loading height={30} />}
                </Figure>}
                {!projects && <Figure label={now ? `Change on the same days of ${monthName(before)}` : `Change on ${monthName(before)}`} note={now && then !== null ? `Then: ${money(then, currency)}` : undefined}>{days.data ? <Change percent={then === null ? percent(cost - last, last) : percent(cost - then, then)} /> : <Loading height={30} />}</Figure>}
              </Card>
              <Card title="Daily cost breakdown" stale={days.stale} aside={<Segmented label="Group by" value={by} options={[["product", "Billing dimension"], ["org", "Organization"]]} onChange={(next) => setState({ by: next })} />}>
                {by === "product"
                  ? <When answer={days} height={300}>{() => (lines.length ? <Breakdown month={month} currency={currency} groups={[...lines].sort((a, b) => compare(b.cost, a.cost)).map((line) => [dimensionName(line.dimension), line.days])} /> : <Empty title="No cost in this month" />)}</When>
                  : <When answer={byOrg} height={300}>{(data) => {
                    const its = amounts(data.rows, "org");
                    const known = new Set(totals(its).keys());
                    return <Breakdown month={month} currency={currency} groups={[...its.values].sort((a, b) => compare(sum(b[1].values()), sum(a[1].values()))).map(([key, times]) => [its.names.get(key) ?? key, daysOf(month).map((day) => (known.has(day) ? toNumber(times.get(day) ?? ZERO) : null))])} />;
                  }}</When>}
              </Card>
              <div className="row">
                <Segmented label="View" value={tab} options={[["trends", "Trends"], ["list", "Product list"]]} onChange={(next) => setState({ tab: next === "trends" ? null : next })} />
                {tab === "trends" && <Select label="Order" value={order} options={SORTS} onChange={(next) => setState({ order: next === "cost" ? null : next })} />}
                <span style={{ marginLeft: "auto" }}><CsvButton name={`bill-${month}`} columns={columns} rows={ordered} /></span>
              </div>
              {!days.data ? <Loading height={300} /> : tab === "list"
                ? <Card><Table label="Bill by billing dimension" columns={columns} rows={ordered} id={(line) => line.dimension} sort={{ key: "cost", descending: true }} empty="No cost in this month" /></Card>
                : (
                  <div className="grid small">{ordered.map((line) => (
                    <section key={line.dimension} className="card tile">
                      <div className="top"><h3><Link className="inline" href={withState({ product: line.dimension })}>{dimensionName(line.dimension)}</Link></h3><Change percent={line.costChange} title={projects ? `Projected month end against ${monthShort(before)}` : now ? `So far, against the same days of ${monthShort(before)}` : `Against ${monthShort(before)}`} /></div>
                      <div className="value"><Money value={line.cost} currency={currency} /></div>
                      <div className="small muted">{line.end !== null ? <>Projected <Money value={line.end} currency={currency} /></> : <>{monthShort(before)} <Money value={line.before} currency={currency} /></>}</div>
                      <Spark values={line.days} bars width={220} height={34} label={`Daily cost of ${dimensionName(line.dimension)}`} />
                      <div className="small muted">{line.usage ? <><Usage value={exact(line.usage.value)} unit={line.usage.unit} /> {line.usageBefore !== null && <Change percent={line.usageChange} />}</> : " "}</div>
                    </section>
                  ))}</div>
                )}
            </>
          )}
        </div>
      </div>
    </Page>
  );
}

function Breakdown({ month, currency, groups }: { month: string; currency: string; groups: [string, (number | null)[]][] }) {
  const shown = groups.slice(0, COLOURED);
  const rest = groups.slice(COLOURED);
  const others: [string, (number | null)[]][] = rest.length ? [[`${rest.length} others`, daysOf(month).map((_, i) => (rest.every(([, values]) => values[i] === null) ? null : rest.reduce((all, [, values]) => all + (values[i] ?? 0), 0)))]] : [];
  const series = [...shown, ...others].map(([name, values]) => ({ name, values, type: "bar" as const }));
  return <><Chart label={`Daily cost, ${monthName(month)}`} labels={daysOf(month).map(dayShort)} series={series} stack height={300} format={(value) => moneyShort(value, currency)} /><Legend series={series} /></>;
}
