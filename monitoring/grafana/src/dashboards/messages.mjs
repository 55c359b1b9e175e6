import {
  dashboard,
  datasource,
  figure,
  from,
  graph,
  instance,
  job,
  limits,
  now,
  prom,
  row,
  tile,
  to,
  words,
} from "../model.mjs";
import { counted, max, mean, orElse, orNone, own, quantile, rate, ratio, sum } from "../promql.mjs";
import { FULL } from "../service.mjs";

const OPERATIONS = ["lookup", "store"];
const hits = (by) =>
  ratio(rate(own("hashpost_cache_requests_total", 'result="hit"')), rate(own("hashpost_cache_requests_total")), {
    by,
    idle: 1,
  });

export default dashboard({
  uid: "hashpost-messages",
  title: "Messages and cache",
  description:
    "What is stored and looked up, whether it is sound, what the cache does, and how reads and writes are gathered into batches.",
  variables: [datasource, job, instance],
  rows: [
    row("Now", 4, [
      tile({
        title: "Damaged messages read",
        unit: "suffix: damaged",
        decimals: 0,
        description:
          "Stored bodies that no longer had their digest when they were read, in the time shown. Good: ALL SOUND. Bad: any. They are never served; posting the message again repairs it.",
        thresholds: limits(["red", 1]),
        mappings: [words({ 0: ["ALL SOUND", "green"] })],
        queries: [now(orElse(counted(own("hashpost_integrity_total", 'result="damaged"'), "$__range")))],
      }),
      figure({
        title: "Messages held",
        unit: "short",
        description:
          "Estimated by the database. Good: grows slowly. Bad: falls, when nobody deletes; or grows many times faster than usual.",
        queries: [prom(orElse(max(own("hashpost_messages"))))],
      }),
      figure({
        title: "On disk",
        unit: "bytes",
        description:
          "The table with its large values and its index. Good: grows with the messages. Bad: faster than the disk can be enlarged (see Disk on PostgreSQL).",
        queries: [prom(orElse(max(own("hashpost_bytes"))))],
        links: [to("Disk", "hashpost-postgresql")],
      }),
      figure({
        title: "Served from the cache",
        unit: "percentunit",
        decimals: 1,
        max: 1,
        description:
          "Good: its usual height, for most uses above 80 %. Bad: a sudden fall: every read asks the database. 100 % while nobody reads.",
        thresholds: from("red", ["yellow", 0.3], ["green", 0.6]),
        queries: [prom(hits())],
      }),
      tile({
        title: "Fullest queue",
        unit: "percentunit",
        decimals: 0,
        description:
          "Requests that wait for a batch, of those that may. Good: a few percent. At FULL the next request is refused with 503: the database does not keep up.",
        thresholds: limits(["yellow", 0.5], ["red", 0.9]),
        mappings: FULL,
        queries: [now(orElse(max(`${own("hashpost_batch_queue_length")} / ${own("hashpost_batch_queue_limit")}`)))],
        links: [to("The database", "hashpost-postgresql")],
      }),
      tile({
        title: "Refused, queue full",
        unit: "suffix: refused",
        decimals: 0,
        description:
          "Requests that got 503 since a queue was full, in the time shown. Good: 0. Bad: any: users are told to come again.",
        thresholds: limits(["red", 1]),
        queries: [now(orElse(counted(own("hashpost_batch_refused_total"), "$__range")))],
      }),
    ]),
    row("Stored and looked up", 8, [
      graph({
        title: "Messages posted, by what became of them",
        unit: "cps",
        stack: true,
        description:
          "new: written; renewed: an expiry made longer or damage repaired; held: nothing had to be written. Bad: failed.",
        colors: { new: "green", renewed: "blue", held: "semi-dark-blue", failed: "red" },
        queries: [prom(orNone(sum(rate(own("hashpost_store_total")), "result"), "result"), "{{result}}")],
      }),
      graph({
        title: "Messages looked up, by what was found",
        unit: "cps",
        stack: true,
        description:
          "cached: answered from memory; found: from the database; missing: a 404. Bad: failed (the database did not answer) or damaged (see Integrity).",
        colors: { cached: "green", found: "blue", missing: "yellow", failed: "red", damaged: "dark-red" },
        queries: [prom(orNone(sum(rate(own("hashpost_lookup_total")), "result"), "result"), "{{result}}")],
      }),
      graph({
        title: "Integrity",
        unit: "cps",
        description:
          'Bodies read from the database and compared with their digest. Good: verified follows "found". Bad: damaged above 0: a disk, or somebody who wrote past the constraint.',
        colors: { verified: "green", damaged: "red" },
        queries: [prom(orNone(sum(rate(own("hashpost_integrity_total")), "result"), "result"), "{{result}}")],
      }),
    ]),
    row("Held", 7, [
      graph({
        title: "Messages",
        unit: "locale",
        min: undefined,
        description: "As the database estimates it; it moves in steps. Good: a steady rise. Bad: a fall.",
        queries: [prom(orElse(max(own("hashpost_messages"))), "messages")],
      }),
      graph({
        title: "Bytes on disk",
        unit: "bytes",
        decimals: 3,
        min: undefined,
        description:
          "Table, large values and index. Good: as the messages. Bad: rises while the messages do not: dead rows are not cleared away.",
        queries: [prom(orElse(max(own("hashpost_bytes"))), "on disk")],
      }),
      graph({
        title: "Bytes a message",
        unit: "bytes",
        description: "Good: flat. Bad: a steady rise: larger messages than planned for, or dead rows.",
        queries: [prom(ratio(own("hashpost_bytes"), own("hashpost_messages")), "bytes a message")],
      }),
    ]),
    row("Cache", 7, [
      graph({
        title: "Hit ratio by instance",
        unit: "percentunit",
        max: 1,
        calcs: ["lastNotNull", "min"],
        description:
          "Good: the same on all nodes. Bad: one is low for long after its start, or all fall at once. 100 % while nobody reads.",
        queries: [prom(hits("instance"), "{{instance}}")],
      }),
      graph({
        title: "Asked",
        unit: "cps",
        stack: true,
        description:
          "Reads that the cache had (hit) and had not (miss); a miss asks the database. Good: mostly hits. Bad: misses rise with the reads.",
        colors: { hit: "green", miss: "yellow" },
        queries: [prom(orNone(sum(rate(own("hashpost_cache_requests_total")), "result"), "result"), "{{result}}")],
      }),
      graph({
        title: "Bytes",
        unit: "bytes",
        dashed: ["limit"],
        description:
          "Memory that cached messages take, and its bound (HASHPOST_CACHE_MIB). Good: below or at the bound. At the bound with many evictions and misses: a larger cache would help.",
        queries: [
          prom(orNone(sum(own("hashpost_cache_bytes"), "instance"), "instance"), "{{instance}}"),
          prom(orElse(max(own("hashpost_cache_max_bytes"))), "limit of a node"),
        ],
      }),
      graph({
        title: "Messages in the cache",
        unit: "short",
        description: "Good: grows after a start, then stays. Bad: falls to 0: the node has started anew.",
        queries: [prom(orNone(sum(own("hashpost_cache_entries"), "instance"), "instance"), "{{instance}}")],
      }),
      graph({
        title: "Evictions",
        unit: "cps",
        description:
          "Messages that had to go to make place. Good: few. Bad: as many as misses: what is read does not fit.",
        queries: [
          prom(orNone(sum(rate(own("hashpost_cache_evictions_total")), "instance"), "instance"), "{{instance}}"),
        ],
      }),
    ]),
    row("Batches", 8, [
      graph({
        title: "Requests a batch",
        unit: "short",
        description:
          "Requests that share one statement, on the mean. 1 when little is asked. Good: grows with the load: that is how it is carried. Bad: at 64, the most there can be.",
        queries: [prom(mean("hashpost_batch_requests", "operation"), "{{operation}}")],
      }),
      graph({
        title: "Wait for a batch",
        unit: "s",
        description:
          "From asking to the begin of the statement. Good: milliseconds. Bad: tenths of a second; after 1.5 s a request fails.",
        queries: OPERATIONS.flatMap((operation) =>
          [0.5, 0.99].map((q) =>
            prom(quantile(q, "hashpost_batch_wait_seconds", `operation="${operation}"`), `${operation} p${q * 100}`),
          ),
        ),
      }),
      graph({
        title: "Waiting",
        unit: "short",
        dashed: ["limit"],
        description:
          "Requests in the queues, all nodes together, and the bound of one queue. Good: near 0. Bad: stays high: the database is slower than what is asked of it.",
        queries: [
          prom(orNone(sum(own("hashpost_batch_queue_length"), "operation"), "operation"), "{{operation}}"),
          prom(orElse(max(own("hashpost_batch_queue_limit"))), "limit of a queue"),
        ],
      }),
      graph({
        title: "Refused, queue full",
        unit: "cps",
        description: "Good: 0. Bad: any; each is a 503 for a user.",
        queries: [
          prom(orNone(sum(rate(own("hashpost_batch_refused_total")), "operation"), "operation"), "{{operation}}"),
        ],
      }),
    ]),
  ],
});
