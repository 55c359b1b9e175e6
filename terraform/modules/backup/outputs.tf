output "vault_arn" {
  description = "The vault that backups are in."
  value       = aws_backup_vault.this.arn
}

output "plan_id" {
  description = "The plan that makes them."
  value       = aws_backup_plan.this.id
}
