mock_provider "aws" {
  mock_resource "aws_prometheus_workspace" {
    defaults = {
      id                  = "ws-00000000-0000-0000-0000-000000000000"
      arn                 = "arn:aws:aps:eu-central-1:123456789012:workspace/ws-00000000-0000-0000-0000-000000000000"
      prometheus_endpoint = "https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-00000000-0000-0000-0000-000000000000/"
    }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:mock" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-central-1:123456789012:mock" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
}

mock_provider "aws" {
  alias = "us_east_1"

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:123456789012:mock" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000" }
  }
}

override_resource {
  target = aws_sns_topic.page
  values = { arn = "arn:aws:sns:eu-central-1:123456789012:page" }
}

override_resource {
  target = aws_sns_topic.ticket
  values = { arn = "arn:aws:sns:eu-central-1:123456789012:ticket" }
}

override_resource {
  target = aws_sns_topic.watchdog
  values = { arn = "arn:aws:sns:eu-central-1:123456789012:watchdog" }
}

variables {
  name                     = "hashpost-test"
  kms_key_arn              = "arn:aws:kms:eu-central-1:123456789012:key/11111111-1111-1111-1111-111111111111"
  rule_files               = { "service.yaml" = "groups: [{name: a, rules: [{alert: A, expr: up == 0}]}]\n" }
  alertmanager_config      = <<-EOT
    route:
      receiver: ticket
      group_by: [alertname, job]
      routes:
        - receiver: nobody
          matchers: [alertname = Recent]
        - receiver: watchdog
          matchers: [severity = none]
          repeat_interval: 5m
        - receiver: page
          matchers: [severity = page]
    inhibit_rules:
      - source_matchers: [alertname = Cause]
        target_matchers: ['alertname =~ "Effect.+"']
        equal: [job]
    receivers:
      - name: nobody
      - name: page
        webhook_configs: [{url: http://127.0.0.1:9095/page}]
      - name: ticket
        webhook_configs: [{url: http://127.0.0.1:9095/ticket}]
      - name: watchdog
        webhook_configs: [{url: http://127.0.0.1:9095/watchdog, send_resolved: false}]
  EOT
  page_emails              = ["page@example.org"]
  ticket_emails            = ["ticket@example.org"]
  load_balancer_arn_suffix = "app/hashpost-test/0123456789abcdef"
  target_group_arn_suffix  = "targetgroup/hashpost-test/0123456789abcdef"
  database_identifiers     = ["hashpost-test", "hashpost-test-replica-1"]
  distribution_id          = "E0000000000000"
  health_check_id          = "00000000-0000-0000-0000-000000000000"
  log_retention_days       = 30
}

run "defaults" {
  # Alertmanager.
  assert {
    condition = (yamldecode(yamldecode(aws_prometheus_alert_manager_definition.this.definition).alertmanager_config).route == yamldecode(var.alertmanager_config).route
    && yamldecode(yamldecode(aws_prometheus_alert_manager_definition.this.definition).alertmanager_config).inhibit_rules == yamldecode(var.alertmanager_config).inhibit_rules)
    error_message = "Routes and inhibitions must be those of the project's file."
  }

  assert {
    condition = { for receiver in yamldecode(yamldecode(aws_prometheus_alert_manager_definition.this.definition).alertmanager_config).receivers :
      receiver.name => [for topic in try(receiver.sns_configs, []) : [topic.topic_arn, topic.sigv4.region, topic.send_resolved]] } == {
      nobody   = []
      page     = [["arn:aws:sns:eu-central-1:123456789012:page", "eu-central-1", true]]
      ticket   = [["arn:aws:sns:eu-central-1:123456789012:ticket", "eu-central-1", true]]
      watchdog = [["arn:aws:sns:eu-central-1:123456789012:watchdog", "eu-central-1", false]]
    }
    error_message = "Each receiver must lead to its topic, with requests signed for this region, and nobody nowhere."
  }

  assert {
    condition     = !strcontains(aws_prometheus_alert_manager_definition.this.definition, "webhook")
    error_message = "Amazon's Alertmanager knows no webhooks."
  }

  assert {
    condition     = aws_prometheus_rule_group_namespace.this["service.yaml"].name == "service" && aws_prometheus_rule_group_namespace.this["service.yaml"].data == var.rule_files["service.yaml"]
    error_message = "A rule file must be loaded as it is."
  }

  # Alarms.
  assert {
    condition = alltrue([for alarm in concat(
      values(aws_cloudwatch_metric_alarm.error_ratio), [aws_cloudwatch_metric_alarm.latency], values(aws_cloudwatch_metric_alarm.load_balancer),
      values(aws_cloudwatch_metric_alarm.database), values(aws_cloudwatch_metric_alarm.prometheus), [aws_cloudwatch_metric_alarm.watchdog]
      ) : contains(["page", "ticket"], regex("[a-z]+$", one(alarm.alarm_actions))) && alarm.alarm_actions == alarm.ok_actions && length(alarm.alarm_description) > 40
    ])
    error_message = "Every alarm must tell people when it begins and when it ends, and say what it means."
  }

  assert {
    condition = alltrue([for alarm in concat([aws_cloudwatch_metric_alarm.cloudfront, aws_cloudwatch_metric_alarm.health_check]) :
    strcontains(one(alarm.alarm_actions), ":us-east-1:")])
    error_message = "An alarm of us-east-1 can tell a topic of us-east-1 only."
  }

  assert {
    condition = alltrue([for alarm in concat(
      values(aws_cloudwatch_metric_alarm.error_ratio), values(aws_cloudwatch_metric_alarm.load_balancer), values(aws_cloudwatch_metric_alarm.database),
      values(aws_cloudwatch_metric_alarm.prometheus), [aws_cloudwatch_metric_alarm.latency, aws_cloudwatch_metric_alarm.watchdog, aws_cloudwatch_metric_alarm.cloudfront, aws_cloudwatch_metric_alarm.health_check]
      ) : alltrue([for runbook in regexall("docs/runbooks/[A-Za-z]+\\.md", alarm.alarm_description) : fileexists("../../../${runbook}")])
    ])
    error_message = "A runbook that an alarm names must be there."
  }

  assert {
    condition     = length([for key in keys(aws_cloudwatch_metric_alarm.database) : key if startswith(key, "hashpost-test-replica-1/")]) == length([for key in keys(aws_cloudwatch_metric_alarm.database) : key if startswith(key, "hashpost-test/")]) && length(aws_cloudwatch_metric_alarm.database) >= 14
    error_message = "Each database must be watched for all of it."
  }

  assert {
    condition     = toset([for alarm in values(aws_cloudwatch_metric_alarm.database) : alarm.metric_name]) == toset(["CPUUtilization", "FreeStorageSpace", "FreeableMemory", "DatabaseConnections", "DiskQueueDepth", "ReplicaLag", "MaximumUsedTransactionIDs"])
    error_message = "CPU, storage, memory, connections, disk queue, replica lag and transaction ids must be watched."
  }

  assert {
    condition = alltrue([for name in ["healthy-hosts"] : aws_cloudwatch_metric_alarm.load_balancer[name].treat_missing_data == "breaching"]) && (
    aws_cloudwatch_metric_alarm.watchdog.treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.health_check.treat_missing_data == "breaching")
    error_message = "Where nothing is heard, something is wrong: no hosts, no watchdog, no health check."
  }

  assert {
    condition     = toset(output.rollback_alarm_names) == toset(["hashpost-test-load-balancer-5xx", "hashpost-test-target-5xx", "hashpost-test-latency-p99"])
    error_message = "A roll-out must be taken back for errors and for slowness, and for nothing that it does by itself."
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.certificate) == 0
    error_message = "No certificate was given."
  }

  # All is encrypted, and told to its own only.
  assert {
    condition = (alltrue([for topic in [aws_sns_topic.page, aws_sns_topic.ticket, aws_sns_topic.watchdog] : topic.kms_master_key_id == var.kms_key_arn])
    && alltrue([for topic in values(aws_sns_topic.edge) : topic.kms_master_key_id == aws_kms_key.edge.arn]))
    error_message = "Every topic must be encrypted with a key of its region."
  }

  assert {
    condition     = aws_prometheus_workspace.this.kms_key_arn == var.kms_key_arn && aws_cloudwatch_log_group.prometheus.kms_key_id == var.kms_key_arn && aws_cloudwatch_log_group.prometheus.retention_in_days == 30
    error_message = "Metrics and log must be encrypted, and the log must end."
  }

  assert {
    condition = alltrue([for document in values(data.aws_iam_policy_document.topic) : alltrue([
      for statement in document.statement : length(statement.condition) > 0 || [for principal in statement.principals : principal.identifiers] == [toset(["events.amazonaws.com"])]
    if statement.effect != "Deny"])])
    error_message = "Only this account's alarms, this workspace and rules on events may write to a topic."
  }

  assert {
    condition = { for topic, document in data.aws_iam_policy_document.topic : topic => anytrue([
      for statement in document.statement : statement.effect != "Deny" && contains(statement.actions, "sns:Publish")
      && anytrue([for principal in statement.principals : contains(principal.identifiers, "events.amazonaws.com")])
    ]) } == { page = false, ticket = true, watchdog = false }
    error_message = "The rule that tells of failed backups must get through to the ticket's topic, and to no other."
  }
}

run "an_edited_rule_file_is_a_change_of_its_own" {
  variables {
    rule_files = {
      "service.yaml" = "groups: [{name: a, rules: [{alert: A, expr: up == 0}]}]\n"
      "host.yaml"    = "groups: [{name: b, rules: [{alert: B, expr: up == 0}]}]\n"
    }
  }

  assert {
    condition     = toset([for namespace in values(aws_prometheus_rule_group_namespace.this) : namespace.name]) == toset(["service", "host"])
    error_message = "Each rule file must be a resource of its own."
  }
}

run "refuses_bad_values" {
  command = plan

  variables {
    rule_files           = {}
    alertmanager_config  = "route: {receiver: pager}\nreceivers: [{name: pager}]"
    page_emails          = ["operator"]
    ticket_emails        = ["a b@example.org"]
    database_identifiers = []
    database_alarms      = { used_transaction_wake = 2100000000 }
    latency_p99_seconds  = 90
    log_retention_days   = 31
  }

  expect_failures = [
    var.rule_files,
    var.alertmanager_config,
    var.page_emails,
    var.ticket_emails,
    var.database_identifiers,
    var.database_alarms,
    var.latency_p99_seconds,
    var.log_retention_days,
  ]
}

run "refuses_a_rule_file_that_is_none" {
  command = plan

  variables {
    rule_files = { "service.yaml" = "groups:" }
  }

  expect_failures = [var.rule_files]
}

run "refuses_what_is_no_configuration" {
  command = plan

  variables {
    alertmanager_config = "receivers: []"
  }

  expect_failures = [var.alertmanager_config]
}
