/**
 * Draws the dashboards from what a live Prometheus answers, with Grafana's own components in headless Chromium.
 *
 *     node pictures.mjs --prometheus http://localhost:9090 --out DIR [--dashboard UID]… [--range 1h] [--interval 1m]
 *                       [--job hashpost] [--chromium /usr/bin/chromium]
 *
 * What it leaves out: the bar with the variables, annotations, and all that needs a mouse. The dashboard of CloudWatch is
 * not drawn, since there is none to ask.
 */
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { panelsOf, substituted, timeValues, valuesOf } from "../src/substitute.mjs";

const { values: options } = parseArgs({
  options: {
    prometheus: { type: "string" },
    out: { type: "string" },
    dashboard: { type: "string", multiple: true },
    range: { type: "string", default: "1h" },
    interval: { type: "string", default: "1m" },
    job: { type: "string", default: "hashpost" },
    chromium: { type: "string", default: "/usr/bin/chromium" },
  },
});
if (!options.prometheus || !options.out) {
  console.error("usage: node pictures.mjs --prometheus URL --out DIR [--dashboard UID]… [--range 1h] [--interval 1m]");
  process.exit(2);
}

const here = fileURLToPath(new URL(".", import.meta.url));
const POINTS = 300;
const UNITS = { s: 1, m: 60, h: 3600, d: 86400 };
const seconds = (duration) => Number(duration.slice(0, -1)) * UNITS[duration.at(-1)];

// --- Asking

const to = Math.floor(Date.now() / 1000);
const from = to - seconds(options.range);
const step = Math.max(1, Math.ceil((to - from) / POINTS));

async function ask(path, query) {
  const response = await fetch(`${options.prometheus}/api/v1/${path}?${new URLSearchParams(query)}`);
  const { data, error } = await response.json();
  if (error) throw new Error(`${error}: ${query.query}`);
  return data.result;
}

async function answer({ expr, instant }, values) {
  const query = substituted(expr, values);
  if (instant)
    return (await ask("query", { query, time: to })).map(({ metric, value }) => ({ metric, values: [value] }));
  return ask("query_range", { query, start: from, end: to, step });
}

async function answers(dashboard) {
  const values = valuesOf(dashboard, { ...timeValues(options.interval, options.range), job: options.job });
  return Object.fromEntries(
    await Promise.all(
      panelsOf(dashboard).map(async ({ id, targets }) => [
        id,
        await Promise.all(targets.map((target) => answer(target, values))),
      ]),
    ),
  );
}

// --- Drawing. The page comes from memory and its icons from the package: nothing is asked of any server.

const ORIGIN = "http://pictures.invalid";
const ICONS = join(here, "node_modules/@grafana/ui/dist");

async function bundled() {
  const { outputFiles } = await build({
    entryPoints: [join(here, "page.jsx")],
    bundle: true,
    write: false,
    outdir: "/",
    format: "esm",
    jsx: "automatic",
    minify: true,
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"', global: "window" },
    loader: { ".woff": "empty", ".woff2": "dataurl", ".svg": "dataurl", ".ttf": "empty" },
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path, text]));
}

const HTML = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/page.css"><div id="root"></div>
<script>window.__grafana_public_path__ = "/public/"</script><script type="module" src="/page.js"></script>`;

const TYPES = { js: "text/javascript", css: "text/css", svg: "image/svg+xml" };

async function serve(route, files) {
  const { pathname } = new URL(route.request().url());
  if (pathname === "/") return route.fulfill({ contentType: "text/html", body: HTML });
  const contentType = TYPES[pathname.split(".").at(-1)];
  if (files[pathname]) return route.fulfill({ contentType, body: files[pathname] });
  if (pathname.startsWith("/public/img/icons/")) return route.fulfill({ contentType, path: join(ICONS, pathname) });
  return route.abort();
}

async function picture(page, dashboard) {
  await page.goto(`${ORIGIN}/`);
  await page.waitForFunction(() => window.draw);
  const empty = await page.evaluate((picture) => window.draw(picture), {
    dashboard,
    results: await answers(dashboard),
    from: from * 1000,
    to: to * 1000,
    step,
  });
  await page.evaluate(() => document.fonts.ready);
  // uPlot draws in the frame after the one that lays out.
  await page.waitForTimeout(500);
  await page.locator("#root").screenshot({ path: join(options.out, `${dashboard.uid.replace("hashpost-", "")}.png`) });
  return empty;
}

const folder = join(here, "../dashboards");
const dashboards = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(join(folder, name))))
  .filter(({ uid }) => uid !== "hashpost-aws" && (options.dashboard ?? [uid]).includes(uid));

mkdirSync(options.out, { recursive: true });
const files = await bundled();
const browser = await chromium.launch({ executablePath: options.chromium, args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1600, height: 1200 } });
page.on("pageerror", (error) => console.error(`page: ${error.message}`));
await page.route("**/*", (route) => serve(route, files));
let empty = 0;
try {
  for (const dashboard of dashboards) {
    const panels = await picture(page, dashboard);
    panels.forEach((title) => console.error(`${dashboard.uid}: nothing to show in "${title}"`));
    empty += panels.length;
    console.log(`drew ${dashboard.uid}`);
  }
} finally {
  await browser.close();
}
process.exitCode = empty ? 1 : 0;
