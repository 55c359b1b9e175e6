// Makes the SLO's rules and runbooks from slo.json.
//
//   node slo.mjs                          writes prometheus/rules/slo.yaml and the runbooks of its alerts
//   node slo.mjs --check                  fails if those are not what it would write
//   node slo.mjs --scale 0.002 --out DIR  writes all rule files, with every time in them multiplied by the scale, so that
//                                         the same rules can be tried in seconds
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parse, stringify } from "yaml";
import { inSeconds, scaled } from "./scale.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const RULES = join(here, "prometheus/rules");
const RUNBOOKS = join(here, "../docs/runbooks");
const { job, period, leastBad, slos, burns } = JSON.parse(readFileSync(join(here, "slo.json"), "utf8"));

/** 1 - 0.999 as a person would write it. */
const budgetOf = ({ objective }) => Number((1 - objective).toPrecision(6));
const percent = (ratio) => `${Number((ratio * 100).toPrecision(6))} %`;
const windows = [...new Set(burns.flatMap(({ long, short }) => [short, long]))].sort(
  (one, other) => inSeconds(one) - inSeconds(other),
);

const requests = ({ requests }, window) =>
  `sum by (job) (increase(http_server_request_duration_seconds_count{job="${job}",${requests}}[${window}]))`;

// What is slow is what is not in the bucket. The two are extrapolated each for itself, so that a hair less than 0 may come
// of it.
const bad = (slo, window) =>
  slo.seconds === undefined
    ? requests({ requests: `${slo.requests},${slo.bad}` }, window)
    : `clamp_min(slo:requests:increase${window}{slo="${slo.slo}"} - ignoring (slo) sum by (job) ` +
      `(increase(http_server_request_duration_seconds_bucket{job="${job}",${slo.requests},le="${slo.seconds}"}[${window}])), 0)`;

const counts = (slo, window) => `
      - record: slo:requests:increase${window}
        expr: ${requests(slo, window)}
        labels: { slo: ${slo.slo} }
      - record: slo:bad_requests:increase${window}
        expr: ${bad(slo, window)}
        labels: { slo: ${slo.slo} }`;

// The ratio of no requests is 0 and not 0/0: where nobody asks, nobody is failed.
const recordings = (window) => `${slos.map((slo) => counts(slo, window)).join("")}
      - record: slo:bad_ratio:rate${window}
        expr: slo:bad_requests:increase${window} / clamp_min(slo:requests:increase${window}, 1e-9)`;

const alertName = (slo, burn) => `${slo.alert}Burn${burn.name}`;

const alert = (slo, burn) => {
  const of = `{slo="${slo.slo}"}`;
  const limit = `${burn.factor} * ${budgetOf(slo)}`;
  return `
      - alert: ${alertName(slo, burn)}
        expr: |
          slo:bad_ratio:rate${burn.long}${of} > ${limit}
          and slo:bad_ratio:rate${burn.short}${of} > ${limit}
          and slo:bad_requests:increase${burn.long}${of} >= ${leastBad}
        for: ${burn.for}
        labels:
          severity: ${burn.severity}
        annotations:
          summary: The error budget of Hashpost's ${slo.slo} burns ${burn.factor} times as fast as it may
          description: >-
            {{ $value | humanizePercentage }} of the requests of the last ${burn.long} were bad (${slo.counted}). The
            objective allows ${percent(budgetOf(slo))}; at ${burn.factor} times that rate the budget of ${period} is
            spent in ${spentIn(burn)}.
          dashboard_url: d/hashpost-overview
          runbook_url: docs/runbooks/${alertName(slo, burn)}.md`;
};

const spentIn = ({ factor }) => {
  const hours = inSeconds(period) / 3600 / factor;
  return hours < 100 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`;
};

const objective = (slo) => `
      - record: slo:objective:ratio
        expr: vector(${slo.objective})
        labels: { job: ${job}, slo: ${slo.slo} }`;

const rules = () => `# Made from slo.json by slo.mjs: change it there.
#
# What counts: the answers to users under /messages, as the service itself saw them.
# - availability: every answer. Bad is 5xx, a full queue and a database that is away included. 429 and all other 4xx are
#   the client's and count as served.
# - latency: only what succeeded, since what failed counts against availability already, and a quick 503 must not make
#   reads look quick. Of reads neither 404 counts, which anybody can ask for in any number, nor HEAD; of writes only the
#   single post (201), not the stream of many, which takes as long as its client does.
#
# An alert needs the long window, so that it means something, and the short one, so that it ends soon after the trouble
# does. It needs ${leastBad} bad requests in the long window too: where one request of twenty fails in a quiet night, that
# is no reason to wake anybody.
groups:
  - name: hashpost-slo
    interval: 30s
    rules:${windows.map(recordings).join("")}
${slos.flatMap((slo) => burns.map((burn) => alert(slo, burn))).join("")}

  # For dashboards. Long ranges over raw series cost something, so seldom.
  - name: hashpost-slo-budget
    interval: 5m
    rules:${recordings(period)}
${slos.map(objective).join("")}
      - record: slo:error_budget_remaining:ratio
        expr: 1 - slo:bad_ratio:rate${period} / (1 - slo:objective:ratio)
`;

const runbook = (slo, burn) => {
  const values = {
    alert: alertName(slo, burn),
    slo: slo.slo,
    objective: percent(slo.objective),
    budget: percent(budgetOf(slo)),
    period,
    counted: slo.counted,
    ...burn,
    spentIn: spentIn(burn),
    share: percent((burn.factor * inSeconds(burn.long)) / inSeconds(period)),
    urgency:
      burn.severity === "page"
        ? "It is a page: users feel it now."
        : "It is a ticket: it can wait for working hours.",
  };
  const frame = readFileSync(join(here, "slo-runbooks/frame.md"), "utf8");
  const own = readFileSync(join(here, `slo-runbooks/${slo.slo}.md`), "utf8");
  return frame.replace("{{own}}", () => own.trimEnd()).replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
};

const outputs = () => [
  [join(RULES, "slo.yaml"), rules()],
  ...slos.flatMap((slo) => burns.map((burn) => [join(RUNBOOKS, `${alertName(slo, burn)}.md`), runbook(slo, burn)])),
];

const writeScaled = (scale, directory) => {
  mkdirSync(directory, { recursive: true });
  for (const file of readdirSync(RULES).filter((name) => name.endsWith(".yaml"))) {
    const text = file === "slo.yaml" ? rules() : readFileSync(join(RULES, file), "utf8");
    writeFileSync(join(directory, file), stringify(scaled(parse(text), scale), { lineWidth: 0 }));
  }
};

const isCurrent = ([file, text]) => {
  try {
    return readFileSync(file, "utf8") === text;
  } catch {
    return false;
  }
};

const { values: options } = parseArgs({
  options: { check: { type: "boolean" }, scale: { type: "string" }, out: { type: "string" } },
});
if (options.check) {
  const stale = outputs().filter((output) => !isCurrent(output));
  stale.forEach(([file]) => console.error(`FAILED ${basename(file)} is not what monitoring/slo.mjs makes of slo.json: run it`));
  process.exitCode = stale.length === 0 ? 0 : 1;
} else if (options.scale || options.out) {
  const scale = Number(options.scale);
  if (!(scale > 0) || !options.out) {
    console.error("usage: node slo.mjs [--check | --scale NUMBER --out DIRECTORY]");
    process.exit(2);
  }
  writeScaled(scale, options.out);
} else {
  outputs().forEach(([file, text]) => writeFileSync(file, text));
}
