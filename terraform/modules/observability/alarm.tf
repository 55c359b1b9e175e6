# What only AWS can see, and what still tells of an outage when Prometheus is the one that is out. Each alarm tells when it begins
# and when it ends.
locals {
  load_balancer = { LoadBalancer = var.load_balancer_arn_suffix }
  targets       = { LoadBalancer = var.load_balancer_arn_suffix, TargetGroup = var.target_group_arn_suffix }

  # Errors in a hundred requests, of at least twenty a minute: one failure in a quiet night wakes nobody. RequestCount has only
  # the requests that a node was found for, so the load balancer's own errors come on top.
  error_ratios = {
    load-balancer-5xx = {
      metric      = "HTTPCode_ELB_5XX_Count"
      expression  = "IF(requests + errors >= 20, 100 * errors / (requests + errors), 0)"
      label       = "answers of the load balancer itself with 5xx, %"
      description = "The load balancer found no node, or got no answer from one, for 1 % of the requests. Runbook: docs/runbooks/HashpostNoneReady.md"
    }
    target-5xx = {
      metric      = "HTTPCode_Target_5XX_Count"
      expression  = "IF(requests >= 20, 100 * errors / requests, 0)"
      label       = "answers of nodes with 5xx, %"
      description = "Nodes answer 1 % of the requests with 5xx. Runbook: docs/runbooks/HashpostAvailabilityBurnFast.md"
    }
  }

  load_balancer_alarms = {
    healthy-hosts = {
      metric      = "HealthyHostCount"
      dimensions  = local.targets
      statistic   = "Maximum"
      comparison  = "LessThanThreshold"
      threshold   = 1
      minutes     = 2
      missing     = "breaching"
      severity    = "page"
      description = "No node passes the load balancer's health check: nobody is served. Runbook: docs/runbooks/HashpostNoneReady.md"
    }
    unhealthy-hosts = {
      metric      = "UnHealthyHostCount"
      dimensions  = local.targets
      statistic   = "Minimum"
      comparison  = "GreaterThanThreshold"
      threshold   = 0
      minutes     = 10
      missing     = "notBreaching"
      severity    = "ticket"
      description = "A node has failed the load balancer's health check for 10 minutes; others serve. Runbook: docs/runbooks/HashpostNotReady.md"
    }
    rejected-connections = {
      metric      = "RejectedConnectionCount"
      dimensions  = local.load_balancer
      statistic   = "Sum"
      comparison  = "GreaterThanThreshold"
      threshold   = 0
      minutes     = 1
      missing     = "notBreaching"
      severity    = "ticket"
      description = "The load balancer refused connections since it had too many. It grows by itself, if slowly: see whether one address makes them all."
    }
  }

  gib = 1024 * 1024 * 1024

  database_figures = {
    cpu = {
      metric      = "CPUUtilization"
      comparison  = "GreaterThanThreshold"
      threshold   = var.database_alarms.cpu_percent
      minutes     = 15
      severity    = "ticket"
      description = "The database's CPU has been above ${var.database_alarms.cpu_percent} % for 15 minutes. Runbook: docs/runbooks/HashpostWriteLatencyBurnSlow.md"
    }
    free-storage = {
      metric      = "FreeStorageSpace"
      comparison  = "LessThanThreshold"
      threshold   = var.database_alarms.free_storage_gib * local.gib
      minutes     = 5
      severity    = "page"
      description = "Less than ${var.database_alarms.free_storage_gib} GiB are left for the database, although its storage grows by itself up to its bound. Full, it stops. Runbook: docs/runbooks/PostgresStorageFilling.md"
    }
    free-memory = {
      metric      = "FreeableMemory"
      comparison  = "LessThanThreshold"
      threshold   = var.database_alarms.free_memory_mib * 1024 * 1024
      minutes     = 15
      severity    = "ticket"
      description = "The database's machine has had less than ${var.database_alarms.free_memory_mib} MiB to spare for 15 minutes. Look for connections beyond the usual (docs/runbooks/PostgresConnectionsHigh.md), else take a larger class."
    }
    connections = {
      metric      = "DatabaseConnections"
      comparison  = "GreaterThanThreshold"
      threshold   = var.database_alarms.connections
      minutes     = 5
      severity    = "ticket"
      description = "The database has more than ${var.database_alarms.connections} connections. Runbook: docs/runbooks/PostgresConnectionsHigh.md"
    }
    disk-queue = {
      metric      = "DiskQueueDepth"
      comparison  = "GreaterThanThreshold"
      threshold   = var.database_alarms.disk_queue
      minutes     = 15
      severity    = "ticket"
      description = "${var.database_alarms.disk_queue} reads and writes have waited for the database's disk for 15 minutes: it needs more IOPS or throughput. Runbook: docs/runbooks/HashpostWriteLatencyBurnSlow.md"
    }
    # Only replicas have this one, so that it never leaves OK anywhere else.
    replica-lag = {
      metric      = "ReplicaLag"
      comparison  = "GreaterThanThreshold"
      threshold   = var.database_alarms.replica_lag_seconds
      minutes     = 5
      severity    = "ticket"
      description = "The replica has been more than ${var.database_alarms.replica_lag_seconds} s behind for 5 minutes. Runbook: docs/runbooks/PostgresReplicaLag.md"
    }
    transaction-ids = {
      metric      = "MaximumUsedTransactionIDs"
      comparison  = "GreaterThanThreshold"
      threshold   = var.database_alarms.used_transaction_ids
      minutes     = 15
      severity    = "ticket"
      description = "Vacuum falls behind: look for what holds it up. Runbook: docs/runbooks/PostgresLongTransaction.md"
    }
    transaction-ids-last = {
      metric      = "MaximumUsedTransactionIDs"
      comparison  = "GreaterThanThreshold"
      threshold   = var.database_alarms.used_transaction_wake
      minutes     = 5
      severity    = "page"
      description = "Transaction ids run out within the last 15 %: PostgreSQL will stop taking writes. End what holds vacuum up and vacuum by hand. Runbook: docs/runbooks/PostgresLongTransaction.md"
    }
  }

  database_alarms = merge([for identifier in var.database_identifiers : {
    for key, figure in local.database_figures : "${identifier}/${key}" => merge(figure, { identifier = identifier, key = key })
  }]...)

  # Whether the monitoring can be believed: what PrometheusRuleFailures and PrometheusNotificationFailures tell of a Prometheus of
  # one's own, Amazon's tells CloudWatch.
  prometheus_alarms = {
    rule-failures = {
      metric      = "RuleEvaluationFailures"
      description = "Amazon Managed Prometheus can't evaluate rules: the alerts in them do not fire. Runbook: docs/runbooks/PrometheusRuleFailures.md"
    }
    notification-failures = {
      metric      = "AlertManagerNotificationsFailed"
      description = "Alerts do not reach SNS. Runbook: docs/runbooks/PrometheusNotificationFailures.md"
    }
    discarded-samples = {
      metric      = "DiscardedSamples"
      description = "Amazon Managed Prometheus throws samples away, most often since a quota is reached; its log group says which. Runbook: docs/runbooks/PrometheusRuleFailures.md"
    }
  }

  actions      = { page = [aws_sns_topic.page.arn], ticket = [aws_sns_topic.ticket.arn] }
  edge_actions = { for severity, topic in aws_sns_topic.edge : severity => [topic.arn] }
}

resource "aws_cloudwatch_metric_alarm" "error_ratio" {
  for_each = local.error_ratios

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  comparison_operator = "GreaterThanThreshold"
  threshold           = 1
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.actions.page
  ok_actions          = local.actions.page

  metric_query {
    id          = "ratio"
    expression  = each.value.expression
    label       = each.value.label
    return_data = true
  }

  # Neither is there in a minute without any.
  metric_query {
    id         = "errors"
    expression = "FILL(counted_errors, 0)"
  }

  metric_query {
    id         = "requests"
    expression = "FILL(counted_requests, 0)"
  }

  metric_query {
    id = "counted_errors"

    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = each.value.metric
      dimensions  = local.load_balancer
      period      = 60
      stat        = "Sum"
    }
  }

  metric_query {
    id = "counted_requests"

    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "RequestCount"
      dimensions  = local.load_balancer
      period      = 60
      stat        = "Sum"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "latency" {
  alarm_name                            = "${var.name}-latency-p99"
  alarm_description                     = "One request of a hundred takes longer than ${var.latency_p99_seconds} s. Runbook: docs/runbooks/HashpostReadLatencyBurnFast.md"
  namespace                             = "AWS/ApplicationELB"
  metric_name                           = "TargetResponseTime"
  dimensions                            = local.targets
  extended_statistic                    = "p99"
  period                                = 60
  comparison_operator                   = "GreaterThanThreshold"
  threshold                             = var.latency_p99_seconds
  evaluation_periods                    = 5
  datapoints_to_alarm                   = 4
  treat_missing_data                    = "notBreaching"
  evaluate_low_sample_count_percentiles = "ignore"
  alarm_actions                         = local.actions.page
  ok_actions                            = local.actions.page
}

resource "aws_cloudwatch_metric_alarm" "load_balancer" {
  for_each = local.load_balancer_alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/ApplicationELB"
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = 60
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  evaluation_periods  = each.value.minutes
  treat_missing_data  = each.value.missing
  alarm_actions       = local.actions[each.value.severity]
  ok_actions          = local.actions[each.value.severity]
}

resource "aws_cloudwatch_metric_alarm" "database" {
  for_each = local.database_alarms

  alarm_name          = "${each.value.identifier}-${each.value.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/RDS"
  metric_name         = each.value.metric
  dimensions          = { DBInstanceIdentifier = each.value.identifier }
  statistic           = "Average"
  period              = 60
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  evaluation_periods  = each.value.minutes
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.actions[each.value.severity]
  ok_actions          = local.actions[each.value.severity]
}

resource "aws_cloudwatch_metric_alarm" "prometheus" {
  for_each = local.prometheus_alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.actions.ticket
  ok_actions          = local.actions.ticket

  # Over whatever else the metric is split by.
  metric_query {
    id          = "total"
    label       = each.value.metric
    expression  = "SELECT SUM(${each.value.metric}) FROM \"AWS/Prometheus\" WHERE Workspace = '${aws_prometheus_workspace.this.id}'"
    period      = 300
    return_data = true
  }
}

# The alert Watchdog always fires, and Alertmanager says so every five minutes. When it stops, no other alert would come either.
resource "aws_cloudwatch_metric_alarm" "watchdog" {
  alarm_name          = "${var.name}-watchdog-silent"
  alarm_description   = "The way from Prometheus' rules to SNS is broken: no alert comes any more. Runbook: docs/runbooks/Watchdog.md"
  namespace           = "AWS/SNS"
  metric_name         = "NumberOfMessagesPublished"
  dimensions          = { TopicName = aws_sns_topic.watchdog.name }
  statistic           = "Sum"
  period              = 900
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  evaluation_periods  = 2
  treat_missing_data  = "breaching"
  alarm_actions       = local.actions.page
  ok_actions          = local.actions.page
}

resource "aws_cloudwatch_metric_alarm" "cloudfront" {
  provider = aws.us_east_1

  alarm_name          = "${var.name}-cloudfront-5xx"
  alarm_description   = "CloudFront answers more than 1 % of the requests with 5xx, its own or the service's. Runbook: docs/runbooks/HashpostAvailabilityBurnFast.md"
  namespace           = "AWS/CloudFront"
  metric_name         = "5xxErrorRate"
  dimensions          = { DistributionId = var.distribution_id, Region = "Global" }
  statistic           = "Average"
  period              = 60
  comparison_operator = "GreaterThanThreshold"
  threshold           = 1
  evaluation_periods  = 5
  datapoints_to_alarm = 4
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.edge_actions.page
  ok_actions          = local.edge_actions.page
}

resource "aws_cloudwatch_metric_alarm" "health_check" {
  provider = aws.us_east_1

  alarm_name          = "${var.name}-health-check"
  alarm_description   = "Route 53 can't reach the service from outside: name, CloudFront, load balancer, nodes or database. Runbook: docs/runbooks/HashpostNoneReady.md"
  namespace           = "AWS/Route53"
  metric_name         = "HealthCheckStatus"
  dimensions          = { HealthCheckId = var.health_check_id }
  statistic           = "Minimum"
  period              = 60
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  evaluation_periods  = 2
  treat_missing_data  = "breaching"
  alarm_actions       = local.edge_actions.page
  ok_actions          = local.edge_actions.page
}

resource "aws_cloudwatch_metric_alarm" "certificate" {
  for_each = var.viewer_certificate_arns
  provider = aws.us_east_1

  alarm_name          = "${var.name}-certificate-${each.key}"
  alarm_description   = "The certificate ends within three weeks, and AWS has not renewed it: its validation record is missing. Runbook: docs/runbooks/HashpostCertificateExpiry.md"
  namespace           = "AWS/CertificateManager"
  metric_name         = "DaysToExpiry"
  dimensions          = { CertificateArn = each.value }
  statistic           = "Minimum"
  period              = 86400
  comparison_operator = "LessThanThreshold"
  threshold           = 21
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.edge_actions.ticket
  ok_actions          = local.edge_actions.ticket
}
