import { useMemo } from "react";
import { address, useApi } from "../api/http";
import type { BillableSummary, UsageTable } from "../api/types";
import { useRoute } from "../app/route";
import { thisMonth, useSelf } from "../app/session";
import { exact } from "../domain/decimal";
import { usageName } from "../domain/names";
import { addMonths, date, monthName, monthShort } from "../domain/time";
import { Card, Empty, Failed, Pill, Usage, When } from "../ui/basics";
import { MonthPicker } from "../ui/MonthPicker";
import { Page } from "../ui/Page";
import { type Column, CsvButton, Table } from "../ui/Table";
import { USAGE, typeKey } from "./common";

interface Dimensions {
  data: { id: string }[];
}

interface Line {
  key: string;
  name: string;
  org: string;
  value: string;
  unit: string;
  since: string | null;
  first: string | null;
  inContract: boolean;
}

const MONTHS = 6;

/** Products that are used for the first time, or that no contract has a price for: what would otherwise be seen on the bill only. */
export function NotificationsPage() {
  const self = useSelf();
  const { params } = useRoute();
  const current = thisMonth(self);
  const month = params.get("month") ?? current;
  const used = useApi<UsageTable>(address(USAGE, { interval: "month", start: addMonths(month, 1 - MONTHS), end: month, group_by: "org" }));
  const active = useApi<Dimensions>(self.kind === "child" ? null : address("/api/v2/usage/billing_dimension_mapping", { "filter[month]": month }));
  const bill = useApi<BillableSummary>(self.kind === "child" ? null : address("/api/v1/usage/billable-summary", { month }));
  const lines = useMemo(() => {
    const priced = new Set((active.data?.data ?? []).map((one) => one.id));
    const earliest = new Map<string, string>();
    (used.data?.rows ?? []).forEach((row) => {
      const key = `${row.public_id} ${typeKey(row)}`;
      if (!earliest.has(key) || row.month! < earliest.get(key)!) earliest.set(key, row.month!);
    });
    return (used.data?.rows ?? []).filter((row) => row.month === month && row.billing_dimension).map((row): Line => {
      const key = `${row.public_id} ${typeKey(row)}`;
      const since = earliest.get(key)!;
      const hours = Object.values(bill.data?.usage.find((one) => one.public_id === row.public_id)?.usage ?? {}).find((value) => value.billing_dimension === row.billing_dimension);
      return {
        key, name: usageName(row), org: row.org_name!, value: row.value, unit: row.unit, since: since === addMonths(month, 1 - MONTHS) ? null : since,
        first: since === month ? hours?.first_billable_usage_hour ?? null : null, inContract: priced.has(row.billing_dimension!),
      };
    });
  }, [used.data, active.data, bill.data, month]);
  const news = lines.filter((line) => line.since === month || (active.data && !line.inContract));
  const columns: Column<Line>[] = [
    { key: "product", title: "Product", cell: (line) => line.name, text: (line) => line.name, order: (line) => line.name },
    { key: "org", title: "Organization", cell: (line) => line.org, text: (line) => line.org, order: (line) => line.org },
    { key: "why", title: "Why", cell: (line) => <span className="row">{line.since === month && <Pill kind="blue">First used this month</Pill>}{active.data && !line.inContract && <Pill kind="warn">Not in the contract</Pill>}</span>, text: (line) => [line.since === month ? "first used" : "", !active.data || line.inContract ? "" : "not in the contract"].filter(Boolean).join(", ") },
    { key: "first", title: "First hour", wide: true, cell: (line) => (line.first ? date(line.first) : <span className="muted">–</span>), text: (line) => line.first ?? "" },
    { key: "value", title: "Usage", numeric: true, cell: (line) => <Usage value={exact(line.value)} unit={line.unit} />, text: (line) => line.value },
  ];
  return (
    <Page title="Usage notifications" aside={<MonthPicker month={month} latest={current} months={10} />}>
      {[active, bill].map((one, at) => one.error && <Failed key={at} error={one.error} retry={one.reload} />)}
      <Card title={`New in ${monthName(month)}`} aside={<CsvButton name={`first-usage-${month}`} columns={columns} rows={news} />}>
        <When answer={used} height={240}>{() => (news.length === 0
          ? <Empty title="Nothing new">Every product used in {monthName(month)} was used before, since {monthShort(addMonths(month, 1 - MONTHS))} at least{active.data && ", and is in the contract"}.</Empty>
          : <Table label="First usage" columns={columns} rows={news} id={(line) => line.key} />)}</When>
      </Card>
      <Card title="All products in use">
        <When answer={used} height={240}>{() => <Table label="Products in use" columns={[columns[0]!, columns[1]!, { key: "since", title: "In use since", cell: (line) => (line.since ? monthShort(line.since) : `before ${monthShort(addMonths(month, 2 - MONTHS))}`), text: (line) => line.since ?? "" }, ...(self.kind !== "child" ? [{ key: "contract", title: "Contract", cell: (line: Line) => (!active.data ? "…" : line.inContract ? <Pill kind="good">Priced</Pill> : <Pill kind="warn">Not priced</Pill>), text: (line: Line) => (!active.data ? "" : line.inContract ? "priced" : "not priced") }] : []), columns[4]!]} rows={lines} id={(line) => line.key} empty="Nothing is used" />}</When>
      </Card>
    </Page>
  );
}
