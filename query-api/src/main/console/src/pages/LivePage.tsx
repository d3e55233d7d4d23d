import { useEffect, useMemo, useState } from "react";
import { address } from "../api/http";
import { type Live, useLive } from "../api/live";
import type { LiveCell } from "../api/types";
import { choice, setState, useRoute } from "../app/route";
import { useSelf } from "../app/session";
import { usageShort } from "../domain/format";
import { usageName } from "../domain/names";
import { moment } from "../domain/time";
import { Card, Empty, Loading, Segmented, Select } from "../ui/basics";
import { Chart, Legend, Spark } from "../ui/Chart";
import { Icon } from "../ui/icons";
import { AsOf, Page } from "../ui/Page";
import { byText, typeKey, useTypes } from "./common";

const SLOT_MS = 300_000;
const COLOURED = 7;

export const LIVE = "/api/v2/tributary/live";

/** The slots of a window up to now, oldest first. */
export function slots(cells: ReadonlyMap<string, LiveCell>, count: number, asOf: string | null): string[] {
  let last = asOf ? Math.floor(Date.parse(asOf) / SLOT_MS) * SLOT_MS : 0;
  for (const cell of cells.values()) {
    const at = Date.parse(cell.bucket_start);
    if (!asOf && at > last) last = at;
  }
  return Array.from({ length: count }, (_, i) => iso(last - (count - 1 - i) * SLOT_MS));
}

/** As the stream names slots. */
function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

export interface LiveProduct {
  key: string;
  name: string;
  unit: string;
  groups: { name: string; values: (number | null)[]; now: number }[];
  total: (number | null)[];
}

export function liveProducts(cells: ReadonlyMap<string, LiveCell>, times: string[], name: (cell: LiveCell) => string): LiveProduct[] {
  const index = new Map(times.map((time, i) => [time, i]));
  const products = new Map<string, { cell: LiveCell; groups: Map<string, (number | null)[]> }>();
  for (const cell of cells.values()) {
    const at = index.get(cell.bucket_start);
    if (at === undefined) continue;
    const key = typeKey(cell);
    const product = products.get(key) ?? { cell, groups: new Map() };
    products.set(key, product);
    const group = cell.org_name ?? cell.account_name ?? "All";
    const values = product.groups.get(group) ?? times.map(() => 0);
    product.groups.set(group, values);
    values[at] = (values[at] ?? 0) + cell.value;
  }
  return [...products].map(([key, { cell, groups }]) => ({
    key, name: name(cell), unit: cell.unit,
    groups: [...groups].map(([group, values]) => ({ name: group, values, now: values.at(-1) ?? 0 })).sort((a, b) => sumOf(b.values) - sumOf(a.values)),
    total: times.map((_, i) => [...groups.values()].reduce((sum, values) => sum + (values[i] ?? 0), 0)),
  })).sort(byText((product) => product.name));
}

function sumOf(values: (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

export function LiveState({ live }: { live: Live }) {
  if (live.state === "stale" || live.state === "ended") {
    return (
      <div className="banner" role="status">
        <Icon name="warning" />
        <span>{live.state === "ended" ? "The stream has ended" : "Stale: connecting again"}. {live.why}. {live.asOf && `What is shown is complete up to ${moment(live.asOf)}.`}</span>
      </div>
    );
  }
  return null;
}

export function LivePage() {
  const self = useSelf();
  const { params } = useRoute();
  const by = choice(params, "by", self.kind === "partner" ? (["account", "org", "none"] as const) : (["org", "none"] as const));
  const window = choice(params, "window", ["1h", "3h", "12h", "1d"] as const);
  const product = params.get("type");
  const types = useTypes();
  const live = useLive(address(LIVE, { group_by: by, window }));
  const count = { "1h": 12, "3h": 36, "12h": 144, "1d": 288 }[window];
  const times = useMemo(() => slots(live.cells, count, live.asOf), [live.cells, live.asOf, count]);
  const named = (cell: LiveCell) => usageName(types.get(typeKey(cell)) ?? { ...cell, billing_dimension: null });
  const products = useMemo(() => liveProducts(live.cells, times, named),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [live.cells, times, types]);
  const shown = product ? products.filter((one) => one.key === product) : products;
  const labels = times.map((time) => `${time.slice(11, 16)}`);
  return (
    <Page title="Live usage" aside={<AsOf asOf={live.asOf} stale={live.state === "stale"} />}>
      <LiveState live={live} />
      <div className="row">
        <Segmented label="Window" value={window} options={[["1h", "1 hour"], ["3h", "3 hours"], ["12h", "12 hours"], ["1d", "1 day"]]} onChange={(next) => setState({ window: next === "1h" ? null : next })} />
        <Select label="Group by" value={by} options={(self.kind === "partner" ? [["account", "Customer"], ["org", "Organization"], ["none", "Nothing"]] : [["org", "Organization"], ["none", "Nothing"]]) as ["account" | "org" | "none", string][]} onChange={(next) => setState({ by: next })} />
        <Select label="Product" value={product ?? ""} options={[["", "All"], ...products.map((one) => [one.key, one.name] as const)]} onChange={(next) => setState({ type: next })} />
      </div>
      {live.state === "connecting" && live.cells.size === 0 ? <Loading height={420} />
        : shown.length === 0 ? <Card><Empty title="Nothing was used in this time">New usage appears here within about a second.</Empty></Card>
        : product ? shown.map((one) => {
          const drawn = one.groups.slice(0, COLOURED);
          const rest = one.groups.slice(COLOURED);
          const series = [...drawn, ...(rest.length ? [{ name: `${rest.length} others`, values: times.map((_, i) => rest.reduce((sum, each) => sum + (each.values[i] ?? 0), 0)), now: 0 }] : [])]
            .map((group) => ({ name: group.name, values: group.values, type: "bar" as const }));
          return (
            <Card key={one.key} title={one.name} aside={<span className="small muted">{one.unit}, by five minutes, UTC</span>}>
              <Chart label={`${one.name}, live`} labels={labels} series={series} stack height={400} format={(value) => usageShort(value, one.unit)} />
              <Legend series={series} />
            </Card>
          );
        }) : (
          <div className="grid small">{shown.map((one) => <LiveTile key={one.key} product={one} />)}</div>
        )}
      <p className="footnote">Five-minute slots, as usage arrives; the last one is still filling. Values of hosts and other entities are those seen in the slot. All times UTC.</p>
    </Page>
  );
}

export function LiveTile({ product, link = true }: { product: LiveProduct; link?: boolean }) {
  const value = product.total.at(-1) ?? 0;
  const [moved, setMoved] = useState(0);
  useEffect(() => setMoved((count) => count + 1), [value]);
  return (
    <section className="card tile" data-live={product.key}>
      <div className="top">
        <h3>{link ? <button type="button" className="link" style={{ fontSize: 13 }} onClick={() => setState({ type: product.key })}>{product.name}</button> : product.name}</h3>
        <span className="function">last 5 min</span>
      </div>
      <div className={`value${moved > 1 ? " moved" : ""}`} key={moved} title={`${value} ${product.unit}`}>{usageShort(value, product.unit)}</div>
      <Spark values={product.total} bars width={240} height={40} label={`${product.name}: ${usageShort(value, product.unit)} in the last five minutes`} />
      <div className="small muted" style={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
        {product.groups.length > 1 ? product.groups.slice(0, 2).map((group) => `${group.name} ${usageShort(group.now, product.unit)}`).join(" · ") : product.unit}
      </div>
    </section>
  );
}
