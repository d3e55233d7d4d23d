import { useEffect, useMemo, useState } from "react";
import { type ApiError, forget, send, useApi } from "../api/http";
import type { Contract, Prices, Pricing, Sold } from "../api/types";
import { setState, useRoute } from "../app/route";
import { useSelf } from "../app/session";
import { exact, percent, plain } from "../domain/decimal";
import { dimensionName } from "../domain/names";
import { date } from "../domain/time";
import { Card, Dialog, Empty, Failed, Loading, Pill, Select } from "../ui/basics";
import { Page } from "../ui/Page";
import { type Column, CsvButton, Table } from "../ui/Table";
import { perText } from "./ContractsPage";
import { byText, useOrgs } from "./common";

type Row = Pricing["prices"][number];
type Own = Record<string, { committed: string; on_demand: string }>;

const NONE: Prices = { default: "list", percent: "0", cap_at_list: false, prices: [] };

/** What a partner charges its customers: a draft that only it sees, until it publishes it. */
export function PricingPage() {
  const self = useSelf();
  const { params } = useRoute();
  const contracts = useApi<{ contracts: Contract[] }>("/api/v2/tributary/contracts");
  const orgs = useOrgs();
  const names = useMemo(() => new Map((orgs.data?.orgs ?? []).map((org) => [org.account_public_id, org.account_name])), [orgs.data]);
  const all = useMemo(() => (contracts.data?.contracts ?? []).map((contract) => ({ contract, name: names.get(contract.account) ?? contract.account }))
    .sort(byText((one) => one.name)), [contracts.data, names]);
  const id = params.get("contract") ?? all.find((one) => one.contract.account === params.get("account"))?.contract.contract_id ?? all[0]?.contract.contract_id ?? null;
  const pricing = useApi<Pricing>(id && `/api/v2/tributary/pricing/${encodeURIComponent(id)}`);
  const may = self.permissions.includes("billing_edit");
  return (
    <Page title="Customer pricing" aside={all.length > 0 && <Select label="Customer" value={id ?? ""} options={all.map((one) => [one.contract.contract_id, one.name] as const)} onChange={(next) => setState({ contract: next })} />}>
      {contracts.error && !contracts.data ? <Failed error={contracts.error} retry={contracts.reload} />
        : contracts.data && all.length === 0 ? <Card><Empty title="No contracts yet">Once a contract names you as its partner, its prices are set here.</Empty></Card>
        : pricing.error && !pricing.data ? <Failed error={pricing.error} retry={pricing.reload} />
        : !pricing.data || pricing.data.contract !== id ? <Card><Loading height={420} /></Card>
        : <Editor key={id} pricing={pricing.data} may={may} reload={() => { forget(); pricing.reload(); }} />}
    </Page>
  );
}

function ownOf(prices: Prices): Own {
  return Object.fromEntries(prices.prices.map((one) => [one.dimension, { committed: one.committed ?? "", on_demand: one.on_demand ?? "" }]));
}

function Editor({ pricing, may, reload }: { pricing: Pricing; may: boolean; reload: () => void }) {
  const base = pricing.draft ?? pricing.published.at(-1) ?? NONE;
  const [rule, setRule] = useState({ default: base.default, percent: base.percent, cap_at_list: base.cap_at_list });
  const [own, setOwn] = useState<Own>(() => ownOf(base));
  const [error, setError] = useState<ApiError | null>(null);
  const [said, setSaid] = useState("");
  const [asking, setAsking] = useState<"publish" | "adjust" | "drop" | null>(null);
  const path = `/api/v2/tributary/pricing/${encodeURIComponent(pricing.contract)}`;
  const mark = JSON.stringify([pricing.draft, pricing.published]);
  useEffect(() => {
    const now = pricing.draft ?? pricing.published.at(-1) ?? NONE;
    setRule({ default: now.default, percent: now.percent, cap_at_list: now.cap_at_list });
    setOwn(ownOf(now));
    // Anew only when the server has something else.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [mark]);
  const body = { ...rule, percent: rule.percent.trim() || "0", prices: Object.entries(own).filter(([, one]) => one.committed.trim() || one.on_demand.trim())
    .map(([dimension, one]) => ({ dimension, ...(one.committed.trim() ? { committed: one.committed.trim() } : {}), ...(one.on_demand.trim() ? { on_demand: one.on_demand.trim() } : {}) })) };
  const changed = JSON.stringify(normal(body)) !== JSON.stringify(normal(base));
  const act = (what: string, request: () => Promise<unknown>) => {
    setError(null);
    setSaid("");
    request().then(() => { setSaid(what); setAsking(null); reload(); }, (failure: ApiError) => { setError(failure); setAsking(null); });
  };
  const set = (dimension: string, field: "committed" | "on_demand", value: string) =>
    setOwn((was) => ({ ...was, [dimension]: { committed: "", on_demand: "", ...was[dimension], [field]: value } }));

  const columns: Column<Row>[] = [
    { key: "product", title: "Product", cell: (row) => dimensionName(row.dimension), text: (row) => dimensionName(row.dimension), order: (row) => dimensionName(row.dimension) },
    { key: "unit", title: "Unit", cell: (row) => perText(row.per), text: (row) => row.per },
    { key: "list", title: "List", numeric: true, wide: true, cell: (row) => row.list_price ?? <span className="muted">–</span>, text: (row) => row.list_price ?? "" },
    { key: "buy_committed", title: "You pay, committed", numeric: true, wide: true, cell: (row) => row.committed?.buy ?? <span className="muted">–</span>, text: (row) => row.committed?.buy ?? "" },
    { key: "buy", title: "You pay, on-demand", numeric: true, cell: (row) => (row.percent_of_bill ? `${row.percent_of_bill} %` : row.on_demand.map((tier) => tier.buy).join(" → ")), text: (row) => row.percent_of_bill ?? row.on_demand.map((tier) => tier.buy).join(" ") },
    { key: "published", title: "Published", numeric: true, cell: (row) => <Price of={row} version="published" />, text: (row) => row.on_demand.map((tier) => tier.published?.sell ?? "").join(" ") },
    ...(pricing.draft ? [{ key: "draft", title: "Draft", numeric: true, cell: (row: Row) => <Price of={row} version="draft" />, text: (row: Row) => row.on_demand.map((tier) => tier.draft?.sell ?? "").join(" ") }] : []),
    ...(may ? [
      { key: "own_committed", title: "Own price, committed", numeric: true, cell: (row: Row) => (row.committed ? <input type="text" inputMode="decimal" aria-label={`Own committed price of ${dimensionName(row.dimension)}`} value={own[row.dimension]?.committed ?? ""} placeholder="by rule" onChange={(event) => set(row.dimension, "committed", event.target.value)} /> : <span className="muted">–</span>), text: (row: Row) => own[row.dimension]?.committed ?? "" },
      { key: "own", title: "Own price, on-demand", numeric: true, cell: (row: Row) => (row.on_demand.length > 0 && !row.percent_of_bill ? <input type="text" inputMode="decimal" aria-label={`Own on-demand price of ${dimensionName(row.dimension)}`} value={own[row.dimension]?.on_demand ?? ""} placeholder="by rule" onChange={(event) => set(row.dimension, "on_demand", event.target.value)} /> : <span className="muted">–</span>), text: (row: Row) => own[row.dimension]?.on_demand ?? "" },
    ] : []),
  ];
  return (
    <>
      {said && <div className="banner good" role="status">{said}</div>}
      {error && <Failed error={error} />}
      <Card title="Default rule" aside={<span className="row">
        {pricing.published.length > 0 ? <Pill kind="good">Published, holds from {date(pricing.published.at(-1)!.from)}</Pill> : <Pill kind="">Nothing published: the customer sees no cost</Pill>}
        {pricing.draft && <Pill kind="warn">Draft, only you see it</Pill>}
      </span>}>
        <div className="row">
          <Select label="Products without an own price" value={rule.default} options={[["list", "List price"], ["markup", "Markup on what you pay"], ["discount", "Discount on what you pay"]]} onChange={(next) => may && setRule({ ...rule, default: next })} />
          {rule.default !== "list" && <label className="select"><span>Percent</span><input type="text" inputMode="decimal" size={6} value={rule.percent} readOnly={!may} onChange={(event) => setRule({ ...rule, percent: event.target.value })} /></label>}
          {rule.default === "markup" && <label className="row small"><input type="checkbox" checked={rule.cap_at_list} disabled={!may} onChange={(event) => setRule({ ...rule, cap_at_list: event.target.checked })} /> Never above the list price</label>}
          {may && (
            <span className="actions" style={{ marginLeft: "auto" }}>
              <button type="button" className="plain" onClick={() => setAsking("adjust")} disabled={!pricing.draft && pricing.published.length === 0}>Adjust all…</button>
              {pricing.draft && <button type="button" className="plain" onClick={() => setAsking("drop")}>Drop draft</button>}
              <button type="button" className="plain" disabled={!changed && pricing.draft !== null} onClick={() => act("The draft is saved. The customer sees nothing of it yet.", () => send("PUT", `${path}/draft`, body))}>Save draft</button>
              <button type="button" className="primary" disabled={!pricing.draft || changed} title={changed ? "Save the draft first" : undefined} onClick={() => setAsking("publish")}>Publish…</button>
            </span>
          )}
        </div>
      </Card>
      <Card title="Prices" aside={<><span className="small muted">{pricing.currency} for a unit; card of {date(pricing.card_from)}</span><CsvButton name={`prices-${pricing.contract}`} columns={columns} rows={pricing.prices} /></>}>
        <Table label="Prices" columns={columns} rows={pricing.prices} id={(row) => row.dimension} sort={{ key: "product", descending: false }} />
      </Card>
      {asking === "publish" && (
        <Dialog title="Publish the draft?" onClose={() => setAsking(null)}>
          <div className="form">
            <p>From the beginning of the contract's present prices, or of the first month since that is not closed, the customer sees its cost by these prices, also for days gone by. Closed months stay as they are.</p>
            <div className="actions">
              <button type="button" className="plain" onClick={() => setAsking(null)}>Cancel</button>
              <button type="button" className="primary" onClick={() => act("Published. The customer sees its cost by these prices.", () => send("POST", `${path}/publish`))}>Publish</button>
            </div>
          </div>
        </Dialog>
      )}
      {asking === "drop" && (
        <Dialog title="Drop the draft?" onClose={() => setAsking(null)}>
          <div className="form">
            <p>Its prices are forgotten. What is published stays.</p>
            <div className="actions"><button type="button" className="plain" onClick={() => setAsking(null)}>Cancel</button><button type="button" className="danger" onClick={() => act("The draft is dropped.", () => send("DELETE", `${path}/draft`))}>Drop</button></div>
          </div>
        </Dialog>
      )}
      {asking === "adjust" && <Adjust onClose={() => setAsking(null)} onDone={(by) => act(`All prices of the draft are changed by ${by} %.`, () => send("POST", `${path}/adjust`, { percent: by }))} />}
    </>
  );
}

/** For comparing: decimals as numbers are, prices in one order. */
function normal(prices: Prices): unknown {
  const text = (value: string | undefined) => {
    try {
      return value ? plain(exact(value)) : "";
    } catch {
      return value;
    }
  };
  return [prices.default, prices.default === "list" ? "" : text(prices.percent), prices.default === "markup" && prices.cap_at_list, prices.prices.map((one) => [one.dimension, text(one.committed), text(one.on_demand)]).sort()];
}

function Price({ of, version }: { of: Row; version: "published" | "draft" }) {
  if (of.percent_of_bill) return <span className="muted">with the bill</span>;
  const prices = of.on_demand.map((tier) => [tier[version], tier.buy] as [Sold | null, string]);
  if (prices.every(([sold]) => sold === null)) return <span className="muted">–</span>;
  const [first, buy] = prices[0]!;
  const margin = first && percent(exact(first.margin), exact(buy));
  return (
    <span title={prices.map(([sold]) => (sold ? `${sold.sell}, margin ${sold.margin}` : "")).join("\n")}>
      <span className="num">{prices.map(([sold]) => sold?.sell ?? "–").join(" → ")}</span>
      {margin !== null && <> <span className={`small ${margin < 0 ? "change up" : "muted"}`}>{margin >= 0 ? "+" : "−"}{Math.abs(margin).toFixed(0)} %</span></>}
    </span>
  );
}

function Adjust({ onClose, onDone }: { onClose: () => void; onDone: (percent: string) => void }) {
  const [by, setBy] = useState("5");
  const good = /^-?\d+(\.\d+)?$/.test(by.trim()) && Number(by) > -100;
  return (
    <Dialog title="Adjust all prices" onClose={onClose}>
      <form className="form" onSubmit={(event) => { event.preventDefault(); if (good) onDone(by.trim()); }}>
        <label className="field">Percent<input type="text" inputMode="decimal" value={by} onChange={(event) => setBy(event.target.value)} aria-invalid={!good} />
          <span className="hint">Each price becomes one of its own: 5 makes it 5 % higher, −5 lower. Prices in tiers keep following the rule.</span></label>
        <div className="actions"><button type="button" className="plain" onClick={onClose}>Cancel</button><button type="submit" className="primary" disabled={!good}>Adjust</button></div>
      </form>
    </Dialog>
  );
}
