import { useMemo, useState } from "react";
import { type ApiError, address, forget, send, useApi } from "../api/http";
import { Link, setState, useRoute, view, withState } from "../app/route";
import { useSelf } from "../app/session";
import { count, short } from "../domain/format";
import { usageName } from "../domain/names";
import { dayShort } from "../domain/time";
import { Card, Dialog, Empty, Failed, Loading, Select, When } from "../ui/basics";
import { Chart, Legend, type Series } from "../ui/Chart";
import { Page } from "../ui/Page";
import { type Column, Table } from "../ui/Table";
import { type Monitor, StatePill } from "./AlertsPage";
import { byText, useOrgs, useTypes } from "./common";

const MONITOR = "/api/v1/monitor";
const COLOURED = 6;

type Method = "threshold" | "change" | "anomaly" | "month";

interface Form {
  method: Method;
  metric: string;
  scope: string;
  by: string;
  window: string;
  comparator: string;
  value: string;
  deviations: string;
}

/** A form's question in the language of monitors. */
function queryOf(form: Form): string {
  const series = `sum:${form.metric}{${form.scope || "*"}}${form.by ? ` by {${form.by}}` : ""}`;
  switch (form.method) {
    case "threshold": return `sum(last_${form.window}):${series} ${form.comparator} ${form.value}`;
    case "change": return `pct_change(avg(last_${form.window}),last_1d):${series} ${form.comparator} ${form.value}`;
    case "anomaly": return `avg(last_4h):anomalies(${series}, 'agile', ${form.deviations}, direction='above') >= 1`;
    case "month": return `sum(current_1mo):${series} ${form.comparator} ${form.value}`;
  }
}

/** The series of a question, for drawing it. */
function seriesOf(query: string): string | null {
  return /sum:[\w.]+\{[^}]*\}(?: by \{[^}]*\})?/.exec(query)?.[0] ?? null;
}

export function MonitorsPage() {
  const self = useSelf();
  const { params } = useRoute();
  const may = self.permissions.includes("monitors_write");
  const chosen = params.get("monitor");
  const all = useApi<Monitor[]>(address(MONITOR, {}));
  const [removing, setRemoving] = useState<Monitor | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const columns: Column<Monitor>[] = [
    { key: "name", title: "Monitor", cell: (monitor) => <Link className="inline" href={withState({ monitor: String(monitor.id) })}>{monitor.name}</Link>, text: (monitor) => monitor.name, order: (monitor) => monitor.name.toLowerCase() },
    { key: "state", title: "State", cell: (monitor) => <StatePill state={monitor.overall_state} />, text: (monitor) => monitor.overall_state ?? "" },
    { key: "query", title: "Asks", wide: true, cell: (monitor) => <code title={monitor.query}>{monitor.query.length > 80 ? `${monitor.query.slice(0, 80)}…` : monitor.query}</code>, text: (monitor) => monitor.query },
    ...(may ? [{ key: "act", title: "", cell: (monitor: Monitor) => <span className="actions"><button type="button" className="plain" onClick={() => setRemoving(monitor)}>Delete…</button></span>, text: () => "" }] : []),
  ];
  if (chosen) {
    const known = all.data?.find((monitor) => String(monitor.id) === chosen);
    return chosen !== "new" && !known
      ? <Page title="Monitor">{all.error ? <Failed error={all.error} retry={all.reload} /> : all.data ? <Card><Empty title="There is no such monitor" /></Card> : <Card><Loading height={300} /></Card>}</Page>
      : <Editor key={chosen} monitor={known ?? null} may={may} onDone={() => { forget(); all.reload(); setState({ monitor: null }); }} />;
  }
  return (
    <Page title="Monitors" aside={may && <Link className="primary" href={view("/monitors", { monitor: "new" })}>New monitor</Link>}>
      {error && <Failed error={error} />}
      <Card title="All monitors">
        <When answer={all} height={240}>{(data) => (data.length === 0
          ? <Empty title="No monitors yet">A monitor asks the usage a question all the time, and tells when the answer changes.</Empty>
          : <Table label="Monitors" columns={columns} rows={data} id={(monitor) => String(monitor.id)} sort={{ key: "name", descending: false }} />)}</When>
      </Card>
      {removing && (
        <Dialog title="Delete this monitor?" onClose={() => setRemoving(null)}>
          <div className="form"><p>{removing.name} is judged no more.</p>
            <div className="actions"><button type="button" className="plain" onClick={() => setRemoving(null)}>Cancel</button>
              <button type="button" className="danger" onClick={() => send("DELETE", `${MONITOR}/${removing.id}`).then(() => { setRemoving(null); forget(); all.reload(); }, (failure: ApiError) => { setRemoving(null); setError(failure); })}>Delete</button></div></div>
        </Dialog>
      )}
    </Page>
  );
}

interface Raised {
  at: string;
  from: string;
  to: string;
  again: boolean;
  value: string | null;
}

interface Backtest {
  from: string;
  to: string;
  resolution: string;
  unit: string;
  raised: number;
  groups: { group: string; raised: Raised[] }[];
}

interface Points {
  series: { scope: string; display_name?: string; tag_set?: string[]; pointlist: [number, number][]; interval: number }[];
}

function Editor({ monitor, may, onDone }: { monitor: Monitor | null; may: boolean; onDone: () => void }) {
  const types = useTypes();
  const orgs = useOrgs();
  const self = useSelf();
  const metrics = useMemo(() => [...types.values()].filter((type) => type.billing_dimension).map((type) => [type.metric, usageName(type)] as const).sort(byText(([, name]) => name)), [types]);
  const [form, setForm] = useState<Form>({ method: "anomaly", metric: "datadog.estimated_usage.logs.ingested_bytes", scope: "", by: "child_org_name", window: "1h", comparator: ">", value: "50", deviations: "3" });
  const [text, setText] = useState<string | null>(monitor?.query ?? null);
  const [name, setName] = useState(monitor?.name ?? "");
  const [message, setMessage] = useState(monitor?.message ?? "");
  const [days, setDays] = useState("6");
  const [tested, setTested] = useState<{ result: Backtest; points: Points | null } | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const query = text ?? queryOf(form);
  const body = { name: name.trim() || "Usage", type: "query alert", query, message, ...(monitor ? { options: monitor.options } : {}) };
  const set = (patch: Partial<Form>) => setForm((was) => ({ ...was, ...patch }));
  const accounts = [...new Map((orgs.data?.orgs ?? []).map((org) => [org.account_public_id, org.account_name]))].sort(byText(([, one]) => one));
  const test = () => {
    const to = Math.floor(Date.now() / 1000);
    const from = to - Number(days) * 86_400;
    const series = seriesOf(query);
    setBusy(true);
    setError(null);
    const points = series && self.permissions.includes("timeseries_query")
      ? send("GET", address("/api/v1/query", { from, to, query: `${series}.rollup(sum, ${Number(days) > 6 ? 3600 * 6 : 3600})` })).then((answer) => answer.json() as Promise<Points>).catch(() => null) : Promise.resolve(null);
    Promise.all([send("POST", "/api/v2/tributary/monitors/backtest", { monitor: body, from, to }).then((answer) => answer.json() as Promise<Backtest>), points])
      .then(([result, drawn]) => setTested({ result, points: drawn }), setError).finally(() => setBusy(false));
  };
  const save = () => {
    setError(null);
    send(monitor ? "PUT" : "POST", monitor ? `${MONITOR}/${monitor.id}` : MONITOR, body).then(onDone, setError);
  };
  return (
    <Page title={monitor ? monitor.name : "New monitor"} crumb={<Link href={view("/monitors")}>Monitors</Link>}
      aside={<><button type="button" className="plain" onClick={test} disabled={busy}>{busy ? "Testing…" : "Test on the past"}</button>{may && <button type="button" className="primary" onClick={save}>{monitor ? "Save" : "Create"}</button>}</>}>
      {error && <Failed error={error} />}
      <Card title="Question" aside={text === null ? <button type="button" className="plain" onClick={() => setText(query)}>Edit as text</button> : !monitor && <button type="button" className="plain" onClick={() => setText(null)}>Use the form</button>}>
        <div className="form">
          {text === null ? (
            <div className="row">
              <Select label="Raise on" value={form.method} options={[["anomaly", "a spike"], ["threshold", "a threshold"], ["change", "a change, in % of the day before"], ["month", "the month to date"]]} onChange={(method) => set({ method })} />
              <Select label="of" value={form.metric} options={metrics} onChange={(metric) => set({ metric })} />
              {self.kind === "partner" && <Select label="at" value={form.scope} options={[["", "all customers"], ...accounts.map(([id, one]) => [`account_public_id:${id}`, one] as const)]} onChange={(scope) => set({ scope })} />}
              <Select label="for each" value={form.by} options={[["child_org_name", "organization"], ...(self.kind === "partner" ? [["account_name", "customer"] as const] : []), ["region", "region"], ["", "all together"]]} onChange={(by) => set({ by })} />
              {form.method === "anomaly" ? <label className="select"><span>Half the band, in usual deviations</span><input type="text" inputMode="decimal" size={4} value={form.deviations} onChange={(event) => set({ deviations: event.target.value })} /></label> : <>
                {form.method !== "month" && <Select label="over" value={form.window} options={[["5m", "5 minutes"], ["1h", "an hour"], ["4h", "4 hours"], ["1d", "a day"]]} onChange={(window) => set({ window })} />}
                <Select label="is" value={form.comparator} options={[[">", "above"], [">=", "at least"], ["<", "below"], ["<=", "at most"]]} onChange={(comparator) => set({ comparator })} />
                <label className="select"><span className="sr">Value</span><input type="text" inputMode="decimal" size={12} value={form.value} onChange={(event) => set({ value: event.target.value })} /></label>
              </>}
            </div>
          ) : <label className="field">Query<textarea rows={3} value={text} onChange={(event) => setText(event.target.value)} spellCheck={false} style={{ fontFamily: "ui-monospace, monospace", fontSize: 12 }} /></label>}
          <p className="small muted"><code>{query}</code></p>
          <div className="two">
            <label className="field">Name<input type="text" value={name} onChange={(event) => setName(event.target.value)} placeholder="Logs jump" /></label>
            <label className="field">Message<input type="text" value={message} onChange={(event) => setMessage(event.target.value)} placeholder="What whoever is told should know" /></label>
          </div>
        </div>
      </Card>
      <Card title="What it would have raised" aside={<Select label="Past" value={days} options={[["1", "a day"], ["6", "6 days"], ["30", "30 days"], ["60", "60 days"]]} onChange={setDays} />}>
        {busy ? <Loading height={280} /> : tested ? <Picture result={tested.result} points={tested.points} /> : <Empty title="Not tested yet">Test it on stored usage before it disturbs anybody.</Empty>}
      </Card>
    </Page>
  );
}

function Picture({ result, points }: { result: Backtest; points: Points | null }) {
  const events = result.groups.flatMap((group) => group.raised.filter((each) => each.to !== "OK").map((each) => ({ group: group.group, ...each })));
  const raisedIn = new Set(events.map((event) => event.group));
  const all = (points?.series ?? []).map((one) => ({ name: nameOf(one), points: new Map(one.pointlist) }));
  const sized = all.sort((a, b) => Number(matches(raisedIn, b.name)) - Number(matches(raisedIn, a.name)) || total(b.points) - total(a.points)).slice(0, COLOURED);
  const known = [...new Set(all.flatMap((one) => [...one.points.keys()]))].sort((a, b) => a - b);
  // A point that is still filling would look like a drop.
  const step = 1000 * (points?.series[0]?.interval ?? 0);
  const times = known.filter((at) => at + step <= Date.now());
  const labels = times.map((at) => { const iso = new Date(at).toISOString(); return `${dayShort(iso.slice(0, 10))} ${iso.slice(11, 16)}`; });
  const marks: Series[] = sized.filter((one) => matches(raisedIn, one.name)).map((one) => ({
    name: `Raised, ${one.name}`, points: true, colour: 3,
    values: times.map((at, i) => (events.some((event) => event.group.includes(one.name) && Date.parse(event.at) >= at && Date.parse(event.at) < (times[i + 1] ?? Infinity)) ? one.points.get(at) ?? 0 : null)),
  }));
  const series: Series[] = [...sized.map((one, at) => ({ name: one.name, colour: at >= 3 ? at + 1 : at, values: times.map((time) => one.points.get(time) ?? null) })), ...marks];
  const columns: Column<(typeof events)[number]>[] = [
    { key: "at", title: "When, UTC", cell: (event) => event.at.slice(0, 16).replace("T", " "), text: (event) => event.at, order: (event) => event.at },
    { key: "group", title: "Caused by", cell: (event) => event.group, text: (event) => event.group, order: (event) => event.group },
    { key: "to", title: "State", cell: (event) => <StatePill state={event.to} />, text: (event) => event.to },
    { key: "value", title: "Value", numeric: true, cell: (event) => (event.value === null ? "–" : <span className="num" title={event.value}>{short(Number(event.value))}</span>), text: (event) => event.value ?? "" },
  ];
  return (
    <>
      {times.length > 0 && <><Chart label="Back-test" labels={labels} series={series} height={280} format={short} /><Legend series={series} /></>}
      <p style={{ padding: "10px 0" }}>{events.length === 0 ? "It would have raised nothing." : `It would have raised ${count(events.length, "alert")} for ${count(raisedIn.size, "group")}.`} <span className="muted">Judged by {result.resolution === "1h" ? "hours" : "five minutes"}.</span></p>
      {events.length > 0 && <Table label="Raised" columns={columns} rows={events} id={(event) => `${event.group} ${event.at} ${event.to}`} sort={{ key: "at", descending: true }} />}
    </>
  );
}

function nameOf(series: Points["series"][number]): string {
  const tag = series.tag_set?.[0] ?? series.scope;
  return tag.slice(tag.indexOf(":") + 1) || "All";
}

function matches(groups: Set<string>, name: string): boolean {
  return [...groups].some((group) => group.includes(name) || group === "*");
}

function total(points: Map<number, number>): number {
  let all = 0;
  for (const value of points.values()) all += value;
  return all;
}
