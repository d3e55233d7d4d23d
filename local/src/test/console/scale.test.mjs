// A reseller with 2,000 customers: the answers are made up here, the pages that draw them are not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { axe, open, settled, shot, signedIn, start } from "./browser.mjs";

const CUSTOMERS = 2000;
const customers = Array.from({ length: CUSTOMERS }, (_, i) => ({ id: `c${String(i).padStart(11, "0")}`, name: `Customer ${String(i).padStart(4, "0")}`, cost: `${(i * 7919) % 100_003}.${String(i).padStart(6, "0")}` }));
let browser;
before(async () => { browser = await start(); });
after(async () => { await browser?.close(); });

/** A partner's session in which everything that is told apart by customer has 2,000 of them. */
async function large() {
  const made = await signedIn(browser, "partner");
  await made.route("**/api/v1/org", (route) => route.fulfill({ json: { orgs: customers.map(({ id, name }) => ({ public_id: `o${id}`, name: `${name} root`, region: "eu1", created: "2024-01-01T00:00:00Z", parent_public_id: null, account_public_id: id, account_name: name })) } }));
  await made.route("**/api/v2/tributary/cost?*", async (route) => {
    const asked = new URL(route.request().url()).searchParams;
    const by = (asked.get("group_by") ?? "").split(",");
    if (!by.includes("account")) return route.continue();
    const months = by.includes("month") ? [asked.get("start"), asked.get("end")] : [undefined];
    const band = asked.get("kind") === "projected" ? { cost_low_80: "1", cost_high_80: "2", cost_low_95: "0", cost_high_95: "3" } : {};
    const rows = customers.flatMap(({ id, name, cost }) => months.map((month) => ({ account_public_id: id, account_name: name, ...(by.includes("org") ? { public_id: `o${id}`, org_name: `${name} root` } : {}), ...(month ? { month } : {}), currency: "USD", cost, ...band })));
    return route.fulfill({ json: { as_of: new Date().toISOString(), kind: asked.get("kind") ?? "estimated", rows } });
  });
  return made;
}

/** Rows are equally tall, and gaps stand for the others: the scroll bar is that of the whole table. */
async function asTallAsAll(table, heights) {
  assert.ok(Math.max(...heights) - Math.min(...heights) <= 1, `rows are ${Math.min(...heights)} to ${Math.max(...heights)} px tall`);
  const body = await table.locator("tbody").evaluate((one) => one.getBoundingClientRect().height);
  assert.ok(Math.abs(body - CUSTOMERS * heights[0]) < heights[0], `${body} px for ${CUSTOMERS} rows of ${heights[0]}`);
}

/** Scrolls a table from top to bottom, and says how long each frame took and in how many of them no row stood in the middle. */
function scrolled(table) {
  return table.evaluate(async (box) => {
    const { left, top, width, height } = box.getBoundingClientRect();
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    const times = [];
    let blank = 0;
    let most = 0;
    let last = await frame();
    while (box.scrollTop + box.clientHeight < box.scrollHeight - 1) {
      box.scrollTop += 300;
      const now = await frame();
      times.push(now - last);
      last = now;
      if (document.elementFromPoint(left + width / 3, top + height / 2)?.closest("tr")?.ariaHidden) blank++;
      most = Math.max(most, box.querySelectorAll("tbody tr").length);
    }
    times.sort((a, b) => a - b);
    return { frames: times.length, median: times[times.length >> 1], p95: times[Math.floor(times.length * 0.95)], blank, most };
  });
}

test("a table of 2,000 customers draws what is seen, scrolls smoothly, and keeps the focus and its file whole", async () => {
  const made = await large();
  const page = await open(made, "/cost");
  const table = page.getByRole("region", { name: "Cost by customer" });
  await table.scrollIntoViewIfNeeded();
  assert.equal(await table.locator("table").getAttribute("aria-rowcount"), String(CUSTOMERS + 1), "a screen reader hears of all");
  const rows = table.locator("tbody tr:not([aria-hidden])");
  assert.ok(await rows.count() < 60, `${await rows.count()} rows are drawn`);
  const heights = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
  await asTallAsAll(table, heights);
  assert.deepEqual(await axe(page), []);

  const { frames, median, p95, blank, most } = await scrolled(table);
  console.log(`2,000 customers: ${frames} frames of scrolling, median ${median.toFixed(1)} ms, 95 % within ${p95.toFixed(1)} ms, ${blank} with a gap in sight, at most ${most} rows drawn`);
  assert.ok(most < 70 && blank <= frames / 20, "little is drawn, and never too late");
  await table.getByText(customers.reduce((a, b) => (Number(a.cost) < Number(b.cost) ? a : b)).name).waitFor();
  await shot(page, "partner-2000-customers-end-1280-light", false);

  await table.focus();
  await page.keyboard.press("Home");
  const first = customers.reduce((a, b) => (Number(a.cost) > Number(b.cost) ? a : b)).name;
  const opener = table.getByRole("button", { name: `Details of ${first}` });
  await opener.focus();
  await scrolled(table);
  assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), `Details of ${first}`, "the focus stays where it was");
  await page.keyboard.press("Tab");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).first().click()]);
  assert.equal(readFileSync(await download.path(), "utf8").trimEnd().split("\r\n").length, CUSTOMERS + 1, "a file has all of them");
  assert.deepEqual(made.complaints, []);
  await made.close();
});

test("the trees of 2,000 customers draw what is seen, and one of them is found", async () => {
  const made = await large();
  const page = await open(made, "/orgs");
  const table = page.getByRole("region", { name: "Cost by organization" });
  assert.ok(await table.locator("tbody tr").count() < 60);
  const heights = await table.locator("tbody tr:not([aria-hidden])").evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
  await asTallAsAll(table, heights);
  const { frames, median, p95, blank, most } = await scrolled(table);
  console.log(`2,000 trees: ${frames} frames of scrolling, median ${median.toFixed(1)} ms, 95 % within ${p95.toFixed(1)} ms, ${blank} with a gap in sight, at most ${most} rows drawn`);
  assert.ok(most < 70 && blank <= frames / 20, "little is drawn, and never too late");
  await page.getByLabel("Find an organization").fill("Customer 1234");
  await settled(page);
  assert.equal(await table.locator("tbody tr").count(), 2);
  assert.deepEqual(made.complaints, []);
  await made.close();
});
