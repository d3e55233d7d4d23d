import { useMemo } from "react";
import { address, useApi } from "../api/http";
import type { CostRow, CostTable, Org } from "../api/types";
import { Link, choice, list, setState, useRoute, withState } from "../app/route";
import { thisMonth, useSelf } from "../app/session";
import { type Amounts, BY, type By, OTHERS, TOTAL, amounts, largest, nameOf, newestDay, sameDay, totals } from "../domain/cost";
import { type Exact, ZERO, exact, percent, plain, sum, toNumber } from "../domain/decimal";
import { count, money, moneyExact, moneyShort } from "../domain/format";
import { chargeTypeName, dimensionName } from "../domain/names";
import { addMonths, dayShort, daysOf, monthName, monthShort } from "../domain/time";
import { Card, Change, Empty, Failed, Figure, Loading, Money, Segmented, Select, When } from "../ui/basics";
import { type Band, Chart, Legend, type Series, Spark } from "../ui/Chart";
import { type Facet, Facets } from "../ui/Facets";
import { MonthPicker } from "../ui/MonthPicker";
import { AsOf, Page } from "../ui/Page";
import { type Column, CsvButton, Table } from "../ui/Table";

const COST = "/api/v2/tributary/cost";
/** More customers than this are not told apart day by day: nobody can see so many lines, and nobody should wait for them. */
const MANY = 60;
const COLOURED = 8;
const REFRESH_MS = 30_000;

interface Line {
  key: string;
  name: string;
  cost: Exact;
  share: number | null;
  before: Exact;
  change: Exact;
  changePercent: number | null;
  projected: Exact | null;
  band: [Exact, Exact] | null;
  days: (number | null)[];
}

export function CostPage() {
  const self = useSelf();
  const { params } = useRoute();
  const partner = self.kind === "partner";
  const current = thisMonth(self);
  const month = params.get("month") ?? current;
  const outer: By = partner ? "account" : "org";
  const by = choice<By>(params, "by", partner ? ["account", "product", "org", "region", "charge_type"] : ["product", "org", "region", "charge_type"]);
  const chart = choice(params, "chart", ["cumulative", "daily"] as const);
  const span = choice(params, "span", ["1", "3", "6", "12"] as const);
  const side = partner ? choice(params, "side", ["buy", "sell", "margin"] as const) : null;
  const before = addMonths(month, -1);
  const estimated = month >= addMonths(current, -1);
  const now = month === current;

  const filters = {
    "filter[account]": params.get("account"), "filter[org]": params.get("org"), "filter[product]": params.get("product"),
    "filter[region]": params.get("region"), "filter[charge_type]": params.get("charge_type"),
  };
  const common = { ...filters, side: side === "buy" ? null : side };
  const refresh = now ? REFRESH_MS : 0;

  const orgs = useApi<{ orgs: Org[] }>("/api/v1/org");
  const accounts = useMemo(() => new Set(orgs.data?.orgs.map((org) => org.account_public_id)), [orgs.data]);
  const many = accounts.size > MANY;
  const kind = estimated ? "estimated" : "historical";
  const facetRows = useApi<CostTable>(orgs.data || orgs.error ? address(COST, {
    kind, side: common.side, start: month, end: month, group_by: many ? ["product", "charge_type"] : [outer, "product", "charge_type"],
  }) : null);
  const months = useApi<CostTable>(address(COST, { ...common, kind, group_by: [by, "month"], start: before, end: month }), refresh);
  const apart = !(many && (by === "account" || by === "org"));
  const days = useApi<CostTable>(estimated && (orgs.data || orgs.error) && span === "1"
    ? address(COST, { ...common, kind: "estimated", group_by: apart ? [by, "day"] : ["day"], cumulative: true, start: `${before}-01`, end: daysOf(month).at(-1) })
    : null, refresh);
  const projects = now && self.shows.projected_cost;
  const projectedTotal = useApi<CostTable>(projects ? address(COST, { ...common, kind: "projected" }) : null, refresh);
  const projected = useApi<CostTable>(projects ? address(COST, { ...common, kind: "projected", group_by: by }) : null, refresh);

  const table = useMemo(() => months.data && amounts(months.data.rows, by), [months.data, by]);
  const series = useMemo(() => days.data && amounts(days.data.rows, apart ? by : null), [days.data, by, apart]);
  const total = useMemo(() => (table ? totals(table) : new Map<string, Exact>()), [table]);
  const end = projectedTotal.data?.rows[0];
  const lines = useMemo(() => (table ? linesOf(table, month, before, projected.data?.rows, by, series, projects, now) : []), [table, month, before, projected.data, by, series, projects, now]);
  const currency = table?.currency ?? "USD";
  const cost = total.get(month) ?? ZERO;
  const last = total.get(before) ?? ZERO;
  const then = useMemo(() => sameDayBefore(series, month), [series, month]);

  const columns: Column<Line>[] = [
    { key: "name", title: BY[by], cell: (line) => <Name line={line} by={by} partner={partner} />, text: (line) => line.name, order: (line) => line.name.toLowerCase() },
    ...(series && apart && span === "1" ? [{ key: "days", title: "Daily", wide: true, cell: (line: Line) => <Spark values={line.days} bars />, text: () => "" }] : []),
    { key: "cost", title: now ? "Month to date" : "Cost", numeric: true, cell: (line) => <Money value={line.cost} currency={currency} />, text: (line) => plain(line.cost), order: (line) => line.cost },
    { key: "share", title: "Share", numeric: true, wide: true, cell: (line) => <Share percent={line.share} />, text: (line) => String(line.share ?? ""), order: (line) => line.cost },
    ...(projects ? [{
      key: "projected", title: "Projected", numeric: true, hint: "At the month's end, with the 80 % band", order: (line: Line) => line.projected ?? -1n,
      cell: (line: Line) => line.projected === null ? <span className="muted">–</span> : (
        <span title={line.band ? `80 % band: ${money(line.band[0], currency)} to ${money(line.band[1], currency)}` : "No band yet: too little history"}><Money value={line.projected} currency={currency} /></span>),
      text: (line: Line) => (line.projected === null ? "" : plain(line.projected)),
    }] : []),
    { key: "before", title: monthShort(before), numeric: true, wide: true, cell: (line) => <Money value={line.before} currency={currency} />, text: (line) => plain(line.before), order: (line) => line.before },
    { key: "percent", title: "Change", numeric: true, hint: changeHint(now, projects), cell: (line) => <Change percent={line.changePercent} title={moneyExact(line.change, currency)} />, text: (line) => (line.changePercent === null ? "" : String(line.changePercent)), order: (line) => line.changePercent ?? 1e9 },
  ];
  const csvColumns = [
    ...columns.filter((column) => column.key !== "days" && column.key !== "percent"),
    { key: "change", title: "Change", cell: () => null, text: (line: Line) => plain(line.change) },
    { key: "percent", title: "Change %", cell: () => null, text: (line: Line) => (line.changePercent === null ? "" : String(line.changePercent)) },
    { key: "currency", title: "Currency", cell: () => null, text: () => currency },
    { key: "type", title: "Cost Type", cell: () => null, text: () => (now ? "Estimated MTD" : estimated ? "Estimated" : "Historical") },
    { key: "month", title: "Month", cell: () => null, text: () => month },
  ];

  const drilled = partner && list(params, "account").length === 1 ? list(params, "account")[0]! : null;
  const customer = drilled ? orgs.data?.orgs.find((org) => org.account_public_id === drilled)?.account_name ?? drilled : null;

  return (
    <Page
      title="Cost summary"
      crumb={customer && <><Link href={withState({ account: null, by: null })}>All customers</Link><span aria-hidden="true">›</span><span>{customer}</span></>}
      aside={<><AsOf asOf={months.data?.as_of} stale={months.stale && months.error !== undefined} /><MonthPicker month={month} latest={current} /></>}
    >
      <div className="with-facets">
        <Facets facets={facetsOf(facetRows.data?.rows, orgs.data?.orgs, partner, many)} unit={partner ? "customers" : "organizations"} />
        <div className="content">
          {months.error && !months.data ? <Failed error={months.error} retry={months.reload} /> : (
            <Card className="figures" stale={months.stale}>
              <Figure label={now ? "Estimated, month to date" : `${monthName(month)}, ${kind}`}
                note={!months.data ? null : table?.others.length ? `Without what is in ${table.others.join(", ")}` : count(lines.length, BY[by].toLowerCase())}>
                {months.data ? <Money value={cost} currency={currency} /> : <Loading height={30} />}
              </Figure>
              {projects && (
                <Figure label="Projected month end" note={end && <BandNote row={end} currency={currency} names={projectedTotal.data?.not_projected} />}>
                  {end ? <Money value={exact(end.cost)} currency={currency} /> : projectedTotal.error ? "–" : projectedTotal.data ? "–" : <Loading height={30} />}
                </Figure>
              )}
              <Figure label={`Change on ${monthName(before)}`} note={months.data && (
                now ? (then === null ? `${monthShort(before)}: ${money(last, currency)}`
                  : <>At this day of {monthShort(before)}: <span className="num" title={moneyExact(then, currency)}>{money(then, currency)}</span>, <Change percent={percent(cost - then, then)} /></>)
                  : `${monthShort(before)}: ${money(last, currency)}`)}>
                {months.data ? (projects && end ? <ChangeOf value={exact(end.cost)} last={last} currency={currency} /> : now && then !== null ? <ChangeOf value={cost} last={then} currency={currency} /> : <ChangeOf value={cost} last={last} currency={currency} />) : <Loading height={30} />}
              </Figure>
            </Card>
          )}
          <Card
            title={span === "1" ? (chart === "cumulative" ? "Cumulative cost" : "Daily cost") : `Cost of ${span} months`}
            stale={days.stale && span === "1"}
            aside={<>
              {span === "1" && estimated && <Segmented label="Chart" value={chart} options={[["cumulative", "Cumulative"], ["daily", "Daily"]]} onChange={(value) => setState({ chart: value })} />}
              <Select label="Span" value={span} options={[["1", "1 month"], ["3", "3 months"], ["6", "6 months"], ["12", "12 months"]]} onChange={(value) => setState({ span: value === "1" ? null : value })} />
              <Select label="Group by" value={by} options={(Object.entries(BY) as [By, string][]).filter(([key]) => partner || key !== "account")} onChange={(value) => setState({ by: value })} />
              {side && <Select label="Price" value={side} options={[["buy", "What you pay"], ["sell", "What you charge"], ["margin", "Margin"]]} onChange={(value) => setState({ side: value === "buy" ? null : value })} />}
            </>}
          >
            {span !== "1" || !estimated
              ? <MonthsChart by={by} months={span === "1" ? 6 : Number(span)} month={month} current={current} common={common} />
              : (
                <When answer={days} height={320}>{(data) => data.rows.length === 0
                  ? <Empty title="No cost in these months">{sideNote(side)}</Empty>
                  : <DaysChart amounts={series!} by={apart ? by : null} month={month} before={before} now={now} today={self.now.slice(0, 10)} chart={chart} end={chart === "cumulative" ? end : undefined} currency={currency} />}
                </When>
              )}
          </Card>
          <Card title={`By ${BY[by].toLowerCase()}`} stale={months.stale} aside={<CsvButton name={`cost-${month}-by-${by}`} columns={csvColumns} rows={lines} />}>
            <When answer={months} height={240}>{() => (
              <Table label={`Cost by ${BY[by].toLowerCase()}`} columns={columns} rows={lines} id={(line) => line.key} sort={{ key: "cost", descending: true }}
                empty={side === "sell" || side === "margin" ? "No prices are published for these customers" : "No cost with these filters"}
                detail={by === "account" || by === "org" ? (line) => <Products of={by} id={line.key} month={month} kind={kind} common={common} /> : undefined}
                footer={<tr>
                  {(by === "account" || by === "org") && <td />}
                  {columns.map((column, at) => (
                    <td key={column.key} className={`${column.numeric ? "right" : ""}${column.wide ? " wide" : ""}`}>
                      {at === 0 ? "Total" : column.key === "cost" ? <Money value={cost} currency={currency} />
                        : column.key === "before" ? <Money value={last} currency={currency} />
                        : column.key === "projected" && end ? <Money value={exact(end.cost)} currency={currency} /> : null}
                    </td>
                  ))}
                </tr>} />
            )}</When>
          </Card>
          {!self.shows.projected_cost && self.shows.cost && now && <p className="footnote">{self.shows.why_not}</p>}
        </div>
      </div>
    </Page>
  );
}

function sideNote(side: string | null): string {
  return side === "sell" || side === "margin" ? "Only customers with published prices are shown here." : "Filters may leave nothing to show.";
}

function changeHint(now: boolean, projects: boolean): string {
  return now && projects ? "Projected month end less last month" : now ? "This month so far less the same days of last month" : "This month less the month before";
}

function linesOf(table: Amounts, month: string, before: string, projected: CostRow[] | undefined, by: By, series: Amounts | undefined, projects: boolean, now: boolean): Line[] {
  const ends = new Map((projected ?? []).map((row) => [keyed(row, by), row]));
  const all = sum([...table.values.values()].map((times) => times.get(month) ?? ZERO));
  const newest = now && series ? newestDay(series, month) : null;
  return [...table.values].map(([key, times]) => {
    const cost = times.get(month) ?? ZERO;
    const last = times.get(before) ?? ZERO;
    const end = ends.get(key);
    const at = projects && end ? exact(end.cost) : cost;
    const cumulative = series?.values.get(key);
    const base = newest && !projects ? sameDay(cumulative, before, newest) ?? last : last;
    return {
      key, name: table.names.get(key) ?? key, cost, share: percent(cost, all), before: last, change: at - base, changePercent: percent(at - base, base),
      projected: end ? exact(end.cost) : null,
      band: end?.cost_low_80 && end.cost_high_80 ? [exact(end.cost_low_80), exact(end.cost_high_80)] as [Exact, Exact] : null,
      days: cumulative ? daily(daysOf(month), cumulative).map((value) => (value === null ? null : toNumber(value))) : [],
    };
  });
}

function keyed(row: CostRow, by: By): string {
  return { account: row.account_public_id, org: row.public_id, product: row.product_name, region: row.region, charge_type: row.charge_type }[by] ?? TOTAL;
}

/** What each day added to the month; null from the first day on that has no row yet. */
function daily(days: string[], cumulative: Map<string, Exact>): (Exact | null)[] {
  let last = ZERO;
  return days.map((day) => {
    const upTo = cumulative.get(day);
    if (upTo === undefined) return null;
    const value = upTo - last;
    last = upTo;
    return value;
  });
}

/** What the month before had cost at the same day of it; null where it is not known. */
function sameDayBefore(series: Amounts | undefined, month: string): Exact | null {
  if (!series) return null;
  const newest = newestDay(series, month);
  return newest === null ? null : sameDay(totals(series), addMonths(month, -1), newest);
}

function Name({ line, by, partner }: { line: Line; by: By; partner: boolean }) {
  if (by === "account" && partner) return <Link className="inline" href={withState({ account: line.key, by: "product" })}>{line.name}</Link>;
  if (by === "product") return <Link className="inline" href={withState({ product: line.key, by: partner ? "account" : "org" })}>{line.name}</Link>;
  return <>{line.name}</>;
}

function Share({ percent: value }: { percent: number | null }) {
  return (
    <span className="share">
      <span className="track" aria-hidden="true"><span style={{ width: `${Math.max(0, Math.min(100, value ?? 0))}%` }} /></span>
      <span className="num">{value === null ? "–" : `${value.toFixed(1)} %`}</span>
    </span>
  );
}

function ChangeOf({ value, last, currency }: { value: Exact; last: Exact; currency: string }) {
  const by = value - last;
  return <><span className="num" title={moneyExact(by, currency)}>{by > 0n ? "+" : ""}{money(by, currency)}</span> <small><Change percent={percent(by, last)} /></small></>;
}

function BandNote({ row, currency, names }: { row: CostRow; currency: string; names?: Record<string, string> }) {
  const without = Object.entries(names ?? {});
  if (without.length > 0) {
    return <span title={without.map(([account, why]) => `${account}: ${why}`).join("\n")}>{count(without.length, "customer")} not projected; counted as it is now</span>;
  }
  if (!row.cost_low_80 || !row.cost_high_80) return <>No band yet: too little history</>;
  const wide = row.cost_low_95 && row.cost_high_95 ? `95 %: ${money(exact(row.cost_low_95), currency)} to ${money(exact(row.cost_high_95), currency)}` : undefined;
  return <span title={wide}>80 % band: {money(exact(row.cost_low_80), currency)} – {money(exact(row.cost_high_80), currency)}</span>;
}

/** A month day by day: stacked by group, the month before as a line, and where the month is going as a band. */
function DaysChart({ amounts: of, by, month, before, now, today, chart, end, currency }: {
  amounts: Amounts;
  by: By | null;
  month: string;
  before: string;
  now: boolean;
  today: string;
  chart: "cumulative" | "daily";
  end: CostRow | undefined;
  currency: string;
}) {
  const drawn = useMemo(() => {
    const days = daysOf(month);
    const sizes = new Map([...of.values].map(([key, times]) => [key, [...times].filter(([day]) => day.startsWith(month)).sort((a, b) => (a[0] < b[0] ? 1 : -1))[0]?.[1] ?? ZERO]));
    const { first, rest } = by ? largest(sizes, COLOURED) : { first: [TOTAL], rest: [] };
    const groups: [string, string[]][] = [...first.map((key) => [of.names.get(key) ?? "Cost", [key]] as [string, string[]]), ...(rest.length ? [[`${rest.length} others`, rest] as [string, string[]]] : [])];
    const known = new Set([...of.values.values()].flatMap((times) => [...times.keys()]));
    const lastDay = days.findLastIndex((day) => known.has(day));
    const exacts = groups.map(([, keys]) => {
      const cumulative = new Map(days.filter((_, i) => i <= lastDay).map((day) => [day, sum(keys.map((key) => upTo(of.values.get(key), day)))]));
      return chart === "daily" ? daily(days, cumulative) : days.map((day) => cumulative.get(day) ?? null);
    });
    const series: Series[] = groups.map(([name], at) => ({
      name, colour: by ? at : 0, type: chart === "daily" ? "bar" as const : "area" as const, values: exacts[at]!.map((value) => (value === null ? null : toNumber(value))),
    }));
    const bands: Band[] = [];
    if (chart === "cumulative") {
      const all = totals(of);
      const previous = daysOf(before);
      if (previous.some((day) => all.has(day))) {
        const values = days.map((_, i) => (previous[i] && all.has(previous[i]!) ? all.get(previous[i]!)! : null));
        exacts.push(values);
        series.push({ name: monthName(before), muted: true, dashed: true, values: values.map((value) => (value === null ? null : toNumber(value))) });
      }
      if (now && end && lastDay >= 0) {
        const from = toNumber(sum(groups.map((_, at) => exacts[at]![lastDay] ?? ZERO)));
        const toward = (text: string) => days.map((_, i) => (i < lastDay ? null : from + ((toNumber(exact(text)) - from) * (i - lastDay)) / Math.max(1, days.length - 1 - lastDay)));
        exacts.push(days.map((_, i) => (i === days.length - 1 ? exact(end.cost) : null)));
        series.push({ name: "Projected", colour: 0, dashed: true, values: toward(end.cost) });
        if (end.cost_low_95 && end.cost_high_95) bands.push({ name: "95 % band", low: toward(end.cost_low_95), high: toward(end.cost_high_95) });
        if (end.cost_low_80 && end.cost_high_80) bands.push({ name: "80 % band", low: toward(end.cost_low_80), high: toward(end.cost_high_80) });
      }
    }
    return { days, series, bands, exacts };
  }, [of, by, month, before, now, chart, end]);
  const at = drawn.days.indexOf(today);
  return (
    <>
      <Chart label={`${chart === "daily" ? "Daily" : "Cumulative"} cost, ${monthName(month)}`} labels={drawn.days.map(dayShort)} series={drawn.series} bands={drawn.bands} stack height={320}
        format={(value) => moneyShort(value, currency)} mark={now && at >= 0 ? { at, text: "today" } : undefined}
        exact={(which, index) => { const value = drawn.exacts[which]?.[index]; return value === null || value === undefined ? null : money(value, currency); }} />
      <Legend series={drawn.series} />
    </>
  );
}

/** A cumulative value holds until the next one: a group that cost nothing new has no row for the day. */
function upTo(times: Map<string, Exact> | undefined, day: string): Exact {
  if (!times) return ZERO;
  const exactly = times.get(day);
  if (exactly !== undefined) return exactly;
  let found = ZERO;
  let best = "";
  for (const [when, value] of times) {
    if (when.startsWith(day.slice(0, 7)) && when < day && when > best) {
      best = when;
      found = value;
    }
  }
  return found;
}

/** Closed months, and those that are still counted, one bar each. */
function MonthsChart({ by, months, month, current, common }: { by: By; months: number; month: string; current: string; common: Record<string, string | null | undefined> }) {
  const first = addMonths(month, 1 - months);
  const oldest = addMonths(current, -1);
  const closed = useApi<CostTable>(first < oldest ? address(COST, { ...common, kind: "historical", group_by: [by, "month"], start: first, end: month < oldest ? month : addMonths(oldest, -1) }) : null);
  const open = useApi<CostTable>(month >= oldest ? address(COST, { ...common, kind: "estimated", group_by: [by, "month"], start: first > oldest ? first : oldest, end: month }) : null);
  const drawn = useMemo(() => {
    const rows = [...(closed.data?.rows ?? []), ...(open.data?.rows ?? [])];
    const of = amounts(rows, by);
    const labels = Array.from({ length: months }, (_, i) => addMonths(first, i));
    const { first: top, rest } = largest(new Map([...of.values].map(([key, times]) => [key, sum(times.values())])), COLOURED);
    const groups: [string, string[]][] = [...top.map((key) => [of.names.get(key) ?? key, [key]] as [string, string[]]), ...(rest.length ? [[OTHERS, rest] as [string, string[]]] : [])];
    const exacts = groups.map(([, keys]) => labels.map((one) => sum(keys.map((key) => of.values.get(key)?.get(one) ?? ZERO))));
    return { labels, exacts, currency: of.currency, rows: rows.length, series: groups.map(([name], at) => ({ name, type: "bar" as const, values: exacts[at]!.map(toNumber) })) };
  }, [closed.data, open.data, by, first, months]);
  const failed = closed.error ?? open.error;
  if (failed) return <Failed error={failed} retry={() => { closed.reload(); open.reload(); }} />;
  if ((first < oldest && !closed.data) || (month >= oldest && !open.data)) return <Loading height={320} />;
  if (drawn.rows === 0) return <Empty title="No closed month has a cost here" />;
  return (
    <>
      <Chart label={`Cost by month, ${monthName(first)} to ${monthName(month)}`} labels={drawn.labels.map(monthShort)} series={drawn.series} stack height={320}
        format={(value) => moneyShort(value, drawn.currency)} exact={(which, index) => money(drawn.exacts[which]![index]!, drawn.currency)}
        onSelect={(_, index) => setState({ month: drawn.labels[index]!, span: null })} />
      <Legend series={drawn.series} />
    </>
  );
}

/** What one customer's cost is made of. */
function Products({ of, id, month, kind, common }: { of: By; id: string; month: string; kind: string; common: Record<string, string | null | undefined> }) {
  const answer = useApi<CostTable>(address(COST, { ...common, kind, start: month, end: month, group_by: ["product", "charge_type"], [`filter[${of}]`]: id }));
  return <When answer={answer} height={80}>{(data) => {
    const currency = data.rows[0]?.currency ?? "USD";
    const products = new Map<string, { committed: Exact; onDemand: Exact }>();
    data.rows.forEach((row) => {
      const was = products.get(row.product_name!) ?? { committed: ZERO, onDemand: ZERO };
      products.set(row.product_name!, row.charge_type === "committed" ? { ...was, committed: was.committed + exact(row.cost) } : { ...was, onDemand: was.onDemand + exact(row.cost) });
    });
    const columns: Column<[string, { committed: Exact; onDemand: Exact }]>[] = [
      { key: "product", title: "Product", cell: ([key]) => dimensionName(key), text: ([key]) => dimensionName(key), order: ([key]) => dimensionName(key) },
      { key: "committed", title: "Committed", numeric: true, cell: ([, value]) => <Money value={value.committed} currency={currency} />, text: ([, value]) => plain(value.committed), order: ([, value]) => value.committed },
      { key: "on_demand", title: "On-demand", numeric: true, cell: ([, value]) => <Money value={value.onDemand} currency={currency} />, text: ([, value]) => plain(value.onDemand), order: ([, value]) => value.onDemand },
      { key: "total", title: "Total", numeric: true, cell: ([, value]) => <Money value={value.committed + value.onDemand} currency={currency} />, text: ([, value]) => plain(value.committed + value.onDemand), order: ([, value]) => value.committed + value.onDemand },
    ];
    return <Table label="Products" columns={columns} rows={[...products]} id={([key]) => key} sort={{ key: "total", descending: true }} empty="No cost in this month" />;
  }}</When>;
}

function facetsOf(rows: CostRow[] | undefined, orgs: Org[] | undefined, partner: boolean, many: boolean): Facet[] {
  const all = orgs ?? [];
  const tally = (keys: (string | undefined)[]) => {
    const counts = new Map<string, number>();
    keys.forEach((key) => key && counts.set(key, (counts.get(key) ?? 0) + 1));
    return counts;
  };
  const distinct = (key: (row: CostRow) => string | undefined) => {
    const seen = new Map<string, Set<string>>();
    (rows ?? []).filter((row) => exact(row.cost) !== ZERO).forEach((row) => {
      const value = key(row);
      if (value) seen.set(value, (seen.get(value) ?? new Set()).add((partner ? row.account_public_id : row.public_id) ?? ""));
    });
    return [...seen].map(([value, owners]) => ({ value, count: many ? undefined : owners.size }));
  };
  const accountNames = new Map(all.map((org) => [org.account_public_id, org.account_name]));
  const accountCounts = tally(all.map((org) => org.account_public_id));
  // A customer that left is in no tree any more, but its cost is still there.
  (rows ?? []).forEach((row) => row.account_public_id && !accountNames.has(row.account_public_id) && accountNames.set(row.account_public_id, nameOf(row, "account")));
  return [
    ...(partner ? [{
      name: "account", title: "Customer",
      options: [...accountNames].map(([key, label]) => ({ key, label, count: accountCounts.get(key) ?? 0, hint: count(accountCounts.get(key) ?? 0, "organization") })).sort((a, b) => (a.label < b.label ? -1 : 1)),
    }] : []),
    { name: "product", title: "Product", options: distinct((row) => row.product_name).map(({ value, count: number }) => ({ key: value, label: dimensionName(value), count: number })).sort((a, b) => (a.label < b.label ? -1 : 1)) },
    ...(!partner || all.length <= 200 ? [{ name: "org", title: partner ? "Customer organization" : "Organization", options: all.map((org) => ({ key: org.public_id, label: org.name, hint: `${org.account_name}, ${org.region}` })).sort((a, b) => (a.label < b.label ? -1 : 1)) }] : []),
    { name: "region", title: "Region", options: [...tally(all.map((org) => org.region))].map(([key, number]) => ({ key, label: key, count: number, hint: count(number, "organization") })).sort((a, b) => (a.key < b.key ? -1 : 1)) },
    { name: "charge_type", title: "Cost type", options: distinct((row) => row.charge_type).map(({ value, count: number }) => ({ key: value, label: chargeTypeName(value), count: number })) },
  ];
}

