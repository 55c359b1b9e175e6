output "autoscaling_group_name" {
  description = "The group of the nodes."
  value       = aws_autoscaling_group.this.name
}

output "autoscaling_group_arn" {
  description = "ARN of that group."
  value       = aws_autoscaling_group.this.arn
}

output "roll_out" {
  description = "In JSON, what an instance refresh is to be begun with that brings the group to what the launch template says now."
  value = jsonencode({
    AutoScalingGroupName = aws_autoscaling_group.this.name
    Strategy             = "Rolling"
    DesiredConfiguration = {
      LaunchTemplate = {
        LaunchTemplateId = aws_launch_template.this.id
        Version          = tostring(aws_launch_template.this.latest_version)
      }
    }
    Preferences = merge(
      {
        MinHealthyPercentage = 100
        MaxHealthyPercentage = 200
        InstanceWarmup       = 180
        AutoRollback         = true
        SkipMatching         = true
      },
      length(var.rollback_alarm_names) == 0 ? {} : { AlarmSpecification = { Alarms = var.rollback_alarm_names } },
    )
  })
}

output "role_arn" {
  description = "The role of the nodes."
  value       = aws_iam_role.this.arn
}

output "log_group_name" {
  description = "Where the nodes' logs go."
  value       = aws_cloudwatch_log_group.this.name
}
