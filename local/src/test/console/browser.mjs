// A browser at a running demo, and the demo's API beside it.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const demo = JSON.parse(readFileSync(join(process.env.DEMO, "demo.json"), "utf8"));
export const out = process.env.OUT;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What each holder of keys sees: the demo's own names. */
export const ROLES = {
  partner: ["/cost", "/usage", "/trends", "/orgs", "/live", "/pricing", "/contracts"],
  customer: ["/cost", "/usage", "/trends", "/organizations", "/products", "/orgs", "/live", "/bill", "/history", "/cloud-costs", "/notifications"],
  customer_no_cost: ["/usage", "/trends", "/organizations", "/products", "/orgs", "/live", "/notifications"],
  usage_only: ["/usage", "/trends", "/organizations", "/products", "/orgs", "/live", "/notifications"],
  child: ["/usage", "/trends", "/organizations", "/products", "/orgs", "/live", "/notifications"],
  partner_admin: ["/cost", "/alerts", "/monitors", "/shares", "/contracts"],
  direct: ["/cost", "/usage", "/trends", "/organizations", "/products", "/orgs", "/live", "/bill", "/plan", "/history", "/cloud-costs", "/notifications"],
};

export async function start() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** A fresh context; what goes wrong in its pages is kept, for the test to look at. */
export async function context(browser, { width = 1280, height = 900, dark = false } = {}) {
  const made = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light", baseURL: demo.api, acceptDownloads: true, reducedMotion: "reduce" });
  made.complaints = [];
  made.calls = [];
  made.on("page", (page) => {
    page.on("pageerror", (error) => made.complaints.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      // A refusal that a test asks for is told by the browser too.
      if (["error", "warning"].includes(message.type()) && !/Failed to load resource|net::ERR/.test(message.text())) made.complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin !== new URL(demo.api).origin) made.complaints.push(`asks ${url.origin}`);
      if (url.pathname.startsWith("/api/")) made.calls.push(url.pathname + url.search);
    });
  });
  return made;
}

/** Signs in without the form: the same request that it makes. */
export async function signedIn(browser, role, options) {
  const made = await context(browser, options);
  const { api_key, application_key } = demo.keys[role];
  const answer = await made.request.post("/console/session", { data: { api_key, application_key }, headers: { "X-Tributary-Console": "1" } });
  if (answer.status() !== 204) throw new Error(`${role} cannot sign in: ${answer.status()} ${await answer.text()}`);
  return made;
}

/** Opens a view and waits until all of it is there. */
export async function open(made, address) {
  const page = await made.newPage();
  await page.goto(address);
  await settled(page);
  return page;
}

export async function settled(page) {
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector(".loading") && !document.querySelector("[aria-busy]")
    && [...document.querySelectorAll(".chart")].every((chart) => chart.dataset.ready), undefined, { timeout: 30_000 });
}

/** Another width and theme of a page that is open, and drawn: charts follow one frame after what is around them. */
export async function look(page, width, dark) {
  await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(drawn)))));
}

/** The API with a holder's keys, not through the console. */
export async function api(role, path, params = {}) {
  const { api_key, application_key } = demo.keys[role];
  const query = new URLSearchParams(params);
  const answer = await fetch(`${demo.api}${path}?${query}`, { headers: { "DD-API-KEY": api_key, "DD-APPLICATION-KEY": application_key, Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** Serious findings of axe, one line each. */
export async function axe(page) {
  // As the page's own debugger does: its policy would not run a script of ours.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.filter((one) => ["serious", "critical"].includes(one.impact))
    .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${node.any.map((any) => any.message).join("; ")}`));
}

export async function shot(page, name, fullPage = true) {
  mkdirSync(join(out, "screenshots"), { recursive: true });
  await page.screenshot({ path: join(out, "screenshots", `${name}.png`), fullPage, animations: "disabled" });
}

const ONE = 10n ** 15n;

/** Decimals as whole numbers of 10^-15. */
export function exact(text) {
  const [, sign, whole, decimals = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const units = BigInt(whole) * ONE + BigInt(decimals.padEnd(15, "0").slice(0, 15));
  return sign ? -units : units;
}

export const sum = (texts) => texts.map(exact).reduce((a, b) => a + b, 0n);

/** The exact value that a number on the page has for who points at it: `1,234.567891 USD`. */
export async function exactOf(locator) {
  return exact((await locator.getAttribute("title")).split(" ")[0].replaceAll(",", "").replace("−", "-"));
}
