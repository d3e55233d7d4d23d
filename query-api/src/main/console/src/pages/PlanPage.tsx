import { address, useApi } from "../api/http";
import type { BillableSummary, Contract } from "../api/types";
import { thisMonth, useSelf } from "../app/session";
import { exact, percent } from "../domain/decimal";
import { usage, usageExact } from "../domain/format";
import { dimensionName } from "../domain/names";
import { date, monthName } from "../domain/time";
import { Card, Empty, Pill, When } from "../ui/basics";
import { Page } from "../ui/Page";
import { Rates } from "./ContractsPage";
import { pricedValues } from "./common";

/** What a direct customer has bought, and how much of it this month has used. */
export function PlanPage() {
  const self = useSelf();
  const month = thisMonth(self);
  const contracts = useApi<{ contracts: Contract[] }>("/api/v2/tributary/contracts");
  const bill = useApi<BillableSummary>(address("/api/v1/usage/billable-summary", { month }));
  const now = Date.parse(self.now);
  return (
    <Page title="Plan">
      <When answer={contracts} height={320}>{(data) => {
        const open = data.contracts.filter((contract) => !contract.end || Date.parse(contract.end) > now);
        if (open.length === 0) return <Card><Empty title="No contract at present">An account without a contract has usage, and no cost.</Empty></Card>;
        return open.map((contract) => (
          <Card key={contract.contract_id} title="Contract" aside={<><Pill kind="good">Since {date(contract.start)}</Pill>{contract.end ? <Pill kind="warn">Until {date(contract.end)}</Pill> : <Pill kind="">Open-ended</Pill>}</>}>
            <Rates contract={contract} />
          </Card>
        ));
      }}</When>
      <Card title={`Included and used, ${monthName(month)}`}>
        <When answer={bill} height={200}>{(data) => {
          const root = data.usage.find((row) => row.public_id === self.public_id);
          const values = pricedValues(root?.usage);
          if (values.length === 0) return <Empty title="Nothing that the contract prices is used yet in this month" />;
          return (
            <div className="grid small">{values.map((value) => {
              const unit = value.usage_unit;
              const all = exact(String(value.account_billable_usage));
              const beyond = exact(String(value.account_on_demand_usage));
              const share = percent(beyond, all) ?? 0;
              return (
                <div key={value.billing_dimension} className="tile" style={{ padding: 0 }}>
                  <h3>{dimensionName(value.billing_dimension)}</h3>
                  <div className="meter" aria-hidden="true"><span className="included" style={{ width: `${100 - share}%` }} /><span className="ondemand" style={{ width: `${share}%` }} /></div>
                  <div className="small muted"><span title={usageExact(all, unit)}>{usage(all, unit)} used</span>, {beyond > 0n ? <span title={usageExact(beyond, unit)}>{usage(beyond, unit)} on-demand</span> : "all included"}</div>
                </div>
              );
            })}</div>
          );
        }}</When>
      </Card>
    </Page>
  );
}
