import { useMemo } from "react";
import { address, useApi } from "../api/http";
import { Link, choice, setState, useRoute, view } from "../app/route";
import { count, short } from "../domain/format";
import { moment } from "../domain/time";
import { Card, Empty, Figure, Pill, Segmented, When } from "../ui/basics";
import { Page } from "../ui/Page";
import { type Column, CsvButton, Table } from "../ui/Table";

export interface Monitor {
  id: number;
  name: string;
  type: string;
  query: string;
  message: string;
  tags: string[];
  priority: number | null;
  options: { thresholds?: { critical?: number; warning?: number }; [option: string]: unknown };
  overall_state: string | null;
  overall_state_modified: string | null;
  state?: { groups: Record<string, Group> };
}

interface Group {
  name: string;
  status: string;
  last_triggered_ts?: number;
  last_nodata_ts?: number;
  last_resolved_ts?: number;
  last_value?: number | string;
  contributors: { org_name: string }[];
}

interface Line {
  monitor: Monitor;
  group: Group;
  since: number;
}

const KINDS: Record<string, string> = { Alert: "bad", Warn: "warn", "No Data": "", OK: "good" };
const REFRESH_MS = 15_000;

export function StatePill({ state }: { state: string | null }) {
  return state === null ? <Pill kind="" title="The stream cannot be asked at this moment">Not known now</Pill> : <Pill kind={KINDS[state] ?? ""}>{state}</Pill>;
}

/** What monitors say now, and who caused it. */
export function AlertsPage() {
  const { params } = useRoute();
  const show = choice(params, "show", ["firing", "all"] as const);
  const answer = useApi<Monitor[]>(address("/api/v1/monitor", { group_states: "all" }), REFRESH_MS);
  const lines = useMemo(() => (answer.data ?? []).flatMap((monitor) => Object.values(monitor.state?.groups ?? {}).map((group): Line => ({
    monitor, group, since: group.last_triggered_ts ?? group.last_nodata_ts ?? group.last_resolved_ts ?? 0,
  }))), [answer.data]);
  const firing = lines.filter((line) => line.group.status === "Alert" || line.group.status === "Warn");
  const shown = show === "firing" ? lines.filter((line) => line.group.status !== "OK") : lines;
  const unknown = (answer.data ?? []).filter((monitor) => monitor.overall_state === null).length;
  const names = [...new Set(firing.flatMap((line) => causes(line.group)))].slice(0, MOST_NAMED).join(", ");
  const columns: Column<Line>[] = [
    { key: "cause", title: "Caused by", cell: (line) => causeText(line.group), text: (line) => causeText(line.group), order: (line) => causeText(line.group) },
    { key: "group", title: "Group", wide: true, cell: (line) => <span className="muted">{groupText(line.group.name)}</span>, text: (line) => line.group.name, order: (line) => line.group.name },
    { key: "status", title: "State", cell: (line) => <StatePill state={line.group.status} />, text: (line) => line.group.status, order: (line) => ["Alert", "Warn", "No Data", "OK"].indexOf(line.group.status) },
    { key: "monitor", title: "Monitor", cell: (line) => <Link className="inline" href={view("/monitors", { monitor: String(line.monitor.id) })}>{line.monitor.name}</Link>, text: (line) => line.monitor.name, order: (line) => line.monitor.name },
    { key: "value", title: "Value", numeric: true, cell: (line) => (line.group.last_value === undefined ? <span className="muted">–</span> : <span className="num" title={String(line.group.last_value)}>{short(Number(line.group.last_value))}</span>), text: (line) => String(line.group.last_value ?? "") },
    { key: "since", title: "Since", cell: (line) => (line.since ? moment(new Date(line.since * 1000).toISOString()) : "–"), text: (line) => (line.since ? new Date(line.since * 1000).toISOString() : ""), order: (line) => line.since },
  ];
  return (
    <Page title="Alerts">
      <Card className="figures">
        <Figure label="Firing now" note={unknown ? `at least; ${count(unknown, "monitor")} cannot be read at this moment` : answer.data && (names || "all quiet")}>{answer.data ? firing.length : "…"}</Figure>
        <Figure label="Monitors" note={unknown ? `${unknown} cannot be read at this moment` : answer.data && (answer.data.length === 0 ? "none yet" : "all are being judged")}>{answer.data ? answer.data.length : "…"}</Figure>
      </Card>
      <Card title="Groups" stale={answer.stale} aside={<><Segmented label="Show" value={show} options={[["firing", "Firing"], ["all", "All"]]} onChange={(next) => setState({ show: next === "firing" ? null : next })} /><CsvButton name="alerts" columns={columns} rows={shown} /></>}>
        <When answer={answer} height={240}>{(data) => (data.length === 0
          ? <Empty title="No monitors yet">A monitor asks the usage a question all the time. <Link className="inline" href={view("/monitors", { monitor: "new" })}>Make the first one</Link></Empty>
          : shown.length === 0 ? unknown ? <Empty title="Not known at this moment">{count(unknown, "monitor")} cannot be read; they are asked again.</Empty>
          : <Empty title="All quiet">No monitor has anything to say.</Empty>
          : <Table label="Alerts" columns={columns} rows={shown} id={(line) => `${line.monitor.id} ${line.group.name}`} sort={{ key: "status", descending: false }} />)}</When>
      </Card>
    </Page>
  );
}

const MOST_NAMED = 3;

/** The child organizations that did most to it; of a group that is well, or whose alert named none, the group itself. */
function causes(group: Group): string[] {
  const named = group.contributors.slice(0, MOST_NAMED).map((one) => one.org_name);
  return named.length > 0 ? named : [groupText(group.name)];
}

function causeText(group: Group): string {
  return causes(group).join(", ");
}

function groupText(group: string): string {
  return group === "*" || group === "" ? "everything together" : group.split(",").map((tag) => tag.slice(tag.indexOf(":") + 1)).join(", ");
}
