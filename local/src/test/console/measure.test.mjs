// First contentful paint, what is loaded, and what each view asks the API: printed, and kept as measures.json.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ROLES, out, settled, signedIn, start } from "./browser.mjs";

const LIMIT_KB = 400;
let browser;
before(async () => { browser = await start(); });
after(async () => { await browser?.close(); });

test("first paint, bundle and API calls of each view", async () => {
  const lines = [];
  for (const role of ["partner", "customer"]) {
    for (const view of ROLES[role]) {
      const made = await signedIn(browser, role);
      const page = await made.newPage();
      const cdp = await made.newCDPSession(page);
      await cdp.send("Network.enable");
      let bytes = 0;
      const assets = new Set();
      cdp.on("Network.responseReceived", ({ requestId, response }) => response.url.includes("/assets/") && assets.add(requestId));
      cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => { if (assets.has(requestId)) bytes += encodedDataLength; });
      const begun = Date.now();
      await page.goto(view);
      await settled(page);
      const whole = Date.now() - begun;
      const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0);
      lines.push({ role, view, first_contentful_paint_ms: Math.round(paint), whole_view_ms: whole, assets_kb: Math.round(bytes / 1000), api_calls: made.calls.length, calls: made.calls.map((call) => decodeURIComponent(call)) });
      await made.close();
    }
  }
  console.log("role      view            first paint  whole view  assets  API calls");
  for (const one of lines) {
    console.log(`${one.role.padEnd(9)} ${one.view.padEnd(16)} ${String(one.first_contentful_paint_ms).padStart(7)} ms ${String(one.whole_view_ms).padStart(8)} ms ${String(one.assets_kb).padStart(5)} kB ${String(one.api_calls).padStart(6)}`);
  }
  writeFileSync(join(out, "measures.json"), JSON.stringify(lines, null, 2));
  assert.ok(lines.every((one) => one.assets_kb <= LIMIT_KB), `a view loads more than ${LIMIT_KB} kB`);
});
