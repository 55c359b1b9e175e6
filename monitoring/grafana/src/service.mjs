/** What the service's metrics are called and what their states are in words, where more than one dashboard says it. */
import { readFileSync } from "node:fs";
import { between, words } from "./model.mjs";
import { RATE, max, of, orElse, own, rate, select, sum } from "./promql.mjs";

// --- Requests. What a read, a write and a failure is, and how long they may take, is the SLOs' to say.

const { slos, burns } = JSON.parse(readFileSync(new URL("../../slo.json", import.meta.url)));
const slo = (name) => slos.find(({ slo }) => slo === name);

export const SLOS = slos;
export const BURNS = burns;
export const AVAILABILITY = slo("availability");
export const READS = slo("read-latency");
export const WRITES = slo("write-latency");

/** The share of requests that may be bad. */
export const budget = ({ objective }) => Number((1 - objective).toPrecision(6));

export const USERS = AVAILABILITY.requests;
export const FAILED = AVAILABILITY.bad;

export const REQUESTS = "http_server_request_duration_seconds";
export const requests = (...matchers) => own(`${REQUESTS}_count`, matchers.join(", "));

export const inHand = `${own("http_server_requests_in_flight")} / ${own("http_server_requests_in_flight_limit")}`;

/** A share of a limit; at nine tenths the next burst is refused. */
export const FULL = [between(0.9, null, "FULL", "red")];

// --- States

export const UP = words({ 0: ["DOWN", "red"], 1: ["UP", "green"] });
export const UNKNOWN = words({ [-1]: ["UNKNOWN", "orange"] });

/**
 * Nodes that have it count 2 and 1 more if all do. When none has, a database that hangs is told from one that is gone by
 * more time-outs than refused connections.
 */
const timeouts = `${sum(rate(own("hashpost_db_errors_total", 'class="timeout"')))} + ${sum(rate(own("hashpost_db_pool_timeouts_total")))}`;
const refused = sum(rate(own("hashpost_db_errors_total", 'class="connection"')));
const hangs = `(${timeouts} > bool ${refused})`;
const seen = max(own("hashpost_db_up"));
export const DATABASE = orElse(
  `${seen} * 2 + min(${own("hashpost_db_up")}) + (1 - ${seen}) * ${hangs}` +
    ` or on () min(${of("postgres", "pg_up")}) * 3`,
  -1,
);
export const DATABASE_WORDS = words({
  0: ["DOWN", "red"],
  1: ["HANGS", "red"],
  2: ["LOST BY SOME", "orange"],
  3: ["UP", "green"],
});

export const ERROR_COLORS = {
  none: "green",
  connection: "red",
  timeout: "orange",
  shutdown: "dark-red",
  resources: "purple",
  system: "dark-purple",
  transaction: "yellow",
};

/**
 * Of a node's connections two are not for requests, and half of the others, rounded down, each serve reads and writes. All of
 * them in use is usual under load; it is trouble if a half is busy most of the time (seconds of work a second) and requests
 * fail, or if anybody has to wait for one.
 */
const half = `floor((${own("hashpost_db_pool_max")} - 2) / 2)`;
const taken = max(`${own("hashpost_db_pool_active")} >= bool 2 * ${half}`);
const work = rate(own("hashpost_db_operation_seconds_sum", 'operation=~"lookup|store"'));
const lasting = max(`max by (instance) (${work}) >= bool 0.75 * max by (instance) (${half})`);
const failing = ["hashpost_store_total", "hashpost_lookup_total"]
  .map((total) => sum(rate(own(total, 'result="failed"'))))
  .join(" + ");
const waiting = max(`min_over_time(${own("hashpost_db_pool_pending")}[${RATE}]) > bool 0`);
const gaveUp = `(${sum(rate(own("hashpost_db_pool_timeouts_total")))} > bool 0)`;
export const POOL = orElse(
  `clamp_max(${taken} + 2 * ${lasting} * (${failing} > bool 0) + 2 * ${waiting} + 2 * ${gaveUp}, 2)`,
  -1,
);
export const POOL_WORDS = words({ 0: ["FREE", "green"], 1: ["ALL IN USE", "yellow"], 2: ["EXHAUSTED", "red"] });

// --- Others

/** A Prometheus may have other alerts than ours. */
export const firing = (severity) =>
  select(
    "ALERTS",
    'alertstate="firing"',
    `severity=~"${severity}"`,
    'alertname=~"(Hashpost|Postgres|Prometheus|Exporter).*"',
  );

/** File systems that data can be on: what is there for the system alone is not, nor what cannot be written to. */
export const fullness = (job) => {
  const DATA = 'mountpoint!~"/(boot|dev|proc|run|sys|tmp)(/.*)?"';
  return (
    `(1 - ${of(job, "node_filesystem_avail_bytes", DATA)} / ${of(job, "node_filesystem_size_bytes", DATA)}` +
    ` and ${of(job, "node_filesystem_readonly", DATA)} == 0)`
  );
};
