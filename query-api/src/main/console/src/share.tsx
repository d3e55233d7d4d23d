import { useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { ApiError, address, send } from "./api/http";
import { useLive } from "./api/live";
import { exact } from "./domain/decimal";
import { usage, usageExact } from "./domain/format";
import { functionName, usageName } from "./domain/names";
import { date, monthName } from "./domain/time";
import { Logo } from "./app/Logo";
import { applyTheme, fixTheme } from "./app/theme";
import { LiveState, LiveTile, liveProducts, slots } from "./pages/live";
import { Card, Empty, Failed, Loading, Select } from "./ui/basics";
import { AsOf } from "./ui/Page";
import "./style.css";

/** What a link shows: a dashboard, and nothing that leads elsewhere. */
interface Shared {
  title: string;
  of: string;
  theme: "light" | "dark" | "system";
  window: string;
  window_selectable: boolean;
  products: string[];
  products_selectable: boolean;
  expiration: string | null;
  as_of: string;
  month: string;
  usage: { product_family: string; usage_type: string; title: string | null; billing_dimension: string | null; monthly_function: string; unit: string; value: string }[];
}

const REFRESH_MS = 60_000;
const SLOTS: Record<string, number> = { m: 1 / 5, h: 12, d: 288 };
const link = location.pathname.split("/")[2] ?? "";

function Dashboard() {
  const [shared, setShared] = useState<Shared | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [window, setWindow] = useState<string | null>(null);
  const [product, setProduct] = useState("");
  const url = address(`/shared/${encodeURIComponent(link)}`, { products: product });
  useEffect(() => {
    const ask = () => send("GET", url).then((answer) => answer.json()).then((data: Shared) => {
      fixTheme(data.theme === "system" ? null : data.theme);
      document.title = `${data.title} · Tributary`;
      setShared(data);
      setError(null);
    }, (failure: ApiError) => setError(failure));
    void ask();
    const timer = setInterval(() => void ask(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [url]);
  const gone = error !== null && error.status >= 400 && error.status < 500 && error.status !== 429;
  const live = useLive(shared && !gone ? address(`/shared/${encodeURIComponent(link)}/live`, { window: shared.window_selectable ? window : null, products: product }) : null);
  const span = window ?? shared?.window ?? "1h";
  const count = Math.max(1, Math.min(288, Math.ceil(Number(span.slice(0, -1)) * (SLOTS[span.at(-1)!] ?? 12))));
  const times = useMemo(() => slots(live.cells, count, live.asOf), [live.cells, live.asOf, count]);
  const products = useMemo(() => liveProducts(live.cells, times, (cell) => usageName(shared?.usage.find((one) => one.product_family === cell.product_family && one.usage_type === cell.usage_type)
    ?? { ...cell, billing_dimension: null })), [live.cells, times, shared]);

  if (gone) return <main className="alone"><Card><Empty title={error.reasons[0] ?? "This dashboard is not shared"}>Whoever gave you this link can share it again.</Empty></Card></main>;
  if (!shared) return <main className="alone">{error ? <Failed error={error} /> : <Loading height={200} />}</main>;
  return (
    <main className="page">
      <div className="pagehead">
        <div>
          <div className="crumb"><Logo size={16} /> Shared by link{shared.expiration && <span>until {date(shared.expiration)}</span>}</div>
          <h1>{shared.title}</h1>
          <div className="muted">{shared.of}</div>
        </div>
        <div className="aside">
          {shared.products_selectable && <Select label="Product" value={product} options={[["", "All"], ...shared.products.map((one) => [one, one.replaceAll("_", " ")] as const)]} onChange={setProduct} />}
          {shared.window_selectable && <Select label="Window" value={span} options={[...new Set([shared.window, "1h", "3h", "12h", "1d"])].map((one) => [one, one] as const)} onChange={setWindow} />}
          <AsOf asOf={live.asOf ?? shared.as_of} stale={live.state === "stale" || error !== null} />
        </div>
      </div>
      <LiveState live={live} />
      <h2>Last {span}, by five minutes</h2>
      {products.length === 0 ? (live.state === "connecting" ? <Loading height={120} /> : <Card><Empty title="Nothing was used in this time">New usage appears here within about a second.</Empty></Card>)
        : <div className="grid small">{products.map((one) => <LiveTile key={one.key} product={one} />)}</div>}
      <h2>{monthName(shared.month)} so far</h2>
      <div className="grid small">{shared.usage.map((one) => (
        <section key={`${one.product_family}:${one.usage_type}`} className="card tile" data-usage={`${one.product_family}:${one.usage_type}`}>
          <div className="top"><h3>{usageName(one)}</h3><span className="function">{functionName(one.monthly_function)}</span></div>
          <div className="value" title={usageExact(exact(one.value), one.unit)}>{usage(exact(one.value), one.unit)}</div>
        </section>
      ))}</div>
      <p className="footnote">Estimated usage; bills may differ. All times UTC.</p>
    </main>
  );
}

applyTheme();
createRoot(document.getElementById("root")!).render(<Dashboard />);
