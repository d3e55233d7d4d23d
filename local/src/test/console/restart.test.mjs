// A server that goes away and comes back, while people look at live pages of it: a demo of its own, stopped and started again.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { out, start } from "./browser.mjs";

const TRIBUTARY = fileURLToPath(new URL("../../../../tributary", import.meta.url));
const PATIENCE_MS = 180_000;
const LOGS = "logs:ingested_events_bytes";
let browser;
let server;
const data = mkdtempSync(join(tmpdir(), "console-restart-"));
before(async () => { browser = await start(); });
after(async () => {
  await browser?.close();
  await stop();
  rmSync(data, { recursive: true, force: true });
});

/** @param told what to say of it when it does not become so */
async function until(what, holds, told = () => "") {
  const end = Date.now() + PATIENCE_MS;
  for (let got = await holds(); !got; got = await holds()) {
    assert.ok(Date.now() < end, `${what} does not become so ${told()}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function freePort() {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address();
  taken.close();
  await once(taken, "close");
  return port;
}

async function run(port, ingestPort) {
  // An earlier start's would be taken for this one's.
  rmSync(join(data, "demo.json"), { force: true });
  server = spawn(TRIBUTARY, ["demo", "--rate", "0", "--history", "1d", "--quiet", "--data", data, "--port", port, "--ingest-port", ingestPort].map(String), { stdio: ["ignore", "ignore", "inherit"] });
  const mine = server;
  await until("the demo is ready", () => {
    assert.equal(mine.exitCode, null, "the demo has ended");
    return existsSync(join(data, "demo.json"));
  });
  return JSON.parse(readFileSync(join(data, "demo.json"), "utf8"));
}

async function stop() {
  if (!server || server.exitCode !== null) return;
  server.kill("SIGTERM");
  await once(server, "exit");
}

/** The live cells as a program reads them: the whole picture that a stream begins with. */
async function cells(demo) {
  const { api_key, application_key } = demo.keys.customer;
  const answer = await fetch(`${demo.api}/api/v2/tributary/live?group_by=none&window=1h`, { headers: { "DD-API-KEY": api_key, "DD-APPLICATION-KEY": application_key, Accept: "text/event-stream" } });
  let text = "";
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (/event: ?ready/.test(text)) break;
  }
  return text.split("\n\n").filter((event) => /event: ?snapshot/.test(event)).flatMap((event) => JSON.parse(event.split("\n").find((line) => line.startsWith("data:")).slice(5)).cells);
}

const keyOf = (cell) => `${cell.product_family}:${cell.usage_type}`;

let difference = "";
/** What the page shows of the slot that is filling, and what the API says of it; equal once the page has it. */
async function same(page, demo) {
  const now = Math.floor(Date.now() / 300_000) * 300_000;
  const expected = {};
  for (const cell of await cells(demo)) expected[keyOf(cell)] = (expected[keyOf(cell)] ?? 0) + (Date.parse(cell.bucket_start) === now ? cell.value : 0);
  const shown = await page.locator("[data-live]").evaluateAll((tiles) => Object.fromEntries(tiles.map((tile) => [tile.dataset.live, Number(tile.querySelector(".value").title.split(" ")[0])])));
  const sorted = (values) => JSON.stringify(Object.entries(values).sort());
  const [is, should] = [sorted(shown), sorted(expected)];
  difference = `at ${new Date().toISOString()}: ${is}, not ${should}`;
  return is === should;
}

test("live pages say that they are stale while the server restarts, and then show exactly what it knows", { timeout: 600_000 }, async () => {
  const ports = [await freePort(), await freePort()];
  let demo = await run(...ports);
  let sent = 0;
  const send = async (quantity) => {
    const answer = await fetch(`${demo.ingest}/v1/events`, {
      method: "POST", headers: { "DD-API-KEY": demo.keys.customer.api_key, "Content-Type": "application/cloudevents+json" },
      body: JSON.stringify({ specversion: "1.0", type: "tributary.usage", id: `restart-${++sent}`, source: "console-test", subject: demo.keys.customer.public_id, time: new Date().toISOString(), data: { product_family: "logs", usage_type: "ingested_events_bytes", quantity } }),
    });
    assert.equal(answer.status, 202);
  };
  const total = async () => (await cells(demo)).filter((cell) => keyOf(cell) === LOGS).reduce((sum, cell) => sum + cell.value, 0);

  const { api_key, application_key } = demo.keys.customer;
  const made = await browser.newContext({ baseURL: demo.api, viewport: { width: 1280, height: 900 } });
  const signIn = await made.request.post("/console/session", { data: { api_key, application_key }, headers: { "X-Tributary-Console": "1" } });
  assert.equal(signIn.status(), 204);
  const page = await made.newPage();
  await page.goto("/live?by=none");
  await page.locator(".asof:not(.late)").waitFor();

  const admin = demo.keys.partner_admin;
  const { orgs } = await (await fetch(`${demo.api}/api/v1/org`, { headers: { "DD-API-KEY": admin.api_key, "DD-APPLICATION-KEY": admin.application_key } })).json();
  const account = orgs.find((org) => org.public_id === demo.keys.customer.public_id).account_public_id;
  const share = await (await fetch(`${demo.api}/api/v1/dashboard/public`, {
    method: "POST", headers: { "DD-API-KEY": admin.api_key, "DD-APPLICATION-KEY": admin.application_key, "Content-Type": "application/json" },
    body: JSON.stringify({ dashboard_id: `account:${account}`, dashboard_type: "integration_timeboard", share_type: "open", title: "Through a restart" }),
  })).json();
  const stranger = await (await browser.newContext({ baseURL: demo.api })).newPage();
  await stranger.goto(share.public_url);
  await stranger.getByRole("heading", { name: "Through a restart" }).waitFor();

  const before = await total();
  await send(1_000_000);
  await until("the API has the event", async () => (await total()) === before + 1_000_000);
  await until("the page has it", () => same(page, demo), () => difference);
  const shown = await page.locator(`[data-live="${LOGS}"] .value`).getAttribute("title");

  await stop();
  for (const one of [page, stranger]) await one.getByText("Stale: connecting again").waitFor();
  assert.equal(await page.locator(`[data-live="${LOGS}"] .value`).getAttribute("title"), shown, "what was there stays");
  assert.equal(await page.locator(".asof.late").count(), 1);
  await page.screenshot({ path: `${out}/screenshots/customer-live-restart-1280-light.png` });

  demo = await run(...ports);
  await send(2_000_000);
  for (const one of [page, stranger]) await one.getByText("Stale: connecting again").waitFor({ state: "detached" });
  await until("the API has both, once", async () => (await total()) === before + 3_000_000);
  await until("the page has both", () => same(page, demo), () => difference);
  assert.equal(await page.locator(".asof:not(.late)").count(), 1);
  await page.reload();
  await page.getByRole("heading", { name: "Live usage" }).waitFor();
  await until("a session outlives the server", () => same(page, demo), () => difference);
});
