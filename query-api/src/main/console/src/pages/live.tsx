import { useEffect, useState } from "react";
import type { Live } from "../api/live";
import type { LiveCell } from "../api/types";
import { plural, usageShort } from "../domain/format";
import { moment } from "../domain/time";
import { Spark } from "../ui/Chart";
import { Icon } from "../ui/icons";

const SLOT_MS = 300_000;

const productKey = (cell: LiveCell): string => `${cell.product_family}:${cell.usage_type}`;

/** The `count` whole slots of a window and the one that is filling, oldest first: those that a stream begins with. */
export function slots(cells: ReadonlyMap<string, LiveCell>, count: number, asOf: string | null): string[] {
  let last = asOf ? Math.floor(Date.parse(asOf) / SLOT_MS) * SLOT_MS : 0;
  for (const cell of cells.values()) {
    const at = Date.parse(cell.bucket_start);
    if (!asOf && at > last) last = at;
  }
  return Array.from({ length: count + 1 }, (_, i) => iso(last - (count - i) * SLOT_MS));
}

/** As the stream names slots. */
function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

export interface LiveProduct {
  key: string;
  name: string;
  unit: string;
  /** When the slot that is filling began, UTC. */
  since: string;
  groups: { name: string; values: (number | null)[]; now: number }[];
  total: (number | null)[];
}

export function liveProducts(cells: ReadonlyMap<string, LiveCell>, times: string[], name: (cell: LiveCell) => string): LiveProduct[] {
  const index = new Map(times.map((time, i) => [time, i]));
  const products = new Map<string, { cell: LiveCell; groups: Map<string, (number | null)[]> }>();
  for (const cell of cells.values()) {
    const at = index.get(cell.bucket_start);
    if (at === undefined) continue;
    const key = productKey(cell);
    const product = products.get(key) ?? { cell, groups: new Map() };
    products.set(key, product);
    const group = cell.org_name ?? cell.account_name ?? "All";
    const values = product.groups.get(group) ?? times.map(() => 0);
    product.groups.set(group, values);
    values[at] = (values[at] ?? 0) + cell.value;
  }
  return [...products].map(([key, { cell, groups }]) => ({
    key, name: name(cell), unit: cell.unit, since: times.at(-1)!.slice(11, 16),
    groups: [...groups].map(([group, values]) => ({ name: group, values, now: values.at(-1) ?? 0 })).sort((a, b) => sumOf(b.values) - sumOf(a.values)),
    total: times.map((_, i) => [...groups.values()].reduce((sum, values) => sum + (values[i] ?? 0), 0)),
  })).sort((a, b) => (a.name < b.name ? -1 : 1));
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

export function LiveTile({ product, onSelect }: { product: LiveProduct; onSelect?: (key: string) => void }) {
  const value = product.total.at(-1) ?? 0;
  const [moved, setMoved] = useState(0);
  useEffect(() => setMoved((count) => count + 1), [value]);
  return (
    <section className="card tile" data-live={product.key}>
      <div className="top">
        <h3>{onSelect ? <button type="button" className="link" style={{ fontSize: 13 }} onClick={() => onSelect(product.key)}>{product.name}</button> : product.name}</h3>
        <span className="function">since {product.since}</span>
      </div>
      <div className={`value${moved > 1 ? " moved" : ""}`} key={moved} title={`${value} ${product.unit}`}>{usageShort(value, product.unit)}</div>
      <Spark values={product.total} bars width={240} height={40} label={`${product.name}: ${usageShort(value, product.unit)} since ${product.since}`} />
      <div className="small muted" style={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
        {product.groups.length > 1 ? product.groups.slice(0, 2).map((group) => `${group.name} ${usageShort(group.now, product.unit)}`).join(" · ") : plural(product.unit)}
      </div>
    </section>
  );
}
