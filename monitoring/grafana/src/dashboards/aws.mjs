import { CLOUDWATCH, cloudwatchVariables, dashboard, figure, from, graph, limits, row } from "../model.mjs";

/** A metric of the chosen load balancer, target group or database, as CloudWatch keeps it. */
const metric =
  (namespace, dimensions) =>
  (metricName, statistic, label = metricName, more = {}) => ({
    datasource: CLOUDWATCH,
    queryMode: "Metrics",
    metricQueryType: 0,
    metricEditorMode: 0,
    id: "",
    expression: "",
    namespace,
    metricName,
    statistic,
    dimensions: { ...dimensions, ...more },
    matchExact: true,
    region: "$region",
    period: "",
    label,
  });

const balancer = metric("AWS/ApplicationELB", { LoadBalancer: "$loadbalancer" });
const targets = metric("AWS/ApplicationELB", { LoadBalancer: "$loadbalancer", TargetGroup: "$targetgroup" });
const database = metric("AWS/RDS", { DBInstanceIdentifier: "$database" });

export default dashboard({
  uid: "hashpost-aws",
  title: "AWS edge",
  description: "What only AWS sees: the load balancer in front of the nodes and the database’s machine, by CloudWatch.",
  variables: cloudwatchVariables,
  range: "now-3h",
  refresh: "1m",
  annotated: false,
  rows: [
    row("Now", 4, [
      figure({
        title: "Targets in service",
        unit: "short",
        decimals: 0,
        thresholds: from("red", ["yellow", 1], ["green", 2]),
        description:
          "Nodes to which the load balancer sends requests. Good: all there should be, two at least. Bad: 0: users get 503 from the balancer itself.",
        queries: [targets("HealthyHostCount", "Minimum")],
      }),
      figure({
        title: "Targets out of service",
        unit: "short",
        decimals: 0,
        thresholds: limits(["red", 1]),
        description: "Nodes that fail the balancer’s health check. Good: 0. Bad: any for longer than a deployment.",
        queries: [targets("UnHealthyHostCount", "Maximum")],
      }),
      figure({
        title: "Failed by the balancer",
        unit: "short",
        decimals: 0,
        thresholds: limits(["red", 1]),
        description:
          "5xx that no node has seen (none in service, time-out, reset), a minute. Good: 0. Bad: any: the service’s own dashboards do not count them.",
        queries: [balancer("HTTPCode_ELB_5XX_Count", "Sum")],
      }),
      figure({
        title: "Database: CPU",
        unit: "percent",
        decimals: 0,
        max: 100,
        thresholds: limits(["yellow", 70], ["red", 90]),
        description: "Good: below 70 %. Bad: above 90 %: statements queue.",
        queries: [database("CPUUtilization", "Average")],
      }),
      figure({
        title: "Database: free storage",
        unit: "bytes",
        thresholds: from("red", ["yellow", 5e9], ["green", 20e9]),
        description: "Good: above 20 GB. Bad: below 5 GB: the instance stops when there is none left.",
        queries: [database("FreeStorageSpace", "Minimum")],
      }),
      figure({
        title: "Database: replica lag",
        unit: "s",
        decimals: 0,
        thresholds: limits(["yellow", 5], ["red", 30]),
        description: "Of the chosen instance, if it is a replica; no data for a primary. Good: below 5 s. Bad: grows.",
        queries: [database("ReplicaLag", "Maximum")],
      }),
    ]),
    row("Load balancer", 8, [
      graph({
        title: "Requests",
        unit: "short",
        description:
          "A minute. Good: as the sum over the nodes (API). Bad: more than that: requests do not get through.",
        queries: [balancer("RequestCount", "Sum", "requests")],
      }),
      graph({
        title: "Answers by class",
        unit: "short",
        stack: true,
        description:
          "A minute. Good: 2xx, 3xx. Bad: 5xx; of the balancer: it finds no node that answers; of targets: the service failed.",
        colors: {
          "2xx": "green",
          "3xx": "blue",
          "4xx": "yellow",
          "5xx": "red",
          "5xx of the balancer": "dark-red",
          "4xx of the balancer": "orange",
        },
        queries: [
          targets("HTTPCode_Target_2XX_Count", "Sum", "2xx"),
          targets("HTTPCode_Target_3XX_Count", "Sum", "3xx"),
          targets("HTTPCode_Target_4XX_Count", "Sum", "4xx"),
          targets("HTTPCode_Target_5XX_Count", "Sum", "5xx"),
          balancer("HTTPCode_ELB_4XX_Count", "Sum", "4xx of the balancer"),
          balancer("HTTPCode_ELB_5XX_Count", "Sum", "5xx of the balancer"),
        ],
      }),
      graph({
        title: "Nodes take to answer",
        unit: "s",
        description:
          "From the balancer to a node and back. Good: little more than the service’s own latency. Bad: much more: the network, or nodes that accept late.",
        queries: [targets("TargetResponseTime", "p50", "p50"), targets("TargetResponseTime", "p99", "p99")],
      }),
      graph({
        title: "Targets",
        unit: "short",
        decimals: 0,
        description: "Good: healthy is flat, unhealthy 0. Bad: they swap places: nodes start in a loop.",
        colors: { healthy: "green", unhealthy: "red" },
        queries: [
          targets("HealthyHostCount", "Minimum", "healthy"),
          targets("UnHealthyHostCount", "Maximum", "unhealthy"),
        ],
      }),
    ]),
    row("", 8, [
      graph({
        title: "Connections",
        unit: "short",
        description:
          "A minute. Good: active follows the clients. Bad: rejected above 0; new as many as requests: clients do not keep connections.",
        queries: [
          balancer("ActiveConnectionCount", "Sum", "active"),
          balancer("NewConnectionCount", "Sum", "new"),
          balancer("RejectedConnectionCount", "Sum", "rejected"),
        ],
      }),
      graph({
        title: "Connections that failed",
        unit: "short",
        description:
          "A minute. Good: 0 or few. Bad: to targets: nodes refuse; TLS: old clients, or a wrong certificate.",
        queries: [
          targets("TargetConnectionErrorCount", "Sum", "to targets"),
          balancer("ClientTLSNegotiationErrorCount", "Sum", "TLS with clients"),
        ],
      }),
      graph({
        title: "Processed",
        unit: "bytes",
        description:
          "A minute, both ways. Good: follows the requests. Bad: grows alone: larger messages, or none comes from caches in front.",
        queries: [balancer("ProcessedBytes", "Sum", "processed")],
      }),
      graph({
        title: "Capacity units",
        unit: "short",
        decimals: 2,
        description:
          "What is paid for. Good: follows the requests. Bad: a jump without them: new connections or bytes.",
        queries: [balancer("ConsumedLCUs", "Average", "LCU")],
      }),
    ]),
    row("Database", 8, [
      graph({
        title: "CPU",
        unit: "percent",
        max: 100,
        description: "Good: below 70 %. Bad: at 100 %, or CPU credits near 0 on a burstable type: it is throttled.",
        queries: [database("CPUUtilization", "Average", "CPU")],
      }),
      graph({
        title: "CPU credits and burst balance",
        unit: "short",
        description:
          "On burstable types: credits left, and the share of I/O burst left in percent. Good: full. Bad: near 0. No data on other types.",
        queries: [
          database("CPUCreditBalance", "Minimum", "CPU credits"),
          database("BurstBalance", "Minimum", "I/O burst, %"),
        ],
      }),
      graph({
        title: "Memory left",
        unit: "bytes",
        calcs: ["lastNotNull", "min"],
        description: "Good: flat. Bad: near 0 with swap in use.",
        queries: [database("FreeableMemory", "Minimum", "freeable"), database("SwapUsage", "Maximum", "swap used")],
      }),
      graph({
        title: "Connections",
        unit: "short",
        description: "Good: nodes times their pool. Bad: near max_connections.",
        queries: [database("DatabaseConnections", "Maximum", "connections")],
      }),
    ]),
    row("", 8, [
      graph({
        title: "Disk takes",
        unit: "s",
        description:
          "Time of one read or write of the disk. Good: about a millisecond. Bad: some 10 ms: every commit waits for it.",
        queries: [database("ReadLatency", "Average", "read"), database("WriteLatency", "Average", "write")],
      }),
      graph({
        title: "Disk operations",
        unit: "iops",
        description: "Good: below what the volume is provisioned for. Bad: at that line with a queue.",
        queries: [
          database("ReadIOPS", "Average", "read"),
          database("WriteIOPS", "Average", "write"),
          database("DiskQueueDepth", "Average", "queue"),
        ],
      }),
      graph({
        title: "Storage left",
        unit: "bytes",
        calcs: ["lastNotNull", "min"],
        description: "Good: falls slowly. Bad: a straight line towards 0.",
        queries: [database("FreeStorageSpace", "Minimum", "free")],
      }),
      graph({
        title: "Log kept",
        unit: "bytes",
        description:
          "WAL on disk, and how much of it for the slowest slot. Good: some GB. Bad: grows without end: a replica that is gone has left its slot.",
        queries: [
          database("TransactionLogsDiskUsage", "Maximum", "WAL"),
          database("OldestReplicationSlotLag", "Maximum", "slowest slot"),
        ],
      }),
    ]),
  ],
});
