import { useMemo } from "react";
import { address, useApi } from "../api/http";
import type { UsageTable } from "../api/types";
import { setState, useRoute } from "../app/route";
import { thisMonth, useSelf } from "../app/session";
import { words } from "../domain/names";
import { Select } from "../ui/basics";
import { MonthPicker } from "../ui/MonthPicker";
import { Page } from "../ui/Page";
import { USAGE, byText } from "./common";
import { HoursTable, IndexTable, MetricsTable } from "./products";

/** The tables that have names of their own in them, beside those of each product family. */
const NAMED = [["metrics", "Custom metrics by name"], ["indexes", "Indexed logs by index"]] as const;

/** What an org used of one product, line by line: by name, by index, or by hour. */
export function ProductsPage() {
  const self = useSelf();
  const { params } = useRoute();
  const current = thisMonth(self);
  const month = params.get("month") ?? current;
  const product = params.get("product") ?? "metrics";
  const used = useApi<UsageTable>(address(USAGE, { interval: "month", start: month, end: month }));
  const families = useMemo(() => {
    const known = new Set((used.data?.rows ?? []).map((row) => row.product_family));
    // A link's product stays the one that is chosen, also in a month in which it was not used.
    if (!NAMED.some(([key]) => key === product)) known.add(product);
    return [...known].map((family) => [family, words(family)] as const).sort(byText(([, name]) => name));
  }, [used.data, product]);
  const today = month === current ? self.now.slice(0, 10) : null;
  return (
    <Page title="Product tables" aside={<MonthPicker month={month} latest={current} />}>
      <div className="row">
        <Select label="Product" value={product} options={[...NAMED, ...families]} onChange={(next) => setState({ product: next === "metrics" ? null : next, by: null, day: null, find: null })} />
      </div>
      {product === "metrics" ? <MetricsTable month={month} today={today} />
        : product === "indexes" ? <IndexTable month={month} today={today} />
        : <HoursTable key={product} family={product} month={month} today={today} />}
    </Page>
  );
}
