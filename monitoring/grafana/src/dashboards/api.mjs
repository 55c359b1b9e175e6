import {
  dashboard,
  datasource,
  figure,
  graph,
  instance,
  job,
  limits,
  now,
  prom,
  row,
  tile,
  to,
  traced,
} from "../model.mjs";
import { busy, max, orElse, orNone, own, quantile, rate, ratio, sum } from "../promql.mjs";
import { AVAILABILITY, FAILED, FULL, READS, REQUESTS, USERS, WRITES, budget, inHand, requests } from "../service.mjs";

const MAY_FAIL = budget(AVAILABILITY);
const ms = ({ seconds }) => `${seconds * 1000} ms`;

/** The share of requests that are as quick as the SLO wants. */
const within = (slo) =>
  ratio(rate(own(`${REQUESTS}_bucket`, `${slo.requests}, le="${slo.seconds}"`)), rate(requests(slo.requests)), {
    idle: 1,
  });

const percentiles = ({ requests }) => [
  prom(quantile(0.5, REQUESTS, requests), "p50"),
  prom(quantile(0.9, REQUESTS, requests), "p90"),
  traced(prom(quantile(0.99, REQUESTS, requests), "p99")),
];

export default dashboard({
  uid: "hashpost-api",
  title: "API",
  description:
    "The four signals of the HTTP interface: how much is asked, what fails, how long it takes, how full it is.",
  variables: [datasource, job, instance],
  rows: [
    row("Now", 4, [
      figure({
        title: "Requests",
        unit: "reqps",
        description:
          "All requests, health checks and scrapes too. Good: its usual course of the day. Bad: near 0 while the load balancer has traffic, or many times the usual.",
        queries: [prom(orElse(sum(rate(requests()))))],
      }),
      figure({
        title: "User requests that fail",
        unit: "percentunit",
        decimals: 2,
        max: 1,
        description:
          "Share of 5xx among /messages. Good: 0. Yellow: more than the SLO allows in the long run. Red: the budget of a month is gone within two days.",
        thresholds: limits(["yellow", MAY_FAIL], ["red", 14.4 * MAY_FAIL]),
        queries: [prom(ratio(rate(requests(USERS, FAILED)), rate(requests(USERS))))],
      }),
      figure({
        title: "Reads, p99",
        unit: "s",
        description: `99 of 100 reads of a message are faster than this. Good: below ${ms(READS)}, the SLO. 0: nobody reads.`,
        thresholds: limits(["red", READS.seconds]),
        queries: [prom(quantile(0.99, REQUESTS, READS.requests))],
      }),
      figure({
        title: "Writes, p99",
        unit: "s",
        description: `99 of 100 posts are on disk and answered within this. Good: below ${ms(WRITES)}, the SLO. 0: nobody posts.`,
        thresholds: limits(["red", WRITES.seconds]),
        queries: [prom(quantile(0.99, REQUESTS, WRITES.requests))],
      }),
      tile({
        title: "Requests in hand, fullest node",
        unit: "percentunit",
        decimals: 0,
        description:
          "Requests being served, of those that may be (HASHPOST_MAX_IN_FLIGHT). Good: a few percent. At FULL one more is refused with 503.",
        thresholds: limits(["yellow", 0.5], ["red", 0.9]),
        mappings: FULL,
        queries: [now(orElse(max(inHand)))],
        links: [to("What the writers wait for", "hashpost-messages")],
      }),
      tile({
        title: "Access log lines lost",
        unit: "cps",
        decimals: 1,
        description:
          "Lines dropped since the log could not be written fast enough. Good: 0. Bad: anything else; the disk or whoever reads the console is too slow.",
        thresholds: limits(["yellow", 0.01]),
        queries: [now(orElse(sum(rate(own("hashpost_access_log_dropped_total")))))],
      }),
    ]),
    row("How much is asked", 8, [
      graph({
        title: "By route",
        unit: "reqps",
        stack: true,
        description:
          'Good: mostly /messages. Bad: much for "other" or "malformed" (somebody scans, or a client is wrong).',
        queries: [prom(busy(sum(rate(requests()), "route"), "route"), "{{route}}")],
      }),
      graph({
        title: "By method",
        unit: "reqps",
        stack: true,
        description:
          "Good: the usual proportion of reads (GET, HEAD) to writes (POST). A jump of one alone is one client or a flood.",
        queries: [prom(busy(sum(rate(requests(USERS)), "method"), "method"), "{{method}}")],
      }),
      graph({
        title: "By instance",
        unit: "reqps",
        description:
          "Good: lines close together. Bad: one far below the others (the load balancer has taken it out) or far above (it gets all).",
        queries: [prom(orNone(sum(rate(requests(USERS)), "instance"), "instance"), "{{instance}}")],
      }),
    ]),
    row("What fails", 8, [
      graph({
        title: "Answers by status",
        unit: "reqps",
        stack: true,
        description:
          "All user requests. Good: 200, 201, 304 and some 404. Bad: 500 (a bug or damage), 503 (database away or too much asked), many 4xx of one kind (a broken client).",
        queries: [prom(busy(sum(rate(requests(USERS)), "code"), "code"), "{{code}}")],
      }),
      graph({
        title: "Failures by route and status",
        unit: "reqps",
        description:
          '5xx only. Good: an empty graph, "none" at 0. Bad: any line that stays; 503 everywhere is the database or a flood, 500 on one route is a bug or damage.',
        queries: [prom(busy(sum(rate(requests(FAILED)), "route, code"), "code"), "{{code}} {{route}}")],
      }),
      graph({
        title: "Share that fails, by instance",
        unit: "percentunit",
        soft: 0.01,
        line: true,
        description:
          "Good: below the dashed line, what the SLO allows. Bad: one node above the others: it is sick, take it out; all of them: what they share, the database.",
        thresholds: limits(["red", MAY_FAIL]),
        queries: [
          prom(ratio(rate(requests(USERS, FAILED)), rate(requests(USERS)), { by: "instance" }), "{{instance}}"),
        ],
      }),
      graph({
        title: "Refused for the client’s own fault",
        unit: "reqps",
        description:
          "4xx but 404, by status. Good: little. 429: over the rate limit; 413 and 431: too large; 400 and 415: malformed. None of them is counted against the SLO.",
        queries: [prom(busy(sum(rate(requests(USERS, 'code=~"4..", code!="404"')), "code"), "code"), "{{code}}")],
      }),
    ]),
    row("How long it takes", 8, [
      graph({
        title: "Reads",
        unit: "s",
        line: true,
        description: `Reads of one message, as the service sees them. Good: p99 below the dashed line, ${ms(READS)}. Bad: p50 rises too, then all reads are slow and not only those that miss the cache.`,
        thresholds: limits(["red", READS.seconds]),
        queries: percentiles(READS),
      }),
      graph({
        title: "Writes",
        unit: "s",
        line: true,
        description: `Posts, until they are on disk. Good: p99 below the dashed line, ${ms(WRITES)}. Bad: a rise of all at once: commits are slow, or the queue is long.`,
        thresholds: limits(["red", WRITES.seconds]),
        queries: percentiles(WRITES),
      }),
      graph({
        title: "p99 by route",
        unit: "s",
        description:
          "Good: no route far above its usual. Bad: /health and /metrics slow as well: the node itself is short of CPU or threads.",
        queries: [prom(quantile(0.99, REQUESTS, "", "route"), "{{route}}")],
      }),
      graph({
        title: "p99 by instance",
        unit: "s",
        description:
          "User requests. Good: lines close together. Bad: one node far above: look at its garbage collection and CPU (JVM and host).",
        queries: [prom(quantile(0.99, REQUESTS, USERS, "instance"), "{{instance}}")],
      }),
    ]),
    row("Within the objectives", 7, [
      graph({
        title: `Reads within ${ms(READS)}`,
        unit: "percentunit",
        min: undefined,
        max: 1,
        line: true,
        calcs: ["lastNotNull", "min"],
        description: `Good: above the dashed line, ${READS.objective * 100} %. Below it for long, the read latency's budget runs out. 100 % while nobody reads.`,
        thresholds: limits(["transparent", READS.objective]),
        queries: [prom(within(READS), "within")],
      }),
      graph({
        title: `Writes within ${ms(WRITES)}`,
        unit: "percentunit",
        min: undefined,
        max: 1,
        line: true,
        calcs: ["lastNotNull", "min"],
        description: `Good: above the dashed line, ${WRITES.objective * 100} %. Below it for long, the write latency's budget runs out. 100 % while nobody posts.`,
        thresholds: limits(["transparent", WRITES.objective]),
        queries: [prom(within(WRITES), "within")],
      }),
      graph({
        title: "Requests in hand",
        unit: "short",
        dashed: ["limit"],
        description:
          "Requests being served, by node, and the bound of one. Good: far below the bound. Bad: at the bound: a flood, or answers that have become slow; what is past it gets 503 at once.",
        queries: [
          prom(orNone(sum(own("http_server_requests_in_flight"), "instance"), "instance"), "{{instance}}"),
          prom(orElse(max(own("http_server_requests_in_flight_limit"))), "limit of a node"),
        ],
      }),
    ]),
  ],
});
