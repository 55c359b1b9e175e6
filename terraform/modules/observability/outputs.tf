output "workspace_id" {
  description = "The workspace of Amazon Managed Prometheus."
  value       = aws_prometheus_workspace.this.id
}

output "workspace_arn" {
  description = "The same, as policies name it."
  value       = aws_prometheus_workspace.this.arn
}

output "remote_write_url" {
  description = "Where Prometheus agents write to, signed with SigV4."
  value       = "${aws_prometheus_workspace.this.prometheus_endpoint}api/v1/remote_write"
}

output "query_url" {
  description = "Where Grafana asks, and below it Alertmanager's API; without a slash at the end."
  value       = trimsuffix(aws_prometheus_workspace.this.prometheus_endpoint, "/")
}

output "page_topic_arn" {
  description = "The topic that wakes somebody."
  value       = aws_sns_topic.page.arn
}

output "ticket_topic_arn" {
  description = "The topic that waits for the morning."
  value       = aws_sns_topic.ticket.arn
}

output "rollback_alarm_names" {
  description = "The alarms that end a roll-out and have it taken back."
  value       = concat([for alarm in aws_cloudwatch_metric_alarm.error_ratio : alarm.alarm_name], [aws_cloudwatch_metric_alarm.latency.alarm_name])
}
