import { useMemo } from "react";
import { address, load, useApi, useWhole } from "../api/http";
import type { LogsByIndex, TopMetrics, UsageTable } from "../api/types";
import { choice, setState, useRoute } from "../app/route";
import { useSelf } from "../app/session";
import { type Exact, ZERO, compare, exact, percent, plain, sum } from "../domain/decimal";
import { count } from "../domain/format";
import { functionName, words } from "../domain/names";
import { dayShort, daysIn, daysOf, monthName } from "../domain/time";
import { Card, Empty, Segmented, Select, Usage, When } from "../ui/basics";
import { AsOf } from "../ui/Page";
import { type Column, CsvButton, Table } from "../ui/Table";
import { USAGE, byText, typeKey, useOrgs, useTypes } from "./common";

/** @param today the running month's day; null for a month that has ended */
interface Props {
  month: string;
  today: string | null;
}

const METRICS_PAGE = 5000;
const HEIGHT = 640;
/** The API answers so many hours of orgs at once. */
const HOURS_AT_ONCE = 40_000;

type By = "day" | "hour" | "month";
const BY: [By, string][] = [["day", "Daily"], ["hour", "Hourly"], ["month", "Monthly"]];

/** One org, or all by themselves. */
const EACH = "";

function useChoices({ month, today }: Props) {
  const { params } = useRoute();
  const by = choice<By>(params, "by", ["day", "hour", "month"]);
  const days = daysOf(month).filter((day) => !today || day <= today);
  const day = days.find((one) => one.endsWith(`-${params.get("day")}`)) ?? days.at(-1)!;
  return { by, days, day, org: params.get("org") ?? EACH };
}

/** Which hours, of which org. */
function Choices(props: Props) {
  const { by, days, day, org } = useChoices(props);
  const orgs = useOrgs();
  const known = (orgs.data?.orgs ?? []).map((one) => [one.public_id, one.name] as const).sort(byText(([, name]) => name));
  return (
    <>
      <Segmented label="Time" value={by} options={BY} onChange={(next) => setState({ by: next === "day" ? null : next, day: null })} />
      {by === "hour" && <Select label="Day" value={day} options={[...days].reverse().map((one) => [one, dayShort(one)] as const)} onChange={(next) => setState({ day: next.slice(8) })} />}
      {known.length > 1 && <Select label="Organization" value={org} options={[[EACH, "Each"], ...known]} onChange={(next) => setState({ org: next })} />}
    </>
  );
}

function timeColumn<R extends { time: string }>(by: By): Column<R>[] {
  const title = by === "hour" ? "Hour" : "Day";
  const shown = (time: string) => (by === "hour" ? time.slice(11, 16) : dayShort(time));
  return by === "month" ? [] : [{ key: "time", title, cell: (row) => <span className="num">{shown(row.time)}</span>, text: (row) => row.time, order: (row) => row.time }];
}

function period(by: By, month: string, day: string): string {
  return by === "hour" ? `${dayShort(day)} ${day.slice(0, 4)}` : monthName(month);
}

interface Metric {
  name: string;
  rest: boolean;
  average: Exact;
  highest: Exact;
}

/** Custom metrics by name, the one with the most series first. */
export function MetricsTable({ month, today }: Props) {
  const self = useSelf();
  const { params } = useRoute();
  const lastDay = today ?? `${month}-${daysIn(month)}`;
  const by = choice(params, "by", ["month", "day"] as const);
  const find = params.get("find") ?? "";
  const asked = { ...(by === "month" ? { month } : { day: lastDay }), limit: METRICS_PAGE };
  const answer = useWhole(address("/api/v1/usage/top_avg_metrics", asked), async () => {
    const rows: TopMetrics["usage"] = [];
    for (let next: string | null = ""; next !== null;) {
      const page = (await load(address("/api/v1/usage/top_avg_metrics", { ...asked, next_record_id: next }))).data as TopMetrics;
      rows.push(...page.usage);
      next = page.metadata.pagination.next_record_id;
    }
    return rows;
  });
  const all = useMemo(() => (answer.data ?? []).map((row): Metric => ({
    name: row.is_rest ? "All others" : row.metric_name, rest: !!row.is_rest, average: exact(String(row.avg_metric_hour)), highest: exact(String(row.max_metric_hour)),
  })), [answer.data]);
  const whole = sum(all.map((row) => row.average));
  const rows = all.filter((row) => row.name.toLowerCase().includes(find.toLowerCase()));
  const columns: Column<Metric>[] = [
    { key: "name", title: "Metric", cell: (row) => (row.rest ? <span className="muted" title="Later names than those that are kept, together">{row.name}</span> : row.name), text: (row) => row.name, order: (row) => row.name },
    { key: "average", title: "Average an hour", numeric: true, hint: "Series in an hour, averaged over the hours so far", cell: (row) => <Usage value={row.average} unit="timeseries" />, text: (row) => plain(row.average), order: (row) => row.average },
    { key: "highest", title: "Highest hour", numeric: true, cell: (row) => <Usage value={row.highest} unit="timeseries" />, text: (row) => plain(row.highest), order: (row) => row.highest },
    share((row) => row.average, whole),
  ];
  return (
    <>
      <Card title={`Custom metrics of ${self.name}, ${by === "month" ? monthName(month) : dayShort(lastDay)}`} stale={answer.stale} aside={<>
        <input type="search" placeholder="Find a metric" aria-label="Find a metric" value={find} onChange={(event) => setState({ find: event.target.value }, true)} />
        <Segmented label="Time" value={by} options={[["month", today ? "Month to date" : "Month"], ["day", "Last day"]]} onChange={(next) => setState({ by: next === "month" ? null : next })} />
        <CsvButton name={`custom-metrics-${by === "month" ? month : lastDay}`} columns={columns} rows={rows} />
      </>}>
        <When answer={answer} height={360}>{() => (all.length === 0 ? <Empty title="No custom metrics in this time" />
          : <Table label="Custom metrics" columns={columns} rows={rows} id={(row) => `${row.rest} ${row.name}`} height={HEIGHT} empty="No metric is called so" />)}</When>
      </Card>
      <p className="footnote">{count(rows.length, "metric")}. Of this organization alone: those below it have tables of their own. Averages are rounded to whole series.</p>
    </>
  );
}

interface IndexLine {
  time: string;
  index: string;
  org: string;
  id: string;
  retention: number | null;
  events: Exact;
}

/** Indexed logs by index and the days they are kept. */
export function IndexTable({ month, today }: Props) {
  const { by, day, org } = useChoices({ month, today });
  const orgs = useOrgs();
  const many = orgs.data?.orgs.length;
  const from = by === "hour" ? day : `${month}-01`;
  const hours = by === "hour" ? 24 : 24 * (today ? Number(today.slice(8)) : daysIn(month));
  const answer = useWhole(many === undefined ? null : `indexes ${from} ${hours}`, async () => {
    const atOnce = Math.max(1, Math.floor(HOURS_AT_ONCE / Math.max(1, many!)));
    const hour = (n: number) => new Date(Date.parse(`${from}T00:00:00Z`) + n * 3_600_000).toISOString().slice(0, 13);
    const rows: LogsByIndex["usage"] = [];
    for (let at = 0; at < hours; at += atOnce) {
      const part = address("/api/v1/usage/logs_by_index", { start_hr: hour(at), end_hr: hour(Math.min(hours, at + atOnce)) });
      for (const row of ((await load(part)).data as LogsByIndex).usage) rows.push(row);
    }
    return rows;
  });
  const rows = useMemo(() => {
    const lines = new Map<string, IndexLine>();
    for (const row of answer.data ?? []) {
      if (org !== EACH && row.public_id !== org) continue;
      const time = by === "hour" ? row.hour : by === "day" ? row.hour.slice(0, 10) : month;
      const key = `${time}|${row.public_id}|${row.is_rest ? "" : `=${row.index_name}`}|${row.retention}`;
      const line = lines.get(key) ?? { time, index: row.is_rest ? "All others" : row.index_name, org: row.org_name, id: row.public_id, retention: row.retention, events: ZERO };
      lines.set(key, { ...line, events: line.events + exact(String(row.event_count)) });
    }
    return [...lines.values()].sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : compare(b.events, a.events)));
  }, [answer.data, by, month, org]);
  const columns: Column<IndexLine>[] = [
    ...timeColumn<IndexLine>(by),
    { key: "index", title: "Index", cell: (row) => row.index, text: (row) => row.index, order: (row) => row.index },
    { key: "org", title: "Organization", cell: (row) => row.org, text: (row) => row.org, order: (row) => row.org },
    { key: "id", title: "Public ID", wide: true, cell: (row) => <span className="muted">{row.id}</span>, text: (row) => row.id },
    { key: "retention", title: "Kept", numeric: true, cell: (row) => (row.retention === null ? "custom" : count(row.retention, "day")), text: (row) => (row.retention === null ? "custom" : String(row.retention)), order: (row) => row.retention ?? 0 },
    { key: "events", title: "Events", numeric: true, cell: (row) => <Usage value={row.events} unit="event" />, text: (row) => plain(row.events), order: (row) => row.events },
    share((row) => row.events, sum(rows.map((row) => row.events))),
  ];
  return (
    <Card title={`Indexed logs by index, ${period(by, month, day)}`} stale={answer.stale} aside={<><Choices month={month} today={today} /><CsvButton name={`logs-by-index-${by === "hour" ? day : month}-${by}`} columns={columns} rows={rows} /></>}>
      <When answer={orgs.error ? { ...answer, data: undefined, error: orgs.error, reload: orgs.reload } : answer} height={360}>{() => (rows.length === 0 ? <Empty title="No logs were indexed in this time" />
        : <Table label="Logs by index" columns={columns} rows={rows} id={(row) => `${row.time} ${row.id} ${row.index} ${row.retention}`} height={HEIGHT} />)}</When>
    </Card>
  );
}

interface OrgLine {
  time: string;
  org: string;
  id: string;
  values: Map<string, Exact>;
}

/** A product family's usage types side by side, by org and time. */
export function HoursTable({ family, month, today }: Props & { family: string }) {
  const { by, day, org } = useChoices({ month, today });
  const types = useTypes();
  const last = today ?? `${month}-${daysIn(month)}`;
  const span = by === "hour" ? { start: `${day}T00:00:00Z`, end: `${day}T23:00:00Z` } : by === "day" ? { start: `${month}-01`, end: last } : { start: month, end: month };
  const answer = useApi<UsageTable>(address(USAGE, { interval: by, ...span, group_by: "org", "filter[product]": family }));
  const { rows, used } = useMemo(() => {
    const lines = new Map<string, OrgLine>();
    const seen = new Map<string, string>();
    for (const row of answer.data?.rows ?? []) {
      // A billing dimension may be called as a family is.
      if (row.product_family !== family || (org !== EACH && row.public_id !== org)) continue;
      const time = row.hour ?? row.day ?? row.month ?? month;
      const line = lines.get(`${time} ${row.public_id}`) ?? { time, org: row.org_name!, id: row.public_id!, values: new Map() };
      lines.set(`${time} ${row.public_id}`, line);
      line.values.set(typeKey(row), exact(row.value));
      seen.set(typeKey(row), row.unit);
    }
    const ordered = [...lines.values()].sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : a.org < b.org ? -1 : 1));
    return { rows: ordered, used: [...seen].sort(byText(([key]) => key)) };
  }, [answer.data, family, month, org]);
  const columns: Column<OrgLine>[] = [
    ...timeColumn<OrgLine>(by),
    { key: "org", title: "Organization", cell: (row) => row.org, text: (row) => row.org, order: (row) => row.org },
    { key: "id", title: "Public ID", wide: true, cell: (row) => <span className="muted">{row.id}</span>, text: (row) => row.id },
    ...used.map(([key, unit]): Column<OrgLine> => {
      const type = types.get(key);
      const name = type?.title ?? words(key.slice(key.indexOf(":") + 1));
      return {
        key, title: name, numeric: true, hint: `${unit}${by === "hour" || !type ? "" : `, ${functionName(type.monthly_function).toLowerCase()} of its hours`}`,
        cell: (row) => { const value = row.values.get(key); return value === undefined ? <span className="muted" title="Not measured">–</span> : <Usage value={value} unit={unit} />; },
        text: (row) => { const value = row.values.get(key); return value === undefined ? "" : plain(value); },
        order: (row) => row.values.get(key) ?? -1n,
      };
    }),
  ];
  return (
    <>
      <Card title={`${words(family)}, ${period(by, month, day)}`} stale={answer.stale} aside={<><AsOf asOf={answer.data?.as_of} stale={answer.stale && answer.error !== undefined} /><Choices month={month} today={today} /><CsvButton name={`${family}-${by === "hour" ? day : month}-${by}`} columns={columns} rows={rows} /></>}>
        <When answer={answer} height={360}>{() => (rows.length === 0 ? <Empty title="No usage here">Nothing of this product was used in this time{org !== EACH && " by this organization"}.</Empty>
          : <Table label="Usage by organization" columns={columns} rows={rows} id={(row) => `${row.time} ${row.id}`} height={HEIGHT} />)}</When>
      </Card>
      <p className="footnote">Each organization's own usage, without those below it. Days and months are made of their hours by each type's own function; all times UTC.</p>
    </>
  );
}

function share<R>(of: (row: R) => Exact, whole: Exact): Column<R> {
  const text = (row: R) => percent(of(row), whole);
  return {
    key: "share", title: "Share", numeric: true, wide: true, hint: "Of all that is measured here",
    cell: (row) => <span className="num muted">{text(row) === null ? "–" : `${text(row)!.toFixed(1)} %`}</span>, text: (row) => (text(row) === null ? "" : String(text(row))),
  };
}
