import { useState } from "react";
import { type ApiError, forget, send, useApi } from "../api/http";
import { useSelf } from "../app/session";
import { count } from "../domain/format";
import { date } from "../domain/time";
import { Card, Dialog, Empty, Failed, Pill, Select, When } from "../ui/basics";
import { Icon } from "../ui/icons";
import { Page } from "../ui/Page";
import { type Column, Table } from "../ui/Table";
import { byText, useOrgs, useTypes } from "./common";

interface Share {
  id: string;
  dashboard_id: string;
  title: string;
  share_type: "open" | "invite" | "embed";
  status: "active" | "paused";
  expiration: string | null;
  created: string;
  public_url: string | null;
  global_time: { live_span: string };
  global_time_selectable_enabled: boolean;
  embeddable_domains: string[];
  selectable_template_vars: { visible_tags: string[] }[];
  invitees: { email: string; access_expiration: string | null; public_url?: string }[];
}

const TYPES = { open: "Anybody with the link", invite: "By invitation", embed: "Inside other pages" };
const SHARES = "/api/v2/tributary/shares";
const PUBLIC = "/api/v1/dashboard/public";

/** Dashboards of estimated usage that people without keys may see. */
export function SharesPage() {
  const shares = useApi<{ shares: Share[] }>(SHARES);
  const orgs = useOrgs();
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<Share | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [removing, setRemoving] = useState<Share | null>(null);
  const reload = () => { forget(); shares.reload(); };
  const act = (request: Promise<Response>) => request.then(() => { setError(null); setRemoving(null); reload(); }, (failure: ApiError) => { setError(failure); setRemoving(null); });
  const names = new Map((orgs.data?.orgs ?? []).flatMap((org) => [[`org:${org.public_id}`, org.name], [`account:${org.account_public_id}`, org.account_name]] as [string, string][]));
  const over = (share: Share) => share.expiration !== null && Date.parse(share.expiration) <= Date.now();
  const columns: Column<Share>[] = [
    { key: "title", title: "Title", cell: (share) => share.title, text: (share) => share.title, order: (share) => share.title },
    { key: "of", title: "Usage of", cell: (share) => names.get(share.dashboard_id) ?? share.dashboard_id, text: (share) => share.dashboard_id },
    { key: "type", title: "For", cell: (share) => <>{TYPES[share.share_type]}{share.share_type === "invite" && `, ${count(share.invitees.length, "address", "addresses")}`}</>, text: (share) => share.share_type },
    { key: "status", title: "Status", cell: (share) => (over(share) ? <Pill kind="">Expired</Pill> : share.status === "active" ? <Pill kind="good">Active</Pill> : <Pill kind="warn">Paused</Pill>), text: (share) => share.status },
    { key: "expires", title: "Until", cell: (share) => (share.expiration ? date(share.expiration) : "no end"), text: (share) => share.expiration ?? "", wide: true },
    { key: "act", title: "", cell: (share) => (
      <span className="actions">
        <button type="button" className="plain" onClick={() => act(send("PUT", `${PUBLIC}/${share.id}`, { status: share.status === "active" ? "paused" : "active" }))}>{share.status === "active" ? "Pause" : "Go on"}</button>
        <button type="button" className="plain" onClick={() => setRemoving(share)}>Delete…</button>
      </span>), text: () => "" },
  ];
  return (
    <Page title="Shared dashboards" aside={<button type="button" className="primary" onClick={() => setAsking(true)}>Share a dashboard…</button>}>
      {error && <Failed error={error} />}
      {made && <Made share={made} onClose={() => setMade(null)} />}
      <Card title="Shared now">
        <When answer={shares} height={220}>{(data) => (data.shares.length === 0
          ? <Empty title="Nothing is shared">A shared dashboard shows one customer's estimated usage to people who have no keys, and nothing else.</Empty>
          : <Table label="Shared dashboards" columns={columns} rows={data.shares} id={(share) => share.id} />)}</When>
      </Card>
      <p className="footnote">Viewers see what your key sees of it at that moment, and nothing once your key is gone. A change is seen at the next refresh; pausing and deleting close open dashboards too.</p>
      {asking && <Maker onClose={() => setAsking(false)} onMade={(share) => { setAsking(false); setMade(share); reload(); }} />}
      {removing && (
        <Dialog title="Delete this shared dashboard?" onClose={() => setRemoving(null)}>
          <div className="form">
            <p>Its links show nothing from now on, for good: {removing.title}.</p>
            <div className="actions"><button type="button" className="plain" onClick={() => setRemoving(null)}>Cancel</button><button type="button" className="danger" onClick={() => act(send("DELETE", `${PUBLIC}/${removing.id}`))}>Delete</button></div>
          </div>
        </Dialog>
      )}
    </Page>
  );
}

/** The links, the only time that they can be read. */
function Made({ share, onClose }: { share: Share; onClose: () => void }) {
  const links = share.share_type === "invite" ? share.invitees.filter((one) => one.public_url).map((one) => [one.email, one.public_url!] as const) : [["Link", share.public_url!] as const];
  return (
    <Card title={`${share.title} is shared`} aside={<button type="button" className="ghost" aria-label="Close" onClick={onClose}><Icon name="close" /></button>}>
      <p className="small muted">Copy now: links are kept as hashes, and cannot be shown again.</p>
      <dl className="definition" style={{ padding: "8px 0" }}>
        {links.map(([who, path]) => {
          const url = location.origin + path;
          return [<dt key={`${who}t`}>{who}</dt>, <dd key={who}><code data-link={who}>{share.share_type === "embed" ? `<iframe src="${url}" width="100%" height="600"></iframe>` : url}</code>{" "}
            <button type="button" className="ghost" aria-label={`Copy ${who}`} onClick={() => void navigator.clipboard?.writeText(url)}><Icon name="copy" /></button></dd>];
        })}
      </dl>
    </Card>
  );
}

function Maker({ onClose, onMade }: { onClose: () => void; onMade: (share: Share) => void }) {
  const self = useSelf();
  const orgs = useOrgs();
  const types = useTypes();
  const all = orgs.data?.orgs ?? [];
  const targets = [
    ...(self.kind === "child" ? [] : [...new Map(all.map((org) => [`account:${org.account_public_id}`, `${org.account_name} (all of it)`]))].sort(byText(([, name]) => name))),
    ...all.map((org) => [`org:${org.public_id}`, org.name] as [string, string]).sort(byText(([, name]) => name)),
  ];
  const may = (["open", "invite", "embed"] as const).filter((type) => self.permissions.includes({ open: "dashboards_public_share", invite: "dashboards_invite_share", embed: "dashboards_embed_share" }[type]));
  const [target, setTarget] = useState("");
  const [type, setType] = useState(may[0] ?? "invite");
  const [title, setTitle] = useState("");
  const [who, setWho] = useState("");
  const [days, setDays] = useState("365");
  const [window, setWindow] = useState("1h");
  const [selectable, setSelectable] = useState(true);
  const [families, setFamilies] = useState<string[]>([]);
  const [error, setError] = useState<ApiError | null>(null);
  const chosen = target || targets[0]?.[0] || "";
  const entries = who.split(/[\s,;]+/).filter(Boolean);
  const submit = () => {
    setError(null);
    send("POST", PUBLIC, {
      dashboard_id: chosen, dashboard_type: "integration_timeboard", title: title.trim() || `Estimated usage of ${targets.find(([key]) => key === chosen)?.[1].replace(" (all of it)", "")}`, share_type: type,
      expiration: days === "0" ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString(), global_time: { live_span: window }, global_time_selectable_enabled: selectable,
      ...(type === "invite" ? { invitees: entries.map((email) => ({ email })) } : {}), ...(type === "embed" ? { embeddable_domains: entries } : {}),
      ...(families.length ? { selectable_template_vars: [{ name: "product_family", visible_tags: families, default_values: [] }] } : {}),
    }).then((answer) => answer.json()).then(onMade, setError);
  };
  return (
    <Dialog title="Share a dashboard" onClose={onClose}>
      <form className="form" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <label className="field">Usage of<select value={chosen} onChange={(event) => setTarget(event.target.value)}>{targets.map(([key, name]) => <option key={key} value={key}>{name}</option>)}</select></label>
        <label className="field">Title<input type="text" value={title} placeholder="Estimated usage" onChange={(event) => setTitle(event.target.value)} /></label>
        <label className="field">For<select value={type} onChange={(event) => setType(event.target.value as typeof type)}>{may.map((one) => <option key={one} value={one}>{TYPES[one]}</option>)}</select></label>
        {type !== "open" && <label className="field">{type === "invite" ? "E-mail addresses" : "Hosts whose pages may show it"}<textarea rows={2} required value={who} onChange={(event) => setWho(event.target.value)} />
          <span className="hint">{type === "invite" ? "Each gets a link of its own, which you send." : "www.example.com, *.example.com"}</span></label>}
        <div className="row">
          <Select label="Until" value={days} options={[["1", "a day"], ["7", "a week"], ["30", "30 days"], ["90", "90 days"], ["365", "a year"], ["0", "no end"]]} onChange={setDays} />
          <Select label="Shows the last" value={window} options={[["1h", "hour"], ["3h", "3 hours"], ["12h", "12 hours"], ["1d", "day"]]} onChange={setWindow} />
          <label className="row small"><input type="checkbox" checked={selectable} onChange={(event) => setSelectable(event.target.checked)} /> viewers may change it</label>
        </div>
        <label className="field">Products<select multiple size={4} value={families} onChange={(event) => setFamilies([...event.target.selectedOptions].map((one) => one.value))}>
          {[...new Set([...types.values()].filter((one) => one.billing_dimension).map((one) => one.product_family))].sort().map((family) => <option key={family} value={family}>{family.replaceAll("_", " ")}</option>)}</select>
          <span className="hint">None chosen shows all. Viewers may choose among the chosen ones.</span></label>
        {error && <Failed error={error} />}
        <div className="actions"><button type="button" className="plain" onClick={onClose}>Cancel</button><button type="submit" className="primary" disabled={!chosen}>Share</button></div>
      </form>
    </Dialog>
  );
}
