output "autoscaling_group_name" {
  description = "The group of the one instance."
  value       = aws_autoscaling_group.this.name
}

output "admin_secret_arn" {
  description = "The secret with the password of Grafana's user admin."
  value       = aws_secretsmanager_secret.admin.arn
}

output "role_arn" {
  description = "What the instance may do."
  value       = aws_iam_role.this.arn
}

output "boot_sha256" {
  description = "The SHA-256 of all that the instance is made of. Another one is another instance."
  value       = sha256(local.user_data)
}

output "dashboard_sha256" {
  description = "The SHA-256 of each dashboard as it lies in the bucket."
  value       = { for name, object in aws_s3_object.dashboard : name => object.source_hash }
}
