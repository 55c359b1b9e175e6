output "autoscaling_group_name" {
  description = "The group of the nodes."
  value       = aws_autoscaling_group.this.name
}

output "autoscaling_group_arn" {
  description = "ARN of that group."
  value       = aws_autoscaling_group.this.arn
}

output "launch_template_id" {
  description = "What nodes are started from."
  value       = aws_launch_template.this.id
}

output "launch_template_version" {
  description = "The version of it that the group asks for."
  value       = aws_launch_template.this.latest_version
}

output "role_arn" {
  description = "The role of the nodes."
  value       = aws_iam_role.this.arn
}

output "log_group_name" {
  description = "Where the nodes' logs go."
  value       = aws_cloudwatch_log_group.this.name
}
