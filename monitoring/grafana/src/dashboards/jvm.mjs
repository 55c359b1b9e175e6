import {
  bars,
  dashboard,
  datasource,
  exporter,
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
  words,
} from "../model.mjs";
import { max, mean, of, orElse, orNone, own, rate, sum } from "../promql.mjs";
import { fullness } from "../service.mjs";

const node = (metric, more) => of("node", metric, more);
const HEAP = 'area="heap"';
const OLD = 'pool=~"Tenured Gen|.*Old Gen"';
const fds = `${own("process_open_fds")} / ${own("process_max_fds")}`;
const diskUsed = fullness("node");
const NETWORK = 'device!~"lo|veth.*|docker.*|br-.*|cni.*"';

export default dashboard({
  uid: "hashpost-jvm",
  title: "JVM and host",
  description:
    "What the processes and the machines have left: heap, threads, descriptors, CPU, memory, disks, network.",
  variables: [datasource, job, instance, exporter("node", "Node exporter’s job", { hide: 0 })],
  rows: [
    row("Now", 4, [
      figure({
        title: "Heap left after collection",
        unit: "percentunit",
        decimals: 0,
        max: 1,
        thresholds: from("red", ["yellow", 0.1], ["green", 0.2]),
        description:
          "What the last collection of the old generation could free, the fullest node. Good: above 20 %. Bad: below 10 %: the next large request may end the process.",
        queries: [
          prom(
            orElse(
              `min(1 - ${own("jvm_memory_pool_collection_used_bytes", OLD)} / (${own("jvm_memory_pool_collection_max_bytes", OLD)} > 0))`,
              1,
            ),
          ),
        ],
      }),
      figure({
        title: "Time in garbage collection",
        unit: "percentunit",
        decimals: 1,
        thresholds: limits(["yellow", 0.05], ["red", 0.2]),
        description:
          "Share of the time, the worst node. Good: below 1 %. Bad: above 5 %: the heap is too small for what is cached and in hand.",
        queries: [prom(orElse(max(sum(rate(own("jvm_gc_collection_seconds_sum")), "instance"))))],
      }),
      tile({
        title: "Threads in deadlock",
        unit: "short",
        decimals: 0,
        thresholds: limits(["red", 1]),
        mappings: [words({ 0: ["NONE", "green"] })],
        description: "Good: NONE. Bad: any: they never come free; take a thread dump and restart the node.",
        queries: [now(orElse(sum(own("jvm_threads_deadlocked"))))],
      }),
      tile({
        title: "Descriptors in use",
        unit: "percentunit",
        decimals: 0,
        thresholds: limits(["yellow", 0.7], ["red", 0.9]),
        description:
          "File descriptors of the node that has most. Good: a few percent. Bad: above 70 % and rising: connections or files leak, and at the end none can be accepted.",
        queries: [now(orElse(max(fds)))],
      }),
      figure({
        title: "CPU of the busiest host",
        unit: "percentunit",
        decimals: 0,
        max: 1,
        thresholds: limits(["yellow", 0.8], ["red", 0.95]),
        description: "Good: below 80 %. Bad: at 100 %: everything queues.",
        queries: [prom(orElse(max(`1 - avg by (instance) (${rate(node("node_cpu_seconds_total", 'mode="idle"'))})`)))],
      }),
      tile({
        title: "Fullest disk",
        unit: "percentunit",
        decimals: 0,
        say: "both",
        thresholds: limits(["yellow", 0.8], ["red", 0.9]),
        description: "Good: below 80 %. Bad: above 90 %: PostgreSQL stops when its disk is full.",
        queries: [now(orNone(`topk(1, max by (mountpoint) ${diskUsed})`, "mountpoint"), "{{mountpoint}}")],
      }),
      tile({
        title: "Youngest node",
        unit: "s",
        thresholds: limits(),
        description:
          "Time since the last start of any node. Good: since the last deployment. Bad: minutes, again and again: a node starts in a loop.",
        queries: [now(orElse(`min(time() - ${own("process_start_time_seconds")})`))],
      }),
    ]),
    row("Memory of the service", 8, [
      graph({
        title: "Heap",
        unit: "bytes",
        dashed: ["limit"],
        description: "Good: a saw-tooth below the limit (-Xmx). Bad: its lower edge rises all the time: a leak.",
        queries: [
          prom(orNone(sum(own("jvm_memory_used_bytes", HEAP), "instance"), "instance"), "{{instance}}"),
          prom(orElse(max(own("jvm_memory_max_bytes", HEAP))), "limit of a node"),
        ],
      }),
      graph({
        title: "By area",
        unit: "bytes",
        stack: true,
        description:
          "All nodes together. heap: messages, cache, requests; nonheap: code and classes. Bad: nonheap that rises for days.",
        queries: [prom(orNone(sum(own("jvm_memory_used_bytes"), "area"), "area"), "{{area}}")],
      }),
      graph({
        title: "Pools",
        unit: "bytes",
        description:
          "The JVM’s memory pools, all nodes together. Good: the old generation goes down with collections. Bad: it only rises.",
        queries: [prom(orNone(sum(own("jvm_memory_pool_used_bytes"), "pool"), "pool"), "{{pool}}")],
      }),
      graph({
        title: "Resident and direct",
        unit: "bytes",
        description:
          "What the operating system counts, and buffers outside the heap. Good: flat. Bad: resident rises while the heap does not.",
        queries: [
          prom(orNone(sum(own("process_resident_memory_bytes"), "instance"), "instance"), "resident {{instance}}"),
          prom(orNone(sum(own("jvm_buffer_pool_used_bytes"), "instance"), "instance"), "buffers {{instance}}"),
        ],
      }),
    ]),
    row("Garbage collection and threads", 8, [
      graph({
        title: "Time in collection",
        unit: "percentunit",
        soft: 0.05,
        description:
          "Share of the time, by collector, all nodes. Good: below 1 %. Bad: the collector of the old generation shows up at all.",
        queries: [prom(orNone(sum(rate(own("jvm_gc_collection_seconds_sum")), "gc"), "gc"), "{{gc}}")],
      }),
      graph({
        title: "A collection takes",
        unit: "s",
        description:
          "On the mean. Good: some 10 ms. Bad: longer than the SLO of a read: those who wait meanwhile are late.",
        queries: [prom(mean("jvm_gc_collection_seconds", "gc"), "{{gc}}")],
      }),
      graph({
        title: "Threads",
        unit: "short",
        description: "Good: flat. Bad: rises without end.",
        queries: [prom(orNone(sum(own("jvm_threads_current"), "instance"), "instance"), "{{instance}}")],
      }),
      graph({
        title: "Threads by state",
        unit: "short",
        stack: true,
        description: "Good: most wait. Bad: many BLOCKED: they stand before one lock.",
        queries: [prom(orNone(sum(own("jvm_threads_state"), "state"), "state"), "{{state}}")],
      }),
      graph({
        title: "Open files and connections",
        unit: "short",
        dashed: ["limit"],
        description: "File descriptors. Good: follows the clients. Bad: rises while they do not.",
        queries: [
          prom(orNone(sum(own("process_open_fds"), "instance"), "instance"), "{{instance}}"),
          prom(orElse(max(own("process_max_fds"))), "limit of a node"),
        ],
      }),
    ]),
    row("Processors", 8, [
      graph({
        title: "CPU of the service",
        unit: "short",
        decimals: 2,
        description: "Cores in use. Good: follows the requests. Bad: high without them: collections, or a loop.",
        queries: [prom(orNone(sum(rate(own("process_cpu_seconds_total")), "instance"), "instance"), "{{instance}}")],
      }),
      graph({
        title: "CPU of the hosts by mode",
        unit: "percentunit",
        stack: true,
        max: 1,
        description:
          "Mean of all hosts. Good: idle is left. Bad: iowait: the disk is slow; steal: the machine is lent to others.",
        queries: [
          prom(orNone(`avg by (mode) (${rate(node("node_cpu_seconds_total", 'mode!="idle"'))})`, "mode"), "{{mode}}"),
        ],
      }),
      graph({
        title: "Load for each core",
        unit: "short",
        decimals: 2,
        line: true,
        thresholds: limits(["red", 1]),
        description:
          "Processes that run or wait, for each core. Good: below 1, the dashed line. Bad: above it for long.",
        queries: [
          prom(
            orNone(
              `max by (instance) (${node("node_load1")}) / count by (instance) (${node("node_cpu_seconds_total", 'mode="idle"')})`,
              "instance",
            ),
            "{{instance}}",
          ),
        ],
      }),
      graph({
        title: "Memory left on the hosts",
        unit: "bytes",
        description:
          "Free, or free at once when needed. Good: a tenth of the machine or more. Bad: near 0: the kernel ends a process.",
        queries: [
          prom(orNone(`max by (instance) (${node("node_memory_MemAvailable_bytes")})`, "instance"), "{{instance}}"),
        ],
        calcs: ["lastNotNull", "min"],
      }),
    ]),
    row("Disks and network", 8, [
      bars({
        title: "Disks in use",
        unit: "percentunit",
        decimals: 0,
        min: 0,
        max: 1,
        thresholds: limits(["yellow", 0.8], ["red", 0.9]),
        description: "By mount point, the fullest host. Good: green. Bad: red: PostgreSQL stops when its disk is full.",
        queries: [now(orNone(`sort_desc(max by (mountpoint) ${diskUsed})`, "mountpoint"), "{{mountpoint}}")],
      }),
      graph({
        title: "Disks in use, over time",
        unit: "percentunit",
        max: 1,
        line: true,
        thresholds: limits(["red", 0.9]),
        description: "Good: flat. Bad: a straight line towards 100 %: draw it on, and you have the hour.",
        queries: [prom(orNone(`max by (mountpoint) ${diskUsed}`, "mountpoint"), "{{mountpoint}}")],
      }),
      graph({
        title: "Disks: time busy",
        unit: "percentunit",
        soft: 1,
        description:
          "Share of the time in which a disk has something to do. Good: below 80 %. Bad: at 100 % with slow commits.",
        queries: [
          prom(orNone(`max by (device) (${rate(node("node_disk_io_time_seconds_total"))})`, "device"), "{{device}}"),
        ],
      }),
      graph({
        title: "Disks: read and written",
        unit: "Bps",
        description:
          "All disks. Good: written follows the posts. Bad: read rises: what is read no longer fits into memory.",
        queries: [
          prom(orElse(sum(rate(node("node_disk_read_bytes_total")))), "read"),
          prom(orElse(sum(rate(node("node_disk_written_bytes_total")))), "written"),
        ],
      }),
      graph({
        title: "Network",
        unit: "Bps",
        description:
          "All hosts, without loopback. Good: sent follows the reads. Bad: at the line’s or the machine type’s end.",
        queries: [
          prom(orElse(sum(rate(node("node_network_receive_bytes_total", NETWORK)))), "received"),
          prom(orElse(sum(rate(node("node_network_transmit_bytes_total", NETWORK)))), "sent"),
        ],
      }),
    ]),
  ],
});
