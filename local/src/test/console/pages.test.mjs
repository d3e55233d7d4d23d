// Each page in each role: it is whole, says the API's numbers, has no serious accessibility finding, and is kept as pictures.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ROLES, api, axe, exact, exactOf, look, open, shot, settled, signedIn, start, sum } from "./browser.mjs";

let browser;
before(async () => { browser = await start(); });
after(async () => { await browser?.close(); });

/** How each view is looked at, in this order: one opening of it does for all. */
const LOOKS = [{ width: 1280, dark: false }, { width: 1280, dark: true }, { width: 390, dark: true }, { width: 390, dark: false }];

for (const [role, views] of Object.entries(ROLES)) {
  test(`${role}: the views are those of its keys, whole in each width and theme, and pass axe`, async () => {
    const made = await signedIn(browser, role);
    const first = await open(made, "/");
    const links = await first.locator("#nav a").evaluateAll((all) => all.map((one) => one.pathname));
    for (const view of views) assert.ok(links.includes(view), `${role} misses ${view}`);
    for (const link of links) {
      const page = await open(made, link);
      assert.equal(await page.locator(".state.failed").count(), 0, `${link}: ${await page.locator(".state.failed").allInnerTexts()}`);
      for (const { width, dark } of LOOKS) {
        await look(page, width, dark);
        const name = `${role}${link.replaceAll("/", "-")}-${width}-${dark ? "dark" : "light"}`;
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(over <= 0, `${name} is ${over} px too wide`);
        await shot(page, name);
        if (width === 1280) assert.deepEqual(await axe(page), [], name);
      }
      await page.close();
    }
    if (!views.includes("/cost")) {
      const text = (await first.locator("body").innerText()) + (await (await open(made, "/organizations")).locator("body").innerText());
      assert.ok(!/\$\d/.test(text), "an amount is shown to who sees no cost");
    }
    assert.deepEqual(made.complaints, []);
    await made.close();
  });
}

test("the cost summary says what the API says, to the last digit", async () => {
  const made = await signedIn(browser, "partner");
  const page = await open(made, "/cost");
  const figures = page.locator(".figures .figure .value .num");
  const total = await api("partner", "/api/v2/tributary/cost");
  assert.equal(await exactOf(figures.nth(0)), exact(total.rows[0].cost));
  const projected = await api("partner", "/api/v2/tributary/cost", { kind: "projected" });
  assert.equal(await exactOf(figures.nth(1)), exact(projected.rows[0].cost));
  const accounts = await api("partner", "/api/v2/tributary/cost", { group_by: "account" });
  const table = page.getByRole("region", { name: "Cost by customer" });
  for (const row of accounts.rows) {
    const line = table.getByRole("row").filter({ hasText: row.account_name });
    assert.equal(await exactOf(line.locator(".num").first()), exact(row.cost), row.account_name);
  }
  const estimated = await api("partner", "/api/v2/usage/estimated_cost", { include_connected_accounts: "true" });
  assert.equal(sum(estimated.data.map((row) => row.attributes.total_cost.toFixed(6))), exact(total.rows[0].cost), "both endpoints say the same");
  await made.close();
});

test("the usage tiles say what the API says, and name their function", async () => {
  const made = await signedIn(browser, "partner");
  const page = await open(made, "/usage");
  const { rows } = await api("partner", "/api/v2/tributary/usage");
  assert.ok(rows.length > 10);
  for (const row of rows) {
    const tile = page.locator(`[data-usage="${row.product_family}:${row.usage_type}"]`);
    assert.equal(await exactOf(tile.locator(".value")), exact(row.value), row.usage_type);
  }
  assert.equal(await page.locator('[data-usage="infra_hosts:host_count"] .function').innerText(), "99th percentile");
  await page.getByText("Billable", { exact: true }).click();
  await settled(page);
  const bill = await api("partner", "/api/v1/usage/billable-summary", { include_connected_accounts: "true" });
  const hosts = new Map(bill.usage.filter((one) => one.usage.infra_host_top99p).map((one) => [one.account_public_id, one.usage.infra_host_top99p.account_billable_usage]));
  const shown = await exactOf(page.locator('[data-usage="infra_hosts:host_count"] .value'));
  assert.equal(shown, exact(String([...hosts.values()].reduce((a, b) => a + b, 0))));
  await made.close();
});

test("a tree's node is worth what is below it, and the whole is the bill", async () => {
  const made = await signedIn(browser, "partner");
  const page = await open(made, "/orgs");
  const orgs = await api("partner", "/api/v2/tributary/cost", { group_by: "account,org" });
  const accounts = await api("partner", "/api/v2/tributary/cost", { group_by: "account" });
  const connected = new Set((await api("partner", "/api/v1/org")).orgs.map((org) => org.account_public_id));
  for (const row of accounts.rows.filter((one) => connected.has(one.account_public_id))) {
    const line = page.locator(`[data-org="account ${row.account_public_id}"]`);
    assert.equal(await exactOf(line.locator(".num").first()), exact(row.cost), row.account_name);
    assert.equal(sum(orgs.rows.filter((one) => one.account_public_id === row.account_public_id).map((one) => one.cost)), exact(row.cost));
  }
  await page.getByLabel("Measure").selectOption("infra_hosts:host_count");
  await settled(page);
  const usage = await api("partner", "/api/v2/tributary/usage", { group_by: "org", rollup: "true", "filter[usage_type]": "infra_hosts:host_count" });
  for (const row of usage.rows) {
    const line = page.locator(`[data-org="${row.public_id}"]`);
    if (await line.count()) assert.equal(await exactOf(line.locator(".num").nth(1)), exact(row.value), row.org_name);
  }
  await made.close();
});

test("billable usage is told once, by whatever keys the bill names it", async () => {
  const made = await signedIn(browser, "direct");
  const { usage } = await api("direct", "/api/v1/usage/billable-summary");
  const billed = (row) => Object.values(row.usage).filter((value) => value.billing_dimension === "ci_pipeline");
  const parent = usage.find((row) => billed(row).length > 1);
  assert.ok(parent, "several keys name one dimension");
  let page = await open(made, "/plan");
  const names = await page.locator(".tile h3").allInnerTexts();
  assert.ok(names.includes("CI committers"));
  assert.deepEqual(names, [...new Set(names)]);
  page = await open(made, "/organizations?what=usage");
  const titles = await page.getByRole("columnheader").allInnerTexts();
  const at = titles.indexOf("CI committers");
  assert.ok(at > 0);
  for (const row of usage.filter((one) => billed(one).length > 0)) {
    const cell = page.locator(`[data-org="${row.public_id}"] > *`).nth(at);
    const values = new Set(billed(row).map((value) => String(value.org_billable_usage)));
    assert.equal(values.size, 1, row.org_name);
    assert.equal(await exactOf(cell.locator(".num")), exact([...values][0]), row.org_name);
  }
  assert.deepEqual(made.complaints, []);
  await made.close();
});

test("product tables say what the API says, by name, by index and by hour", async () => {
  const made = await signedIn(browser, "customer");
  const month = new Date().toISOString().slice(0, 7);
  let page = await open(made, "/products");
  const metrics = (await api("customer", "/api/v1/usage/top_avg_metrics", { month, limit: 5000 })).usage;
  assert.ok(metrics.length > 3);
  for (const metric of metrics) {
    const line = page.getByRole("region", { name: "Custom metrics" }).getByRole("row").filter({ hasText: metric.metric_name });
    assert.equal(await exactOf(line.locator(".num").nth(0)), exact(String(metric.avg_metric_hour)), metric.metric_name);
    assert.equal(await exactOf(line.locator(".num").nth(1)), exact(String(metric.max_metric_hour)), metric.metric_name);
  }
  await page.getByLabel("Find a metric").fill(metrics[0].metric_name);
  await settled(page);
  assert.equal(await page.getByRole("region", { name: "Custom metrics" }).locator("tbody tr").count(), 1);
  assert.equal(new URL(page.url()).searchParams.get("find"), metrics[0].metric_name);

  page = await open(made, "/products?product=indexes&by=month");
  const logs = (await api("customer", "/api/v1/usage/logs_by_index", { start_hr: `${month}-01T00`, end_hr: `${new Date(Date.now() + 3_600_000).toISOString().slice(0, 13)}` })).usage;
  for (const key of new Set(logs.map((row) => `${row.index_name}|${row.org_name}`))) {
    const [index, org] = key.split("|");
    const rows = logs.filter((row) => row.index_name === index && row.org_name === org);
    const line = page.getByRole("region", { name: "Logs by index" }).getByRole("row").filter({ has: page.getByRole("rowheader", { name: index, exact: true }) }).filter({ has: page.getByRole("cell", { name: org, exact: true }) });
    assert.equal(await exactOf(line.locator(".num").first()), sum(rows.map((row) => String(row.event_count))), key);
  }

  page = await open(made, "/products?by=month&product=infra_hosts");
  const { rows } = await api("customer", "/api/v2/tributary/usage", { group_by: "org", interval: "month", start: month, end: month, "filter[usage_type]": "infra_hosts:host_count" });
  const table = page.getByRole("region", { name: "Usage by organization" });
  const at = (await table.getByRole("columnheader").allInnerTexts()).findIndex((text) => text.startsWith("Host count") || text.startsWith("Infra hosts"));
  for (const row of rows) {
    const line = table.getByRole("row").filter({ hasText: row.public_id });
    assert.equal(await exactOf(line.locator("th, td").nth(at).locator(".num")), exact(row.value), row.org_name);
  }
  await page.getByText("Hourly", { exact: true }).click();
  await settled(page);
  assert.match(await page.locator("tbody th").first().innerText(), /^\d\d:00$/);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
  assert.equal(file.suggestedFilename(), `infra_hosts-${new Date().toISOString().slice(0, 10)}-hour.csv`);
  assert.deepEqual(made.complaints, []);
  await made.close();
});
