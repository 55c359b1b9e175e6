data "aws_caller_identity" "this" {}
data "aws_region" "this" {}

locals {
  account_id = data.aws_caller_identity.this.account_id

  # The routes say who is told of what; only where that leads is AWS's own.
  alertmanager = yamldecode(var.alertmanager_config)
  topics       = { page = aws_sns_topic.page.arn, ticket = aws_sns_topic.ticket.arn, watchdog = aws_sns_topic.watchdog.arn }
  message      = <<-EOT
    {{ range .Alerts }}{{ .Status | toUpper }}: {{ .Annotations.summary }}
    {{ .Annotations.description }}
    Runbook: {{ .Annotations.runbook_url }}
    Dashboard: {{ .Annotations.dashboard_url }}
    Since: {{ .StartsAt.Format "2006-01-02 15:04:05 MST" }}

    {{ end }}
  EOT

  receivers = [for receiver in local.alertmanager.receivers : merge(
    { name = receiver.name },
    { for kind, values in {
      sns_configs = [for topic in [lookup(local.topics, receiver.name, null)] : {
        topic_arn     = topic
        sigv4         = { region = data.aws_region.this.name }
        subject       = "{{ .Status | toUpper }}: {{ .CommonLabels.alertname }} (${var.name})"
        message       = local.message
        send_resolved = receiver.name != "watchdog"
      } if topic != null]
    } : kind => values if length(values) > 0 }
  )]
}

resource "aws_cloudwatch_log_group" "prometheus" {
  #checkov:skip=CKV_AWS_338:How long is the environment's to say; staging needs no year.
  # Only groups below vendedlogs are written to without a policy of their own for each.
  name              = "/aws/vendedlogs/prometheus/${var.name}"
  kms_key_id        = var.kms_key_arn
  retention_in_days = var.log_retention_days
}

resource "aws_prometheus_workspace" "this" {
  alias       = var.name
  kms_key_arn = var.kms_key_arn

  logging_configuration {
    log_group_arn = "${aws_cloudwatch_log_group.prometheus.arn}:*"
  }
}

resource "aws_prometheus_rule_group_namespace" "this" {
  for_each = var.rule_files

  workspace_id = aws_prometheus_workspace.this.id
  name         = split(".", each.key)[0]
  data         = each.value
}

resource "aws_prometheus_alert_manager_definition" "this" {
  workspace_id = aws_prometheus_workspace.this.id
  definition   = yamlencode({ alertmanager_config = yamlencode(merge(local.alertmanager, { receivers = local.receivers })) })

  # It tries its topics as soon as it is there.
  depends_on = [aws_sns_topic_policy.this]
}
