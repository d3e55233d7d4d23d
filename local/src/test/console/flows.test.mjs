// What people do: sign in, filter, drill down, save, share a link, use the keyboard, look while the server goes away.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { after, before, test } from "node:test";
import { api, axe, context, demo, exact, exactOf, look, open, settled, shot, signedIn, start } from "./browser.mjs";

let browser;
before(async () => { browser = await start(); });
after(async () => { await browser?.close(); });

/** One event of the customer's own org, now. */
async function used(product_family, usage_type, quantity) {
  const answer = await fetch(`${demo.ingest}/v1/events`, {
    method: "POST", headers: { "DD-API-KEY": demo.keys.customer.api_key, "Content-Type": "application/cloudevents+json" },
    body: JSON.stringify({ specversion: "1.0", type: "tributary.usage", id: `console-${Date.now()}-${quantity}`, source: "console-test", subject: demo.keys.customer.public_id, time: new Date().toISOString(), data: { product_family, usage_type, quantity } }),
  });
  assert.equal(answer.status, 202);
}

test("signing in with the form, and out again", async () => {
  const made = await context(browser);
  const page = await made.newPage();
  await page.goto("/contracts");
  await page.getByLabel("API key").waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, "sign-in-1280-light");
  await page.getByLabel("API key").fill("wrong");
  await page.getByLabel("Application key").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("These keys are not known").waitFor();
  await page.getByLabel("API key").fill(demo.keys.partner.api_key);
  await page.getByLabel("Application key").fill(demo.keys.partner.application_key);
  await page.keyboard.press("Enter");
  // The address that was asked for.
  await page.getByRole("heading", { name: "Customer contracts" }).waitFor();
  await settled(page);
  const [cookie] = await made.cookies();
  assert.ok(cookie.httpOnly && cookie.sameSite === "Strict" && cookie.name === "tributary_session");
  assert.ok(!cookie.value.includes(demo.keys.partner.api_key), "the cookie does not show the keys");
  assert.equal(await page.evaluate(() => document.cookie), "");
  assert.equal(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage])), "[{},{}]", "no key is kept where scripts can read");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("API key").waitFor();
  assert.equal((await made.cookies()).length, 0);
  assert.deepEqual(made.complaints, []);
  await made.close();
});

test("signing in with one's organization is offered where there is a provider, and says why it failed", async () => {
  const made = await context(browser);
  const page = await made.newPage();
  const offered = page.waitForResponse("**/console/oidc/offered");
  await page.goto("/");
  await (await offered).finished();
  await page.getByLabel("API key").waitFor();
  assert.equal(await page.getByRole("link", { name: "Sign in with your organization" }).count(), 0, "a demo has no provider");
  await page.route("**/console/oidc/offered", (route) => route.fulfill({ json: { offered: true } }));
  await page.goto("/?failed=several");
  await page.getByRole("alert").getByText("Several organizations here know your e-mail address").waitFor();
  await page.getByLabel("Organization's public id").fill("org one");
  assert.equal(await page.getByRole("link", { name: "Sign in with your organization" }).getAttribute("href"), "/console/oidc?org=org%20one");
  assert.deepEqual(await axe(page), []);
  await shot(page, "sign-in-organization-several-1280-light");
  await page.goto("/");
  await page.getByRole("link", { name: "Sign in with your organization" }).waitFor();
  assert.equal(await page.getByRole("alert").count(), 0);
  await shot(page, "sign-in-organization-1280-light");
  assert.deepEqual(made.complaints, []);
  await made.close();
});

test("the page's policy runs nothing that is not this server's, and a session changes nothing for another site", async () => {
  const made = await signedIn(browser, "partner");
  const answer = await made.request.get("/cost");
  const policy = answer.headers()["content-security-policy"];
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.match(policy, /frame-ancestors 'none'/);
  const { contracts } = await api("partner", "/api/v2/tributary/contracts");
  const path = `/api/v2/tributary/pricing/${contracts[0].contract_id}/draft`;
  assert.equal((await made.request.delete(path)).status(), 403, "a write without the console's header");
  assert.equal((await made.request.post("/console/session", { data: { api_key: "a", application_key: "b" } })).status(), 403, "a sign-in without it");
  await made.clearCookies();
  assert.equal((await made.request.get("/api/v2/tributary/me", { headers: { "X-Tributary-Console": "1" } })).status(), 401);
  await made.addCookies([{ name: "tributary_session", value: "bm90IG91cnMgYXQgYWxsLCBvciB0b3VjaGVk", url: demo.api }]);
  assert.equal((await made.request.get("/api/v2/tributary/me", { headers: { "X-Tributary-Console": "1" } })).status(), 401, "a box that is not ours");
  await made.close();
});

test("filters are in the address, change the numbers, and the link shows the same elsewhere", async () => {
  const made = await signedIn(browser, "partner");
  const page = await open(made, "/cost?by=product");
  const facets = page.locator(".facets");
  await facets.getByLabel(/^Corvane Logistics/).first().check();
  await facets.getByLabel(/^On-demand/).check();
  await settled(page);
  const { orgs } = await api("partner", "/api/v1/org");
  const account = orgs.find((org) => org.account_name === "Corvane Logistics").account_public_id;
  assert.equal(new URL(page.url()).searchParams.get("account"), account);
  const { rows } = await api("partner", "/api/v2/tributary/cost", { "filter[account]": account, "filter[charge_type]": "on_demand" });
  await page.waitForFunction((cost) => document.querySelector(".figure .num")?.getAttribute("title")?.replaceAll(",", "").startsWith(cost), rows[0].cost.replace(/\.?0+$/, ""));
  const other = await signedIn(browser, "partner");
  const same = await open(other, page.url());
  assert.equal(await exactOf(same.locator(".figure .num").first()), exact(rows[0].cost));
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await settled(page);
  await page.goBack();
  assert.equal(new URL(page.url()).searchParams.get("charge_type"), "on_demand", "back is back");
  assert.deepEqual(made.complaints, []);
  await made.close();
  await other.close();
});

test("a customer opens into its products, and its name leads to it", async () => {
  const made = await signedIn(browser, "partner");
  const page = await open(made, "/cost");
  const table = page.getByRole("region", { name: "Cost by customer" });
  await table.getByRole("button", { name: "Details of Corvane Logistics" }).click();
  await page.getByRole("region", { name: "Products" }).getByText("Infra hosts").waitFor();
  await table.getByRole("link", { name: "Corvane Logistics" }).click();
  await settled(page);
  await page.getByRole("region", { name: "Cost by product" }).waitFor();
  assert.match(await page.locator(".crumb").innerText(), /All customers.*Corvane Logistics/s);
  await page.getByRole("link", { name: "All customers" }).click();
  await page.getByRole("region", { name: "Cost by customer" }).waitFor();
  assert.deepEqual(made.complaints, []);
  await made.close();
});

test("a file has exactly what is shown", async () => {
  const made = await signedIn(browser, "partner");
  const page = await open(made, "/cost?by=product");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
  const lines = readFileSync(await download.path(), "utf8").trimEnd().split("\r\n").map((line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((field) => field.replace(/,$/, "").replaceAll('"', "")));
  const header = lines.shift();
  const { rows } = await api("partner", "/api/v2/tributary/cost", { group_by: "product" });
  const at = header.indexOf("Month to date");
  assert.equal(lines.length, rows.length);
  assert.deepEqual(lines.map((line) => exact(line[at])).sort(), rows.map((row) => exact(row.cost)).sort());
  assert.ok(lines.every((line) => line[header.indexOf("Cost Type")] === "Estimated MTD"));
  await made.close();
});

test("the chart answers the pointer, within the policy", async () => {
  const made = await signedIn(browser, "partner");
  const page = await open(made, "/cost");
  await page.locator(".chart canvas").first().hover({ position: { x: 200, y: 150 } });
  await page.locator(".tipbox").first().waitFor();
  assert.match(await page.locator(".tipbox").first().innerText(), /\$/);
  await page.getByText("Daily", { exact: true }).first().click();
  await settled(page);
  await page.locator("label.select", { hasText: "Span" }).locator("select").selectOption("3");
  await settled(page);
  assert.deepEqual(made.complaints, []);
  await made.close();
});

test("everything is reached with the keyboard alone", async () => {
  const made = await signedIn(browser, "partner");
  const page = await open(made, "/cost");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  const reach = async (wanted) => {
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press("Tab");
      const text = await page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.closest("label")?.innerText ?? document.activeElement.textContent);
      if (text?.includes(wanted)) return;
    }
    assert.fail(`the keyboard does not reach ${wanted}`);
  };
  await reach("Earlier month");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.ok(new URL(page.url()).searchParams.get("month"));
  await reach("Corvane Logistics");
  await page.keyboard.press("Space");
  await settled(page);
  assert.ok(new URL(page.url()).searchParams.get("account"));
  await page.goto("/cost");
  await settled(page);
  await reach("Details of");
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "Products" }).waitFor();
  await made.close();
});

test("drafts of prices are saved, published and seen by nobody before", async () => {
  const made = await signedIn(browser, "partner");
  const { contracts } = await api("partner", "/api/v2/tributary/contracts");
  const account = (await api("partner", "/api/v1/org")).orgs.find((org) => org.account_name === "Talver Insurance").account_public_id;
  const contract = contracts.find((one) => one.account === account).contract_id;
  const page = await open(made, `/pricing?contract=${contract}`);
  await page.getByLabel("Products without an own price").selectOption("markup");
  await page.getByLabel("Percent").fill("12.5");
  await page.getByLabel("Own on-demand price of Infra hosts").fill("21.75");
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.getByText("The draft is saved").waitFor();
  await settled(page);
  const saved = await api("partner", `/api/v2/tributary/pricing/${contract}`);
  assert.deepEqual([saved.draft.default, saved.draft.percent, saved.draft.prices], ["markup", "12.5", [{ dimension: "infra_host", on_demand: "21.75" }]]);
  assert.deepEqual(saved.published, []);
  await shot(page, "partner-pricing-draft-1280-light");
  await page.getByRole("button", { name: "Publish…" }).click();
  await page.getByRole("dialog").waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Drop draft" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Drop" }).click();
  await page.getByText("The draft is dropped").waitFor();
  assert.equal((await api("partner", `/api/v2/tributary/pricing/${contract}`)).draft, null);
  assert.deepEqual(made.complaints, []);
  await made.close();
});

test("a shared dashboard opens in a fresh browser, shows what it was given, and closes when told", async () => {
  const made = await signedIn(browser, "partner_admin");
  const page = await open(made, "/shares");
  await page.getByRole("button", { name: "Share a dashboard…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Usage of").selectOption({ label: "Corvane Logistics (all of it)" });
  await dialog.getByLabel("Title").fill("Corvane's usage");
  assert.deepEqual(await axe(page), []);
  await shot(page, "partner_admin-share-dialog-1280-light", false);
  await dialog.getByRole("button", { name: "Share", exact: true }).click();
  const link = await page.locator('[data-link="Link"]').innerText();
  await settled(page);
  await shot(page, "partner_admin-shares-made-1280-light");

  const stranger = await context(browser);
  const shown = await stranger.newPage();
  await shown.goto(link);
  await settled(shown);
  assert.equal(await shown.locator("h1").innerText(), "Corvane's usage");
  const { orgs } = await api("partner", "/api/v1/org");
  const account = orgs.find((org) => org.account_name === "Corvane Logistics").account_public_id;
  const { rows } = await api("partner", "/api/v2/tributary/usage", { "filter[account]": account });
  for (const row of rows) {
    assert.equal(await exactOf(shown.locator(`[data-usage="${row.product_family}:${row.usage_type}"] .value`)), exact(row.value), row.usage_type);
  }
  assert.equal((await stranger.cookies()).length, 0, "no session");
  assert.equal((await stranger.request.get("/api/v1/org")).status(), 403, "and no key");
  assert.deepEqual(stranger.calls, [], "a shared page asks nothing of the API");
  assert.deepEqual(await axe(shown), []);
  await shot(shown, "shared-1280-light");
  await shown.setViewportSize({ width: 390, height: 844 });
  await shot(shown, "shared-390-light");

  const share = page.getByRole("row").filter({ hasText: "Corvane's usage" });
  await share.getByRole("button", { name: "Pause" }).click();
  await share.getByText("Paused").waitFor();
  await shown.reload();
  await shown.getByText("This dashboard is paused").waitFor();
  await share.getByRole("button", { name: "Go on" }).click();
  await share.getByText("Active", { exact: true }).waitFor();
  const listed = async () => (await (await made.request.get("/api/v2/tributary/shares")).json()).shares[0];
  for (let tries = 0; (await listed()).status !== "active"; tries++) {
    assert.ok(tries < 50, "it goes on");
    await page.waitForTimeout(100);
  }
  const { id } = await listed();
  await made.request.put(`/api/v1/dashboard/public/${id}`, { data: { expiration: new Date(Date.now() - 1000).toISOString() }, headers: { "X-Tributary-Console": "1" } });
  for (let tries = 0; (await listed()).status === "active"; tries++) {
    assert.ok(tries < 50, "it is over");
    await page.waitForTimeout(100);
  }
  await shown.reload();
  await shown.getByText("This link has expired").waitFor();
  await shot(shown, "shared-expired-390-light");
  await share.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("Nothing is shared").waitFor();
  await shown.reload();
  await shown.getByText("no longer shared").waitFor();
  assert.deepEqual(made.complaints, []);
  assert.deepEqual(stranger.complaints, []);
  await made.close();
  await stranger.close();
});

test("a monitor is tested on the past before it is made, and then there", async () => {
  const made = await signedIn(browser, "partner_admin");
  const page = await open(made, "/monitors?monitor=new");
  await page.getByRole("button", { name: "Test on the past" }).click();
  await page.getByText(/It would have raised/).waitFor({ timeout: 60_000 });
  await settled(page);
  await shot(page, "partner_admin-monitor-1280-light");
  assert.deepEqual(await axe(page), []);
  await page.getByLabel("Name").fill("Logs jump");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("link", { name: "Logs jump" }).waitFor();
  const monitors = await (await made.request.get("/api/v1/monitor")).json();
  assert.deepEqual(monitors.map((one) => one.name), ["Logs jump"]);
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("No monitors yet").waitFor();
  assert.deepEqual(made.complaints, []);
  await made.close();
});

test("an alert is seen with the organization that caused it", async () => {
  const made = await signedIn(browser, "partner_admin");
  const query = "sum(last_1h):sum:datadog.estimated_usage.network_flows.indexed_events_count{*} > 100000";
  const answer = await made.request.post("/api/v1/monitor", { headers: { "X-Tributary-Console": "1" },
    data: { name: "Flows", type: "query alert", query, message: "So many flows", options: { thresholds: { critical: 100000 } } } });
  assert.equal(answer.status(), 200, await answer.text());
  const { id } = await answer.json();
  const firing = async () => {
    const monitor = await (await made.request.get(`/api/v1/monitor/${id}?group_states=alert`)).json();
    return Object.values(monitor.state?.groups ?? {}).some((group) => group.contributors.length > 0);
  };
  try {
    // What is counted before the stream knows of the monitor raises nothing.
    for (let tries = 0; tries < 60 && !(await firing()); tries++) {
      await used("network_flows", "indexed_events_count", 200_000);
      await new Promise((done) => setTimeout(done, 1_000));
    }
    await seen();
  } finally {
    assert.equal((await made.request.delete(`/api/v1/monitor/${id}`, { headers: { "X-Tributary-Console": "1" } })).status(), 200);
  }
  assert.deepEqual(made.complaints, []);
  await made.close();

  async function seen() {
    const { orgs } = await api("customer", "/api/v1/org");
    const cause = orgs.find((org) => org.public_id === demo.keys.customer.public_id).name;
    const page = await open(made, "/alerts");
    const line = page.getByRole("row").filter({ hasText: "everything together" }).filter({ hasText: "Flows" });
    await line.getByText("Alert", { exact: true }).waitFor({ timeout: 60_000 });
    await line.getByRole("link", { name: "Flows" }).waitFor();
    assert.equal((await line.getByRole("rowheader").innerText()).split(", ")[0], cause);
    assert.equal(await line.locator(".num").getAttribute("title").then(Number) >= 200_000, true);
    await settled(page);
    assert.deepEqual(await axe(page), []);
    for (const [width, dark] of [[1280, false], [1280, true], [390, true], [390, false]]) {
      await look(page, width, dark);
      await shot(page, `partner_admin-alerts-firing-${width}-${dark ? "dark" : "light"}`);
    }
    await look(page, 1280, false);
    await line.getByRole("link", { name: "Flows" }).click();
    await page.getByRole("heading", { name: "Flows" }).waitFor();
  }
});

test("what cannot be read is said, and can be tried again", async () => {
  const made = await signedIn(browser, "partner");
  const page = await made.newPage();
  await page.route("**/api/v2/tributary/contracts", (route) => route.fulfill({ status: 500, contentType: "application/json", body: '{"errors":["internal error"]}' }));
  const costs = page.waitForResponse((answer) => answer.url().includes("charge_type"));
  await page.goto("/contracts");
  await (await costs).finished();
  await page.getByRole("alert").getByText("internal error").waitFor();
  await shot(page, "partner-contracts-failed-1280-light");
  assert.ok(!/\$\d/.test(await page.locator("main").innerText()), "what could not be read is not nothing");
  await page.unroute("**/api/v2/tributary/contracts");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("region", { name: "Contracts" }).waitFor();
  await page.goto("/nowhere");
  await page.goto("/plan");
  await page.getByText("Not for these keys").waitFor();
  await made.close();
});

test("the live view moves, says when it is stale, and is right again afterwards", async () => {
  const sockets = new Set();
  let open = true;
  const target = new URL(demo.api);
  const proxy = createServer((socket) => {
    if (!open) return socket.destroy();
    const onward = connect(Number(target.port), target.hostname);
    for (const one of [socket, onward]) {
      sockets.add(one);
      one.on("error", () => {}).on("close", () => { sockets.delete(one); socket.destroy(); onward.destroy(); });
    }
    socket.pipe(onward).pipe(socket);
  });
  await new Promise((done) => proxy.listen(0, "127.0.0.1", done));
  const made = await signedIn(browser, "customer");
  const base = `http://127.0.0.1:${proxy.address().port}`;
  const page = await made.newPage();
  await page.goto(`${base}/live?by=none`);
  await page.locator(".asof:not(.late)").waitFor();
  const send = (quantity) => used("logs", "ingested_events_bytes", quantity);
  const value = () => page.locator('[data-live="logs:ingested_events_bytes"] .value').getAttribute("title");
  await send(1_000_000);
  await page.locator('[data-live="logs:ingested_events_bytes"] .value').waitFor();
  const first = await value();
  open = false;
  sockets.forEach((socket) => socket.destroy());
  await page.getByText("Stale: connecting again").waitFor();
  assert.equal(await value(), first, "what was there stays");
  await page.screenshot({ path: `${process.env.OUT}/screenshots/customer-live-stale-1280-light.png` });
  await send(2_000_000);
  open = true;
  await page.getByText("Stale: connecting again").waitFor({ state: "detached" });
  await page.waitForFunction((was) => document.querySelector('[data-live="logs:ingested_events_bytes"] .value')?.title !== was, first);
  await made.close();
  sockets.forEach((socket) => socket.destroy());
  proxy.close();
});
