import { useMemo, useState } from "react";
import { address, useApi } from "../api/http";
import type { Contract, CostTable, Rate } from "../api/types";
import { Link, useRoute, view } from "../app/route";
import { thisMonth, useSelf } from "../app/session";
import { type Exact, ZERO, exact, plain, sum } from "../domain/decimal";
import { count, grouped } from "../domain/format";
import { dimensionName } from "../domain/names";
import { addMonths, date, monthName } from "../domain/time";
import { Card, Empty, Failed, Figure, Money, Pill, When } from "../ui/basics";
import { Page } from "../ui/Page";
import { type Column, CsvButton, Table } from "../ui/Table";
import { COST, useOrgs } from "./common";

const DAY_MS = 86_400_000;
/** A customer stays connected for this long after its contract: source of the rule, the reference system. */
const GRACE_DAYS = 30;

interface Line {
  contract: Contract;
  name: string;
  /** Null while it cannot be said. */
  committed: Exact | null;
  onDemand: Exact | null;
  priced: boolean | null;
  status: [string, string, number];
}

/** The portfolio: contracts of all customers, what they are worth, and which end soon. */
export function ContractsPage() {
  const self = useSelf();
  const { params } = useRoute();
  const month = thisMonth(self);
  const contracts = useApi<{ contracts: Contract[] }>("/api/v2/tributary/contracts");
  const orgs = useOrgs();
  const costs = useApi<CostTable>(self.shows.cost ? address(COST, { group_by: ["account", "charge_type", "month"], start: addMonths(month, -1), end: month }) : null);
  const sold = useApi<CostTable>(self.shows.cost ? address(COST, { group_by: "account", side: "sell", start: month, end: month }) : null);
  const now = Date.parse(self.now);
  const lines = useMemo(() => (contracts.data?.contracts ?? []).map((contract): Line => {
    const rows = (costs.data?.rows ?? []).filter((row) => row.account_public_id === contract.account);
    const inForce = contract.start < addMonths(month, 1) && (!contract.end || contract.end > month);
    const cost = (type: string) => (costs.data && inForce ? charged(rows, type, month, contract.currency) : null);
    return {
      contract, name: orgs.data?.orgs.find((org) => org.account_public_id === contract.account)?.account_name ?? rows[0]?.account_name ?? contract.account,
      committed: cost("committed"), onDemand: cost("on_demand"),
      priced: sold.data ? sold.data.rows.some((row) => row.account_public_id === contract.account) : null, status: statusOf(contract, now),
    };
  }), [contracts.data, orgs.data, costs.data, sold.data, now]);
  const [query, setQuery] = useState("");
  const shown = lines.filter((line) => line.name.toLowerCase().includes(query.toLowerCase()) && (!params.get("account") || line.contract.account === params.get("account")));
  const columns: Column<Line>[] = [
    { key: "customer", title: "Customer", cell: (line) => line.name, text: (line) => line.name, order: (line) => line.name.toLowerCase() },
    { key: "status", title: "Status", cell: (line) => <Pill kind={line.status[0]}>{line.status[1]}</Pill>, text: (line) => line.status[1], order: (line) => line.status[2] },
    { key: "start", title: "Start", wide: true, cell: (line) => <span title={line.contract.start}>{date(line.contract.start)}</span>, text: (line) => line.contract.start, order: (line) => line.contract.start },
    { key: "end", title: "End", cell: (line) => (line.contract.end ? <span title={line.contract.end}>{date(line.contract.end)}</span> : <span className="muted">open</span>), text: (line) => line.contract.end ?? "", order: (line) => line.contract.end ?? "9999" },
    ...(self.shows.cost ? [
      { key: "committed", title: "Committed", numeric: true, hint: `Commitments, minimums and their share of percentages in ${monthName(month)}, so far`, cell: (line: Line) => <Known value={line.committed} currency={line.contract.currency} />, text: (line: Line) => (line.committed === null ? "" : plain(line.committed)), order: (line: Line) => line.committed ?? ZERO },
      { key: "on_demand", title: "On-demand", numeric: true, hint: `Beyond what is included in ${monthName(month)}, so far`, cell: (line: Line) => <Known value={line.onDemand} currency={line.contract.currency} />, text: (line: Line) => (line.onDemand === null ? "" : plain(line.onDemand)), order: (line: Line) => line.onDemand ?? ZERO },
      { key: "pricing", title: "Customer pricing", wide: true, cell: (line: Line) => <Link className="inline" href={view("/pricing", { contract: line.contract.contract_id })}>{line.priced === null ? "…" : line.priced ? <Pill kind="good">Published</Pill> : <Pill kind="">Not published</Pill>}</Link>, text: (line: Line) => (line.priced === null ? "" : line.priced ? "published" : "not published"), order: (line: Line) => (line.priced ? 1 : 0) },
    ] : []),
  ];
  const active = lines.filter((line) => line.status[2] === 1 || line.status[2] === 2);
  const soon = lines.filter((line) => line.status[2] === 1);
  const currency = lines[0]?.contract.currency ?? "USD";
  // Of contracts or costs that are not there nothing is added up: that would look like nothing to pay. An account may have had several.
  const total = (type: string) => (contracts.data && costs.data ? charged(costs.data.rows, type, month, currency) : null);
  return (
    <Page title="Customer contracts">
      <Card className="figures">
        <Figure label="Active contracts" note={contracts.data && count(lines.length, "contract in all", "contracts in all")}>{contracts.data ? active.length : "…"}</Figure>
        <Figure label="End within 120 days" note={contracts.data && (soon.map((line) => line.name).join(", ") || "none")}>{contracts.data ? soon.length : "…"}</Figure>
        {self.shows.cost && <Figure label={`Committed, ${monthName(month)}`} note="so far, all contracts"><Known value={total("committed")} currency={currency} /></Figure>}
        {self.shows.cost && <Figure label={`On-demand, ${monthName(month)}`} note="so far, all contracts"><Known value={total("on_demand")} currency={currency} /></Figure>}
      </Card>
      <Card title="Contracts" stale={contracts.stale} aside={<><input type="search" placeholder="Find a customer" aria-label="Find a customer" value={query} onChange={(event) => setQuery(event.target.value)} /><CsvButton name="contracts" columns={columns} rows={shown} /></>}>
        {[costs, sold].map((one, at) => one.error && <Failed key={at} error={one.error} retry={one.reload} />)}
        <When answer={contracts} height={260}>{() => (
          <Table label="Contracts" columns={columns} rows={shown} id={(line) => line.contract.contract_id} sort={{ key: "status", descending: false }} empty="No contract here" detail={(line) => <Rates contract={line.contract} />} />
        )}</When>
      </Card>
    </Page>
  );
}

/** Kind of pill, what it says, and in which order. */
function statusOf(contract: Contract, now: number): [string, string, number] {
  const days = (to: string) => Math.ceil((Date.parse(to) - now) / DAY_MS);
  if (Date.parse(contract.start) > now) return ["blue", `Begins in ${count(days(contract.start), "day")}`, 2];
  if (!contract.end) return ["good", "Active", 2];
  const left = days(contract.end);
  if (left > 120) return ["good", "Active", 2];
  if (left > 0) return ["warn", `Ends in ${count(left, "day")}`, 1];
  if (left > -GRACE_DAYS) return ["bad", `Ended; connected ${count(GRACE_DAYS + left, "more day")}`, 0];
  return ["", "Ended", 3];
}

/** A contract's present rate card in words. */
export function Rates({ contract }: { contract: Contract }) {
  const card = contract.cards.at(-1);
  if (!card) return <Empty title="No prices" />;
  const columns: Column<Rate>[] = [
    { key: "product", title: "Product", cell: (rate) => dimensionName(rate.dimension), text: (rate) => dimensionName(rate.dimension), order: (rate) => dimensionName(rate.dimension) },
    { key: "per", title: "Unit", cell: (rate) => perText(rate.per), text: (rate) => rate.per ?? "1" },
    { key: "committed", title: "Committed", numeric: true, cell: (rate) => (rate.committed ? <>{rate.committed.quantity} × {rate.committed.price}</> : <span className="muted">–</span>), text: (rate) => (rate.committed ? `${rate.committed.quantity} × ${rate.committed.price}` : "") },
    { key: "on_demand", title: "On-demand price", numeric: true, cell: (rate) => onDemandText(rate), text: onDemandText },
    { key: "list", title: "List price", numeric: true, cell: (rate) => rate.list_price ?? <span className="muted">–</span>, text: (rate) => rate.list_price ?? "" },
    { key: "included", title: "Comes along", cell: (rate) => includedText(rate) || <span className="muted">–</span>, text: includedText },
  ];
  return (
    <>
      <p className="small muted" style={{ paddingBottom: 8 }}>{contract.contract_id}, {contract.currency}. Prices since {date(card.from)}{contract.cards.length > 1 && `, ${count(contract.cards.length, "card")} in all`}.</p>
      <Table label="Prices" columns={columns} rows={card.rates} id={(rate) => rate.dimension} />
    </>
  );
}

function charged(rows: CostTable["rows"], type: string, month: string, currency: string): Exact {
  return sum(rows.filter((row) => row.charge_type === type && row.month === month && row.currency === currency).map((row) => exact(row.cost)));
}

function Known({ value, currency }: { value: Exact | null; currency: string }) {
  return value === null ? <span className="muted">–</span> : <Money value={value} currency={currency} />;
}

export function perText(per: string | undefined): string {
  return per === undefined || per === "1" ? "1" : per === "1000000000" ? "GB" : per === "1000000" ? "million" : per === "1000" ? "thousand" : grouped(per);
}

function onDemandText(rate: Rate): string {
  const { on_demand: price } = rate;
  if (price.percent_of_bill) return `${price.percent_of_bill} % of the bill${rate.minimum ? `, at least ${rate.minimum}` : ""}`;
  const tiers = price.graduated ?? price.volume;
  const text = tiers ? `${tiers.map((tier) => tier.price).join(" → ")} (${price.graduated ? "graduated" : "by volume"})` : price.price ?? "";
  return rate.minimum ? `${text}, at least ${rate.minimum}` : text;
}

function includedText(rate: Rate): string {
  return (rate.allotments ?? []).map((one) => `${one.quantity} with each of ${dimensionName(one.parent)}`).join("; ") + (rate.metering === "hourly" ? `${rate.allotments?.length ? "; " : ""}compared hourly` : "");
}
