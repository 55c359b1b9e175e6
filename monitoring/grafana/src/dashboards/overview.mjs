import {
  between,
  dashboard,
  datasource,
  exporter,
  from,
  graph,
  instance,
  job,
  limits,
  now,
  prom,
  row,
  table,
  tile,
  to,
  words,
} from "../model.mjs";
import { busy, counted, max, orElse, orNone, outOf, own, pair, quantile, rate, ratio, sum } from "../promql.mjs";
import {
  AVAILABILITY,
  BURNS,
  DATABASE,
  DATABASE_WORDS,
  ERROR_COLORS,
  FAILED,
  FULL,
  POOL,
  POOL_WORDS,
  READS,
  REQUESTS,
  SLOS,
  UNKNOWN,
  USERS,
  WRITES,
  budget,
  firing,
  fullness,
  inHand,
  requests,
} from "../service.mjs";

/** No node answers: 0; none is ready: 1; some requests fail: 2; all is well: 3. */
const served = (() => {
  const answers = `clamp_max(${sum(own("up"))}, 1)`;
  const ready = `clamp_max(${orElse(sum(own("hashpost_ready")))}, 1)`;
  const clean = `((${ratio(rate(requests(USERS, FAILED)), rate(requests(USERS)))}) < bool 0.01)`;
  return orElse(`${answers} * (1 + ${ready} * (1 + ${clean}))`);
})();

const queue = (operation) =>
  `clamp_max(${max(`${own("hashpost_batch_queue_length", `operation="${operation}"`)} / ${own("hashpost_batch_queue_limit", `operation="${operation}"`)}`)}` +
  ` + (${sum(rate(own("hashpost_batch_refused_total", `operation="${operation}"`)))} > bool 0), 1)`;

const pages = orElse(`count(${firing("page")})`);
const tickets = orElse(`count(${firing("ticket")})`);

/** An objective's burn alerts differ in their windows only; together they would push the others out of sight. */
const burnsAsOne = (alerts) => `label_replace(${alerts}, "alert", "$1$2", "alertname", "(.*Burn).*|(.*)")`;

const burnRate = (window) =>
  SLOS.map((slo) =>
    prom(orElse(`max(slo:bad_ratio:rate${window}{job="$job", slo="${slo.slo}"}) / ${budget(slo)}`), slo.slo),
  );

/** Of a node that is down nothing is known but that: 0. */
const ofNode = (expression) => sum(`${expression} or on (instance) ${own("up")} * 0`, "instance");

export default dashboard({
  uid: "hashpost-overview",
  title: "Overview and SLO",
  description:
    "Whether users are served, and if not, what is broken. Every tile leads to the dashboard that says more.",
  variables: [
    datasource,
    job,
    instance,
    exporter("postgres", "PostgreSQL exporter’s job"),
    exporter("node", "Node exporter’s job"),
  ],
  rows: [
    row("", 4, [
      tile({
        title: "Users are served",
        unit: "short",
        mappings: [
          words({
            0: ["NO", "red"],
            1: ["ONLY WHAT IS CACHED", "red"],
            2: ["SOME FAIL", "orange"],
            3: ["YES", "green"],
          }),
        ],
        description:
          "NO: no node answers. ONLY WHAT IS CACHED: no node is ready, mostly for want of the database. SOME FAIL: 1 % or more of the requests of the last minute got 5xx. Good: YES, none of these.",
        queries: [now(served)],
        links: [to("What fails", "hashpost-api")],
      }),
      tile({
        title: "Nodes ready",
        say: "name",
        unit: "percentunit",
        thresholds: from("red", ["orange", 0.01], ["green", 1]),
        description:
          "Nodes that have the database and are not being stopped, of those there should be. Good: all. Bad: fewer; the table below says which.",
        queries: [
          now(outOf(orElse(sum(own("hashpost_ready"))), orElse(`count(${own("up")})`)), "{{part}} of {{whole}}"),
        ],
        links: [to("Nodes", "hashpost-jvm")],
      }),
      tile({
        title: "Database",
        unit: "short",
        mappings: [DATABASE_WORDS, UNKNOWN],
        description:
          "As the nodes see it. Good: UP, all have it. LOST BY SOME: the way from a node to it. HANGS: it takes connections and does not answer. DOWN: it cannot be reached.",
        queries: [now(DATABASE)],
        links: [to("PostgreSQL", "hashpost-postgresql")],
      }),
      tile({
        title: "Connection pool",
        unit: "short",
        mappings: [POOL_WORDS, UNKNOWN],
        description:
          "The worst node’s. FREE is good, ALL IN USE too for a while under load. EXHAUSTED: that lasts and requests fail, or none can be had: statements hang, locks are held, or the server gives out no more.",
        queries: [now(POOL)],
        links: [to("Pool", "hashpost-postgresql")],
      }),
      tile({
        title: "Write queue",
        unit: "percentunit",
        decimals: 0,
        thresholds: limits(["yellow", 0.5], ["red", 0.9]),
        mappings: FULL,
        description:
          "Posts that wait for a batch, of those that may, the worst node. Good: a few percent. FULL: more is posted than the database takes; the rest gets 503.",
        queries: [now(orElse(queue("store")))],
        links: [to("Batches", "hashpost-messages")],
      }),
      tile({
        title: "Requests in hand",
        unit: "percentunit",
        decimals: 0,
        thresholds: limits(["yellow", 0.5], ["red", 0.9]),
        mappings: FULL,
        description:
          "Requests being served, of those that may be, the worst node in the last minute. Good: a few percent. FULL: a flood, or answers have become slow; the rest gets 503.",
        queries: [now(orElse(max(inHand)))],
        links: [to("Requests", "hashpost-api")],
      }),
    ]),
    row("", 4, [
      tile({
        title: "Stored messages",
        unit: "suffix: damaged",
        decimals: 0,
        thresholds: limits(["red", 1]),
        mappings: [words({ 0: ["ALL SOUND", "green"] })],
        description:
          "Reads in the time shown that found a body without its digest. Good: ALL SOUND. Bad: any: data is damaged. It is not served; posting the message again repairs it.",
        queries: [now(orElse(counted(own("hashpost_integrity_total", 'result="damaged"'), "$__range")))],
        links: [to("Integrity", "hashpost-messages")],
      }),
      tile({
        title: "Fullest disk",
        unit: "percentunit",
        decimals: 0,
        say: "both",
        thresholds: limits(["yellow", 0.8], ["red", 0.9]),
        mappings: [words({ [-1]: ["UNKNOWN", "text"] })],
        description:
          "Good: below 80 %. Bad: above 90 %: PostgreSQL stops when its disk is full. UNKNOWN: no node exporter says.",
        queries: [now(orNone(`topk(1, max by (mountpoint) ${fullness("node")})`, "mountpoint", -1), "{{mountpoint}}")],
        links: [to("Disks", "hashpost-jvm")],
      }),
      tile({
        title: "Certificate",
        unit: "suffix: days left",
        decimals: 0,
        thresholds: from("red", ["yellow", 3], ["green", 21]),
        mappings: [words({ [-1000]: ["NOT PROBED", "text"] })],
        description:
          "Until the TLS certificate ends. Good: more than 21 days. Yellow: renewal is late. Red: in three days no client can connect.",
        queries: [
          now(
            orElse(
              'floor((min(last_over_time(probe_ssl_earliest_cert_expiry{job="blackbox-tls"}[$__range])) - time()) / 86400)',
              -1000,
            ),
          ),
        ],
        links: [to("Probes", "hashpost-monitoring")],
      }),
      tile({
        title: "Restarts, last hour",
        unit: "short",
        decimals: 0,
        thresholds: limits(["yellow", 1], ["red", 3]),
        mappings: [words({ 0: ["NONE", "green"] })],
        description:
          "Of all nodes. Good: NONE, or one each after a deployment. Bad: three or more: a node starts, fails and starts; the table below says which.",
        queries: [now(orElse(`sum(changes(${own("process_start_time_seconds")}[1h]))`))],
        links: [to("JVM", "hashpost-jvm")],
      }),
      tile({
        title: "Targets that answer",
        say: "name",
        unit: "percentunit",
        thresholds: from("red", ["orange", 0.5], ["green", 1]),
        description:
          "Nodes and exporters that Prometheus reaches. Good: all. Bad: fewer: of what does not answer nothing is known.",
        queries: [now(outOf("sum(up)", "count(up)"), "{{part}} of {{whole}}")],
        links: [to("Targets", "hashpost-monitoring")],
      }),
      tile({
        title: "Alerts",
        say: "name",
        unit: "short",
        thresholds: limits(["yellow", 1], ["red", 2]),
        description:
          "Firing now; the list below names them. Good: none. Pages wake somebody, tickets wait for the morning.",
        queries: [
          now(
            pair(pages, tickets, `clamp_max(2 * (${pages}) + clamp_max(${tickets}, 1), 2)`),
            "pages: {{part}}, tickets: {{whole}}",
          ),
        ],
        links: [to("Alerting", "hashpost-monitoring")],
      }),
    ]),
    row("What and where", 9, [
      table({
        title: "Firing alerts",
        by: "alert",
        sortBy: [{ displayName: "Severity", desc: false }],
        unit: "short",
        width: 9,
        description:
          'Good: "none". What each means and what to do is in the runbook of its name. An alert that others cause is listed with them here; Alertmanager tells only of the cause.',
        queries: [now(orNone(`sum by (alert, severity, instance) (${burnsAsOne(firing("page|ticket"))})`, "alert"))],
        columns: [
          { field: "alert", as: "Alert" },
          {
            field: "severity",
            as: "Severity",
            width: 90,
            mappings: [words({ page: ["page", "red"], ticket: ["ticket", "yellow"] })],
          },
          { field: "instance", as: "Instance", width: 180 },
        ],
      }),
      table({
        title: "Nodes",
        by: "instance",
        unit: "short",
        width: 15,
        description:
          "Good: a line of green. Bad: DOWN: no answer; not ready with the database: it is being stopped; many restarts: it fails at or after its start; different versions for long: a deployment has stuck.",
        queries: [
          now(orElse(sum(own("up"), "instance"))),
          now(ofNode(own("hashpost_ready"))),
          now(ofNode(own("hashpost_db_up"))),
          now(orElse(sum(`changes(${own("process_start_time_seconds")}[1h])`, "instance"))),
          now(orElse(sum(`time() - ${own("process_start_time_seconds")}`, "instance"))),
          now(ofNode(inHand)),
          now(orNone(sum(own("hashpost_build_info"), "instance, version"), "version")),
        ],
        columns: [
          { field: "instance", as: "Node" },
          {
            field: "Value #A",
            as: "Answers",
            width: 80,
            mappings: [words({ 0: ["DOWN", "red"], 1: ["yes", "green"] })],
          },
          { field: "Value #B", as: "Ready", width: 70, mappings: [words({ 0: ["NO", "red"], 1: ["yes", "green"] })] },
          {
            field: "Value #C",
            as: "Database",
            width: 80,
            mappings: [words({ 0: ["NO", "red"], 1: ["yes", "green"] })],
          },
          {
            field: "Value #D",
            as: "Restarts, 1 h",
            width: 100,
            decimals: 0,
            thresholds: limits(["yellow", 1], ["red", 3]),
          },
          { field: "Value #E", as: "Running for", width: 110, unit: "s" },
          {
            field: "Value #F",
            as: "In hand",
            width: 80,
            unit: "percentunit",
            decimals: 0,
            thresholds: limits(["yellow", 0.5], ["red", 0.9]),
          },
          { field: "version", as: "Version", width: 120 },
        ],
      }),
    ]),
    row("Service level objectives", 7, [
      tile({
        title: "Error budget left, 30 days",
        unit: "percentunit",
        decimals: 0,
        say: "both",
        orientation: "horizontal",
        thresholds: from("red", ["yellow", 0.2], ["green", 0.5]),
        mappings: [between(null, 0, "SPENT", "red")],
        description:
          "What may still fail before the objective of 30 days is missed. Good: more than half. SPENT: it is missed; make things reliable before anything else. 100 % until something was counted.",
        queries: SLOS.map(({ slo }) =>
          now(orElse(`max(last_over_time(slo:error_budget_remaining:ratio{job="$job", slo="${slo}"}[15m]))`, 1), slo),
        ),
      }),
      ...BURNS.map(({ long, factor, severity }) =>
        graph({
          title: `Burn rate, ${long}`,
          unit: "suffix:×",
          decimals: 1,
          line: true,
          soft: factor * 1.2,
          description: `How fast the budget is spent; at 1 it just lasts. Good: below 1. Above ${factor}, the dashed line, a ${severity} is sent as soon as the shorter window agrees.`,
          thresholds: limits(["red", factor]),
          queries: burnRate(long),
        }),
      ),
    ]),
    row("What users get", 8, [
      graph({
        title: "Requests by result",
        unit: "reqps",
        stack: true,
        description:
          "Under /messages. Good: green and blue. Red: the service failed (5xx). Orange: over a rate limit. Yellow: the client’s own mistakes and what is not there (404).",
        colors: {
          served: "green",
          "not modified": "blue",
          "not there or wrong": "yellow",
          "over a limit": "orange",
          failed: "red",
        },
        queries: [
          ['code=~"2.."', "served"],
          ['code=~"3.."', "not modified"],
          ['code=~"4..", code!="429"', "not there or wrong"],
          ['code="429"', "over a limit"],
          [FAILED, "failed"],
        ].map(([code, name]) => prom(orElse(sum(rate(requests(USERS, code)))), name)),
      }),
      graph({
        title: "Share that fails",
        unit: "percentunit",
        soft: 0.01,
        line: true,
        thresholds: limits(["red", budget(AVAILABILITY)]),
        description: "Good: 0. Above the dashed line the availability’s budget does not last.",
        colors: { failed: "red" },
        queries: [prom(ratio(rate(requests(USERS, FAILED)), rate(requests(USERS))), "failed")],
      }),
      ...[
        ["Reads take", READS],
        ["Writes take", WRITES],
      ].map(([title, slo]) =>
        graph({
          title,
          unit: "s",
          line: true,
          soft: slo.seconds * 1.2,
          thresholds: limits(["red", slo.seconds]),
          description: `Those that succeed. Good: p99 below the dashed line, ${slo.seconds * 1000} ms, the SLO. Bad: above it; with p50 too, everything is slow. 0: nobody asks.`,
          queries: [0.5, 0.99].map((q) => prom(quantile(q, REQUESTS, slo.requests), `p${q * 100}`)),
        }),
      ),
    ]),
    row("Where it comes from", 8, [
      graph({
        title: "Database errors by class",
        unit: "cps",
        stack: true,
        description:
          'Good: "none" at 0. connection, shutdown: it is away; timeout: it hangs; resources: it has no connections or memory left; the others: see PostgreSQL.',
        queries: [prom(busy(sum(rate(own("hashpost_db_errors_total")), "class"), "class"), "{{class}}")],
        colors: ERROR_COLORS,
        links: [to("PostgreSQL", "hashpost-postgresql")],
      }),
      graph({
        title: "Database statements, p99",
        unit: "s",
        description:
          "Good: some milliseconds. Bad: probe is slow too: the server or its disk; only store: locks or commits.",
        queries: [prom(quantile(0.99, "hashpost_db_operation_seconds", "", "operation"), "{{operation}}")],
      }),
      graph({
        title: "Connection pool",
        unit: "short",
        description: "All nodes. Good: nobody waits. Bad: waiting stays above 0, or connections are given up on.",
        colors: { "in use": "blue", free: "green", waiting: "red", "given up on": "dark-red" },
        queries: [
          prom(orElse(sum(own("hashpost_db_pool_active"))), "in use"),
          prom(orElse(sum(own("hashpost_db_pool_idle"))), "free"),
          prom(orElse(sum(own("hashpost_db_pool_pending"))), "waiting"),
          prom(orElse(`sum(increase(${own("hashpost_db_pool_timeouts_total")}[$__rate_interval]))`), "given up on"),
        ],
      }),
      graph({
        title: "Requests that wait",
        unit: "short",
        description:
          "For a batch, all nodes. Good: near 0. Bad: stays high: the database does not keep up with what is asked.",
        queries: [prom(orNone(sum(own("hashpost_batch_queue_length"), "operation"), "operation"), "{{operation}}")],
        links: [to("Batches", "hashpost-messages")],
      }),
      graph({
        title: "Read from the cache",
        unit: "percentunit",
        max: 1,
        calcs: ["lastNotNull", "min"],
        description:
          "Good: its usual height. Bad: a sudden fall: all reads ask the database. 100 % while nobody reads.",
        queries: [
          prom(
            ratio(
              rate(own("hashpost_cache_requests_total", 'result="hit"')),
              rate(own("hashpost_cache_requests_total")),
              { idle: 1 },
            ),
            "hits",
          ),
        ],
        links: [to("Cache", "hashpost-messages")],
      }),
    ]),
  ],
});
