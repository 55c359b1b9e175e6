import { dashboard, datasource, from, graph, job, limits, now, prom, row, table, tile, words } from "../model.mjs";
import { counted, max, orElse, orNone, outOf, pair, rate, sum } from "../promql.mjs";
import { UNKNOWN, UP, firing } from "../service.mjs";

const NONE_YET = words({ 0: ["NONE", "green"] });
const LOST = [
  "prometheus_notifications_dropped_total",
  "prometheus_notifications_errors_total",
  "alertmanager_notifications_failed_total",
];
const inRange = (metric) => orElse(counted(metric, "$__range"));

export default dashboard({
  uid: "hashpost-monitoring",
  title: "Monitoring itself",
  description:
    "Whether what the other dashboards and the alerts say can be believed: targets, rules, notifications, storage, exporters.",
  variables: [datasource, job],
  rows: [
    row("Now", 4, [
      tile({
        title: "Targets that answer",
        say: "name",
        unit: "percentunit",
        thresholds: from("red", ["orange", 0.5], ["green", 1]),
        description: "Good: all. Bad: fewer; the list below says which.",
        queries: [now(outOf("sum(up)", "count(up)"), "{{part}} of {{whole}}")],
      }),
      tile({
        title: "Watchdog",
        unit: "short",
        mappings: [words({ 0: ["SILENT", "red"], 1: ["FIRES", "green"] })],
        description:
          "An alert that always fires, so that its silence tells of broken alerting. Good: FIRES. Bad: SILENT: rules are not evaluated; nobody will be paged.",
        queries: [now(orElse('max(ALERTS{alertname="Watchdog", alertstate="firing"})'))],
      }),
      tile({
        title: "Alerts",
        say: "name",
        unit: "short",
        thresholds: limits(["yellow", 1], ["red", 2]),
        description: "Firing now. Good: none. Pages wake somebody, tickets wait for the morning.",
        queries: [
          now(
            pair(
              orElse(`count(${firing("page")})`),
              orElse(`count(${firing("ticket")})`),
              `clamp_max(2 * (${orElse(`count(${firing("page")})`)}) + clamp_max(${orElse(`count(${firing("ticket")})`)}, 1), 2)`,
            ),
            "pages: {{part}}, tickets: {{whole}}",
          ),
        ],
      }),
      tile({
        title: "Rules that failed",
        unit: "short",
        decimals: 0,
        thresholds: limits(["red", 1]),
        mappings: [NONE_YET],
        description:
          "Evaluations in the time shown that ended with an error. Good: NONE. Bad: any: an alert may be blind.",
        queries: [now(inRange("prometheus_rule_evaluation_failures_total"))],
      }),
      tile({
        title: "Notifications lost",
        unit: "short",
        decimals: 0,
        thresholds: limits(["red", 1]),
        mappings: [NONE_YET],
        description:
          "Alerts that did not get to Alertmanager, or from there to a person, in the time shown. Good: NONE. Bad: any: somebody was not told.",
        queries: [now(LOST.map((total) => `(${inRange(total)})`).join(" + "))],
      }),
      tile({
        title: "Configuration",
        unit: "short",
        mappings: [words({ 0: ["REFUSED", "red"], 1: ["LOADED", "green"] }), UNKNOWN],
        description:
          "Of Prometheus and Alertmanager, at the last reload. Bad: REFUSED: the old one goes on, and the next restart fails.",
        queries: [
          now(
            orElse("min(prometheus_config_last_reload_successful or alertmanager_config_last_reload_successful)", -1),
          ),
        ],
      }),
    ]),
    row("Targets and exporters", 11, [
      table({
        title: "Targets",
        by: "target",
        sortBy: [
          { displayName: "State", desc: false },
          { displayName: "Target", desc: false },
        ],
        unit: "short",
        description: "Good: all UP. Bad: DOWN: nothing is known of it. A scrape that takes seconds is soon cut off.",
        queries: [
          now('label_join(sum by (job, instance) (up), "target", " ", "job", "instance")'),
          now('label_join(sum by (job, instance) (scrape_duration_seconds), "target", " ", "job", "instance")'),
          now('label_join(sum by (job, instance) (scrape_samples_scraped), "target", " ", "job", "instance")'),
        ],
        columns: [
          { field: "target", as: "Target" },
          { field: "Value #A", as: "State", mappings: [UP], width: 90 },
          { field: "Value #B", as: "Scrape takes", unit: "s", width: 110 },
          { field: "Value #C", as: "Samples", unit: "short", width: 90 },
        ],
        width: 9,
      }),
      graph({
        title: "Targets down, by job",
        unit: "short",
        decimals: 0,
        description: "Good: 0. Bad: a whole job at once: its port, its network or its credentials.",
        queries: [prom("sum by (job) (up == bool 0)", "{{job}}")],
      }),
      graph({
        title: "Scrapes take",
        unit: "s",
        description:
          "The slowest target of each job. Good: well below a second. Bad: near the time-out of 10 s: its numbers will have gaps.",
        queries: [prom("max by (job) (scrape_duration_seconds)", "{{job}}")],
      }),
      tile({
        title: "Probes and exporters",
        unit: "short",
        say: "both",
        mappings: [words({ 0: ["FAILS", "red"], 1: ["WORKS", "green"] })],
        width: 4,
        description:
          "Whether what the exporters look at answers them. Good: WORKS. Bad: FAILS: it is the database, the node or the certificate, not the exporter.",
        queries: [
          now(orElse("min(pg_up)"), "PostgreSQL"),
          now(orElse('min(probe_success{job="blackbox-ready"})'), "Ready"),
          now(orElse('min(probe_success{job="blackbox-tls"})'), "TLS"),
          now(
            orElse('min(node_scrape_collector_success{collector=~"cpu|filesystem|meminfo|diskstats|netdev|loadavg"})'),
            "Host",
          ),
        ],
      }),
    ]),
    row("Rules and alerts", 8, [
      graph({
        title: "Groups take",
        unit: "s",
        description:
          "The last evaluation of each group of rules. Good: milliseconds. Bad: near the group’s interval: evaluations are skipped.",
        queries: [
          prom(
            orNone(
              'max by (group) (label_replace(prometheus_rule_group_last_duration_seconds, "group", "$1", "rule_group", ".*;(.*)"))',
              "group",
            ),
            "{{group}}",
          ),
        ],
      }),
      graph({
        title: "Evaluations failed or missed",
        unit: "cps",
        description: "Good: 0. Bad: failed: a rule is wrong for the data; missed: Prometheus is too slow.",
        colors: { failed: "red", missed: "orange" },
        queries: [
          prom(orElse(sum(rate("prometheus_rule_evaluation_failures_total"))), "failed"),
          prom(orElse(sum(rate("prometheus_rule_group_iterations_missed_total"))), "missed"),
        ],
      }),
      graph({
        title: "Alerts firing",
        unit: "short",
        decimals: 0,
        stack: true,
        description: 'By name, all but the watchdog. Good: "none" at 0.',
        queries: [
          prom(
            orNone('count by (alertname) (ALERTS{alertstate="firing", severity=~"page|ticket"})', "alertname"),
            "{{alertname}}",
          ),
        ],
      }),
      graph({
        title: "Notifications",
        unit: "cps",
        description:
          "Sent by Alertmanager to people, and failed on the way. Good: sent when alerts start and end, failed at 0. Bad: failed: the receiver’s address or secret.",
        colors: { "to people": "green", "to people, failed": "red", "to Alertmanager, failed": "orange" },
        queries: [
          prom(orElse(sum(rate("alertmanager_notifications_total"))), "to people"),
          prom(orElse(sum(rate("alertmanager_notifications_failed_total"))), "to people, failed"),
          prom(orElse(sum(rate("prometheus_notifications_errors_total"))), "to Alertmanager, failed"),
        ],
      }),
    ]),
    row("Storage of Prometheus", 7, [
      graph({
        title: "Series",
        unit: "short",
        description:
          "Series in memory. Good: flat, a step for each new node. Bad: a steep rise: somebody has put something endless into a label.",
        queries: [prom(orElse(max("prometheus_tsdb_head_series")), "series")],
      }),
      graph({
        title: "Samples taken in",
        unit: "cps",
        description: "Good: flat. Bad: falls: targets are lost; rises: see Series.",
        queries: [prom(orElse(sum(rate("prometheus_tsdb_head_samples_appended_total"))), "samples")],
      }),
      graph({
        title: "On disk",
        unit: "bytes",
        description:
          "Finished blocks, two hours or more each. Good: levels off at the retention’s end. Bad: nears the disk’s size.",
        queries: [prom(orElse(max("prometheus_tsdb_storage_blocks_bytes")), "blocks")],
      }),
      graph({
        title: "Trouble",
        unit: "cps",
        description:
          "Good: 0. Bad: any: samples out of order (two Prometheis write the same, or a clock jumps), a log that is damaged, compactions that fail.",
        queries: [
          prom(orElse(sum(rate("prometheus_target_scrapes_sample_out_of_order_total"))), "out of order"),
          prom(orElse(sum(rate("prometheus_tsdb_wal_corruptions_total"))), "log damaged"),
          prom(orElse(sum(rate("prometheus_tsdb_compactions_failed_total"))), "compactions failed"),
        ],
      }),
      graph({
        title: "Queries take, p90",
        unit: "s",
        description:
          "As Prometheus measures it, by part. Good: milliseconds. Bad: seconds: a dashboard or a rule asks for too much.",
        queries: [
          prom(
            orNone('max by (slice) (prometheus_engine_query_duration_seconds{quantile="0.9"}) >= 0', "slice"),
            "{{slice}}",
          ),
        ],
      }),
    ]),
  ],
});
