import { type CSSProperties, useMemo, useState } from "react";
import { address, useApi } from "../api/http";
import type { CostTable, Org, UsageTable } from "../api/types";
import { choice, list, setState, useRoute } from "../app/route";
import { thisMonth, useSelf } from "../app/session";
import { csv, download } from "../domain/csv";
import { type Exact, ZERO, compare, exact, percent, plain, toNumber } from "../domain/decimal";
import { money, moneyExact, usage, usageExact } from "../domain/format";
import { functionName, usageName } from "../domain/names";
import { addMonths, monthName } from "../domain/time";
import { Card, Empty, Failed, Loading, Segmented, Select } from "../ui/basics";
import { type Node as Area, Treemap } from "../ui/Chart";
import { Icon } from "../ui/icons";
import { MonthPicker } from "../ui/MonthPicker";
import { AsOf, Page } from "../ui/Page";
import { Rows, useWindow } from "../ui/Table";
import { COST, USAGE, byText, typeKey, useOrgs, useTypes } from "./common";

/** A place in a tree: a customer, or an org below it. */
interface Place {
  key: string;
  name: string;
  region: string;
  account: string;
  isAccount: boolean;
  depth: number;
  children: Place[];
  own: Exact;
  /** With everything below it. */
  all: Exact;
  orgs: number;
}

const OPEN_AT_FIRST = 40;

export function OrgsPage() {
  const self = useSelf();
  const { params } = useRoute();
  const current = thisMonth(self);
  const month = params.get("month") ?? current;
  const types = useTypes();
  const orgs = useOrgs();
  const metrics = ["infra_hosts:host_count", ...[...types.values()].filter((type) => type.billing_dimension).map(typeKey)];
  const metric = params.get("metric") ?? (self.shows.cost ? "cost" : metrics[0]!);
  const layout = choice(params, "layout", ["table", "map"] as const);
  const cost = metric === "cost" && self.shows.cost;
  const type = types.get(metric);
  const kind = month >= addMonths(current, -1) ? "estimated" : "historical";
  const costs = useApi<CostTable>(cost ? address(COST, { kind, group_by: ["account", "org"], start: month, end: month }) : null);
  const asked = { interval: "month", start: month, end: month, group_by: "org", "filter[usage_type]": metric };
  const own = useApi<UsageTable>(cost ? null : address(USAGE, asked));
  const rolled = useApi<UsageTable>(cost ? null : address(USAGE, { ...asked, rollup: true }));
  const accounts = useApi<UsageTable>(!cost && self.kind !== "child" ? address(USAGE, { ...asked, group_by: "account" }) : null);
  const answer = cost ? costs : own;
  const failed = answer.error ?? (cost ? undefined : rolled.error ?? accounts.error) ?? orgs.error;
  const ready = orgs.data && answer.data && (cost || (rolled.data && (self.kind === "child" || accounts.data)));
  const currency = costs.data?.rows[0]?.currency ?? "USD";
  const account = params.get("account");
  const roots = useMemo(() => {
    if (!ready) return [];
    const ownOf = new Map<string, Exact>();
    const rollOf = new Map<string, Exact>();
    const strays = new Map<string, [string, string, Exact][]>();
    if (cost) {
      const known = new Set(orgs.data!.orgs.map((org) => org.public_id));
      for (const row of costs.data!.rows.filter((one) => one.currency === currency)) {
        if (known.has(row.public_id!)) ownOf.set(row.public_id!, (ownOf.get(row.public_id!) ?? ZERO) + exact(row.cost));
        else strays.set(row.account_public_id!, [...(strays.get(row.account_public_id!) ?? []), [row.public_id!, `${row.org_name} (left)`, exact(row.cost)]]);
      }
    } else {
      own.data!.rows.forEach((row) => ownOf.set(row.public_id!, exact(row.value)));
      rolled.data!.rows.forEach((row) => rollOf.set(row.public_id!, exact(row.value)));
      accounts.data?.rows.forEach((row) => rollOf.set(`account ${row.account_public_id}`, exact(row.value)));
    }
    return forest(orgs.data!.orgs, ownOf, cost ? null : rollOf, strays).filter((place) => !account || place.account === account);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ready, cost, orgs.data, costs.data, own.data, rolled.data, accounts.data, account]);
  const text = (value: Exact) => (cost ? money(value, currency) : usage(value, type?.unit ?? ""));
  const full = (value: Exact) => (cost ? moneyExact(value, currency) : usageExact(value, type?.unit ?? ""));
  const what = cost ? "Cost" : type ? usageName(type) : metric;

  return (
    <Page title="Organization trees" aside={<><AsOf asOf={answer.data?.as_of} stale={answer.stale && answer.error !== undefined} /><MonthPicker month={month} latest={current} /></>}>
      <div className="row">
        <Select label="Measure" value={metric} options={[...(self.shows.cost ? [["cost", "Cost"] as const] : []), ...[...types.values()].filter((one) => one.billing_dimension).map((one) => [typeKey(one), usageName(one)] as const).sort(byText(([, name]) => name))]} onChange={(next) => setState({ metric: next })} />
        <Segmented label="Layout" value={layout} options={[["table", "Tree"], ["map", "Treemap"]]} onChange={(next) => setState({ layout: next === "table" ? null : next })} />
        {self.kind === "partner" && <Select label="Customer" value={account ?? ""} options={[["", "All"], ...[...new Map((orgs.data?.orgs ?? []).map((org) => [org.account_public_id, org.account_name]))].sort(byText(([, name]) => name))]} onChange={(next) => setState({ account: next })} />}
      </div>
      {failed && !ready ? <Card><Failed error={failed} retry={() => { answer.reload(); orgs.reload(); rolled.reload(); accounts.reload(); }} /></Card>
        : !ready ? <Card><Loading height={420} /></Card>
        : roots.length === 0 ? <Card><Empty title="No organization here" /></Card>
        : layout === "map" ? (
          <Card title={`${what} by organization, ${monthName(month)}`}>
            <Treemap label={`${what} by customer and organization`} height={520} nodes={roots.map((root) => area(root, text))} onSelect={(key) => setState({ account: key, layout: null })} />
            <p className="footnote">Areas are the organizations' own {cost ? "cost" : "usage"}; a customer's is made of them.</p>
          </Card>
        ) : <Tree roots={roots} what={what} text={text} full={full} month={month} note={cost ? undefined : functionName(type?.monthly_function ?? "sum")} />}
    </Page>
  );
}

function Tree({ roots, what, text, full, month, note }: { roots: Place[]; what: string; text: (value: Exact) => string; full: (value: Exact) => string; month: string; note?: string }) {
  const { params } = useRoute();
  const all = useMemo(() => flat(roots), [roots]);
  const closed = list(params, "closed");
  const opened = list(params, "open");
  const isOpen = (place: Place) => (all.length > OPEN_AT_FIRST ? opened.includes(place.key) : !closed.includes(place.key));
  const [find, setFind] = useState("");
  const toggle = (place: Place) => {
    const name = all.length > OPEN_AT_FIRST ? "open" : "closed";
    const was = all.length > OPEN_AT_FIRST ? opened : closed;
    setState({ [name]: was.includes(place.key) ? was.filter((key) => key !== place.key) : [...was, place.key] }, true);
  };
  const matches = (place: Place): boolean => place.name.toLowerCase().includes(find.toLowerCase()) || place.children.some(matches);
  const visible = (places: Place[]): Place[] => places.filter((place) => !find || matches(place)).flatMap((place) => [place, ...(find || isOpen(place) ? visible(place.children) : [])]);
  const rows = visible(roots);
  const { window, box } = useWindow(rows.length);
  // Maxima and percentiles of parts are not parts of the whole's.
  const shares = !note || note === "Sum" || note === "Average";
  const whole = roots.reduce((sum, root) => sum + root.all, ZERO);
  const save = () => download(`organizations-${month}.csv`, csv(["Level", "Name", "Public ID", "Customer", "Region", `${what}, own`, `${what}, with all below`],
    rows.map((place) => [String(place.depth), place.name, place.isAccount ? place.account : place.key, place.account, place.region, plain(place.own), plain(place.all)])));
  return (
    <Card title={`${what}, ${monthName(month)}`} aside={<>
      <input type="search" placeholder="Find an organization" aria-label="Find an organization" value={find} onChange={(event) => setFind(event.target.value)} />
      <button type="button" className="plain" onClick={save}><Icon name="download" /> CSV</button>
    </>}>
      <div {...box} aria-label={`${what} by organization`}>
        <table role="treegrid" aria-label="Organizations" aria-rowcount={rows.length + 1}>
          <thead><tr>
            <th scope="col">Organization</th><th scope="col" className="wide">Region</th><th scope="col" className="right wide">Organizations</th>
            <th scope="col" className="right">Own</th><th scope="col" className="right">With all below</th>{shares && <th scope="col" className="right wide">Share</th>}
          </tr></thead>
          <tbody>
            <Rows window={window} width={shares ? 6 : 5} row={(index) => {
              const place = rows[index]!;
              const share = percent(place.all, whole);
              return (
                <tr key={place.key} aria-rowindex={index + 2} aria-level={place.depth + 1} aria-expanded={place.children.length ? isOpen(place) : undefined} data-org={place.key}>
                  <th scope="row">
                    <span className="tree" style={{ "--depth": place.depth } as CSSProperties}>
                      {place.children.length > 0
                        ? <button type="button" className="ghost" aria-expanded={isOpen(place)} aria-label={`${isOpen(place) ? "Close" : "Open"} ${place.name}`} onClick={() => toggle(place)}><Icon name={isOpen(place) ? "down" : "right"} size={14} /></button>
                        : <span className="none" />}
                      {place.isAccount ? <strong>{place.name}</strong> : <span>{place.name}</span>}
                    </span>
                  </th>
                  <td className="wide muted">{place.region}</td>
                  <td className="right wide muted">{place.children.length ? place.orgs : ""}</td>
                  <td className="right">{place.isAccount ? "" : <span className="num" title={full(place.own)}>{text(place.own)}</span>}</td>
                  <td className="right"><span className="num" title={full(place.all)}>{place.isAccount ? <strong>{text(place.all)}</strong> : text(place.all)}</span></td>
                  {shares && <td className="right wide muted num">{share === null ? "–" : `${share.toFixed(1)} %`}</td>}
                </tr>
              );
            }} />
          </tbody>
        </table>
      </div>
      {note && note !== "Sum" && <p className="footnote" style={{ paddingTop: 22 }}>{note} of the hours of all below, added up first: it is not the sum of the lines below it.</p>}
    </Card>
  );
}

function flat(places: Place[]): Place[] {
  return places.flatMap((place) => [place, ...flat(place.children)]);
}

function area(place: Place, text: (value: Exact) => string): Area {
  const parts = place.children.map((child) => area(child, text));
  if (parts.length === 0) return { name: place.name, value: Math.max(0, toNumber(place.own)), text: text(place.own), id: place.account };
  const own = !place.isAccount && place.own > ZERO ? [{ name: `${place.name} itself`, value: toNumber(place.own), text: text(place.own), id: place.account }] : [];
  const children = [...own, ...parts];
  return { name: place.name, value: children.reduce((sum, child) => sum + child.value, 0), text: text(place.all), id: place.account, children };
}

/** @param rolled what is known of each place with all below it; without it, what is below is added up */
function forest(orgs: Org[], own: Map<string, Exact>, rolled: Map<string, Exact> | null, strays: Map<string, [string, string, Exact][]>): Place[] {
  const below = new Map<string, Org[]>();
  const known = new Set(orgs.map((org) => org.public_id));
  orgs.forEach((org) => {
    const parent = org.parent_public_id && known.has(org.parent_public_id) ? org.parent_public_id : `account ${org.account_public_id}`;
    below.set(parent, [...(below.get(parent) ?? []), org]);
  });
  const place = (org: Org, depth: number): Place => {
    const children = (below.get(org.public_id) ?? []).map((child) => place(child, depth + 1)).sort((a, b) => compare(b.all, a.all));
    const mine = own.get(org.public_id) ?? ZERO;
    return {
      key: org.public_id, name: org.name, region: org.region, account: org.account_public_id, isAccount: false, depth, children, own: mine,
      all: rolled ? rolled.get(org.public_id) ?? ZERO : mine + children.reduce((sum, child) => sum + child.all, ZERO),
      orgs: 1 + children.reduce((sum, child) => sum + child.orgs, 0),
    };
  };
  const accounts = new Map(orgs.map((org) => [org.account_public_id, org.account_name]));
  return [...accounts].map(([id, name]) => {
    const left = (strays.get(id) ?? []).map(([key, label, value]) => ({ key, name: label, region: "", account: id, isAccount: false, depth: 1, children: [], own: value, all: value, orgs: 1 }));
    const children = [...(below.get(`account ${id}`) ?? []).map((org) => place(org, 1)), ...left];
    const sum = children.reduce((all, child) => all + child.all, ZERO);
    return {
      key: `account ${id}`, name, region: "", account: id, isAccount: true, depth: 0, children, own: ZERO,
      all: rolled ? rolled.get(`account ${id}`) ?? sum : sum, orgs: children.reduce((all, child) => all + child.orgs, 0),
    };
  }).sort((a, b) => compare(b.all, a.all));
}
