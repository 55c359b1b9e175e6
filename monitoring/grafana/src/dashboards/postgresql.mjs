import {
  dashboard,
  datasource,
  exporter,
  figure,
  from,
  graph,
  instance,
  job,
  labelValues,
  limits,
  now,
  prom,
  row,
  tile,
  to,
} from "../model.mjs";
import { busy, counted, max, of, orElse, orNone, outOf, own, quantile, rate, ratio, sum } from "../promql.mjs";
import { DATABASE, DATABASE_WORDS, ERROR_COLORS, POOL, POOL_WORDS, UNKNOWN, UP } from "../service.mjs";

const pg = (metric, more) => of("postgres", metric, ['datname=~"$database"', more].filter(Boolean).join(", "));
const perDatabase = (metric) => orNone(sum(rate(pg(metric)), "datname"), "datname");

/** Of replicas only: a primary has nothing to replay. */
const behind = `${of("postgres", "pg_replication_lag_seconds")} and on (job, instance) ${of("postgres", "pg_replication_is_replica")} == 1`;

/** While the exporter gives nothing, what it gave last in the time shown. */
const last = (selector) => `last_over_time(${selector}[$__range])`;

export default dashboard({
  uid: "hashpost-postgresql",
  title: "PostgreSQL",
  description:
    "The database as the service sees it (pool, operations, errors) and as it says itself through postgres_exporter.",
  variables: [
    datasource,
    job,
    instance,
    exporter("postgres", "Exporter’s job", { hide: 0 }),
    // What belongs to no database has an empty name.
    labelValues("database", "Database", 'label_values(pg_database_size_bytes{job="$postgres"}, datname)', {
      all: ".+",
    }),
  ],
  rows: [
    row("Now", 4, [
      tile({
        title: "As the service sees it",
        description:
          "The nodes’ own probes, every half second. Good: UP, all nodes have it. HANGS: it takes connections and does not answer. DOWN: it cannot be reached. While it is away only cached messages are served.",
        unit: "short",
        mappings: [DATABASE_WORDS, UNKNOWN],
        queries: [now(DATABASE)],
      }),
      tile({
        title: "As its exporter sees it",
        unit: "short",
        mappings: [UP, UNKNOWN],
        thresholds: from("red", ["green", 1]),
        description:
          "Good: UP. DOWN: the exporter runs and cannot log in. UNKNOWN: the exporter itself does not answer; all panels of its numbers then show 0.",
        queries: [now(orElse(`min(${of("postgres", "pg_up")})`, -1))],
        links: [to("Exporters", "hashpost-monitoring")],
      }),
      tile({
        title: "Pool",
        unit: "short",
        mappings: [POOL_WORDS, UNKNOWN],
        description:
          "The nodes’ connections, the worst node counting. Good: FREE; ALL IN USE is usual for a moment under load. EXHAUSTED: that lasts and requests fail, or they wait for a connection in vain.",
        queries: [now(POOL)],
      }),
      tile({
        title: "Connections",
        say: "name",
        unit: "percentunit",
        thresholds: limits(["yellow", 0.7], ["red", 0.9]),
        description:
          "Open connections of the server’s max_connections. Good: below 70 %. Bad: near the end: new nodes cannot connect, nor can you.",
        queries: [
          now(
            outOf(
              orElse(`sum(${of("postgres", "pg_stat_activity_count")})`),
              orElse(`max(${of("postgres", "pg_settings_max_connections")})`),
            ),
            "{{part}} of {{whole}}",
          ),
        ],
      }),
      tile({
        title: "Longest transaction",
        unit: "s",
        decimals: 0,
        thresholds: limits(["yellow", 60], ["red", 300]),
        description: "Good: under a second. Bad: minutes: it holds locks and keeps dead rows from being cleared.",
        queries: [now(orElse(max(pg("pg_stat_activity_max_tx_duration"))))],
      }),
      tile({
        title: "Deadlocks",
        unit: "short",
        decimals: 0,
        thresholds: limits(["yellow", 1]),
        description:
          "In the time shown. Good: 0. Bad: any; the service has no transaction that could meet another, so somebody else’s did.",
        queries: [now(orElse(counted(pg("pg_stat_database_deadlocks"), "$__range")))],
      }),
      figure({
        title: "Read from memory",
        unit: "percentunit",
        decimals: 1,
        max: 1,
        thresholds: from("red", ["yellow", 0.8], ["green", 0.95]),
        description:
          "Blocks found in shared_buffers. Good: above 95 %. Bad: falls while reads rise: what is read does not fit. 100 % while nothing is read.",
        queries: [
          prom(
            ratio(
              rate(pg("pg_stat_database_blks_hit")),
              `(${rate(pg("pg_stat_database_blks_hit"))} + ${rate(pg("pg_stat_database_blks_read"))})`,
              { idle: 1 },
            ),
          ),
        ],
      }),
      tile({
        title: "Replica furthest behind",
        unit: "s",
        decimals: 0,
        thresholds: limits(["yellow", 5], ["red", 30]),
        description:
          "Age of what a replica has replayed last, as its own exporter says. Good: below 5 s. Bad: grows: its disk or network is too slow, or it hangs. 0 without a replica.",
        queries: [now(orElse(`max(${behind})`))],
      }),
    ]),
    row("As the service sees it", 8, [
      graph({
        title: "Pool",
        unit: "short",
        dashed: ["limit"],
        description:
          "Connections of all nodes: in use, free, and requests that wait for one. Good: nobody waits. Bad: waiting stays above 0.",
        colors: { "in use": "blue", free: "green", waiting: "red" },
        queries: [
          prom(orElse(sum(own("hashpost_db_pool_active"))), "in use"),
          prom(orElse(sum(own("hashpost_db_pool_idle"))), "free"),
          prom(orElse(sum(own("hashpost_db_pool_pending"))), "waiting"),
          prom(orElse(sum(own("hashpost_db_pool_max"))), "limit"),
        ],
      }),
      graph({
        title: "Wait for a connection",
        unit: "s",
        description: "Good: below a millisecond. Bad: near 1 s, after which it is given up.",
        queries: [0.5, 0.99].map((q) => prom(quantile(q, "hashpost_db_pool_wait_seconds"), `p${q * 100}`)),
      }),
      graph({
        title: "Connections given up on",
        unit: "cps",
        description:
          "Waits for a connection that came to nothing. Good: 0. Bad: any: each fails all requests of its batch.",
        queries: [
          prom(orNone(sum(rate(own("hashpost_db_pool_timeouts_total")), "instance"), "instance"), "{{instance}}"),
        ],
      }),
      graph({
        title: "Operations",
        unit: "ops",
        description:
          'Statements, each for a whole batch; "probe" asks twice a second from each node. Good: follows the load. Bad: falls while requests do not.',
        queries: [
          prom(
            orNone(sum(rate(own("hashpost_db_operation_seconds_count")), "operation"), "operation"),
            "{{operation}}",
          ),
        ],
      }),
    ]),
    row("", 8, [
      graph({
        title: "Operations, p99",
        unit: "s",
        description:
          "Time a statement takes with its commit. Good: lookup a few ms, store some 10 ms. Bad: probe slow as well: the server or the way to it, not the statements.",
        queries: [prom(quantile(0.99, "hashpost_db_operation_seconds", "", "operation"), "{{operation}}")],
      }),
      graph({
        title: "Operations, p50",
        unit: "s",
        description:
          "Good: flat. Bad: rises with p99: all statements are slow, look at the disk; p99 alone: locks or checkpoints.",
        queries: [prom(quantile(0.5, "hashpost_db_operation_seconds", "", "operation"), "{{operation}}")],
      }),
      graph({
        title: "Errors by class",
        unit: "cps",
        stack: true,
        description:
          'Good: "none" at 0. connection, shutdown: it is away; timeout: it hangs; resources, system: it has no memory, disk or connections; transaction: deadlocks; data, constraint, syntax: a bug of ours.',
        queries: [prom(busy(sum(rate(own("hashpost_db_errors_total")), "class"), "class"), "{{class}}")],
        colors: ERROR_COLORS,
      }),
    ]),
    row("As its exporter sees it", 8, [
      graph({
        title: "Connections by state",
        unit: "short",
        stack: true,
        dashed: ["limit"],
        description:
          'Good: most idle, some active. Bad: "idle in transaction" stays: a client has forgotten to commit; all of them near the limit: nobody else gets in.',
        queries: [
          prom(busy(sum(pg("pg_stat_activity_count"), "state"), "state"), "{{state}}"),
          prom(orElse(`max(${of("postgres", "pg_settings_max_connections")})`), "limit"),
        ],
      }),
      graph({
        title: "Transactions",
        unit: "ops",
        description:
          "Commits and rollbacks a second. Good: commits follow the batches, hardly a rollback. Bad: rollbacks follow the load.",
        colors: { committed: "green", "rolled back": "red" },
        queries: [
          prom(orElse(sum(rate(pg("pg_stat_database_xact_commit")))), "committed"),
          prom(orElse(sum(rate(pg("pg_stat_database_xact_rollback")))), "rolled back"),
        ],
      }),
      graph({
        title: "Rows",
        unit: "rowsps",
        description:
          "Rows a second. Good: inserted follows new messages; updated only renewals and repairs. Bad: returned far above fetched: a query reads whole tables.",
        queries: ["inserted", "updated", "deleted", "fetched", "returned"].map((done) =>
          prom(orElse(sum(rate(pg(`pg_stat_database_tup_${done}`)))), done),
        ),
      }),
      graph({
        title: "Longest transaction by state",
        unit: "s",
        description: 'Good: under a second. Bad: "idle in transaction" grows: it holds locks until its client ends it.',
        queries: [prom(busy(max(pg("pg_stat_activity_max_tx_duration"), "state"), "state"), "{{state}}")],
      }),
    ]),
    row("", 8, [
      graph({
        title: "Blocks",
        unit: "ops",
        description:
          "Blocks found in memory and read from outside it. Good: read is far below hit. Bad: read rises with latency: the disk is asked too much.",
        colors: { hit: "green", read: "yellow" },
        queries: [
          prom(orElse(sum(rate(pg("pg_stat_database_blks_hit")))), "hit"),
          prom(orElse(sum(rate(pg("pg_stat_database_blks_read")))), "read"),
        ],
      }),
      graph({
        title: "Deadlocks and conflicts",
        unit: "cps",
        description: "Good: 0. Bad: any deadlock; conflicts mean that a replica cancelled a query to go on replaying.",
        queries: [
          prom(orElse(sum(rate(pg("pg_stat_database_deadlocks")))), "deadlocks"),
          prom(orElse(sum(rate(pg("pg_stat_database_conflicts")))), "conflicts"),
        ],
      }),
      graph({
        title: "Locks held",
        unit: "short",
        description:
          "By mode. Good: shared modes that come and go. Bad: accessexclusivelock stays: somebody changes a table, and all others wait.",
        queries: [prom(busy(sum(pg("pg_locks_count"), "mode"), "mode"), "{{mode}}")],
      }),
      graph({
        title: "Temporary files",
        unit: "Bps",
        description:
          "Sorts and hashes that did not fit into work_mem. Good: 0, the service needs none. Bad: steady: somebody runs large queries here.",
        queries: [prom(perDatabase("pg_stat_database_temp_bytes"), "{{datname}}")],
      }),
    ]),
    row("Size and replicas", 7, [
      graph({
        title: "Size of the databases",
        unit: "bytes",
        description:
          "Good: a slow rise. Bad: the disk’s end comes near (JVM and host, Disks); keeps its last value while the exporter gives none.",
        queries: [prom(orNone(max(last(pg("pg_database_size_bytes")), "datname"), "datname"), "{{datname}}")],
        links: [to("Disks", "hashpost-jvm")],
      }),
      graph({
        title: "Replicas: behind",
        unit: "s",
        description:
          "As each replica’s own exporter says. Good: near 0. Bad: grows without end: reads from it are old. 0 without a replica.",
        queries: [prom(orNone(`max by (instance) (${behind})`, "instance"), "{{instance}}")],
      }),
      graph({
        title: "Replicas: WAL to replay",
        unit: "bytes",
        description:
          "Good: near 0. Bad: grows without end; reads from that replica are old, and it is no use when the primary is lost. 0 without a replica.",
        queries: [
          prom(
            orNone(
              `max by (application_name) (${of("postgres", "pg_stat_replication_pg_wal_lsn_diff")})`,
              "application_name",
            ),
            "{{application_name}}",
          ),
        ],
      }),
      graph({
        title: "Replication slots: WAL kept",
        unit: "bytes",
        description:
          "WAL that the server keeps for a slot. Good: as above. Bad: grows for a slot that nobody reads: it fills the disk. 0 without slots.",
        queries: [
          prom(
            orNone(`max by (slot_name) (${of("postgres", "pg_replication_slots_pg_wal_lsn_diff")})`, "slot_name"),
            "{{slot_name}}",
          ),
        ],
      }),
      graph({
        title: "WAL written",
        unit: "Bps",
        description:
          "The exporter gives the position with a connected replica only; 0 without. Good: follows the writes. Bad: more than the replicas’ network carries.",
        queries: [prom(orElse(max(rate(of("postgres", "pg_stat_replication_pg_current_wal_lsn_bytes")))), "WAL")],
      }),
    ]),
  ],
});
