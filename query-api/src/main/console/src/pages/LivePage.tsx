import { useMemo } from "react";
import { address } from "../api/http";
import { useLive } from "../api/live";
import type { LiveCell } from "../api/types";
import { choice, setState, useRoute } from "../app/route";
import { useSelf } from "../app/session";
import { plural, usageShort } from "../domain/format";
import { usageName } from "../domain/names";
import { Card, Empty, Loading, Segmented, Select } from "../ui/basics";
import { Chart, Legend } from "../ui/Chart";
import { AsOf, Page } from "../ui/Page";
import { typeKey, useTypes } from "./common";
import { LiveState, LiveTile, liveProducts, slots } from "./live";

const COLOURED = 7;

export const LIVE = "/api/v2/tributary/live";

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
            <Card key={one.key} title={one.name} aside={<span className="small muted">{plural(one.unit)}, by five minutes, UTC</span>}>
              <Chart label={`${one.name}, live`} labels={labels} series={series} stack height={400} format={(value) => usageShort(value, one.unit)} />
              <Legend series={series} />
            </Card>
          );
        }) : (
          <div className="grid small">{shown.map((one) => <LiveTile key={one.key} product={one} onSelect={(key) => setState({ type: key })} />)}</div>
        )}
      <p className="footnote">Five-minute slots, as usage arrives; the last one is still filling. Values of hosts and other entities are those seen in the slot. All times UTC.</p>
    </Page>
  );
}

